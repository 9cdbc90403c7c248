"""A person's own turn through a course, as every learner page begins with it."""

import functools
import uuid

from django.db.models import QuerySet

from courses.models import Enrolment
from courses.people.models import Person
from courses.people.prepared import WHICH, WHOLE, Prepared
from courses.reports import with_due_day


def own_turn(*, person: Person, turn: uuid.UUID, with_due: bool = False) -> Enrolment | None:
    """A person's own turn through a course, with `due_on` if asked for (one query)."""
    zone = person.time_zone.key if with_due else ""
    found: Enrolment | None = _own_turn(zone).first(person=person.pk, turn=turn)
    return found


@functools.lru_cache(maxsize=64)
def _own_turn(zone: str) -> Prepared:
    """The statement for one time zone, which the due day depends on."""

    def turns(person: int, turn: uuid.UUID) -> QuerySet[Enrolment]:
        whose = Person(pk=person, own_time_zone=zone)
        found = Enrolment.objects.select_related("course", "edition", "course_completion")
        if zone:
            found = with_due_day(found, person=whose)
        return found.filter(uuid=turn, person__in=whose.selves)

    return Prepared(turns, person=WHOLE, turn=WHICH)
