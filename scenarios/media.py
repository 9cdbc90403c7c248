"""The pictures, recordings and films of one scene, as its page shows them."""

from collections.abc import Iterable
from typing import Any

from courses.models.media import CandourImage, CandourMedia
from scenarios.graph import Scene

WIDTH = "width-1280"


def shown(scene: Scene) -> list[dict[str, Any]]:
    """What a scene shows and plays, in the author's order; nothing is asked where it has none.

    Two queries for any number of pictures, one for recordings and films. What has left the library
    since then is there in words.
    """
    return shown_in([scene])[scene.key]


def shown_in(scenes: Iterable[Scene]) -> dict[str, list[dict[str, Any]]]:
    """The same of several scenes, by key, at the cost of one."""
    scenes = list(scenes)
    pictures = _rows(CandourImage.objects.prefetch_renditions(WIDTH), scenes, "image")
    others = _rows(CandourMedia.objects.all(), scenes, "audio", "video")
    return {scene.key: _shown(scene, pictures, others) for scene in scenes}


def _shown(scene: Scene, pictures: dict[int, Any], others: dict[int, Any]) -> list[dict[str, Any]]:
    found = []
    for medium in scene.media:
        row = (pictures if medium.kind == "image" else others).get(medium.id)
        one: dict[str, Any] = {
            "kind": medium.kind if row is not None else "gone",
            "alt": "" if medium.decorative else medium.alt,
            "transcript": medium.transcript,
        }
        if row is not None:
            one |= _picture(row) if medium.kind == "image" else _recording(row)
        found.append(one)
    return found


def _rows(rows: Any, scenes: list[Scene], *kinds: str) -> dict[int, Any]:
    numbers = {
        medium.id
        for scene in scenes
        for medium in scene.media
        if medium.kind in kinds and medium.id > 0
    }
    return rows.in_bulk(numbers) if numbers else {}


def _picture(row: Any) -> dict[str, Any]:
    try:
        rendition = row.get_rendition(WIDTH)
    except OSError:  # the file is gone, the row is not
        return {"kind": "gone"}
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height}


def _recording(row: Any) -> dict[str, Any]:
    return {
        "url": row.url,
        "title": row.title,
        "poster": row.thumbnail.url if row.thumbnail else "",
        "captions": row.captions.url if row.captions else "",
    }
