"""Begin and end a person's turn through a course, and remember where they were."""

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from courses import announce, signals
from courses.models import ActivityCompletion, Attempt, Course, Enrolment, ModuleVisit
from courses.people.models import Person
from courses.people.prepared import WHOLE, Prepared
from courses.services import events
from courses.services.structures import structure_of
from courses.structure import ModuleFact, Progress, progress


class CourseClosed(Exception):
    """The course takes nobody new: it is unpublished, withdrawn, or was never published."""


class NotOpen(Exception):
    """The turn has ended; an old one is never reopened."""


@transaction.atomic
def enrol(
    *, person: Person, course: Course, now: dt.datetime, actor: Person | None = None
) -> Enrolment:
    """Begin a person's next turn through a course, in its current edition.

    Someone who is part-way gets that turn back: two clicks make one row. Raises `CourseClosed`.
    """
    existing = _open_turn(person, course)
    if existing is not None:
        return existing
    edition = Course.objects.select_related("current_edition").get(pk=course.pk).current_edition
    if edition is None or edition.withdrawn_at is not None or not course.open:
        raise CourseClosed(course.title)
    turns = Enrolment.objects.filter(person__in=person.selves, course=course)
    highest = turns.aggregate(n=Max("number"))["n"]
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                person=person,
                course=course,
                edition=edition,
                number=(highest or 0) + 1,
                enrolled_at=now,
            )
    except IntegrityError:  # a second click came first
        existing = _open_turn(person, course)
        if existing is None:
            raise
        return existing
    events.record(
        verb="enrolled",
        object_type="enrolment",
        object_uuid=enrolment.uuid,
        person=person,
        actor=actor,
        now=now,
        data={"course": str(course.uuid), "edition": edition.number},
    )
    announce.on_commit(signals.enrolled, enrolment_id=enrolment.pk)
    return enrolment


def _open_turn(person: Person, course: Course) -> Enrolment | None:
    """The open turn, of two (somebody was merged part-way) the one begun last."""
    turns = Enrolment.objects.filter(
        person__in=person.selves, course=course, state=Enrolment.State.OPEN
    )
    return turns.order_by("-enrolled_at", "-pk").first()


@transaction.atomic
def withdraw(*, enrolment: Enrolment, now: dt.datetime, actor: Person | None = None) -> Enrolment:
    """End a turn without completion. What was done in it stays. Raises `NotOpen`."""
    changed = Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.OPEN).update(
        state=Enrolment.State.WITHDRAWN
    )
    if not changed:
        raise NotOpen(str(enrolment.uuid))
    enrolment.state = Enrolment.State.WITHDRAWN
    events.record(
        verb="withdrew",
        object_type="enrolment",
        object_uuid=enrolment.uuid,
        person_id=enrolment.person_id,
        actor=actor,
        now=now,
    )
    announce.on_commit(signals.enrolment_withdrawn, enrolment_id=enrolment.pk)
    return enrolment


def visit(*, enrolment: Enrolment, module: ModuleFact, now: dt.datetime) -> bool:
    """Note that a module is being read; return True when the course may be complete by it.

    Writes the first visit and where the learner is; a reload within ten minutes writes nothing.
    """
    first = False
    if module.key != enrolment.last_module_key:
        _row, first = ModuleVisit.objects.get_or_create(
            enrolment=enrolment, module_key=module.key, defaults={"first_at": now}
        )
    stale = enrolment.last_seen_at is None or now - enrolment.last_seen_at > dt.timedelta(
        minutes=10
    )
    if stale or module.key != enrolment.last_module_key:
        Enrolment.objects.filter(pk=enrolment.pk).update(
            last_module_key=module.key, last_seen_at=now
        )
        enrolment.last_module_key, enrolment.last_seen_at = module.key, now
    return first and not any(a.required for a in module.activities)


def standing(*, enrolment: Enrolment) -> Progress:
    """Where a person is in a turn (one query, at any size)."""
    found: dict[str, set[str]] = {"completed": set(), "visited": set(), "under_way": set()}
    for what, key in _STANDING.all(turn=enrolment.pk):
        found[what].add(key)
    return progress(
        structure_of(enrolment.edition_id),
        completed={int(key) for key in found["completed"]},
        visited={uuid.UUID(key) for key in found["visited"]},
        under_way={int(key) for key in found["under_way"]},
    )


def _facts_of(turn: int) -> QuerySet[ActivityCompletion, Any]:
    return (
        ActivityCompletion.objects.filter(enrolment=turn)
        .values_list(Value("completed"), Cast("activity_id", TextField()))
        .union(
            ModuleVisit.objects.filter(enrolment=turn).values_list(
                Value("visited"), Cast("module_key", TextField())
            ),
            Attempt.objects.filter(
                enrolment=turn, state__in=[Attempt.State.OPEN, Attempt.State.SUBMITTED]
            ).values_list(Value("under_way"), Cast("activity_id", TextField())),
            all=True,
        )
    )


_STANDING = Prepared(_facts_of, turn=WHOLE)


def reading_place(*, person: Person, module_key: uuid.UUID) -> str | None:
    """The address at which this person reads a module: their open turn's, else their latest."""
    turns = (
        Enrolment.objects.filter(person__in=person.selves, edition__modules__key=module_key)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .order_by("-enrolled_at")
    )
    turn = next((t for t in turns if t.state == Enrolment.State.OPEN), None) or turns.first()
    if turn is None:
        return None
    module = next(m for m in structure_of(turn.edition_id).modules if m.key == module_key)
    return reverse("learn:module", args=[turn.uuid, module.slug])
