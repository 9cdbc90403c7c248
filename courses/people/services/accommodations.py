"""Arrange more time or more tries for people, end that again, and say what holds for one.

What holds is the best of all that is in force, so that nobody takes away what they may not see.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from courses.people.models import Accommodation, AccommodationEnd, Person
from courses.people.models.accommodations import AccommodationQuerySet
from courses.people.prepared import WHOLE, Prepared
from courses.people.scope import visible_people


class OutOfScope(Exception):
    """The actor looks after none of these people."""


class OwnAccommodation(Exception):
    """Nobody arranges something for themself: somebody who looks after them does."""


class NothingArranged(Exception):
    """None of the four was chosen."""


@dataclass(frozen=True)
class Arranged:
    """What holds for a person: percent more time, no limit at all, tries on top, no timers."""

    extra_time: int = 0
    no_time_limit: bool = False
    extra_tries: int = 0
    no_timers: bool = False

    @property
    def anything(self) -> bool:
        return self != NOTHING

    def seconds(self, limit: int) -> int | None:
        """A time limit as it is for this person, in seconds; None where it does not run."""
        return None if self.no_time_limit else -(-limit * (100 + self.extra_time) // 100)


NOTHING = Arranged()


def arranged_for(person_id: int) -> Arranged:
    """What holds for a person, whichever of their records somebody arranged it on (one query)."""
    found = _IN_FORCE.all(person=person_id)
    if not found:
        return NOTHING
    extra_time, extra_tries, unlimited, timerless = zip(*found, strict=True)
    return Arranged(
        extra_time=max(extra_time),
        no_time_limit=any(unlimited),
        extra_tries=max(extra_tries),
        no_timers=any(timerless),
    )


def _of(person_id: int) -> AccommodationQuerySet:
    """A person's rows: on this record, on those merged into it, on the one it was merged into."""
    either = Q(pk=person_id) | Q(merged_into=person_id) | Q(merged_from=person_id)
    selves = Person.objects.filter(either).order_by().values("pk")
    return Accommodation.objects.filter(person__in=selves)


_IN_FORCE = Prepared(
    lambda person: (
        _of(person)
        .in_force()
        .order_by()
        .values_list("extra_time", "extra_tries", "no_time_limit", "no_timers")
    ),
    person=WHOLE,
)


def rows_of(*, person: Person, actor: Person) -> list[Accommodation]:
    """A person's accommodations, in force and ended, that `actor` may see (one query).

    The person sees all, an administrator too; a manager those that she set.
    """
    rows = _of(person.pk).select_related("set_by", "end__ended_by")
    if actor.pk != person.pk and not actor.is_administrator:
        rows = rows.filter(set_by=actor)
    return list(rows)


def may_change(*, row: Accommodation, actor: Person) -> bool:
    """Whether `actor` may end this: who set it, and every administrator."""
    return actor.is_administrator or row.set_by_id == actor.pk


@transaction.atomic
def arrange(
    *, people: Iterable[Person], arranged: Arranged, actor: Person, now: dt.datetime
) -> list[Accommodation]:
    """Arrange the same for some people (a fixed number of queries); what the actor had arranged
    for them before ends.

    Where a person has just this from the actor already, nothing is written. Raises `OutOfScope`,
    `OwnAccommodation` or `NothingArranged`.
    """
    if not arranged.anything:
        raise NothingArranged
    keys = {person.pk for person in people}
    if actor.pk in keys:
        raise OwnAccommodation(str(actor.uuid))
    # In one order, so that two who do this at once wait for each other: two clicks make one row.
    allowed = visible_people(actor, actor.today(now)).filter(pk__in=keys)
    locked = list(
        Person.objects.select_for_update().filter(pk__in=allowed.values("pk")).order_by("pk")
    )
    if not locked or {person.pk for person in locked} != keys:
        raise OutOfScope(str(actor.uuid))
    before = {
        row.person_id: row
        for row in Accommodation.objects.in_force().filter(person__in=locked, set_by=actor)
    }
    changed = [p for p in locked if p.pk not in before or _as_arranged(before[p.pk]) != arranged]
    AccommodationEnd.objects.bulk_create(
        AccommodationEnd(accommodation=before[p.pk], ended_by=actor, ended_at=now)
        for p in changed
        if p.pk in before
    )
    return Accommodation.objects.bulk_create(
        Accommodation(person=person, set_by=actor, set_at=now, **vars(arranged))
        for person in changed
    )


def _as_arranged(row: Accommodation) -> Arranged:
    return Arranged(row.extra_time, row.no_time_limit, row.extra_tries, row.no_timers)


def end(*, uuid: uuid.UUID, person: Person, actor: Person, now: dt.datetime) -> Accommodation:
    """End an accommodation, from the next thing begun on. A second time changes nothing.

    Raises `Accommodation.DoesNotExist` for what the actor may not change.
    """
    row = _of(person.pk).get(uuid=uuid)
    if actor.pk == person.pk or not may_change(row=row, actor=actor):
        raise Accommodation.DoesNotExist
    try:
        with transaction.atomic():
            AccommodationEnd.objects.create(accommodation=row, ended_by=actor, ended_at=now)
    except IntegrityError:
        pass  # ended before
    return row
