"""What a learner may read before the debrief: words on the choice just made, and what others chose.

A choice says when its feedback may be read; where it says “in the debrief”, the case's own setting
holds. Nothing that is not allowed yet is made here at all, so no page can let it slip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios import reports
from scenarios.colleagues import Share
from scenarios.graph import Choice
from scenarios.panelshown import PanelShown
from scenarios.reports import Road
from scenarios.services.versions import Case


@dataclass
class Aftermath:
    """One answer with what may be read about it now; `road` is None where only what others
    answered may be, and `label` is empty where no choice was made.
    """

    title: str
    label: str
    road: Road | None = None
    shares: list[Share] = field(default_factory=list)
    panel: PanelShown | None = None
    by_time: bool = False


def timing_of(case: Case, choice: Choice) -> str:
    """When the feedback on a choice may be read: `now`, `after_reflection` or `debrief`."""
    if choice.feedback.timing != "debrief":
        return choice.feedback.timing
    return str(case.head.get("feedback_timing") or "debrief")


def just_chosen(path: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The last step as scene and choice, if it was a choice."""
    last = path[-1] if path else None
    return {last["scene"]: last["choice"]} if last and last["choice"] else {}


def read_now(
    case: Case,
    path: Sequence[Mapping[str, Any]],
    shares: Mapping[str, list[Share]],
    panel: PanelShown | None = None,
) -> list[Aftermath]:
    """What stands below the scene that the last step led to, from what `shares` and `panel` hold
    already.
    """
    if not path:
        return []
    last = path[-1]
    if last["choice"]:
        found = _told(case, last, "now", shares.get(last["scene"], []), panel)
        return [found] if found else []
    scene = case.graph.scene.get(last["scene"])
    if scene is not None and panel is not None:
        return [Aftermath(reports.texts.typographic(scene.title), "", panel=panel)]
    if scene is None or scene.kind != "reflect":
        return []
    told = (_told(case, entry, "after_reflection", []) for entry in _since_reflection(case, path))
    return [found for found in told if found]


def _since_reflection(case: Case, path: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The steps between the last reflection and the one before it."""
    steps: list[Mapping[str, Any]] = []
    for entry in reversed(path[:-1]):
        scene = case.graph.scene.get(entry["scene"])
        if scene is not None and scene.kind == "reflect":
            break
        steps.append(entry)
    return steps[::-1]


def _told(
    case: Case,
    entry: Mapping[str, Any],
    timing: str,
    shares: list[Share],
    panel: PanelShown | None = None,
) -> Aftermath | None:
    found = case.graph.choice.get(entry["choice"])
    if found is None:
        return None
    scene, choice = found
    road = reports.road_of(choice) if timing_of(case, choice) == timing else None
    if road is None and not shares and panel is None:
        return None
    label = reports.road_of(choice).label
    title, by_time = reports.texts.typographic(scene.title), bool(entry.get("by_time"))
    return Aftermath(title, label, road, shares, panel, by_time)
