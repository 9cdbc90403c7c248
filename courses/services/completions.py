"""Complete a course when nothing that its edition asks for is missing."""

import datetime as dt

from django.db import transaction

from courses import announce, signals
from courses.models import CourseCompletion, Enrolment
from courses.services import events
from courses.services.enrolments import standing


@transaction.atomic
def settle(*, enrolment: Enrolment, now: dt.datetime) -> CourseCompletion | None:
    """Write the completion of a turn if all is done; the caller holds the enrolment's lock.

    Returns the completion, or None while something is missing. Repeating it is harmless.
    """
    if enrolment.state != Enrolment.State.OPEN or not standing(enrolment=enrolment).complete:
        return None
    if not Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.OPEN).update(
        state=Enrolment.State.COMPLETED, completed_at=now
    ):
        return CourseCompletion.objects.filter(enrolment=enrolment).first()
    enrolment.state, enrolment.completed_at = Enrolment.State.COMPLETED, now
    completion = CourseCompletion.objects.create(
        enrolment=enrolment,
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        edition_id=enrolment.edition_id,
        started_at=enrolment.enrolled_at,
        completed_at=now,
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


@transaction.atomic
def settle_locked(*, enrolment_id: int, now: dt.datetime) -> CourseCompletion | None:
    """Lock a turn and settle it: for callers that complete a module merely by opening it."""
    turn = Enrolment.objects.select_for_update().get(pk=enrolment_id)
    return settle(enrolment=turn, now=now)
