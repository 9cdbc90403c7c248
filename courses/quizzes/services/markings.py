"""Claim an answer, mark it, and settle the sitting once all of its answers have a mark that counts.

Whoever marks sees the answers of their own organisation's people, never their own, and those of the
courses that `courses` names where it is not None. To everybody else an answer does not exist.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from courses import announce
from courses.activities import Result
from courses.models import Attempt, Course, Enrolment
from courses.people.models import Person
from courses.quizzes import marking, rubrics, signals
from courses.quizzes.models import AnswerToMark, FinalMark, KeyCorrection, Mark
from courses.quizzes.services.answers import drawn_of, mark_rows
from courses.services import attempts, events

CLAIM = dt.timedelta(minutes=60)
LONGEST_COMMENT = 4000
State = AnswerToMark.State


class AlreadySettled(Exception):
    """The answer has its mark, or its sitting is over; nothing can be added."""


class AlreadyMarked(Exception):
    """This marker has marked this answer; another person must."""


class Claimed(Exception):
    """Another marker is at it."""


class NotAgreed(Exception):
    """A mark by one of the two that lie apart counts only if both stand by it."""


def answers_for(marker: Person, courses: QuerySet[Course] | None = None) -> QuerySet[AnswerToMark]:
    """The answers that a marker may see: the scope of every page, count and mail."""
    rows = AnswerToMark.objects.filter(
        drawn__sitting__attempt__enrolment__person__organisation=marker.organisation_id
    ).exclude(drawn__sitting__attempt__enrolment__person__in=marker.selves)
    if courses is not None:
        rows = rows.filter(drawn__sitting__attempt__enrolment__course__in=courses)
    return rows


def waiting_in(rows: QuerySet[AnswerToMark]) -> QuerySet[AnswerToMark]:
    """Those of the answers that wait for a mark, the oldest first; not of people who withdrew."""
    return (
        rows.filter(
            state__in=[State.WAITING, State.APART],
            drawn__sitting__attempt__state=Attempt.State.SUBMITTED,
        )
        .exclude(drawn__sitting__attempt__enrolment__state=Enrolment.State.WITHDRAWN)
        .order_by("sent_at", "pk")
    )


def open_to(marker: Person, rows: QuerySet[AnswerToMark], now: dt.datetime) -> Any:
    """Those of the answers that this marker can mark now: nobody else is at it, and they have not
    given the mark that they have to give.
    """
    return rows.filter(
        Q(claimed_by=None) | Q(claimed_by=marker) | Q(claimed_at__lte=now - CLAIM)
    ).exclude(Q(state=State.WAITING) & Exists(_own_marks(marker)))


def _own_marks(marker: Person) -> QuerySet[Mark]:
    return Mark.objects.filter(answer=OuterRef("pk"), marker=marker)


def claim(
    *, answers: QuerySet[AnswerToMark], answer_uuid: uuid.UUID, marker: Person, now: dt.datetime
) -> AnswerToMark:
    """Take an answer of `answers` for an hour, so that two markers do not do one work.

    Twice is harmless. Raises `AnswerToMark.DoesNotExist`, `AlreadySettled`, `AlreadyMarked`, or
    `Claimed` while another marker is at it.
    """
    found = answers.get(uuid=answer_uuid)
    _refuse(found, marker)
    mine = waiting_in(AnswerToMark.objects.filter(pk=found.pk))
    taken = AnswerToMark.objects.filter(pk__in=open_to(marker, mine, now).values("pk")).filter(
        Q(claimed_by=None) | Q(claimed_by=marker) | Q(claimed_at__lte=now - CLAIM)
    )
    if not taken.update(claimed_by=marker, claimed_at=now):
        if not mine.exists():
            raise AlreadySettled(str(answer_uuid))
        raise Claimed(str(answer_uuid))
    found.claimed_by, found.claimed_at = marker, now
    return found


def release(*, answers: QuerySet[AnswerToMark], answer_uuid: uuid.UUID, marker: Person) -> None:
    """Give an answer back that this marker had taken; another's claim stays."""
    found = answers.get(uuid=answer_uuid)
    AnswerToMark.objects.filter(pk=found.pk, claimed_by=marker).update(
        claimed_by=None, claimed_at=None
    )


def _refuse(answer: AnswerToMark, marker: Person) -> None:
    if answer.state == State.SETTLED:
        raise AlreadySettled(str(answer.uuid))
    if answer.state == State.WAITING and answer.marks.filter(marker=marker).exists():
        raise AlreadyMarked(str(answer.uuid))


