"""Tries on top of what an activity's rules allow: arranged for a person, or given one at a time."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from courses.models import ActivityCompletion, Attempt, Enrolment, TryRelease
from courses.people.models import Person
from courses.people.services.accommodations import arranged_for
from courses.services import events
from courses.services.structures import structure_of
from courses.structure import ActivityFact, Extra, Turn, by_key, tries_left


class TriesLeft(Exception):
    """Nothing to release: there is a try left, one under way, or the activity is done."""


@dataclass(frozen=True)
class Stuck:
    """An activity at which a person has no try left and that they have not completed."""

    enrolment: Enrolment
    activity: ActivityFact
    after: int


def extras_of(enrolment: Enrolment) -> Extra:
    """What a turn has on top of the rules (two queries)."""
    given: dict[int, dt.datetime] = {}
    counts: dict[int, int] = {}
    for row in TryRelease.objects.filter(enrolment=enrolment).order_by("given_at"):
        counts[row.activity_id] = counts.get(row.activity_id, 0) + 1
        given[row.activity_id] = row.given_at
    return Extra(
        tries=arranged_for(enrolment.person_id).extra_tries, released=counts, released_at=given
    )


def stuck(*, person: Person) -> list[Stuck]:
    """Where a person's open turns can't go on for want of a try.

    One query, and three more a turn that has a used-up activity: there is seldom one.
    """
    tries = (
        Attempt.objects.filter(
            enrolment__person__in=person.selves, enrolment__state=Enrolment.State.OPEN
        )
        .exclude(state=Attempt.State.ABANDONED)
        .select_related("enrolment__edition")
        .order_by("enrolment_id", "activity_id", "number")
    )
    turns: dict[int, dict[int, list[Attempt]]] = {}
    for attempt in tries:
        turns.setdefault(attempt.enrolment_id, {}).setdefault(attempt.activity_id, []).append(
            attempt
        )
    found = []
    for activities in turns.values():
        enrolment = next(iter(activities.values()))[0].enrolment
        found += _stuck_in(enrolment, activities)
    return found


def _stuck_in(enrolment: Enrolment, activities: dict[int, list[Attempt]]) -> list[Stuck]:
    facts = by_key(structure_of(enrolment.edition_id))
    used = {
        key: rows
        for key, rows in activities.items()
        if key in facts
        and not any(row.passed or row.state != Attempt.State.FINISHED for row in rows)
        and tries_left(facts[key], _turns(rows)) == 0
    }
    if not used:
        return []
    extra = extras_of(enrolment)
    done = set(
        ActivityCompletion.objects.filter(enrolment=enrolment).values_list("activity", flat=True)
    )
    return [
        Stuck(enrolment, facts[key], rows[-1].number)
        for key, rows in used.items()
        if key not in done and tries_left(facts[key], _turns(rows), extra) == 0
    ]


def _turns(rows: list[Attempt]) -> list[Turn]:
    return [Turn(row.state, row.passed) for row in rows]


@transaction.atomic
def release(
    *, person: Person, enrolment: uuid.UUID, activity: uuid.UUID, actor: Person, now: dt.datetime
) -> TryRelease:
    """Give a person one more try. The caller has checked that the actor looks after the person.

    Raises `Enrolment.DoesNotExist`, or `TriesLeft`: a second click finds that there is one.
    """
    turn = Enrolment.objects.select_for_update(of=("self",)).get(
        uuid=enrolment, person__in=person.selves
    )
    place = next(
        (
            row
            for row in stuck(person=person)
            if row.enrolment.pk == turn.pk and row.activity.uuid == activity
        ),
        None,
    )
    if place is None:
        raise TriesLeft(str(activity))
    try:
        with transaction.atomic():
            row = TryRelease.objects.create(
                enrolment=turn,
                activity_id=place.activity.key,
                after=place.after,
                given_by=actor,
                given_at=now,
            )
    except IntegrityError as error:
        raise TriesLeft(str(activity)) from error
    events.record(
        verb="released",
        object_type="enrolment",
        object_uuid=turn.uuid,
        person_id=turn.person_id,
        actor=actor,
        now=now,
        data={"activity": str(activity), "after": place.after},
    )
    return row
