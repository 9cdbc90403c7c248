"""Ask people to take a course by a day, and take that back."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from courses import announce, signals
from courses.models import Assignment, Course, LearningEvent
from courses.people.models import Person, Team
from courses.services import events


class AlreadyWithdrawn(Exception):
    """The assignment was taken back before."""


class DueTooEarly(Exception):
    """The day by which to finish has passed."""


@transaction.atomic
def assign(
    *,
    people: Iterable[Person],
    course: Course,
    due_on: dt.date,
    actor: Person | None,
    now: dt.datetime,
    counts_from: dt.date | None = None,
    team: Team | None = None,
    note: str = "",
) -> list[Assignment]:
    """Ask each person to take a course by `due_on`; return the assignments now in force for them.

    A completion on or after `counts_from` (the day of asking unless given) meets it. Asking someone
    twice for the same day gives the one assignment. Raises `DueTooEarly` for a day before today.
    """
    day = now.date()
    if due_on < day:
        raise DueTooEarly(due_on.isoformat())
    wanted = {person.pk: person for person in people}
    fresh = [
        Assignment(
            person=person,
            course=course,
            due_on=due_on,
            counts_from=counts_from or day,
            assigned_by=actor,
            assigned_at=now,
            team=team,
            note=note,
        )
        for person in wanted.values()
    ]
    uuids = {assignment.uuid for assignment in fresh}
    Assignment.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    rows = list(
        Assignment.objects.filter(
            person__in=wanted, course=course, due_on=due_on, withdrawn_at__isnull=True
        )
    )
    new = [row for row in rows if row.uuid in uuids]
    lines = [
        events.line(
            verb="assigned",
            object_type="assignment",
            object_uuid=row.uuid,
            person_id=row.person_id,
            actor=actor,
            now=now,
            data={"course": str(course.uuid), "due_on": due_on.isoformat()},
        )
        for row in new
    ]
    LearningEvent.objects.bulk_create(lines, batch_size=500)
    if new:
        announce.on_commit(signals.assigned, assignment_ids=[row.pk for row in new])
    return rows


@transaction.atomic
def withdraw(*, assignment: Assignment, actor: Person, now: dt.datetime) -> Assignment:
    """Take an assignment back; it stays on record with who did so and when."""
    changed = Assignment.objects.filter(pk=assignment.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_by=actor
    )
    if not changed:
        raise AlreadyWithdrawn(str(assignment.uuid))
    assignment.withdrawn_at, assignment.withdrawn_by = now, actor
    events.record(
        verb="withdrew",
        object_type="assignment",
        object_uuid=assignment.uuid,
        person_id=assignment.person_id,
        actor=actor,
        now=now,
    )
    announce.on_commit(signals.assignment_withdrawn, assignment_id=assignment.pk)
    return assignment
