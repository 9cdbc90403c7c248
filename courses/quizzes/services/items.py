"""Add up the answers to every question of a quiz: once, in rollups, and what has come since.

A sitting is counted when it has its result. `CountedSitting` says which ones the rollups hold, so
that two counts at once hold each one once. A corrected key changes results that were counted: the
rollups of every quiz that asked the question are thrown away and made anew.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from courses.models import Attempt, Snapshot
from courses.quizzes import itemstats, marking
from courses.quizzes.models import CountedSitting, DrawnQuestion, ItemRollup, Response, Sitting

CHUNK = 500
FRESH = 500  # sittings that a page adds to the rollups by itself; more wait for the next count
Cell = tuple[int, bool]  # id of a question's version; whether in a later try
Counts = dict[Cell, itemstats.Tally]


@dataclass(frozen=True)
class Counted:
    """The sums of a quiz by question's version; how many sittings; how many are not in them yet."""

    counts: Counts
    first: int
    later: int
    left: int


def of_quiz(quiz: uuid.UUID) -> QuerySet[Sitting]:
    """The sittings of a quiz that have a result."""
    return Sitting.objects.filter(
        attempt__snapshot__source_model="quizzes.quiz",
        attempt__snapshot__source_key=str(quiz),
        attempt__state=Attempt.State.FINISHED,
    )


