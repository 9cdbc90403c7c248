"""What a new version of a case changes for people who are in the middle of it.

T0 is text only: it shows at the next scene. T1 adds, T2 moves or removes, T3 judges differently:
people part-way stay on the version they began. Scenes and choices are compared by key, so a new
title is only a new text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from scenarios.engine import State
from scenarios.fingerprints import structure_hash
from scenarios.graph import Choice, Graph, Scene

ChangeClass = Literal["T0", "T1", "T2", "T3"]


def carried(state: State, old: Graph, new: Graph) -> State:
    """The state in a newer version: what that remembers besides begins as it begins there."""
    followed = [old.interrupts[number] for number in state.interrupted]
    return replace(
        state,
        vars={variable.key: state.vars.get(variable.key, variable.start) for variable in new.vars},
        interrupted=tuple(
            number for number, interrupt in enumerate(new.interrupts) if interrupt in followed
        ),
    )


def classify(old: Graph, new: Graph) -> ChangeClass:
    """Return the class of the change from one version to the next."""
    if structure_hash(old) == structure_hash(new):
        return "T0"
    pairs = [
        (choice, new.choice[key][1]) for key, (_, choice) in old.choice.items() if key in new.choice
    ]
    if old.scales != new.scales or any(
        (before.rating, before.points) != (after.rating, after.points) for before, after in pairs
    ):
        return "T3"
    return "T1" if _only_adds(old, new, pairs) else "T2"


def _only_adds(old: Graph, new: Graph, pairs: list[tuple[Choice, Choice]]) -> bool:
    kept = (
        old.scene.keys() <= new.scene.keys()
        and old.choice.keys() <= new.choice.keys()
        and old.start == new.start
        and old.interrupts == new.interrupts[: len(old.interrupts)]
        and all(
            old.variable[key].type == new.variable[key].type
            for key in old.variable.keys() & new.variable
        )
        and old.variable.keys() <= new.variable.keys()
    )
    return (
        kept
        and all(_frame(scene) == _frame(new.scene[key]) for key, scene in old.scene.items())
        and all(_way(before) == _way(after) for before, after in pairs)
    )


def _frame(scene: Scene) -> object:
    return (scene.kind, scene.next, scene.on_enter, scene.branches, scene.commit)


def _way(choice: Choice) -> object:
    return (choice.to, choice.when, choice.effects, choice.once)
