"""Thousands of seeded plays at random: what is hit, how the case ends, how long it takes.

A robot takes every open choice with the same chance, and chance scenes by their weights. The same
seed gives the same numbers. What it never hits may still be possible: the checks prove, this shows.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from scenarios import engine
from scenarios.engine import Move, NoWayOn, State
from scenarios.graph import Graph

PLAYS = 10_000
MOST_STEPS = 400
SECONDS = 8.0


@dataclass
class Robot:
    """What happened: counts of plays (not of visits), and of steps a play."""

    plays: int = 0
    scenes: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    scores: dict[str, Counter[int]] = field(default_factory=dict)
    stuck: Counter[str] = field(default_factory=Counter)
    endless: int = 0
    hurried: bool = False

    def length(self, share: float) -> int:
        """The number of steps below or at which this share of the plays stays."""
        wanted, seen = share * sum(self.lengths.values()), 0
        for steps in sorted(self.lengths):
            seen += self.lengths[steps]
            if seen >= wanted:
                return steps
        return 0


def play(graph: Graph, plays: int = PLAYS, seed: int = 1, seconds: float | None = SECONDS) -> Robot:
    """Play a case that has a start and no missing target; stop early after `seconds`."""
    found = Robot(scores={scale.key: Counter() for scale in graph.scales})
    draw = random.Random(seed)  # noqa: S311  # the same plays each time, no secret
    until = None if seconds is None else time.monotonic() + seconds
    first = engine.begin(graph).after
    for number in range(plays):
        if until is not None and number % 50 == 0 and time.monotonic() > until:
            found.hurried = True
            break
        _one(graph, first, draw, found)
    return found


def _one(graph: Graph, state: State, draw: random.Random, found: Robot) -> None:
    found.plays += 1
    steps = 0
    chosen: set[str] = set()
    while not engine.is_over(graph, state):
        if steps == MOST_STEPS:
            found.endless += 1
            break
        move = _step(graph, state, draw)
        if move is None:
            found.stuck[state.scene] += 1
            break
        if move.choice:
            chosen.add(move.choice)
        state = move.after
        steps += 1
    else:
        found.endings[state.scene] += 1
        found.lengths[steps] += 1
        for key, counter in found.scores.items():
            counter[state.totals.get(key, 0)] += 1
    found.scenes.update(state.visits.keys())
    found.choices.update(chosen)


def _step(graph: Graph, state: State, draw: random.Random) -> Move | None:
    scene = graph.scene[state.scene]
    if scene.kind == "decision":
        choices = engine.open_choices(graph, state)
        return engine.choose(graph, state, draw.choice(choices).key) if choices else None
    if scene.kind == "chance":
        branches = [branch for branch in scene.branches if branch.weight > 0]
        if not branches:
            return None
        weights = [branch.weight for branch in branches]
        return engine.take_branch(graph, state, draw.choices(branches, weights)[0])
    try:
        return engine.advance(graph, state)
    except NoWayOn:
        return None
