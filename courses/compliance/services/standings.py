"""Keep the cache of standings in step with the facts, and check that it is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from courses.compliance.models import Standing
from courses.compliance.services import tallies
from courses.compliance.standings import Answer, Asked, Facts, Turn, standing
from courses.models import Assignment, Enrolment
from courses.people.models import Person

BATCH = 1000
Pair = tuple[int, int]  # person, course
# How the columns of a row are named in an answer.
COLUMNS = {
    "due_on": "due_on",
    "counts_from": "counts_from",
    "assignment_id": "assignment",
    "enrolment_id": "enrolment",
    "started_at": "started_at",
    "completed_at": "completed_at",
    "satisfied": "satisfied",
}


@dataclass(frozen=True)
class Difference:
    """The cache says `stored` (None: it has no row) where the facts come to `computed` (None: no
    facts).
    """

    person_id: int
    course_id: int
    stored: Answer | None
    computed: Answer | None


def rebuild(
    *,
    now: dt.datetime,
    person_ids: Iterable[int] | None = None,
    course_ids: Collection[int] | None = None,
) -> int:
    """Make the cache of these people (all, when None) say what the facts say; return the rows
    changed.

    Writes only what differs. Each batch locks its people first, so that a rebuild that read older
    facts can't overwrite one that read newer. `course_ids` narrows it to some courses.
    """
    return sum(_mend(batch, course_ids, now) for batch in _batches(person_ids))


def differences(*, person_ids: Iterable[int] | None = None) -> Iterator[Difference]:
    """Compare cache and facts of these people (all, when None) without writing (four queries a
    batch).
    """
    for batch in _batches(person_ids):
        people = Person.objects.filter(pk__in=batch).select_related("organisation")
        yield from _compare(list(people), None)


def sweep(*, now: dt.datetime) -> tuple[int, int]:
    """Look at everybody and mend what differs; return the people looked at and the rows changed.

    Safe to run twice at once: it locks only people whose standings differ, and looks again then.
    """
    looked_at = changed = 0
    tallies.forget_all()  # a lost signal, or a row that was changed by hand
    for batch in _batches(None):
        looked_at += len(batch)
        wrong = {found.person_id for found in differences(person_ids=batch)}
        changed += rebuild(now=now, person_ids=wrong) if wrong else 0
    return looked_at, changed


def _batches(person_ids: Iterable[int] | None) -> Iterator[list[int]]:
    if person_ids is not None:
        ids = iter(sorted(set(person_ids)))
        while batch := list(islice(ids, BATCH)):
            yield batch
        return
    last = 0
    while batch := list(
        Person.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield batch
        last = batch[-1]


@transaction.atomic
def _mend(person_ids: list[int], course_ids: Collection[int] | None, now: dt.datetime) -> int:
    people = list(
        Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .filter(pk__in=person_ids)
        .order_by("pk")
    )
    found = list(_compare(people, course_ids))
    rows = [
        Standing(
            person_id=difference.person_id,
            course_id=difference.course_id,
            changed_at=now,
            **{column: getattr(difference.computed, name) for column, name in COLUMNS.items()},
        )
        for difference in found
        if difference.computed is not None
    ]
    if rows:
        Standing.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["person", "course"],
            update_fields=[*(column.removesuffix("_id") for column in COLUMNS), "changed_at"],
        )
    for difference in found:
        if difference.computed is None:
            Standing.objects.filter(
                person_id=difference.person_id, course_id=difference.course_id
            ).delete()
    if found:
        tallies.forget(person_ids={difference.person_id for difference in found})
    return len(found)


def _compare(people: list[Person], course_ids: Collection[int] | None) -> Iterator[Difference]:
    facts = _facts(people, course_ids)
    stored = _stored([person.pk for person in people], course_ids)
    for pair in facts.keys() | stored.keys():
        computed = standing(facts[pair]) if pair in facts else None
        if computed != stored.get(pair):
            yield Difference(*pair, stored=stored.get(pair), computed=computed)


def _stored(person_ids: list[int], course_ids: Collection[int] | None) -> dict[Pair, Answer]:
    rows = Standing.objects.filter(person__in=person_ids)
    if course_ids is not None:
        rows = rows.filter(course__in=course_ids)
    return {
        (person, course): Answer(**dict(zip(COLUMNS.values(), values, strict=True)))
        for person, course, *values in rows.values_list("person_id", "course_id", *COLUMNS)
    }


def _facts(people: list[Person], course_ids: Collection[int] | None) -> dict[Pair, Facts]:
    """What is on record about these people: their assignments, and their turns with completions.

    What somebody did who was merged into one of them counts for that one, and for themself no more.
    """
    zones = {person.pk: person.time_zone for person in people if person.merged_into_id is None}
    keys = list(zones)
    theirs = Person.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by().values("pk")
    owner = Coalesce("person__merged_into", "person")
    assignments = Assignment.objects.filter(person__in=theirs)
    enrolments = Enrolment.objects.filter(person__in=theirs)
    if course_ids is not None:
        assignments = assignments.filter(course__in=course_ids)
        enrolments = enrolments.filter(course__in=course_ids)
    asked: dict[Pair, list[Asked]] = defaultdict(list)
    for person, course, key, due_on, counts_from, asked_at, withdrawn_at in assignments.values_list(
        owner, "course_id", "pk", "due_on", "counts_from", "assigned_at", "withdrawn_at"
    ):
        asked[person, course].append(
            Asked(key, due_on, counts_from, asked_at, in_force=withdrawn_at is None)
        )
    turns: dict[Pair, list[Turn]] = defaultdict(list)
    for person, course, key, started_at, state, completed_at in enrolments.values_list(
        owner, "course_id", "pk", "enrolled_at", "state", "course_completion__completed_at"
    ):
        completed_on = completed_at.astimezone(zones[person]).date() if completed_at else None
        is_open = state == Enrolment.State.OPEN
        turns[person, course].append(Turn(key, started_at, is_open, completed_at, completed_on))
    return {
        pair: Facts(tuple(asked.get(pair, ())), tuple(turns.get(pair, ())))
        for pair in asked.keys() | turns.keys()
    }
