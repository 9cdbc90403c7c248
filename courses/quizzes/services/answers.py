"""Keep answers as they are given, and send them in once."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from courses.activities import Result
from courses.models import Attempt
from courses.people.models import Person
from courses.people.prepared import SMALL, WHICH, WHOLE, Prepared, insert
from courses.quizzes import marking
from courses.quizzes.models import Commitment, DrawnQuestion, Response, Sitting
from courses.quizzes.services import clock, waiting
from courses.services import attempts
from courses.services.attempts import AlreadyFinished

__all__ = [
    "AlreadyFinished",
    "Answer",
    "AnsweredElsewhere",
    "Committed",
    "NoSuchQuestion",
    "NothingAsked",
    "Saved",
    "Sent",
    "TimeLeft",
    "TimeOver",
    "Unanswered",
    "commit",
    "drawn_of",
    "save",
    "send",
]

TRIES = 5  # how often a save looks again when another tab's answer came first
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Answer:
    """What was ticked or typed, and the number of the newest answer that the page knew of.

    `chosen` holds the values of the question's one name, or those of its parts by their names;
    `certainty` how sure somebody is, 1 to 3, where they said so.
    """

    chosen: tuple[str, ...] | Mapping[str, str]
    seen: int
    certainty: int | None = None


@dataclass(frozen=True)
class Saved:
    """The newest answer's number for each question that was sent, and when they were kept."""

    seen: Mapping[int, int]
    at: dt.datetime
    ends_at: dt.datetime | None = None


@dataclass(frozen=True)
class Sent:
    """A sitting that has ended, with its questions and their newest answers."""

    sitting: Sitting
    drawn: list[Any]
    marked: marking.Marked


class AnsweredElsewhere(Exception):
    """Newer answers were given on another page since this one was opened, at these positions.

    Nothing of what was sent with them is kept.
    """

    def __init__(self, positions: tuple[int, ...]) -> None:
        super().__init__(f"questions {positions}")
        self.positions = positions


class Committed(Exception):
    """The answer at this position was given for good, and another one was sent."""

    def __init__(self, position: int) -> None:
        super().__init__(f"question {position}")
        self.position = position


class TimeOver(Exception):
    """The time of this sitting has ended; what came now was not kept."""


class TimeLeft(Exception):
    """The time of this sitting has not ended, or it has no limit."""


class NotImmediate(Exception):
    """This quiz tells nothing before all answers are sent."""


class Unanswered(Exception):
    """A question has no answer, and the page asked to send only a complete sitting."""


class NothingAsked(Exception):
    """No question could be drawn for this sitting, so there is nothing to mark."""


class NoSuchQuestion(Exception):
    """The sitting has no question in this place."""


def drawn_of(rows: QuerySet[DrawnQuestion] | None = None) -> QuerySet[Any]:
    """Drawn questions with their snapshot and newest answer (`seq`, `chosen`, `answered_at`), and
    whether that was `committed`.
    """
    newest = Response.objects.filter(drawn=OuterRef("pk")).order_by("-seq")
    base = DrawnQuestion.objects.all() if rows is None else rows
    return (
        base.select_related("snapshot", "vignette_snapshot")
        .annotate(
            seq=Subquery(newest.values("seq")[:1]),
            chosen=Subquery(newest.values("chosen")[:1]),
            certainty=Subquery(newest.values("certainty")[:1]),
            answered_at=Subquery(newest.values("at")[:1]),
            committed=Exists(Commitment.objects.filter(drawn=OuterRef("pk"))),
        )
        .order_by("position")
    )


def save(
    *, person: Person, attempt_uuid: uuid.UUID, answers: Mapping[int, Answer], now: dt.datetime
) -> Saved:
    """Keep answers of an open sitting, by position (two queries).

    The same answer again writes nothing. All of them are kept, or none. Raises
    `Attempt.DoesNotExist` (not this person's), `NoSuchQuestion`, `NotAnOption`, `TooMany`,
    `AnsweredElsewhere`, `AlreadyFinished` when the sitting has ended, or `TimeOver`.
    """
    return _looking_again(lambda: _save(person, attempt_uuid, answers, now)[0])


