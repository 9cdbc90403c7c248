"""The engine: the order of a step, ranges, interrupts, chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import engine
from scenarios.engine import NotOpen, NoWayOn, State
from scenarios.graph import Effect
from tests.scenarios.cases import case, choice, decision, effect, ending, info, ladder


def _when(text: str) -> dict:
    from scenarios.condition_trees import Condition

    return Condition.from_text(text).to_json()


def test_a_run_begins_in_the_start_scene_with_initial_values() -> None:
    move = engine.begin(case(decision("a", choice("a-x", "end")), ending()))
    assert (move.after.scene, dict(move.after.vars), dict(move.after.visits)) == (
        "a",
        {"trust": 2},
        {"a": 1},
    )


def test_a_step_applies_the_choice_then_moves_then_enters() -> None:
    graph = case(
        decision("a", choice("a-x", "b", effects=[effect("sub", value=2)])),
        info("b", "end", on_enter=[effect("add", value=1)]),
        ending(),
    )
    move = engine.choose(graph, engine.begin(graph).after, "a-x")
    assert (move.after.scene, move.after.vars["trust"], move.choice) == ("b", 1, "a-x")
    assert (move.after.chosen, move.delta) == (("a-x",), {"trust": 1})


def test_a_closed_choice_cannot_be_taken_and_is_hidden_or_locked() -> None:
    graph = case(
        decision(
            "a",
            choice("a-hidden", "end", "trust >= 3"),
            choice("a-locked", "end", "trust >= 3", locked="show", locked_text="Not yet"),
            choice("a-open", "end"),
        ),
        ending(),
    )
    state = engine.begin(graph).after
    assert [(item.key, free) for item, free in engine.shown_choices(graph, state)] == [
        ("a-locked", False),
        ("a-open", True),
    ]
    for key in ("a-hidden", "a-locked", "unknown"):
        with pytest.raises(NotOpen):
            engine.choose(graph, state, key)


def test_a_choice_that_is_open_once_closes_when_taken() -> None:
    graph = case(decision("a", choice("a-again", "a", once=True), choice("a-go", "end")), ending())
    state = engine.choose(graph, engine.begin(graph).after, "a-again").after
    assert [item.key for item in engine.open_choices(graph, state)] == ["a-go"]
    assert state.visits["a"] == 2


def test_an_interrupt_leads_away_after_entering_and_only_once() -> None:
    graph = case(
        decision("a", choice("a-x", "b", effects=[effect("set", value=0)])),
        info("b", "end"),
        info("rupture", "b"),
        ending(),
        interrupts=[{"when": _when("trust = 0"), "to": "rupture"}],
    )
    first = engine.choose(graph, engine.begin(graph).after, "a-x")
    assert (first.after.scene, first.interrupts, dict(first.after.visits)) == (
        "rupture",
        (0,),
        {"a": 1, "b": 1, "rupture": 1},
    )
    assert engine.advance(graph, first.after).after.scene == "b"


def test_the_interrupt_of_lowest_priority_number_is_tried_first_and_chains_stop_at_eight() -> None:
    graph = case(
        info("a", "b"),
        info("b", "end"),
        info("c", "end"),
        ending(),
        interrupts=[
            {"when": _when("trust = 2"), "to": "c", "once": False, "priority": 2},
            {"when": _when("trust = 2"), "to": "b", "once": False, "priority": 1},
        ],
    )
    move = engine.begin(graph)
    assert move.interrupts[:2] == (1, 0)
    assert len(move.interrupts) == engine.MAX_INTERRUPTS


def test_an_ending_is_never_interrupted_and_cannot_be_left() -> None:
    graph = case(
        info("a", "end"), ending(), interrupts=[{"when": _when("visited(end)"), "to": "a"}]
    )
    state = engine.advance(graph, engine.begin(graph).after).after
    assert engine.is_over(graph, state)
    with pytest.raises(NoWayOn):
        engine.advance(graph, state)


def test_chance_is_the_same_for_the_same_run_and_follows_the_weights() -> None:
    graph = case(
        {
            "key": "dice",
            "kind": "chance",
            "title": "Will he ring?",
            "branches": [
                {"key": "rings", "weight": 3, "to": "end"},
                {"key": "silence", "weight": 1, "to": "end", "effects": [effect("sub")]},
            ],
        },
        ending(),
    )
    state = engine.begin(graph).after
    drawn = [engine.advance(graph, state, seed).branch for seed in range(400)]
    assert drawn == [engine.advance(graph, state, seed).branch for seed in range(400)]
    assert 250 < drawn.count("rings") < 350


def test_points_count_once_however_often_a_loop_is_walked() -> None:
    graph = case(
        decision("a", choice("a-again", "a", points={"care": 2}), choice("a-go", "end")),
        ending(),
        scales=[{"key": "care", "label": "Care"}],
    )
    state = engine.begin(graph).after
    for _ in range(3):
        state = engine.choose(graph, state, "a-again").after
    assert dict(state.totals) == {"care": 2}


def test_the_debrief_shows_the_blocks_that_are_so() -> None:
    graph = case(
        ending(),
        debrief={"blocks": [{"text": "All"}, {"text": "Low", "when": _when("trust < 2")}]},
    )
    assert [block.text for block in engine.debrief_blocks(graph, engine.begin(graph).after)] == [
        "All"
    ]


def test_a_state_survives_storing() -> None:
    state = engine.choose(ladder(3), engine.begin(ladder(3)).after, "s0-a").after
    assert State.from_json(state.scene, state.as_json()) == state


EFFECTS = st.lists(
    st.builds(
        Effect,
        st.sampled_from(["set", "add", "sub", "on", "off"]),
        st.sampled_from(["trust", "told", "mood", "nobody"]),
        st.one_of(st.integers(-50, 50), st.sampled_from(["calm", "cross", "glad"])),
    ),
    max_size=12,
)


@given(EFFECTS)
def test_no_effect_leaves_the_range_or_type_of_a_variable(effects: list[Effect]) -> None:
    graph = case(
        ending(),
        vars=[
            {"key": "trust", "label": "T", "initial": 2, "min": -1, "max": 4},
            {"key": "told", "label": "F", "type": "flag", "initial": False},
            {
                "key": "mood",
                "label": "M",
                "type": "option",
                "initial": "calm",
                "options": ["calm", "cross"],
            },
        ],
    )
    values = engine.apply(graph, engine.begin(graph).after.vars, effects)
    assert -1 <= values["trust"] <= 4
    assert values["told"] in (True, False)
    assert values["mood"] in ("calm", "cross")
