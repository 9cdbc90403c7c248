"""A way that really leads to a scene, and what thousands of random plays meet."""

from scenarios import engine, feasible, robot
from tests.scenarios.cases import case, choice, decision, effect, ending, info

GATED = case(
    decision("a", choice("a-up", "b", effects=[effect("add")]), choice("a-on", "b")),
    decision(
        "b", choice("b-again", "a"), choice("b-in", "door", "trust >= 4"), choice("b-out", "end")
    ),
    info("door", "end"),
    ending(),
)
CHANCE = case(
    {
        "key": "a",
        "kind": "chance",
        "title": "The phone",
        "branches": [
            {"key": "rings", "weight": 1, "to": "end"},
            {"key": "quiet", "weight": 3, "to": "other"},
        ],
    },
    ending(),
    ending("other"),
)


def test_the_shortest_way_to_a_gated_scene_gathers_what_the_gate_asks() -> None:
    way = feasible.ways_to(GATED, "door")[0]
    assert way.keys == ("a-up", "b-again", "a-up", "b-in")
    assert way.state.vars["trust"] == 4
    assert feasible.walk(GATED, way.keys, seed=1)[-1] == way.state


def test_other_ways_arrive_in_other_states() -> None:
    ways = feasible.ways_to(GATED, "b")
    assert len({way.state.vars["trust"] for way in ways}) == len(ways) == 3


def test_a_scene_that_nobody_can_reach_has_no_way() -> None:
    closed = case(
        decision("a", choice("a-x", "end"), choice("a-y", "b", "visits(a) > 1")),
        info("b", "end"),
        ending(),
    )
    assert feasible.ways_to(closed, "b") == []
    assert feasible.ways_to(closed, "nowhere") == []


def test_a_branch_of_chance_is_part_of_the_way_whatever_the_seed() -> None:
    for key in ("end", "other"):
        way = feasible.ways_to(CHANCE, key)[0]
        assert way.keys[0].startswith(feasible.BRANCH)
        assert {feasible.walk(CHANCE, way.keys, seed)[-1].scene for seed in range(9)} == {key}


def test_the_robot_counts_plays_by_the_weights_of_chance() -> None:
    found = robot.play(CHANCE, plays=4_000, seed=7)
    assert found.plays == 4_000
    assert sum(found.endings.values()) == 4_000
    assert 0.7 < found.endings["other"] / 4_000 < 0.8
    assert found.length(0.5) == 1
    assert robot.play(CHANCE, plays=200, seed=7) == robot.play(CHANCE, plays=200, seed=7)


def test_the_robot_reports_where_it_is_stuck_and_stops_in_an_endless_round() -> None:
    stuck = case(decision("a", choice("a-x", "end", "trust > 3")), ending())
    assert robot.play(stuck, plays=20).stuck == {"a": 20}
    rounds = case(info("a", "b"), info("b", "a"), ending())
    found = robot.play(rounds, plays=3)
    assert (found.endless, sum(found.endings.values())) == (3, 0)
    assert not engine.is_over(rounds, engine.begin(rounds).after)