def commit(
    *,
    person: Person,
    attempt_uuid: uuid.UUID,
    position: int,
    answers: Mapping[int, Answer],
    now: dt.datetime,
) -> None:
    """Keep an answer for good, so that what is right may be shown at once. Twice changes nothing.

    Raises what `save` raises; `Unanswered` where nothing is chosen; `NotImmediate`.
    """

    def act() -> None:
        _saved, rows = _save(person, attempt_uuid, answers, now)
        row = next((row for row in rows if row.position == position), None)
        if row is None:
            raise NoSuchQuestion
        if row.sitting.attempt.edition_activity.rules["feedback"] != marking.IMMEDIATE:
            raise NotImmediate
        if not marking.answered(row.snapshot.data, row.chosen):
            raise Unanswered
        if not row.committed:
            Commitment.objects.create(drawn=row, seq=row.seq, at=now)

    _looking_again(act)


def _looking_again(act: Callable[[], Outcome]) -> Outcome:
    """Run `act`, again where another page's answer came first, on what is there by then."""
    for _turn in range(TRIES - 1):
        try:
            with transaction.atomic():
                return act()
        except IntegrityError:
            continue
    with transaction.atomic():
        return act()


def _save(
    person: Person, attempt_uuid: uuid.UUID, answers: Mapping[int, Answer], now: dt.datetime
) -> tuple[Saved, list[Any]]:
    if not answers:  # a page without a question on it, or a form that came empty
        attempt = Attempt.objects.get(uuid=attempt_uuid, enrolment__person__in=person.selves)
        if not attempt.is_open:
            raise AlreadyFinished(str(attempt_uuid))
        return Saved(seen={}, at=now), []
    # The lock on the attempt makes saving and sending take turns: what is kept is what is marked.
    if len(answers) == 1:
        rows = _ONE_KEPT.all(attempt=attempt_uuid, person=person.pk, position=min(answers))
    else:
        rows = list(_locked(attempt_uuid, person, answers))
    if not rows:
        own = Attempt.objects.filter(uuid=attempt_uuid, enrolment__person__in=person.selves)
        raise NoSuchQuestion if own.exists() else Attempt.DoesNotExist
    sitting = rows[0].sitting
    if not sitting.attempt.is_open:
        raise AlreadyFinished(str(attempt_uuid))
    if clock.is_over(sitting, now):
        raise TimeOver(str(attempt_uuid))
    seen = _keep(rows, answers, now, asks_certainty(sitting.attempt))
    return Saved(seen=seen, at=now, ends_at=sitting.deadline_at), rows


def _locked(
    attempt: uuid.UUID, person: Person, positions: Iterable[int]
) -> QuerySet[DrawnQuestion]:
    """Some questions of a person's sitting, under the lock of its attempt."""
    return (
        drawn_of()
        .select_related(None)
        .select_related("snapshot", "sitting__attempt__edition_activity")
        .filter(
            sitting__attempt__uuid=attempt,
            sitting__attempt__enrolment__person__in=person.selves,
            position__in=positions,
        )
        .select_for_update(of=("sitting__attempt",))
    )


# An answer saved on moving on, as our script does it for each question.
_ONE_KEPT = Prepared(
    lambda attempt, person, position: _locked(attempt, Person(pk=person), [position]),
    attempt=WHICH,
    person=WHOLE,
    position=SMALL,
)
_ALL_KEPT = Prepared(lambda sitting: drawn_of().filter(sitting=sitting), sitting=WHOLE)


def asks_certainty(attempt: Attempt) -> str:
    """Whether a sitting asks how sure people are, and whether that counts."""
    return str(attempt.edition_activity.rules.get("certainty") or "")


def _keep(
    rows: Iterable[Any], answers: Mapping[int, Answer], now: dt.datetime, certainty: str
) -> dict[int, int]:
    """Insert what is new (one query, or none); return the newest numbers by position."""
    by_position = {row.position: row for row in rows}
    if set(answers) - set(by_position):
        raise NoSuchQuestion
    fresh: list[Response] = []
    newer: list[int] = []
    for position, answer in sorted(answers.items()):
        row = by_position[position]
        chosen = marking.accept(row.snapshot.data, answer.chosen)
        newest = row.seq or 0
        level = (answer.certainty if certainty else None) or row.certainty
        if chosen == (row.chosen or type(chosen)()) and level == row.certainty:
            continue
        if row.committed:
            if chosen:
                raise Committed(position)
            continue
        if answer.seen < newest:
            if chosen:  # without a tick, an older page was only passed by
                newer.append(position)
            continue
        fresh.append(Response(drawn=row, seq=newest + 1, chosen=chosen, certainty=level, at=now))
        row.seq, row.chosen, row.certainty, row.answered_at = newest + 1, chosen, level, now
    if newer:
        raise AnsweredElsewhere(tuple(newer))
    if len(fresh) == 1:
        insert(fresh[0])
    elif fresh:
        Response.objects.bulk_create(fresh)
    return {position: by_position[position].seq or 0 for position in answers}


