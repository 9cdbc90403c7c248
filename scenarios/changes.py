"""What a new version of a case changes for people who are in the middle of it.

T0 is text only: it shows at the next scene. T1 adds, T2 moves or removes, T3 judges differently:
people part-way stay on the version they began. Scenes and choices are compared by key, so a new
title is only a new text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scenarios.condition_checks import sentence
from scenarios.fingerprints import structure_hash
from scenarios.graph import Choice, Graph, Scene

ChangeClass = Literal["T0", "T1", "T2", "T3"]


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


def differences(old: Graph, new: Graph) -> list[str]:
    """Return what changed, one sentence each, in the author's words."""
    return [*_scenes(old, new), *_choices(old, new), *_texts(old, new)]


def _scenes(old: Graph, new: Graph) -> Iterator[str]:
    for key, scene in new.scene.items():
        if key not in old.scene:
            yield f"Scene added: “{scene.title}”"
    for key, scene in old.scene.items():
        if key not in new.scene:
            yield f"Scene removed: “{scene.title}”"
        elif scene.next != new.scene[key].next:
            yield f"“{scene.title}” now leads to “{_title(new, new.scene[key].next)}”"


def _choices(old: Graph, new: Graph) -> Iterator[str]:
    for key, (scene, choice) in new.choice.items():
        if key not in old.choice and scene.key in old.scene:
            yield f"Choice added to “{scene.title}”: “{choice.label}”"
    for key, (scene, before) in old.choice.items():
        if key not in new.choice:
            if scene.key in new.scene:
                yield f"Choice removed from “{scene.title}”: “{before.label}”"
            continue
        after = new.choice[key][1]
        if before.to != after.to:
            yield f"“{after.label}” now leads to “{_title(new, after.to)}”"
        if before.when != after.when:
            yield f"“{after.label}” opens when: {_said(old, before)} → {_said(new, after)}"
        if before.rating != after.rating:
            now, was = after.rating or "nothing", before.rating or "nothing"
            yield f"“{after.label}” is rated {now}, was {was}"


def _texts(old: Graph, new: Graph) -> Iterator[str]:
    for key, scene in old.scene.items():
        other = new.scene.get(key)
        if other is not None and _words(scene) != _words(other):
            yield f"Text edited: “{other.title}”"


def _words(scene: Scene) -> object:
    return (
        scene.title,
        scene.body,
        scene.expert,
        scene.debrief,
        tuple((choice.label, choice.feedback.text) for choice in scene.choices),
    )


def _title(graph: Graph, key: str) -> str:
    return graph.scene[key].title if key in graph.scene else key


def _said(graph: Graph, choice: Choice) -> str:
    return "always" if choice.when is None else sentence(choice.when.node, graph.names)