@transaction.atomic
def give(
    *,
    answers: QuerySet[AnswerToMark],
    answer_uuid: uuid.UUID,
    marker: Person,
    points: Mapping[str, str],
    comment: str,
    now: dt.datetime,
    agreed: bool = False,
) -> Mark:
    """Mark an answer of `answers`; where that settles the last one of a sitting, it has its result.

    Raises what `claim` raises, `rubrics.NotPoints`, or `NotAgreed` where one of two markers who lie
    apart does not say that both agree. A mark is never changed.
    """
    found = answers.select_related("drawn__snapshot").get(uuid=answer_uuid)
    # One turn's answers are marked one after another: the last of them must see the others.
    turn = Enrolment.objects.select_for_update().get(attempts__sitting__drawn=found.drawn_id)
    found.refresh_from_db(fields=["state", "claimed_by", "claimed_at"])
    _refuse(found, marker)
    if not waiting_in(AnswerToMark.objects.filter(pk=found.pk)).exists():
        raise AlreadySettled(str(answer_uuid))
    held = found.claimed_at is not None and found.claimed_at > now - CLAIM
    if held and found.claimed_by_id != marker.pk:
        raise Claimed(str(answer_uuid))
    criteria = rubrics.criteria_of(found.drawn.snapshot.data)
    read = rubrics.read(criteria, points)
    earlier = list(found.marks.order_by("number"))
    mark = Mark.objects.create(
        answer=found,
        number=len(earlier) + 1,
        marker=marker,
        kind=_kind(found, earlier, marker, agreed),
        points=rubrics.kept(read),
        share=str(rubrics.share_of(criteria, read)),
        comment=comment.replace("\x00", "").strip()[:LONGEST_COMMENT],
        at=now,
    )
    events.record(
        verb="marked",
        object_type="answer",
        object_uuid=found.uuid,
        person_id=turn.person_id,
        actor=marker,
        now=now,
        data={"number": mark.number},
    )
    _decide(found, [*earlier, mark], criteria, now)
    if found.state == State.SETTLED:
        _settle(found, turn, now)
    return mark


def _kind(answer: AnswerToMark, earlier: list[Mark], marker: Person, agreed: bool) -> str:
    if answer.state != State.APART:
        return Mark.Kind.OWN
    if marker.pk not in {mark.marker_id for mark in earlier}:
        return Mark.Kind.THIRD
    if not agreed:
        raise NotAgreed(str(answer.uuid))
    return Mark.Kind.AGREED


def _decide(answer: AnswerToMark, marks: list[Mark], criteria: Any, now: dt.datetime) -> None:
    """Write the mark that counts, or say that the two lie apart; the claim has ended either way."""
    given = [rubrics.Given(mark.kind, rubrics.points_in(mark.points)) for mark in marks]
    final = rubrics.decide(criteria, given, wanted=answer.wanted, gap=answer.gap)
    if final is not None:
        FinalMark.objects.create(
            answer=answer,
            how=final.how,
            points=rubrics.kept(final.points),
            share=str(final.share),
            at=now,
        )
        answer.state = State.SETTLED
    elif rubrics.lie_apart(criteria, given, gap=answer.gap):
        answer.state = State.APART
    answer.claimed_by = answer.claimed_at = None
    answer.save(update_fields=["state", "claimed_by", "claimed_at"])


def _settle(answer: AnswerToMark, turn: Enrolment, now: dt.datetime) -> None:
    """Give the sitting its result once no answer of it waits; dated on the day it was sent."""
    sitting = answer.drawn.sitting_id
    of_sitting = AnswerToMark.objects.filter(drawn__sitting=sitting).select_related("final")
    every = list(of_sitting.select_related("drawn", "final"))
    if any(one.state != State.SETTLED for one in every):
        return
    attempt = Attempt.objects.select_related(
        "enrolment", "activity", "edition_activity", "snapshot"
    ).get(sitting=sitting)
    rows = list(drawn_of().filter(sitting=sitting))
    given = {one.drawn.position: Fraction(one.final.share) for one in every}
    mended = _mended(attempt, rows)
    marked = mark_rows(
        attempt, rows, given, {place: version.data for place, version in mended.items()}
    )
    evidence = marking.evidence_of(marked) | attempt.evidence | {"people": sorted(given)}
    if mended:
        evidence["regraded"] = {str(place): version.pk for place, version in mended.items()}
    attempts.finish(
        attempt=attempt,
        result=Result(passed=marked.passed, score=marked.score, evidence=evidence),
        now=now,
        turn=turn,
        done_at=answer.sent_at,
    )
    announce.on_commit(signals.sitting_marked, attempt_id=attempt.pk)


def _mended(attempt: Attempt, rows: list[Any]) -> dict[int, Any]:
    """By position, the right version of each question whose key was corrected while the sitting
    waited: a correction itself reaches only what has a result.
    """
    found: dict[int, Any] = {}
    places = {row.question_uuid: row for row in rows}
    since = KeyCorrection.objects.filter(
        question_uuid__in=places, made_at__gte=attempt.started_at
    ).select_related("snapshot")
    for correction in since.order_by("made_at", "pk"):
        row = places[correction.question_uuid]
        if row.snapshot.taken_at >= correction.snapshot.taken_at:
            continue
        try:
            if row.chosen:
                marking.accept(correction.snapshot.data, row.chosen)
        except (marking.NotAnOption, marking.TooMany, marking.TooLong):
            continue
        if marking.mark_answer(correction.snapshot.data, row.chosen).share is not None:
            found[row.position] = correction.snapshot
    return found