def send(
    *,
    person: Person,
    attempt_uuid: uuid.UUID,
    answers: Mapping[int, Answer],
    now: dt.datetime,
    complete: bool = False,
) -> Sent:
    """Mark a sitting on what is kept, with the last `answers` from the page, and end its attempt.

    Where a person must mark some of it, the attempt waits for them instead.

    Raises what `save` raises, having changed nothing; `AlreadyFinished` when it was sent before;
    `NothingAsked`; and `Unanswered` where only a `complete` sitting may be sent. Once its time is
    over, what was kept in time is sent, and what comes now is not looked at.
    """

    def act() -> Sent:
        sitting = _MINE.first(attempt=attempt_uuid, person=person.pk)
        return _send(sitting, attempt_uuid, answers, now, complete)

    return _looking_again(act)


def send_late(*, attempt_uuid: uuid.UUID, now: dt.datetime) -> Sent:
    """Send what was kept of a sitting whose time has ended, whoever finds it so.

    Raises `AlreadyFinished`, `NothingAsked`, or `TimeLeft` while its time runs.
    """
    sittings = Sitting.objects.filter(attempt__uuid=attempt_uuid)
    if not any(clock.is_over(sitting, now) for sitting in sittings):
        raise TimeLeft(str(attempt_uuid))
    return _looking_again(lambda: _send(_to_send(sittings).first(), attempt_uuid, {}, now, False))


def _to_send(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """A sitting under the locks of its attempt and its turn."""
    return sittings.select_related(
        "attempt__enrolment",
        "attempt__activity",
        "attempt__edition_activity",
        "attempt__snapshot",
    ).select_for_update(of=("attempt", "attempt__enrolment"))


_MINE = Prepared(
    lambda attempt, person: _to_send(
        Sitting.objects.filter(
            attempt__uuid=attempt, attempt__enrolment__person__in=Person(pk=person).selves
        )
    ),
    attempt=WHICH,
    person=WHOLE,
)


def _send(
    sitting: Sitting | None,
    attempt_uuid: uuid.UUID,
    answers: Mapping[int, Answer],
    now: dt.datetime,
    complete: bool,
) -> Sent:
    if sitting is None:
        raise Attempt.DoesNotExist
    attempt = sitting.attempt
    if not attempt.is_open:
        raise AlreadyFinished(str(attempt_uuid))
    rows = _ALL_KEPT.all(sitting=sitting.pk)
    if not rows:
        raise NothingAsked(str(attempt_uuid))
    late = clock.is_over(sitting, now)
    if answers and not late:
        _keep(rows, answers, now, asks_certainty(attempt))
    if (
        complete
        and not late
        and not all(marking.answered(row.snapshot.data, row.chosen) for row in rows)
    ):
        raise Unanswered
    marked = mark_rows(attempt, rows)
    known: dict[str, Any] = {}
    if sitting.deadline_at is not None and now >= sitting.deadline_at:
        known["time_up"] = True
        now = min(now, sitting.deadline_at)  # done by then, whoever finds it when
    if marked.waiting:
        attempts.submit(attempt=attempt, now=now, evidence=known)
        waiting.put(attempt=attempt, rows=rows, marked=marked, now=now)
        return Sent(sitting=sitting, drawn=rows, marked=marked)
    evidence = marking.evidence_of(marked) | known
    result = Result(passed=marked.passed, score=marked.score, evidence=evidence)
    attempts.finish(attempt=attempt, result=result, now=now, turn=attempt.enrolment)
    return Sent(sitting=sitting, drawn=rows, marked=marked)


def mark_rows(
    attempt: Attempt,
    rows: Iterable[Any],
    given: Mapping[int, Fraction] | None = None,
    versions: Mapping[int, Mapping[str, Any]] | None = None,
) -> marking.Marked:
    """Mark drawn questions by the rules of their attempt. By the question's position, `given` are
    the marks of people and `versions` what to mark by where not by what was pinned.
    """
    rows, shares = list(rows), []
    for row in rows:
        data = (versions or {}).get(row.position, row.snapshot.data)
        share = (given or {}).get(row.position)
        shares.append(marking.mark_answer(data, row.chosen).share if share is None else share)
    return marking.mark(
        shares=shares,
        pass_mark=attempt.edition_activity.rules["pass_mark"],
        points=marking.points_of(rows),
        levels=[marking.level_of(row) for row in rows] if asks_certainty(attempt) else None,
        counted=asks_certainty(attempt) == marking.COUNTED,
    )
