"""The people table: its filters, its order, and one page of it in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce

from courses.compliance.days import Days
from courses.compliance.models import Standing
from courses.compliance.services import tallies
from courses.compliance.standings import Status
from courses.models import Course
from courses.people.models import Membership, Person, Team
from courses.people.models.person import PersonQuerySet
from courses.people.scope import visible_people

PAGE = 50
ORDERS = {
    "name": ("sort_name", "name", "pk"),
    "-name": ("-sort_name", "-name", "-pk"),
    "profession": ("profession", "sort_name", "pk"),
    "-profession": ("-profession", "sort_name", "pk"),
    "due": (F("first_due").asc(nulls_last=True), "sort_name", "pk"),
    "-due": (F("first_due").desc(nulls_last=True), "sort_name", "pk"),
}
# What is read of a person, in the order of `PersonLine`.
COLUMNS = (
    "pk", "uuid", "name", "external_id", "profession", "job_code", "own_time_zone", "team_name",
)  # fmt: skip
STATUSES = {status.value: status for status in Status if status is not Status.NOT_ASKED}


@dataclass(frozen=True)
class Choice:
    """What a manager chose at the side of the table. Empty fields choose everybody."""

    words: str = ""
    team: Team | None = None
    course: Course | None = None
    status: str = ""
    profession: str = ""
    order: str = "name"

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out."""
        filters = (self.words, self.team, self.course, self.status, self.profession)
        return not any(filters)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A standing in a table or an export."""

    course: int
    status: str
    due_on: dt.date | None
    started_at: dt.datetime | None
    completed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in a table or an export, with their standings in the course chosen, else in all."""

    key: int
    uuid: uuid.UUID
    name: str
    external_id: str
    profession: str
    job_code: str
    zone: str  # their own, or empty
    team: str
    standings: tuple[StandingLine, ...]


@dataclass(frozen=True)
class Table:
    """One page of people."""

    lines: list[PersonLine]
    page: Page


def chosen_people(
    *, actor: Person, choice: Choice, days: Days, teams: Iterable[Team] | None = None
) -> PersonQuerySet:
    """The people in post whom `actor` may see today and whom the choice leaves.

    `teams` are the actor's, where they were read already.
    """
    people = visible_people(actor, days.today, teams=teams).employed(days.today)
    if choice.words:
        words = choice.words.strip()
        people = people.filter(Q(name__icontains=words) | Q(external_id__iexact=words))
    if choice.profession:
        people = people.filter(profession=choice.profession)
    if choice.team is not None:
        members = Membership.objects.on(days.today).filter(
            team__organisation_id=actor.organisation_id,
            team__path__startswith=choice.team.path,
        )
        people = people.filter(pk__in=members.values("person_id"))
    if choice.course is not None or choice.status:
        people = people.filter(Exists(_standings(choice, days).filter(person=OuterRef("pk"))))
    return people


def _standings(choice: Choice, days: Days):
    rows = Standing.objects.concerning().with_status(days)
    if choice.course is not None:
        rows = rows.filter(course=choice.course)
    if choice.status:
        rows = rows.filter(status=choice.status)
    return rows


def ordered(people: PersonQuerySet, choice: Choice) -> PersonQuerySet:
    """In the order chosen; by due date means the first date that is not met yet."""
    if choice.order.removeprefix("-") == "due":
        unmet = Standing.objects.filter(person=OuterRef("pk"), satisfied=False)
        if choice.course is not None:
            unmet = unmet.filter(course=choice.course)
        first = unmet.order_by().values("person").annotate(first=Min("due_on")).values("first")
        people = people.annotate(first_due=Subquery(first))
    return people.order_by(*ORDERS.get(choice.order, ORDERS["name"]))


def lines(rows: list[tuple], choice: Choice, days: Days) -> list[PersonLine]:
    """People, given their `COLUMNS`, with their standings (one query for any number of people)."""
    found = Standing.objects.concerning().with_status(days).filter(person__in=[r[0] for r in rows])
    if choice.course is not None:
        found = found.filter(course=choice.course)
    standings: dict[int, list[StandingLine]] = defaultdict(list)
    for person, *values in found.order_by("due_on", "course__title").values_list(
        "person_id", "course_id", "status", "due_on", "started_at", "completed_at"
    ):
        standings[person].append(StandingLine(*values))
    return [
        PersonLine(*row[:-1], team=row[-1] or "", standings=tuple(standings.get(row[0], ())))
        for row in rows
    ]


def with_team(people: PersonQuerySet, today: dt.date) -> PersonQuerySet:
    """Annotate `team_name`: the team that the person joined last."""
    latest = (
        Membership.objects.on(today).filter(person=OuterRef("pk")).order_by("-starts_on", "-pk")
    )
    return people.annotate(team_name=Subquery(latest.values("team__name")[:1]))


def table(
    *,
    actor: Person,
    choice: Choice,
    days: Days,
    page: int,
    teams: Iterable[Team] | None = None,
) -> Table:
    """Page `page` of the people chosen (two queries: people with their number, their standings).

    A page past the end gives the last one, for three queries more.
    """
    people = chosen_people(actor=actor, choice=choice, days=days, teams=teams)
    counted = people.order_by().annotate(
        n=Func("pk", function="COUNT", output_field=IntegerField())
    )
    how_many = Subquery(counted.values("n"))
    if teams and choice.is_everybody:  # counted ahead, so that a page costs the same at any size
        kept = tallies.people_counted(actor=actor, teams=list(teams), days=days)
        how_many = Coalesce(Subquery(kept), how_many)
    rows = with_team(ordered(people, choice), days.today).annotate(how_many=how_many)
    start = (page - 1) * PAGE
    found = list(rows.values_list(*COLUMNS, "how_many")[start : start + PAGE])
    if not found and page > 1:
        last = Paginator(people.order_by("pk"), PAGE).num_pages
        return table(actor=actor, choice=choice, days=days, page=last, teams=teams)
    paginator = KnownPaginator([], PAGE, count=found[0][-1] if found else 0)
    shown = lines([row[:-1] for row in found], choice, days) if found else []
    return Table(lines=shown, page=paginator.page(page))


class KnownPaginator(Paginator):
    """Pages of rows that were read already, with a number of rows that is known."""

    def __init__(self, object_list, per_page, *, count):
        super().__init__(object_list, per_page)
        self.__dict__["count"] = count
