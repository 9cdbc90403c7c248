"""Edges that a person confirmed: each becomes a choice, and the report is counted again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scenarios.graph import Choice, Graph, Scene
from scenarios.importing.findings import Suspect
from scenarios.importing.naming import choice_key
from scenarios.importing.reporting import in_story_order


def apply_confirmed(graph: Graph, confirmed: Iterable[Suspect]) -> Graph:
    """Return the graph with a choice for each confirmed edge.

    A scene that only led on, or ended, becomes a decision. An edge whose scene or target is gone is
    passed over.
    """
    taken = set(graph.choice)
    scenes = dict(graph.scene)
    for suspect in confirmed:
        scene = scenes.get(suspect.scene)
        if scene is None or suspect.to not in scenes:
            continue
        if any(to == suspect.to for _, _, to in scene.ways()):
            continue
        label = suspect.label or scenes[suspect.to].title or suspect.to
        choice = Choice(choice_key(scene.key, suspect.to, label, taken), label, suspect.to)
        scenes[scene.key] = _deciding(scene, choice, scenes, taken)
    opened = replace(graph, scenes=tuple(scenes[scene.key] for scene in graph.scenes))
    return replace(opened, scenes=in_story_order(opened))


def _deciding(scene: Scene, choice: Choice, scenes: dict[str, Scene], taken: set[str]) -> Scene:
    if scene.kind == "decision":
        return replace(scene, choices=(*scene.choices, choice))
    before: tuple[Choice, ...] = ()
    if scene.kind != "ending" and scene.next:
        title = scenes[scene.next].title if scene.next in scenes else scene.next
        before = (Choice(choice_key(scene.key, scene.next, title, taken), title, scene.next),)
    return replace(
        scene, kind="decision", next="", ending=None, debrief="", choices=(*before, choice)
    )
