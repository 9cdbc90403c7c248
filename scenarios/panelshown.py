"""What a panel answered, as a learner reads it beside their own answer: when, and in which words.

Agreeing with a panel is shown and never marked: it adds to no result. Nothing is made here before
the scene, or else the case, says that it may be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios import concordance, texts
from scenarios.concordance import PanelView, Voice
from scenarios.forms import scale_of
from scenarios.graph import Scene
from scenarios.models import Run, Step
from scenarios.services import panels
from scenarios.services.versions import Case


@dataclass
class PanelAnswer:
    """One answer: how many of the panel gave it, and the reasons that may be shown."""

    label: str
    people: int
    percent: int
    mine: bool
    voices: list[Voice] = field(default_factory=list)


@dataclass
class PanelShown:
    """What a panel said in one scene; `together` says how many answered as this learner did."""

    people: int
    is_small: bool
    together: int | None
    answers: list[PanelAnswer]
    # Where words were asked there is nothing to count, only reasons.
    voices: list[Voice]


def when(case: Case, scene: Scene) -> str:
    """When the panel's answers to a scene may be read: `hidden`, `after_commit` or `debrief`."""
    return scene.panel or str(case.head.get("panel_show") or "debrief")


def is_asked(scene: Scene) -> bool:
    """Whether a panel answers this kind of scene."""
    return scene.kind in ("decision", "panel")


def shown(scene: Scene, view: PanelView | None, mine: str) -> PanelShown | None:
    """The panel's answers in the words of the scene, the learner's own answer marked."""
    if not view:
        return None
    labels = _labels(scene)
    answers = [
        PanelAnswer(
            label=texts.typographic(labels[key]),
            people=view.counts.get(key, 0),
            percent=view.share(key),
            mine=key == mine,
            voices=list(view.said(key)),
        )
        for key in concordance.options(scene)
        if key in labels and (view.counts.get(key) or key == mine)
    ]
    return PanelShown(
        people=view.people,
        is_small=view.is_small,
        together=view.counts.get(mine, 0) if mine else None,
        answers=answers,
        voices=[] if answers else list(view.voices),
    )


def _labels(scene: Scene) -> dict[str, str]:
    if scene.kind == "decision":
        return {choice.key: choice.label for choice in scene.choices}
    return {str(number): str(label) for number, label in scale_of(scene)}


def in_debrief(case: Case, path: Sequence[Mapping[str, Any]]) -> dict[str, PanelView]:
    """What the panel answered in the scenes of a way, as far as a debrief may say it."""
    scenes = [
        scene
        for entry in path
        if (scene := case.graph.scene.get(entry["scene"]))
        and is_asked(scene)
        and when(case, scene) != "hidden"
    ]
    if not scenes:
        return {}
    found = panels.views(scenario_uuid=case.scenario_uuid, graph=case.graph)
    return {scene.key: found[scene.key] for scene in scenes if scene.key in found}


def at_once(case: Case, run: Run) -> PanelShown | None:
    """What the panel answered in the scene just left, where it may be read at once."""
    last = run.path[-1] if run.path else None
    if last is None or (scene := just_left(case, last)) is None:
        return None
    view = panels.view(scenario_uuid=case.scenario_uuid, scene_key=scene.key, scene=scene)
    mine = last["choice"]
    if view and not mine:
        kept = Step.objects.filter(run=run, seq=last["seq"]).values_list("answer", flat=True)
        mine = "" if (answer := kept.first()) is None else str(answer)
    return shown(scene, view, mine)


def just_left(case: Case, last: Mapping[str, Any]) -> Scene | None:
    """The scene that the last step of a way left, if its panel may be read at once."""
    scene = case.graph.scene.get(last["scene"])
    if scene is None or not is_asked(scene) or when(case, scene) != "after_commit":
        return None
    return scene
