"""Take the version of a question or a case that sittings pin."""

import datetime as dt
from typing import Any

from courses.models import Snapshot
from courses.quizzes import contents
from courses.quizzes.models import Question, Vignette
from courses.services import snapshots


def pin(*, question: Question, now: dt.datetime) -> Snapshot:
    """Take the snapshot of a published question and make it the one that new sittings get.

    Publishing the same words again gives the same snapshot.
    """
    snapshot = snapshots.take(obj=question, now=now)
    fresh = {
        "published_snapshot": snapshot,
        "published_keys": contents.keys_to_draw(snapshot.data),
        "published_tags": contents.tags_of(snapshot.data),
    }
    Question.objects.filter(pk=question.pk).update(**fresh)
    for name, value in fresh.items():
        setattr(question, name, value)
    return snapshot


def pin_case(*, vignette: Vignette, now: dt.datetime) -> Snapshot:
    """The same for a case."""
    snapshot = snapshots.take(obj=vignette, now=now)
    Vignette.objects.filter(pk=vignette.pk).update(published_snapshot=snapshot)
    vignette.published_snapshot = snapshot
    return snapshot


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Child rows of a snapshot in the order in which the author put them."""
    return sorted(rows, key=lambda row: row["sort_order"] or 0)
