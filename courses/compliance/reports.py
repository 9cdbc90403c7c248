"""What managers' pages show, read with a number of queries that no number of people changes."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from courses.compliance.counting import NUMBERS, Group, Numbers
from courses.compliance.days import Days, days_of
from courses.compliance.models import Standing
from courses.compliance.tables import with_team
from courses.models import Assignment, Course, Enrolment
from courses.people.models import Person, Team
from courses.people.models.person import PersonQuerySet
from courses.people.scope import visible_people, visible_teams
from courses.reports import progress_of


@dataclass(frozen=True)
class Tally:
    """How many of a manager's people stand where in one course; everybody is in exactly one
    number.
    """

    course: Course
    done: int = 0
    overdue: int = 0
    started: int = 0
    open: int = 0
    names: tuple[Standing, ...] = field(default=())

    @property
    def people(self) -> int:
        return self.done + self.overdue + self.started + self.open


@dataclass(frozen=True)
class Overview:
    """A manager's home: a tally a course that anybody was asked to take or began, and the rest."""

    people: int
    late: int  # people with something overdue
    tallies: tuple[Tally, ...]
    unasked: tuple[Course, ...]


def present_people(*, actor: Person, days: Days, teams=None) -> PersonQuerySet:
    """The people in post whom the actor may see today; `teams` as in `visible_people`."""
    return visible_people(actor, days.today, teams=teams).employed(days.today)


def overview(*, whole: Group) -> Overview:
    """Everything on a manager's home, given their people as one group (two queries)."""
    courses = {course.pk: course for course in Course.objects.order_by("title")}
    names = _named(whole)
    asked = [
        _tally(course, whole, names) for key, course in courses.items() if key in whole.courses
    ]
    asked = [tally for tally in asked if tally.people]
    asked.sort(key=lambda tally: (-tally.overdue, tally.course.title))
    known = {tally.course.pk for tally in asked}
    unasked = tuple(c for c in courses.values() if c.pk not in known and c.open)
    return Overview(people=whole.people, late=whole.late, tallies=tuple(asked), unasked=unasked)


def tally(*, course: Course, whole: Group) -> Tally:
    """The numbers of one course, without names."""
    return _tally(course, whole, {})


def _tally(course: Course, whole: Group, names: dict[int, Standing]) -> Tally:
    found = whole.courses.get(course.pk, Numbers())
    return Tally(
        course=course,
        names=tuple(names[key] for _due_on, key in found.first if key in names),
        **{name: getattr(found, name) for name in NUMBERS},
    )


def _named(whole: Group) -> dict[int, Standing]:
    """The names behind the number: in each course the people who are overdue longest."""
    keys = [key for numbers in whole.courses.values() for _due_on, key in numbers.first]
    if not keys:
        return {}
    rows = Standing.objects.filter(pk__in=keys).select_related("person")
    shown = rows.only("course", "due_on", "person__uuid", "person__name", "person__own_time_zone")
    return {row.pk: row for row in shown}


@dataclass(frozen=True)
class Facets:
    """What a manager may filter by, and what day it is for whom."""

    teams: tuple[Team, ...]
    courses: tuple[Course, ...]
    professions: tuple[str, ...]
    days: Days


def facets(*, actor: Person, now: dt.datetime) -> Facets:
    """The choices at the side of the people table (three queries, one more for a manager)."""
    pairs = list(
        Person.objects.present()
        .filter(organisation=actor.organisation_id)
        .order_by()
        .values_list("profession", "own_time_zone")
        .distinct()
    )
    zones = {zone for _profession, zone in pairs if zone}
    days = days_of(zones, own=actor.organisation.time_zone, now=now)
    return Facets(
        teams=teams(actor=actor, days=days),
        courses=tuple(Course.objects.order_by("title")),
        professions=tuple(sorted({profession for profession, _zone in pairs if profession})),
        days=days,
    )


def teams(*, actor: Person, days: Days) -> tuple[Team, ...]:
    """Teams that the actor may filter by and assign to, in the order of the tree."""
    return tuple(visible_teams(actor, days.today).order_by("path"))


@dataclass(frozen=True)
class TurnRow:
    """A turn through a course, as a manager sees it: done or not done, and nothing that was
    written.
    """

    enrolment: Enrolment
    progress: Any


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment, and whether a completion meets it."""

    assignment: Assignment
    is_met: bool


@dataclass(frozen=True)
class Record:
    """One person's page: how they stand, what they were asked, their turns."""

    person: Person
    standings: tuple[Standing, ...]
    assignments: tuple[AssignmentRow, ...]
    turns: tuple[TurnRow, ...]


def record(*, person: Person, days: Days) -> Record:
    """A person's record (six queries, however long it is)."""
    standings = Standing.objects.filter(person=person).concerning().with_status(days)
    assignments = Assignment.objects.filter(person__in=person.selves).select_related(
        "course", "assigned_by", "withdrawn_by"
    )
    turns = list(
        Enrolment.objects.filter(person__in=person.selves)
        .select_related("course", "edition")
        .order_by("-enrolled_at", "-pk")
    )
    progress = progress_of([turn for turn in turns if turn.state == Enrolment.State.OPEN])
    found = tuple(standings.select_related("course").order_by("due_on", "course__title"))
    last = {
        row.course_id: days.date(row.completed_at, person.own_time_zone)
        for row in found
        if row.completed_at is not None
    }
    return Record(
        person=person,
        standings=found,
        assignments=tuple(
            AssignmentRow(row, last.get(row.course_id, dt.date.min) >= row.counts_from)
            for row in assignments.order_by("-assigned_at", "-pk")
        ),
        turns=tuple(TurnRow(turn, progress.get(turn.pk)) for turn in turns),
    )


def visible_person(*, actor: Person, uuid, days: Days) -> Person | None:
    """The person with this id if the actor may see them today, in post or not."""
    people = with_team(visible_people(actor, days.today), days.today)
    return people.filter(uuid=uuid).first()
