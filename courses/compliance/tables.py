"""The people table: its filters, its order, and one page of it in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)

from courses.compliance.days import Days
from courses.compliance.models import Standing
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


@dataclass(frozen=True)
class Table:
    """One page of people. Each has `.shown_standings` (of the course chosen, else of all) and
    `.team_name`.
    """

    people: list[Person]
    page: Any  # a Django page: number, paginator


def chosen_people(*, actor: Person, choice: Choice, days: Days) -> PersonQuerySet:
    """The people in post whom `actor` may see today and whom the choice leaves."""
    people = visible_people(actor, days.today).employed(days.today)
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


def shown_standings(choice: Choice, days: Days) -> Prefetch:
    """The standings to show beside each person (one query for any number of people)."""
    rows = Standing.objects.concerning().with_status(days).select_related("course")
    if choice.course is not None:
        rows = rows.filter(course=choice.course)
    return Prefetch("standings", rows.order_by("due_on", "course__title"), "shown_standings")


def with_team(people: PersonQuerySet, today: dt.date) -> PersonQuerySet:
    """Annotate `team_name`: the team that the person joined last."""
    latest = (
        Membership.objects.on(today).filter(person=OuterRef("pk")).order_by("-starts_on", "-pk")
    )
    return people.annotate(team_name=Subquery(latest.values("team__name")[:1]))


def table(*, actor: Person, choice: Choice, days: Days, page: int) -> Table:
    """Page `page` of the people chosen (two queries: people with their number, their standings).

    A page past the end gives the last one, for two queries more.
    """
    people = chosen_people(actor=actor, choice=choice, days=days)
    count = people.order_by().annotate(n=Func("pk", function="COUNT", output_field=IntegerField()))
    rows = with_team(ordered(people, choice), days.today).annotate(
        how_many=Subquery(count.values("n"))
    )
    start = (page - 1) * PAGE
    found = list(rows.prefetch_related(shown_standings(choice, days))[start : start + PAGE])
    if not found and page > 1:
        last = Paginator(people, PAGE).num_pages
        return table(actor=actor, choice=replace(choice), days=days, page=last)
    paginator = KnownPaginator([], PAGE, count=found[0].how_many if found else 0)
    return Table(people=found, page=paginator.page(page if found else 1))


class KnownPaginator(Paginator):
    """Pages of rows that were read already, with a number of rows that is known."""

    def __init__(self, object_list, per_page, *, count):
        super().__init__(object_list, per_page)
        self.__dict__["count"] = count
