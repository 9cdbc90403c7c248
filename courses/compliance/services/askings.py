"""Ask several people at once to take a course: look first, then confirm, once."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from courses.compliance.days import day_of
from courses.compliance.models import Asking, Standing
from courses.models import Assignment, Course
from courses.people.models import Person, Team
from courses.people.scope import visible_people
from courses.services import assignments


class NobodyToAsk(Exception):
    """Everybody chosen has done it, was asked already, or is gone."""


class CourseClosed(Exception):
    """Nobody can begin the course any more: it was closed or withdrawn since it was chosen."""


class OutOfScope(Exception):
    """Somebody chosen is not, or is no longer, among the actor's people. `keys` are their ids."""

    def __init__(self, keys: Collection[int]) -> None:
        super().__init__(f"{len(keys)} people are not the actor's to ask")
        self.keys = frozenset(keys)


class OwnAssignment(Exception):
    """Nobody lets themselves off: the manager above or an administrator takes it back."""


@dataclass(frozen=True)
class Preview:
    """Who would be asked, and who would be left out and why."""

    asked: tuple[Person, ...]
    done: tuple[tuple[Person, Standing], ...]
    already: tuple[tuple[Person, Standing], ...]
    no_learner: tuple[Person, ...]

    @property
    def left_out(self) -> int:
        return len(self.done) + len(self.already) + len(self.no_learner)


def preview(
    *,
    actor: Person,
    person_ids: Collection[int],
    course: Course,
    counts_from: dt.date | None,
    now: dt.datetime,
) -> Preview:
    """Sort the people chosen into those to ask and those to leave out (two queries).

    Left out are people whose completion counts (on or after `counts_from`; any that answers what
    they were asked before, when it is None), people with an assignment that waits for them, and
    people who are no learners. Raises `OutOfScope`.
    """
    today = day_of(actor.organisation, now)
    people = (
        visible_people(actor, today)
        .employed(today)
        .filter(pk__in=person_ids)
        .select_related("organisation")
        .order_by("sort_name", "name", "pk")
    )
    found = list(people)
    if missing := set(person_ids) - {person.pk for person in found}:
        raise OutOfScope(missing)
    standings = {
        standing.person_id: standing
        for standing in Standing.objects.filter(course=course, person__in=person_ids)
    }
    sorted_out: dict[str, list[Any]] = {"asked": [], "done": [], "already": [], "no_learner": []}
    for person in found:
        standing = standings.get(person.pk)
        place = _place(person, standing, counts_from)
        sorted_out[place].append((person, standing) if place in ("done", "already") else person)
    return Preview(**{name: tuple(rows) for name, rows in sorted_out.items()})


def _place(person: Person, standing: Standing | None, counts_from: dt.date | None) -> str:
    if not person.is_learner:
        return "no_learner"
    if standing is not None and _is_done(standing, person, counts_from):
        return "done"
    waits = standing is not None and not standing.satisfied and standing.due_on is not None
    return "already" if waits else "asked"


def _is_done(standing: Standing, person: Person, counts_from: dt.date | None) -> bool:
    if counts_from is None or standing.completed_at is None:
        return standing.satisfied
    return standing.completed_at.astimezone(person.time_zone).date() >= counts_from


@transaction.atomic
def ask(
    *,
    token: uuid.UUID,
    actor: Person,
    person_ids: Collection[int],
    course: Course,
    due_on: dt.date,
    counts_from: dt.date | None = None,
    team: Team | None = None,
    note: str = "",
    now: dt.datetime,
) -> Asking:
    """Ask the people of a preview that was confirmed; `token` is that page's own.

    The same token again returns the first asking and asks nobody. People who have done it or were
    asked since the preview are left out. Without `counts_from` a completion from the day of asking
    on counts, the earliest such day among the people asked. Raises `NobodyToAsk`, `OutOfScope`,
    `CourseClosed` and `assignments.DueTooEarly`.
    """
    try:
        with transaction.atomic():
            asking = Asking.objects.create(
                token=token, actor=actor, course=course, due_on=due_on, asked_at=now
            )
    except IntegrityError:  # the second click
        return Asking.objects.get(token=token, actor=actor)
    if not Course.objects.filter(pk=course.pk, open=True, current_edition__isnull=False).exists():
        raise CourseClosed(course.title)
    chosen: dict[str, Any] = {"actor": actor, "person_ids": person_ids, "course": course}
    people = preview(**chosen, counts_from=counts_from, now=now).asked
    if not people:
        raise NobodyToAsk(course.title)
    rows = assignments.assign(
        people=people,
        course=course,
        due_on=due_on,
        counts_from=counts_from or min(person.today(now) for person in people),
        actor=actor,
        team=team,
        note=note,
        now=now,
    )
    asking.people_count = len(rows)
    asking.save(update_fields=["people_count"])
    return asking


def take_back(*, assignment: Assignment, actor: Person, now: dt.datetime) -> Assignment:
    """Withdraw an assignment. Raises `OwnAssignment`, and `assignments.AlreadyWithdrawn`."""
    if actor.selves.filter(pk=assignment.person_id).exists():
        raise OwnAssignment(str(assignment.uuid))
    return assignments.withdraw(assignment=assignment, actor=actor, now=now)
