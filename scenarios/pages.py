"""What a scene's page shows: plain values for the template, made from a play.

No query, except for a scene with media.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from courses import illustrations
from scenarios import engine, media, texts
from scenarios.engine import State
from scenarios.graph import Graph, Scene
from scenarios.services.versions import Case
from scenarios.texts import typographic

RECALL_AFTER = dt.timedelta(minutes=20)
RECALLED = 2
SHOWN_STOPS = 5


@dataclass(frozen=True)
class Card:
    """A choice as it is shown: open, or locked with its reason. Nothing of its rating is here."""

    key: str
    label: str
    is_open: bool
    why: str


def scene_page(
    case: Case, state: State, before: State | None = None, seed: int = 0
) -> dict[str, Any]:
    """The scene itself: picture, where and when, voice, text, media, counters and cards."""
    scene = case.graph.scene[state.scene]
    return {
        "scene": scene,
        "picture": picture(case, scene),
        "where": typographic(" · ".join(part for part in (scene.place, scene.time) if part)),
        "care": _care(case, scene),
        "text": texts.html(scene.body),
        "media": media.shown(scene),
        "counters": counters(case.graph, state, before, ("play",)),
        "cards": [
            Card(choice.key, typographic(choice.label), free, "" if free else choice.locked_text)
            for choice, free in engine.shown_choices(case.graph, state, seed)
        ],
        "is_over": scene.kind == "ending",
    }


def _care(case: Case, scene: Scene) -> str:
    """What a reader may find distressing in the whole case: said where it begins."""
    return typographic(case.head.get("content_notes", "")) if scene.key == case.graph.start else ""


def picture(case: Case, scene: Scene) -> dict[str, Any] | None:
    """The scene's own picture; else the case's: whole at the start, narrow while in that place."""
    start = case.graph.scene.get(case.graph.start)
    if scene.illustration:
        alt = "" if scene.decorative else scene.illustration_alt
        return _picture(scene.illustration, alt, narrow=False)
    if start is None or not case.head.get("illustration"):
        return None
    if scene.key == start.key:
        return _picture(case.head["illustration"], case.head["illustration_alt"], narrow=False)
    if not start.place or not (start.place in scene.place or (scene.place or "?") in start.place):
        return None
    return _picture(case.head["illustration"], "", narrow=True)


def _picture(key: str, alt: str, narrow: bool) -> dict[str, Any] | None:
    url = illustrations.url(key)
    return {"url": url, "alt": alt, "narrow": narrow} if url else None


def counters(
    graph: Graph, state: State, before: State | None, shown: tuple[str, ...]
) -> list[dict[str, str]]:
    """Variables in words, each with what it was before this step where that differs."""
    found = []
    for variable in graph.vars:
        if variable.show not in shown:
            continue
        word = variable.word(state.vars.get(variable.key, variable.start))
        was = variable.word(before.vars.get(variable.key, variable.start)) if before else word
        found.append(
            {"label": typographic(variable.label), "word": word, "was": was if was != word else ""}
        )
    return found


def earlier(case: Case, state: State, entry: dict[str, Any]) -> dict[str, Any]:
    """A scene of the way as it was when the learner stood there, and what was chosen in it."""
    return {**scene_page(case, state), "chosen": _chosen(case, entry)}


def stops(
    case: Case,
    path: list[dict[str, Any]],
    here: str,
    looks: str = "",
    most: int | None = SHOWN_STOPS,
    behind: int = -1,
) -> list[dict[str, Any]]:
    """The last scenes of the way, or all if `most` is None, and the present one, for the rail.

    `looks` is the address under which earlier scenes may be read, or empty; those up to step
    `behind` may not.
    """
    done = [
        {
            "title": _title(case, entry["scene"]),
            "detail": _chosen(case, entry),
            "state": "done",
            "url": f"{looks}{entry['seq']}/" if looks and entry["seq"] > behind else "",
        }
        for entry in (path if most is None else path[-most:])
        if entry["scene"] in case.graph.scene
    ]
    return [*done, {"title": _title(case, here), "state": "current"}]


def recall(case: Case, path: list[dict[str, Any]], last_at: dt.datetime, now: dt.datetime) -> Any:
    """The last two steps, for somebody who comes back after a while; else nothing."""
    if not path or now - last_at < RECALL_AFTER:
        return None
    steps = [
        {
            "title": _title(case, entry["scene"]),
            "choice": _chosen(case, entry),
            "by_time": bool(entry.get("by_time")),
        }
        for entry in path[-RECALLED:]
    ]
    return {"at": last_at, "steps": steps}


def by_time(case: Case, path: list[dict[str, Any]]) -> str:
    """What the last step did by itself, as the time was up before the learner decided."""
    return _chosen(case, path[-1]) if path and path[-1].get("by_time") else ""


def _title(case: Case, key: str) -> str:
    return typographic(case.graph.scene[key].title) if key in case.graph.scene else key


def _chosen(case: Case, entry: dict[str, Any]) -> str:
    found = case.graph.choice.get(entry["choice"])
    return typographic(found[1].label) if found else ""
