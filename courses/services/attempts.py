"""Begin, end and leave a try at an activity."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from courses import announce, signals
from courses.activities import Result
from courses.models import (
    ActivityCompletion,
    Attempt,
    EditionActivity,
    Enrolment,
    LearningEvent,
)
from courses.people.models import Person
from courses.people.prepared import insert
from courses.services import completions, events, releases
from courses.services.enrolments import NotOpen, standing
from courses.services.structures import structure_of
from courses.structure import (
    NO_EXTRA,
    ActivityFact,
    Turn,
    by_key,
    may_begin,
    ready_at,
    tries_left,
)

__all__ = [
    "AlreadyFinished",
    "NoTriesLeft",
    "NotOpen",
    "NotYet",
    "PassTaken",
    "TooSoon",
    "abandon",
    "begin",
    "correct",
    "finish",
    "own_attempt",
    "submit",
]

UNDER_WAY = (Attempt.State.OPEN, Attempt.State.SUBMITTED)


class AlreadyFinished(Exception):
    """The try has ended; nothing more can be added to it."""


class PassTaken(Exception):
    """A correction would take a pass away."""


class NoTriesLeft(Exception):
    """Every try that the rules allow is used."""


class NotYet(Exception):
    """Something before this activity is still missing."""


class TooSoon(Exception):
    """The rules ask for a wait between tries; `ready_at` is when the next may begin."""

    def __init__(self, ready_at: dt.datetime) -> None:
        super().__init__(ready_at.isoformat())
        self.ready_at = ready_at


# Each way in which a try may not begin.
REFUSALS = (NotOpen, NotYet, NoTriesLeft, TooSoon)


def own_attempt(*, person: Person, uuid: uuid.UUID, type: str) -> Attempt:  # noqa: A002
    """A person's own attempt at an activity of one type, with what a player needs, in one query.

    Raises `Attempt.DoesNotExist` for everyone else's, which views answer with a 404.
    """
    return Attempt.objects.select_related(
        "enrolment__course", "enrolment__edition", "activity", "edition_activity", "snapshot"
    ).get(uuid=uuid, activity__type=type, enrolment__person__in=person.selves)


@transaction.atomic
def begin(*, enrolment: Enrolment, activity: ActivityFact, now: dt.datetime) -> Attempt:
    """Open a try at an activity, or give back the one that is open: two clicks make one row.

    Raises `NotOpen` (the turn has ended), `NotYet` (something before it is missing),
    `NoTriesLeft` or `TooSoon`.
    """
    turn = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    earlier = list(Attempt.objects.filter(enrolment=turn, activity_id=activity.key))
    waiting = next((a for a in earlier if a.state in UNDER_WAY), None)
    if waiting is not None:
        return waiting
    if turn.state != Enrolment.State.OPEN:
        raise NotOpen(str(turn.uuid))
    structure = structure_of(turn.edition_id)
    if activity.key in {a.key for a in structure.closing} and not may_begin(
        structure, by_key(structure)[activity.key], standing(enrolment=turn)
    ):
        raise NotYet(activity.title)
    _refuse_by_rules(activity, earlier, turn, now)
    pinned = EditionActivity.objects.select_related("activity", "content_snapshot").get(
        pk=activity.edition_activity
    )
    attempt = Attempt(
        enrolment=turn,
        activity=pinned.activity,
        edition_activity=pinned,
        snapshot=pinned.content_snapshot,
        number=max((a.number for a in earlier), default=0) + 1,
        started_at=now,
    )
    attempt.save(force_insert=True)
    attempt.type.begin(attempt)
    events.record(
        verb="began",
        object_type="attempt",
        object_uuid=attempt.uuid,
        person_id=turn.person_id,
        now=now,
        data={"activity": str(pinned.activity.uuid), "number": attempt.number},
    )
    return attempt


def _refuse_by_rules(
    activity: ActivityFact, earlier: list[Attempt], turn: Enrolment, now: dt.datetime
) -> None:
    """Raise `NoTriesLeft` or `TooSoon` (two queries more where the rules alone would refuse)."""
    turns = [Turn(a.state, a.passed, a.finished_at) for a in earlier]
    extra = NO_EXTRA
    ready = ready_at(activity, turns)
    if tries_left(activity, turns) == 0 or (ready is not None and now < ready):
        extra = releases.extras_of(turn)
    if tries_left(activity, turns, extra) == 0:
        raise NoTriesLeft(activity.title)
    ready = ready_at(activity, turns, extra)
    if ready is not None and now < ready:
        raise TooSoon(ready)


@transaction.atomic
def submit(
    *, attempt: Attempt, now: dt.datetime, evidence: dict[str, object] | None = None
) -> Attempt:
    """Hand a try in to a marker; it is finished later. Raises `AlreadyFinished`.

    `evidence` is what is known of it by now, for the type to carry over into its result.
    """
    changes = {"evidence": evidence} if evidence else {}
    _move(attempt, (Attempt.State.OPEN,), state=Attempt.State.SUBMITTED, **changes)
    _log(attempt, "submitted", now)
    return attempt


@transaction.atomic
def finish(
    *,
    attempt: Attempt,
    result: Result,
    now: dt.datetime,
    turn: Enrolment | None = None,
    done_at: dt.datetime | None = None,
) -> Attempt:
    """End a try with what its type reports; a pass completes the activity, and perhaps the course.

    `turn` is the attempt's enrolment, where the caller has locked it in this transaction already.
    `done_at` is when the learner had done their part, where somebody else took until `now`: that is
    the day that counts. Raises `AlreadyFinished` when the try had ended, having changed nothing.
    """
    if turn is None:
        # The last two activities may end in the same moment: one of them must see the other.
        turn = Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    _move(
        attempt,
        UNDER_WAY,
        state=Attempt.State.FINISHED,
        finished_at=done_at or now,
        passed=result.passed,
        score=result.score,
        evidence=result.evidence or {},
    )
    lines = [_line(attempt, "finished", now, {"passed": result.passed, "score": result.score})]
    if result.passed and _complete(attempt, turn, done_at or now):
        lines.append(_line(attempt, "completed", now))
    LearningEvent.objects.bulk_create(lines)
    if result.passed:
        completions.settle(enrolment=turn, now=now, done_at=done_at)
    announce.on_commit(signals.attempt_finished, attempt_id=attempt.pk, passed=result.passed)
    return attempt


@transaction.atomic
def correct(
    *,
    attempt: Attempt,
    passed: bool,
    score: float | None,
    evidence: dict[str, object],
    turn: Enrolment,
    now: dt.datetime,
) -> Attempt:
    """Put another result in the place of one that was marked wrongly; its type keeps both on
    record. The caller holds the turn's lock.

    A pass that comes of it completes the activity now. Raises `PassTaken` where one would be lost.
    """
    if attempt.passed and not passed:
        raise PassTaken(str(attempt.uuid))
    earned = passed and not attempt.passed
    _move(attempt, (Attempt.State.FINISHED,), passed=passed, score=score, evidence=evidence)
    lines = [_line(attempt, "corrected", now, {"passed": passed, "score": score})]
    if earned and _complete(attempt, turn, now):
        lines.append(_line(attempt, "completed", now))
    LearningEvent.objects.bulk_create(lines)
    if earned:
        completions.settle(enrolment=turn, now=now)
    return attempt


def _complete(attempt: Attempt, turn: Enrolment, at: dt.datetime) -> bool:
    """Complete the activity; False when it was done before: the first completion stands."""
    try:
        with transaction.atomic():
            insert(
                ActivityCompletion(
                    enrolment=turn,
                    activity_id=attempt.activity_id,
                    edition_activity_id=attempt.edition_activity_id,
                    attempt=attempt,
                    completed_at=at,
                )
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def abandon(*, attempt: Attempt, now: dt.datetime) -> Attempt:
    """Leave a try for good, so that another may begin. Raises `AlreadyFinished`."""
    _move(attempt, (Attempt.State.OPEN,), state=Attempt.State.ABANDONED, finished_at=now)
    _log(attempt, "abandoned", now)
    return attempt


def _move(attempt: Attempt, from_states: tuple[str, ...], **changes: object) -> None:
    """Compare and set: only one caller can end a try."""
    if not Attempt.objects.filter(pk=attempt.pk, state__in=from_states).update(**changes):
        raise AlreadyFinished(str(attempt.uuid))
    for name, value in changes.items():
        setattr(attempt, name, value)


def _log(attempt: Attempt, verb: str, now: dt.datetime) -> None:
    _line(attempt, verb, now).save()


def _line(
    attempt: Attempt, verb: str, now: dt.datetime, data: dict[str, object] | None = None
) -> LearningEvent:
    return events.line(
        verb=verb,
        object_type="attempt",
        object_uuid=attempt.uuid,
        person_id=attempt.enrolment.person_id,
        now=now,
        data=data,
    )
