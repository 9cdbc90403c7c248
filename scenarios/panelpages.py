"""What a panel member reads: the scene, how the story came there, and what they have answered."""

import functools
import uuid
from typing import Any

from scenarios import feasible, media, pages, texts
from scenarios.graph import Scene
from scenarios.models import PanelMember, PanelResponse
from scenarios.panelforms import answer_words
from scenarios.services import panels, versions
from scenarios.services.versions import Case

MINUTES = 3  # for one scene, reading and writing
LOOKED_AT = 4_000  # states of a case that are tried to find a way to a scene


def scene_page(case: Case, scene: Scene, version: uuid.UUID) -> dict[str, Any]:
    """The scene as learners read it, and what came before on the shortest way to it.

    Nothing of the author's judgement is here: no rating, no feedback, no expert's word.
    """
    return {
        "scene": scene,
        "picture": pages.picture(case, scene),
        "where": " · ".join(part for part in (scene.place, scene.time) if part),
        "text": texts.html(scene.body),
        "media": media.shown(scene),
        "before": before(version, scene.key),
        "new_info": texts.html(scene.prompt.new_info) if scene.prompt else "",
    }


@functools.lru_cache(maxsize=512)
def before(version: uuid.UUID, key: str) -> tuple[dict[str, str], ...]:
    """Each scene on the shortest way to one, with what was chosen there; empty for the first, and
    where the case is too large to say.
    """
    graph = versions.case_of(version).graph
    ways = feasible.ways_to(graph, key, most=1, limit=LOOKED_AT)
    if not ways:
        return ()
    states = feasible.walk(graph, ways[0].keys, 1)
    return tuple(
        {
            "title": texts.typographic(graph.scene[state.scene].title),
            "text": texts.html(graph.scene[state.scene].body),
            "choice": texts.typographic(graph.choice[way][1].label) if way in graph.choice else "",
        }
        for state, way in zip(states, ways[0].keys, strict=False)
    )


def rows(scenes: list[Scene], given: dict[str, PanelResponse]) -> list[dict[str, Any]]:
    """Each scene that is asked, with what was answered in words and what it still lacks."""
    found = []
    for number, scene in enumerate(scenes, 1):
        row = given.get(scene.key)
        answer = panels.answer_of(row) if row else ""
        found.append(
            {
                "number": number,
                "title": texts.typographic(scene.title),
                "answer": answer_words(scene, answer),
                "reason": row.reason if row else "",
                "begun": row is not None,
                "complete": panels.is_complete(scene, row),
            }
        )
    return found


def about(member: PanelMember, case: Case, scenes: list[Scene]) -> dict[str, Any]:
    """Who asks, what for, and how much of it there is."""
    return {
        "member": member,
        "case": case,
        "summary": texts.typographic(case.head.get("summary", "")),
        "note": case.head.get("content_notes", ""),
        "inviter": member.invited_by.person if member.invited_by else None,
        "count": len(scenes),
        "minutes": MINUTES * len(scenes),
    }
