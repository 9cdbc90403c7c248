"""The rules about time, effort, media, points and fairness: one spoilt case a rule."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import dominance, engine, routes, scores
from scenarios.graph import Graph
from scenarios.validation import check
from tests.scenarios.cases import case, choice, decision, ending, info

SCALE = [{"key": "care", "label": "Care"}]
TWO = (choice("a-x", "good"), choice("a-y", "bad"))
GOOD = ending("good", ending={"tone": "constructive"})
BAD = ending("bad", ending={"tone": "harmful"})


def found(graph: Graph, rule: str) -> list[tuple[str, str]]:
    return [(problem.key, problem.field) for problem in check(graph) if problem.rule == rule]


def timed(**timer: object) -> Graph:
    return case(decision("a", *TWO, timer=timer), GOOD, BAD)


def with_media(**medium: object) -> Graph:
    return case(decision("a", *TWO, media=[medium]), GOOD, BAD)


@pytest.mark.parametrize(
    ("graph", "rule", "expected"),
    [
        (timed(seconds=60, choice="a-x"), "E15", []),
        (timed(seconds=19, choice="a-x"), "E15", [("a", "timer.seconds")]),
        (timed(seconds=60), "E15", [("a", "timer.choice")]),
        (timed(seconds=60, choice="b-x"), "E15", [("a", "timer.choice")]),
        (with_media(kind="image", id=3, alt="A door"), "E13", []),
        (with_media(kind="image", id=3, decorative=True), "E13", []),
        (with_media(kind="image", id=3), "E13", [("a", "media.0.alt")]),
        (with_media(kind="audio", id=3), "E13", [("a", "media.0.transcript")]),
        (with_media(kind="image", alt="A door"), "E13", [("a", "media.0.id")]),
        (case(info("a", "good", kind="panel"), GOOD), "E11", [("a", "prompt")]),
        (
            case(
                info("a", "good", kind="panel", prompt={"question": "So?", "type": "likert_sct"}),
                GOOD,
            ),
            "E11",
            [("a", "prompt.new_info")],
        ),
        (case(decision("a", *TWO, section="nowhere"), GOOD, BAD), "E07", [("a", "section")]),
        (
            case(decision("a", choice("a-x", "good", points={"care": 1}), TWO[1]), GOOD, BAD),
            "E07",
            [("a", "choices.a-x.points")],
        ),
        (
            case(
                decision("a", choice("a-x", "b"), TWO[1]),
                info("b", "good", must="visit"),
                GOOD,
                BAD,
            ),
            "W17",
            [("b", "must")],
        ),
        (case(info("a", "good", must="visit"), GOOD), "W17", []),
        (case(info("a", "good", must="avoid"), GOOD), "W17", [("a", "must")]),
        (
            case(info("a", "good", body="The Polish neighbour shouts."), GOOD),
            "W20",
            [("a", "body")],
        ),
        (
            case(info("a", "good", body="A Polish neighbour, a Sikh nurse."), GOOD),
            "W20",
            [],
        ),
    ],
)
def test_a_rule_names_the_place(graph: Graph, rule: str, expected: list) -> None:
    assert found(graph, rule) == expected


def asking(*keys: str, optional: str = "") -> Graph:
    scenes = [
        decision(
            key,
            choice(f"{key}-x", to),
            choice(f"{key}-y", to),
            commit={"reason": "optional" if key == optional else "required"},
        )
        for key, to in zip(keys, [*keys[1:], "end"], strict=True)
    ]
    return case(*scenes, ending())


def test_a_fourth_required_reason_in_a_row_is_one_too_many() -> None:
    assert found(asking("a", "b", "c"), "W22") == []
    assert found(asking("a", "b", "c", "d"), "W22") == [("d", "commit.reason")]
    assert found(asking("a", "b", "c", "d", optional="b"), "W22") == []


def scored(good: int, bad: int) -> Graph:
    return case(
        decision(
            "a",
            choice("a-x", "good", points={"care": good}),
            choice("a-y", "bad", points={"care": bad}),
        ),
        GOOD,
        BAD,
        scales=SCALE,
    )


def test_points_that_reward_harm_are_told_and_the_range_is_stated() -> None:
    assert found(scored(2, 1), "W06") == []
    assert found(scored(1, 1), "W06") == [("", "scales.care")]
    said = [problem.message for problem in check(scored(2, -1)) if problem.rule == "I02"]
    assert said == ["Care: -1 to 2 points. “The end: good” 2 to 2; “The end: bad” -1 to -1"]


def test_a_loop_with_points_is_told() -> None:
    loop = case(
        decision("a", choice("a-x", "b", points={"care": 1}), choice("a-y", "end")),
        info("b", "a"),
        ending(),
        scales=SCALE,
    )
    assert [rule for _, rule in found(loop, "W05")] == [""]
    assert scores.by_ending(loop, "care") == {"end": (0, 1)}


def wild(seed: int, count: int) -> Graph:
    """A random case in which every scene leads on and the last one is the ending."""
    draw = random.Random(seed)
    keys = [f"s{number}" for number in range(count)]
    scenes = [
        decision(
            key,
            *(
                choice(f"{key}-{n}", draw.choice(keys[1:]), points={"care": draw.randint(-2, 3)})
                for n in range(2)
            ),
            choice(f"{key}-on", keys[number + 1]),
        )
        for number, key in enumerate(keys[:-1])
    ]
    return case(*scenes, ending(keys[-1]), scales=SCALE)


@given(st.integers(0, 10_000), st.integers(2, 9))
@settings(max_examples=120, deadline=None)
def test_without_an_always_passed_scene_no_ending_is_reached(seed: int, count: int) -> None:
    graph = wild(seed, count)
    always = dominance.always_passed(graph)
    ways = routes.edges(graph)
    for key in ways:
        left = {k: tuple(t for t in targets if t != key) for k, targets in ways.items() if k != key}
        reached = routes.reach([graph.start], left)
        assert (key in always) == (graph.scenes[-1].key not in reached)


@given(st.integers(0, 10_000), st.integers(2, 9))
@settings(max_examples=120, deadline=None)
def test_no_play_leaves_the_stated_range_of_points(seed: int, count: int) -> None:
    graph = wild(seed, count)
    low, high = scores.by_ending(graph, "care")[graph.scenes[-1].key]
    draw = random.Random(seed)
    state = engine.begin(graph).after
    for _ in range(200):
        if engine.is_over(graph, state):
            assert low <= state.totals.get("care", 0) <= high
            return
        state = engine.choose(graph, state, draw.choice(graph.scene[state.scene].choices).key).after
