"""What managers' tests need besides the world: assignments and completions at given instants."""

import datetime as dt

from django.utils import timezone

from courses.compliance.services import standings
from courses.models import Course, CourseCompletion, Enrolment
from courses.people.models import Person
from courses.services import assignments


def ask(person: Person, course: Course, due_on: dt.date, *, now=None, counts_from=None, actor=None):
    """An assignment, and the standing that follows (tests that roll back never commit)."""
    now = now or timezone.now()
    found = assignments.assign(
        people=[person],
        course=course,
        due_on=due_on,
        actor=actor,
        now=now,
        counts_from=counts_from,
    )
    standings.rebuild(now=now, person_ids=[person.pk])
    return found[0]


def overdue(person: Person, course: Course, days: int = 10):
    """An assignment whose day passed `days` ago."""
    now = timezone.now() - dt.timedelta(days=days + 30)
    return ask(person, course, timezone.now().date() - dt.timedelta(days=days), now=now)


def complete(enrolment: Enrolment, at: dt.datetime | None = None) -> CourseCompletion:
    """The completion of a turn, as `services.completions` writes it."""
    at = at or timezone.now()
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state=Enrolment.State.COMPLETED, completed_at=at
    )
    completion = CourseCompletion.objects.create(
        enrolment=enrolment,
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        edition_id=enrolment.edition_id,
        started_at=enrolment.enrolled_at,
        completed_at=at,
    )
    standings.rebuild(now=at, person_ids=[enrolment.person_id])
    return completion


def begin(world, person: Person, course: Course) -> Enrolment:
    """A turn under way, and the standing that follows."""
    turn = world.enrol(person, course)
    standings.rebuild(now=timezone.now(), person_ids=[person.pk])
    return turn


def a_panel(*, person):
    """What another application would add to the page of one person and no other."""
    if person.name == "Lena Learner":
        return "components/notice.html", {"text": "A panel from elsewhere"}
    return None
