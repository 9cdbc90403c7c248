"""Put what people must mark in the queue of those who mark."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from courses.models import Attempt
from courses.quizzes import marking
from courses.quizzes.models import AnswerToMark


def put(
    *, attempt: Attempt, rows: Iterable[Any], marked: marking.Marked, now: dt.datetime
) -> list[AnswerToMark]:
    """A row for each answer that waits (one query), with the rules that the quiz had when the
    attempt began. Runs in the transaction that sends the attempt, which only one caller can.
    """
    rules = attempt.snapshot.data
    return AnswerToMark.objects.bulk_create(
        AnswerToMark(
            drawn=row,
            sent_at=now,
            wanted=2 if rules.get("second_marker") else 1,
            gap=rules.get("marks_gap", 0),
        )
        for row, share in zip(rows, marked.shares, strict=True)
        if share is None
    )