def uncounted(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    known = CountedSitting.objects.filter(sitting=OuterRef("pk"))
    return rows.filter(~Exists(known)).order_by("pk")


def read(*, quiz: uuid.UUID) -> Counted:
    """Everything that is known of a quiz now (seven queries at the most)."""
    counts: Counts = {}
    for row in ItemRollup.objects.filter(quiz_uuid=quiz):
        counts[row.snapshot_id, row.again] = itemstats.add(itemstats.empty(), row.tally)
    held = CountedSitting.objects.filter(quiz_uuid=quiz)
    later = held.filter(again=True).count()
    first = held.count() - later
    fresh = list(uncounted(of_quiz(quiz)).select_related("attempt")[: FRESH + 1])
    here = fresh[:FRESH]
    for cell, tally in tally_of(here).items():
        itemstats.add(counts.setdefault(cell, itemstats.empty()), tally)
    again = sum(_again(sitting.attempt) for sitting in here)
    left = uncounted(of_quiz(quiz)).count() - FRESH if len(fresh) > FRESH else 0
    return Counted(counts, first + len(here) - again, later + again, left)


def _again(attempt: Attempt) -> bool:
    return attempt.number > 1


def tally_of(sittings: Iterable[Sitting]) -> Counts:
    """The sums of some sittings, which come with their attempts (three queries)."""
    attempts = {sitting.pk: sitting.attempt for sitting in sittings}
    if not attempts:
        return {}
    drawn = DrawnQuestion.objects.filter(sitting__in=attempts).values_list(
        "pk", "sitting_id", "position", "snapshot_id"
    )
    by_sitting: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for pk, sitting, position, snapshot in drawn.order_by("sitting_id", "position"):
        by_sitting[sitting].append((pk, position, snapshot))
    chosen, seconds, sure = _answers(attempts)
    for sitting, rows in by_sitting.items():
        # What was marked again after a wrong key counts for the version with the right one.
        mended = attempts[sitting].evidence.get("regraded", {})
        by_sitting[sitting] = [(pk, place, mended.get(str(place), own)) for pk, place, own in rows]
    versions = {snapshot for rows in by_sitting.values() for _pk, _place, snapshot in rows}
    data = dict(Snapshot.objects.filter(pk__in=versions).values_list("pk", "data"))
    counts: Counts = {}
    for sitting, rows in by_sitting.items():
        attempt = attempts[sitting]
        shares = [float(share) for share in marking.shares_in(attempt.evidence)]
        if len(shares) != len(rows):
            continue
        whole = sum(shares)
        for (pk, _position, snapshot), share in zip(rows, shares, strict=True):
            rest = (whole - share) / (len(rows) - 1) if len(rows) > 1 else None
            itemstats.count(
                counts.setdefault((snapshot, _again(attempt)), itemstats.empty()),
                data=data[snapshot],
                kept=chosen.get(pk),
                share=share,
                rest=rest,
                seconds=seconds.get(pk),
                sure=sure.get(pk),
            )
    return counts


def _answers(
    attempts: Mapping[int, Attempt],
) -> tuple[dict[int, Any], dict[int, float], dict[int, int | None]]:
    """The newest answer to each drawn question, how long people were at it (from the answer before,
    to whichever question, or from the start), and how sure they were where that is asked.
    """
    rows = Response.objects.filter(drawn__sitting__in=attempts).values_list(
        "drawn__sitting_id", "drawn_id", "chosen", "at", "certainty"
    )
    sure: dict[int, int | None] = {}
    chosen: dict[int, Any] = {}
    seconds: dict[int, float] = {}
    sitting, before = 0, dt.datetime.min.replace(tzinfo=dt.UTC)
    for own, drawn, answer, at, certainty in rows.order_by("drawn__sitting_id", "at", "seq"):
        if own != sitting:
            sitting, before = own, attempts[own].started_at
        spent = min((at - before).total_seconds(), itemstats.LONGEST)
        seconds[drawn] = seconds.get(drawn, 0.0) + max(0.0, spent)
        chosen[drawn], sure[drawn], before = answer, certainty, at
    return chosen, seconds, sure


def roll_up(*, quiz: uuid.UUID | None = None) -> int:
    """Count what no rollup holds yet, of one quiz or of all; return how many sittings. It may run
    twice, at any time, and by two at once.
    """
    every = Sitting.objects.filter(
        attempt__snapshot__source_model="quizzes.quiz", attempt__state=Attempt.State.FINISHED
    )
    rows = uncounted(every if quiz is None else of_quiz(quiz))
    done, last = 0, 0
    while True:
        chunk = list(
            rows.filter(pk__gt=last).select_related("attempt__snapshot").order_by("pk")[:CHUNK]
        )
        if not chunk:
            return done
        last = chunk[-1].pk
        by_quiz: dict[uuid.UUID, list[Sitting]] = defaultdict(list)
        for sitting in chunk:
            by_quiz[uuid.UUID(sitting.attempt.snapshot.source_key)].append(sitting)
        for key, own in by_quiz.items():
            done += _hold(key, own)


def _hold(quiz: uuid.UUID, sittings: list[Sitting]) -> int:
    """Add sittings to the rollups of their quiz, unless another count was quicker."""
    fresh = tally_of(sittings)
    try:
        with transaction.atomic():
            CountedSitting.objects.bulk_create(
                CountedSitting(sitting=sitting, quiz_uuid=quiz, again=_again(sitting.attempt))
                for sitting in sittings
            )
            for (snapshot, again), tally in sorted(fresh.items(), key=lambda pair: pair[0]):
                where = {"quiz_uuid": quiz, "snapshot_id": snapshot, "again": again}
                ItemRollup.objects.get_or_create(**where, defaults={"tally": itemstats.empty()})
                row = ItemRollup.objects.select_for_update().get(**where)
                row.tally = itemstats.add(row.tally, tally)
                row.save(update_fields=["tally"])
    except IntegrityError:
        return 0
    return len(sittings)


def forget(*, question: uuid.UUID) -> None:
    """Throw away the rollups of every quiz that asked a question: its results have changed."""
    asked = DrawnQuestion.objects.filter(question_uuid=question)
    quizzes = set(
        CountedSitting.objects.filter(sitting__in=asked.values("sitting")).values_list(
            "quiz_uuid", flat=True
        )
    )
    ItemRollup.objects.filter(quiz_uuid__in=quizzes).delete()
    CountedSitting.objects.filter(quiz_uuid__in=quizzes).delete()
