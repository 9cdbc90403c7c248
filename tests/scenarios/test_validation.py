"""Validation: one spoilt case a rule, and the properties that make an E mean something."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenarios import engine, flow, ranges
from scenarios.condition_trees import Condition
from scenarios.exploration import Exploration, explore
from scenarios.graph import Graph
from scenarios.problems import blocking
from scenarios.validation import check
from tests.scenarios.cases import TRUST, case, choice, decision, effect, ending, info, ladder


def rules(graph: Graph, letter: str = "E") -> list[str]:
    return [problem.rule for problem in check(graph) if problem.severity == letter]


def _rule(text: str, to: str, **fields: object) -> dict:
    return {"when": Condition.from_text(text).to_json(), "to": to, **fields}


SOUND = (decision("a", choice("a-x", "b"), choice("a-y", "end")), info("b", "end"), ending())


def test_a_sound_case_has_no_problem_that_blocks() -> None:
    assert rules(case(*SOUND)) == []


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (case(*SOUND, start="z"), ["E01"]),
        (case(decision("a", choice("a-x", "nowhere")), ending()), ["E02"]),
        (case(decision("a", choice("a-x", "")), ending()), ["E02"]),
        (case(*SOUND, info("island", "end")), ["E03"]),
        (case(decision("a"), ending()), ["E03", "E05"]),
        (case(decision("a", choice("a-x", "end", "trust > 2")), ending()), ["E05", "E08"]),
        (case(info("a", "b"), info("b", "a"), ending()), ["E03", "E06"]),
        (
            case(decision("a", choice("a-x", "end"), choice("a-y", "end", "nerve = 1")), ending()),
            ["E07"],
        ),
        (case(decision("a", choice("a-x", "end", effects=[effect("on")])), ending()), ["E07"]),
        (
            case(decision("a", choice("a-x", "end"), choice("a-y", "end", "trust >= 3")), ending()),
            ["E08"],
        ),
        (case(info("a", "end"), ending(debrief="")), ["E09"]),
        (case(info("a", "a")), ["E06", "E10"]),
        (case(*SOUND, info("b", "end")), ["E11"]),
        (case(info("a", "end", title=" "), ending()), ["E11"]),
        (case(info("Über", "end"), ending()), ["E11"]),
        (case(info("a", "end", illustration="room"), ending()), ["E13"]),
        (
            case({"key": "a", "kind": "chance", "title": "?", "branches": []}, ending()),
            ["E03", "E14"],
        ),
        (case(info("a", "end", body="x" * 20_001), ending()), ["E16"]),
        (case(info("a", "end", body="<script>x</script>"), ending()), ["E17"]),
        (case(info("a", "end", body="[x](javascript:1)"), ending()), ["E17"]),
        (case(info("a", "end", body="# Loud"), ending()), ["E17"]),
    ],
)
def test_a_spoilt_case_shows_its_rule(graph: Graph, expected: list[str]) -> None:
    found = rules(graph)
    for rule in expected:
        assert rule in found
    assert set(found) - set(expected) <= {"E03", "E04"}


def test_a_choice_beyond_what_can_be_gained_can_never_appear() -> None:
    def built(gain: int) -> Graph:
        trust = {**TRUST, "initial": 5, "max": 10, "words": []}
        return case(
            decision(
                "a", choice("a-x", "b", effects=[effect("add", value=gain)]), choice("a-y", "b")
            ),
            decision("b", choice("b-x", "end", "trust >= 9"), choice("b-y", "end")),
            ending(),
            vars=[trust],
        )

    assert "E08" in rules(built(3))
    assert "E08" not in rules(built(4))


def test_conditions_that_cover_everything_leave_nobody_stuck() -> None:
    sure = case(
        decision("z", choice("z-x", "a", effects=[effect("add")]), choice("z-y", "a")),
        decision("a", choice("a-x", "end", "trust >= 3"), choice("a-y", "end", "trust < 3")),
        ending(),
    )
    assert rules(sure) == []


def test_two_repeating_interrupts_that_pull_at_each_other_are_named() -> None:
    graph = case(
        info("a", "b"),
        info("b", "end"),
        info("c", "end"),
        ending(),
        interrupts=[_rule("trust = 2", "c", once=False), _rule("trust = 2", "b", once=False)],
    )
    assert "E12" in rules(graph)


def _said(graph: Graph, rule: str) -> dict[str, str]:
    return {found.key: found.message for found in check(graph) if found.rule == rule}


def test_a_scene_that_a_rule_always_jumps_past_is_named_with_the_rule() -> None:
    """Breaking trust leads to the rupture before anybody can read what the break looked like."""
    scenes = (
        decision(
            "a",
            choice("a-tell", "b"),
            choice("a-hide", "found-out", effects=[effect("set", value=0)]),
        ),
        info("b", "end"),
        info("found-out", "shame"),
        info("shame", "end"),
        info("rupture", "end"),
        ending(),
    )
    graph = case(*scenes, interrupts=[_rule("trust = 0", "rupture")])
    assert _said(graph, "W23") == {
        "found-out": "Nobody can read this scene: whoever comes here is taken to “At rupture” at"
        " once, by a rule of the whole case. Change when that rule acts, or write what matters"
        " here into another scene"
    }
    # What only follows from a scene that nobody reads is told as that, and not as a condition.
    assert _said(graph, "W01") == {
        "shame": "No learner can come here: the ways here begin in “At found-out”, where nobody"
        " gets to choose. Mend that first, or let another scene lead here"
    }
    # A learner who comes by another way reads it: then nothing is wrong with the scene.
    other = decision("b", choice("b-x", "found-out"), choice("b-y", "end"))
    read = case(scenes[0], other, *scenes[2:], interrupts=[_rule("trust = 0", "rupture")])
    assert _said(read, "W23") == {}
    # The rule waits for the scene after: nothing is passed over.
    later = case(*scenes, interrupts=[_rule("trust = 0 and visited(shame)", "rupture")])
    assert "found-out" not in _said(later, "W23")


def test_rules_that_hand_on_to_each_other_pass_over_the_scene_between() -> None:
    graph = case(
        decision("a", choice("a-x", "b", effects=[effect("set", value=0)]), choice("a-y", "b")),
        info("b", "end"),
        info("between", "end"),
        info("last", "end"),
        ending(),
        interrupts=[_rule("trust = 0", "between"), _rule("visited(between)", "last")],
    )
    assert list(_said(graph, "W23")) == ["between"]
    assert "“At last”" in _said(graph, "W23")["between"]
    assert _said(graph, "W01") == {}


def test_a_start_that_is_passed_over_is_named_too() -> None:
    graph = case(
        info("a", "b"), info("b", "end"), ending(), interrupts=[_rule("trust = 2", "b", once=False)]
    )
    assert list(_said(graph, "W23")) == ["a"]


def test_a_scene_behind_a_closed_choice_says_which_choice() -> None:
    graph = case(
        decision("a", choice("a-x", "b", "trust = 4"), choice("a-y", "end")),
        info("b", "end"),
        ending(),
    )
    assert _said(graph, "W01") == {
        "b": "No learner can come here: the condition of “Do a-x” in “At a” is never fulfilled."
        " Change the condition, or let another choice lead here"
    }
    alone = case(
        decision("a", choice("a-x", "end"), choice("a-y", "end")),
        info("c", "end"),
        ending(),
        interrupts=[_rule("trust = 4", "c")],
    )
    assert "the rule of the whole case that leads here never acts" in _said(alone, "W01")["c"]


def test_a_trap_is_named_with_the_values_that_make_it() -> None:
    graph = case(
        decision(
            "a", choice("a-bad", "b", effects=[effect("set", value=0)]), choice("a-good", "b")
        ),
        decision("b", choice("b-wait", "b"), choice("b-go", "end", "trust >= 2")),
        ending(),
    )
    traps = [problem for problem in check(graph) if problem.rule == "E04"]
    assert [(problem.key, problem.message) for problem in traps] == [
        ("b", "From here no ending can be reached any more when Her trust is closed")
    ]


@pytest.mark.parametrize(
    ("graph", "rule"),
    [
        (
            case(decision("a", choice("a-x", "end"), choice("a-y", "end", "trust >= 1")), ending()),
            "W02",
        ),
        (case(*SOUND), "W03"),
        (case(decision("a", choice("a-x", "end")), ending()), "W08"),
        (case(decision("a", choice("a-x", "end"), choice("a-y", "end")), ending()), "W09"),
        (case(decision("a", choice("a-x", "end"), choice("a-y", "end")), ending()), "W10"),
        (case(decision("a", choice("a-x", "end", rating="")), ending()), "W11"),
        (case(decision("a", choice("a-x", "end")), ending()), "W12"),
        (case(decision("a", choice("a-x", "end", rating="harmful")), ending()), "W13"),
        (case(info("a", "end", body="word " * 260), ending()), "W14"),
        (case(info("a", "end", body=" "), ending()), "W14"),
        (case(info("a", "end"), ending(body="")), "W14"),
        (case(decision("a", choice("a-x", "end", label="word " * 26)), ending()), "W15"),
    ],
)
def test_a_case_that_teaches_less_gets_a_warning(graph: Graph, rule: str) -> None:
    assert rule in rules(graph, "W")


def test_an_unfinished_draft_is_checked_without_an_error() -> None:
    assert {"E01", "E10"} <= set(rules(case()))
    draft = case(decision("a", choice("a-x", "end", "trust >=")), ending())
    assert "E07" in rules(draft)


def test_two_thousand_scenes_are_checked_in_the_time_an_author_waits() -> None:
    graph = ladder(2_000, choices=3)
    began = time.perf_counter()
    found = check(graph)
    assert blocking(found) == []
    assert time.perf_counter() - began < 4


# Properties over generated cases

NAMES = [f"s{number}" for number in range(6)]
TESTS = [
    "",
    "",
    "",
    "trust >= 2",
    "trust < 2",
    "told",
    "not told",
    "visits(s1) >= 2",
    "not chose(s0-0) and trust > 0",
]
EFFECTS = [
    effect("add"),
    effect("sub", value=2),
    effect("set", value=3),
    effect("on", "told"),
    effect("off", "told"),
]


@st.composite
def cases(draw: st.DrawFn) -> Graph:
    """Cases of six scenes with random ways, conditions, effects and interrupts; many of them are
    not sound.
    """
    scenes = []
    for number, name in enumerate(NAMES):
        targets = st.sampled_from([*NAMES, "end", "end", "end"])
        if number % 3 == 2:
            scenes.append(
                info(
                    name,
                    draw(targets),
                    on_enter=draw(st.lists(st.sampled_from(EFFECTS), max_size=1)),
                )
            )
            continue
        ways = [
            choice(
                f"{name}-{place}",
                draw(targets),
                draw(st.sampled_from(TESTS)),
                effects=draw(st.lists(st.sampled_from(EFFECTS), max_size=2)),
                once=draw(st.integers(0, 9)) == 0,
            )
            for place in range(draw(st.integers(1, 3)))
        ]
        scenes.append(decision(name, *ways))
    rules_ = draw(
        st.lists(
            st.builds(
                _rule,
                st.sampled_from(["trust = 0", "told", "trust = 4"]),
                st.sampled_from([*NAMES[3:], "end"]),
                once=st.booleans(),
            ),
            max_size=2,
        )
    )
    told = {"key": "told", "label": "Told", "type": "flag", "initial": False}
    return case(*scenes, ending(), vars=[TRUST, told], interrupts=rules_)


@settings(max_examples=300, deadline=None)
@given(cases(), st.integers(0, 2**32))
def test_a_random_walk_through_a_case_without_e_comes_to_an_ending(graph: Graph, seed: int) -> None:
    sound = {problem.rule for problem in check(graph) if problem.blocks} <= {"E03", "E08"}
    state = engine.begin(graph).after
    walk = random.Random(seed)
    for _ in range(5_000):
        assert 0 <= state.vars["trust"] <= 4
        moves = list(engine.moves(graph, state))
        if not moves:
            break
        state = walk.choice(moves).after
    if sound:
        assert engine.is_over(graph, state)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_what_the_ranges_call_impossible_never_happens(graph: Graph) -> None:
    known = ranges.analyse(graph)
    played = explore(graph)
    assume(not played.tangled)
    for state in played.states:
        low, high = known.standing[state.scene]["var", "trust"]
        assert low <= state.vars["trust"] <= high
        assert state.vars["told"] in known.standing[state.scene]["var", "told"]


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(0, 2**32))
def test_nobody_ever_stands_in_a_scene_that_the_check_calls_unread(graph: Graph, seed: int) -> None:
    """And whoever walks meets a passed-over scene only to be taken on from it."""
    found = check(graph)
    passed = {problem.key for problem in found if problem.rule == "W23"}
    closed = {problem.key for problem in found if problem.rule == "W01"}
    assert not passed & closed
    assume(not any(problem.rule in ("E01", "E12") for problem in found))
    state = engine.begin(graph).after
    walk = random.Random(seed)
    for _ in range(200):
        assert state.scene not in passed | closed
        assert not closed & {key for key, count in state.visits.items() if count}
        moves = list(engine.moves(graph, state))
        if not moves:
            break
        state = walk.choice(moves).after


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_case_too_large_to_play_out_is_never_told_more_than_a_small_one(graph: Graph) -> None:
    """The estimate may miss a passed-over scene, but never names one that somebody reads."""
    known, played = ranges.analyse(graph), explore(graph)
    assume(played.complete and not played.tangled)
    guessed = Exploration(complete=False)
    for problem in flow._never_read(graph, known, guessed):
        assert problem.key not in played.scenes
        assert (problem.rule == "W23") or problem.key not in played.passed


def test_a_decision_without_principles_leads_to_where_one_is_added():
    found = check(case(decision("a", choice("a-x", "end"), choice("a-y", "end")), ending()))
    assert [one.field for one in found if one.rule == "W12"] == ["choices.a-x.principles"]
