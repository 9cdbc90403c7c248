"""Render a module from its snapshot: prose and activities in the order in which they are read."""

from dataclasses import dataclass

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.translation import get_language

from courses.blocks import ActivityBlock
from courses.models import ModulePage, Snapshot
from courses.services import snapshots

RENDERING = 1  # raise it when the templates of lesson blocks change
KEEP_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Segment:
    """A run of rendered prose, or (where `block_id` is set) the place of an activity."""

    html: str
    block_id: str = ""


@dataclass(frozen=True)
class Reading:
    """What a reader of a module sees, the same for everyone who reads this snapshot."""

    title: str
    summary: str
    content_notes: str
    illustration: str
    illustration_alt: str
    objectives: tuple[str, ...]
    references: str
    reviewer: str
    last_reviewed_on: object
    segments: tuple[Segment, ...]


def reading_of(snapshot_id: int) -> Reading:
    """The rendered module of a snapshot, from the cache where it can be (then without a query)."""
    key = f"reading:{RENDERING}:{get_language()}:{snapshot_id}"
    reading = cache.get(key)
    if reading is None:
        page = snapshots.load(Snapshot.objects.get(pk=snapshot_id))
        reading = render(page)
        cache.set(key, reading, KEEP_SECONDS)
    return reading


def render(page: ModulePage) -> Reading:
    """Render a module page, live, draft or rebuilt from a snapshot."""
    return Reading(
        title=page.title,
        summary=page.summary,
        content_notes=page.content_notes,
        illustration=page.illustration,
        illustration_alt=page.illustration_alt,
        objectives=tuple(str(block.value) for block in page.objectives),
        references=render_to_string(
            "courses/blocks/reference_list.html", {"references": list(page.references)}
        )
        if page.references
        else "",
        reviewer=page.reviewer,
        last_reviewed_on=page.last_reviewed_on,
        segments=tuple(_segments(page.body)),
    )


def _segments(body) -> list[Segment]:
    segments: list[Segment] = []
    prose: list[str] = []
    for child in body:
        if isinstance(child.block, ActivityBlock):
            if prose:
                segments.append(Segment("".join(prose)))
                prose = []
            segments.append(Segment("", block_id=str(child.id)))
        else:
            prose.append(child.render())
    if prose:
        segments.append(Segment("".join(prose)))
    return segments
