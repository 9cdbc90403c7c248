"""Find the activities placed in pages, and give each placement its lasting identity."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from courses import activities
from courses.blocks import ActivityBlock
from courses.models import Activity, Course


@dataclass(frozen=True)
class Placement:
    """One activity block of a page: its id, type, chosen content, and whether it is required."""

    block_id: str
    type: str
    content: Any
    required: bool


def placements(stream: Any) -> Iterator[Placement]:
    """The activity blocks of a StreamField value whose content exists, in order."""
    for child in stream:
        if isinstance(child.block, ActivityBlock) and child.value.get("content") is not None:
            yield Placement(
                block_id=str(child.id),
                type=child.block_type,
                content=child.value["content"],
                required=bool(child.value.get("required")),
            )


def ensure_own_block_ids(stream: Any) -> None:
    """Give a block that carries another block's id a new one: copying in the editor can repeat
    it.
    """
    seen: set[str] = set()
    for child in stream:
        if child.id is None or str(child.id) in seen:
            child.id = str(uuid.uuid4())
        seen.add(str(child.id))


def sync_activities(*, course: Course, page_key: uuid.UUID, stream: Any) -> dict[str, Activity]:
    """Upsert an `Activity` for each placement of a page; return them by block id."""
    found = {}
    for placement in placements(stream):
        activity, made = Activity.objects.get_or_create(
            page_key=page_key,
            block_id=placement.block_id,
            defaults={
                "course": course,
                "type": placement.type,
                "title": str(placement.content)[:255],
            },
        )
        title = str(placement.content)[:255]
        if not made and activity.title != title:
            activity.title = title
            activity.save(update_fields=["title"])
        found[placement.block_id] = activity
    return found


def is_installed(slug: str) -> bool:
    """True when the type of an old placement still exists in this installation."""
    return slug in activities.registry()
