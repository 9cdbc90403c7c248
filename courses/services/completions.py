"""Complete a course when nothing that its edition asks for is missing."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from courses import announce, signals
from courses.models import ActivityCompletion, CourseCompletion, Enrolment, ModuleVisit
from courses.services import events
from courses.services.enrolments import standing


@transaction.atomic
def settle(
    *, enrolment: Enrolment, now: dt.datetime, done_at: dt.datetime | None = None
) -> CourseCompletion | None:
    """Write the completion of a turn if all is done; the caller holds the enrolment's lock.

    `done_at` is when the learner had done what is known only `now`: the course is then completed on
    the day of the last thing that they did. Returns the completion, or None while something is
    missing. Repeating it is harmless.
    """
    if enrolment.state != Enrolment.State.OPEN or not standing(enrolment=enrolment).complete:
        return None
    day = now if done_at is None else _last_done(enrolment, done_at)
    if not Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.OPEN).update(
        state=Enrolment.State.COMPLETED, completed_at=day
    ):
        return CourseCompletion.objects.filter(enrolment=enrolment).first()
    enrolment.state, enrolment.completed_at = Enrolment.State.COMPLETED, day
    completion = CourseCompletion.objects.create(
        enrolment=enrolment,
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        edition_id=enrolment.edition_id,
        started_at=enrolment.enrolled_at,
        completed_at=day,
    )
    events.record(
        verb="completed",
        object_type="course",
        object_uuid=completion.uuid,
        person_id=enrolment.person_id,
        now=now,
        data={"enrolment": str(enrolment.uuid)},
    )
    announce.on_commit(signals.course_completed, completion_id=completion.pk)
    return completion


def _last_done(enrolment: Enrolment, done_at: dt.datetime) -> dt.datetime:
    """When the last thing of a turn was done: it, another activity, or a module that was opened."""
    done = ActivityCompletion.objects.filter(enrolment=enrolment).aggregate(
        last=Max("completed_at")
    )
    seen = ModuleVisit.objects.filter(enrolment=enrolment).aggregate(last=Max("first_at"))
    return max(at for at in (done_at, done["last"], seen["last"]) if at is not None)


@transaction.atomic
def settle_locked(*, enrolment_id: int, now: dt.datetime) -> CourseCompletion | None:
    """Lock a turn and settle it: for callers that complete a module merely by opening it."""
    turn = Enrolment.objects.select_for_update().get(pk=enrolment_id)
    return settle(enrolment=turn, now=now)
