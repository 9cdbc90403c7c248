"""What colleagues say to each other about a draft, at a scene or a choice; it may be settled."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from scenarios.models import Scenario, SceneComment

MOST = 2_000


class NothingSaid(ValueError):
    """A comment has words, at most two thousand characters of them."""


def of(*, scenario: Scenario) -> list[SceneComment]:
    """All comments of a case, the oldest first, each with who wrote and who settled it."""
    return list(scenario.scene_comments.select_related("author__person", "resolved_by__person"))


def say(
    *, scenario: Scenario, anchor: str, text: str, author: Any, now: dt.datetime
) -> SceneComment:
    """Write a comment at the key of a scene or a choice, or at the whole case."""
    text = text.strip()
    if not text or len(text) > MOST or len(anchor) > 80 or "\x00" in text + anchor:
        raise NothingSaid
    return SceneComment.objects.create(
        scenario=scenario, anchor=anchor, text=text, author=author, created_at=now
    )


@transaction.atomic
def settle(
    *, scenario: Scenario, comment: uuid.UUID, settled: bool, by: Any, now: dt.datetime
) -> SceneComment:
    """Say that a comment is dealt with, or that it is not; who was first stays named."""
    found = scenario.scene_comments.select_for_update().get(uuid=comment)
    if settled != (found.resolved_at is not None):
        found.resolved_at = now if settled else None
        found.resolved_by = by if settled else None
        found.save(update_fields=["resolved_at", "resolved_by"])
    return found
