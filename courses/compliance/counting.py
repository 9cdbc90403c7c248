"""How many people stand where, counted from standings: read-only, a group of people at a time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from courses.compliance.days import Days
from courses.compliance.models import Standing, StandingQuerySet
from courses.people.models import Membership, Organisation, Person
from courses.people.models.person import PersonQuerySet

NAMES = 5  # of people overdue, remembered for each course
NUMBERS = ("done", "overdue", "started", "open")
TEAM = "person__memberships__team"


@dataclass
class Numbers:
    """One course: each person of a group is in exactly one number. `first` are the standings that
    are overdue longest, as their due date and key.
    """

    done: int = 0
    overdue: int = 0
    started: int = 0
    open: int = 0
    first: list[tuple[dt.date, int]] = field(default_factory=list)

    def add(self, other: "Numbers") -> None:
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.first = sorted([*self.first, *other.first])[:NAMES]


@dataclass
class Group:
    """Some people: how many, how many of them are late with something, and the courses."""

    people: int = 0
    late: int = 0
    courses: dict[int, Numbers] = field(default_factory=dict)

    def add(self, other: "Group") -> None:
        self.people += other.people
        self.late += other.late
        for course, numbers in other.courses.items():
            self.courses.setdefault(course, Numbers()).add(numbers)


def together(groups: Iterable[Group]) -> Group:
    """Groups that share nobody, as one."""
    whole = Group()
    for group in groups:
        whole.add(group)
    return whole


def numbers_of(days: Days) -> dict[str, Any]:
    """The four numbers as aggregates over standings."""
    unmet, late = Q(satisfied=False), Q(due_on__lt=days.expression("person__own_time_zone"))
    on_time = unmet & (Q(due_on__isnull=True) | ~late)
    return {
        "done": Count("pk", filter=Q(satisfied=True)),
        "overdue": Count("pk", filter=unmet & late),
        "started": Count("pk", filter=on_time & Q(enrolment__isnull=False)),
        "open": Count("pk", filter=on_time & Q(enrolment__isnull=True, due_on__isnull=False)),
    }


def count_people(people: PersonQuerySet, days: Days) -> Group:
    """Count these people as one group (three queries)."""
    standings = Standing.objects.filter(person__in=people.order_by().values("pk"))
    group = _count(standings, days, by_team=False)[None]
    group.people = people.count()
    return group


def count_teamless(organisation: Organisation, days: Days) -> Group:
    """Count the people in post who belong to no team today (three queries)."""
    people = Person.objects.filter(organisation=organisation).employed(days.today)
    members = Membership.objects.on(days.today).values("person_id")
    return count_people(people.exclude(pk__in=members), days)


def count_teams(
    organisation: Organisation, teams: Iterable[int], days: Days
) -> dict[int, tuple[Group, list[int]]]:
    """For each team the people in post who belong to it alone, and the ids of those who belong to
    several (three queries).
    """
    keys = sorted(teams)
    in_force = Membership.objects.on(days.today)
    people = Person.objects.filter(organisation=organisation).employed(days.today)
    ours = people.filter(pk__in=in_force.filter(team__in=keys).values("person_id"))
    belongs: dict[int, list[int]] = defaultdict(list)
    for person, team in in_force.filter(person__in=ours.values("pk")).values_list(
        "person_id", "team_id"
    ):
        belongs[person].append(team)
    several = {person for person, found in belongs.items() if len(found) > 1}
    standings = Standing.objects.filter(
        person__memberships__in=in_force.filter(team__in=keys), person__in=people.values("pk")
    ).exclude(person__in=several)
    groups = _count(standings, days, by_team=True)
    for person, found in belongs.items():
        if person not in several:
            groups[found[0]].people += 1
    return {
        key: (groups[key], sorted(person for person in several if key in belongs[person]))
        for key in keys
    }


def _count(standings: StandingQuerySet, days: Days, *, by_team: bool) -> dict[int | None, Group]:
    """Groups by team, or one under None."""
    keys = (TEAM, "course_id") if by_team else ("course_id",)
    groups: dict[int | None, Group] = defaultdict(Group)
    for *team, course, done, overdue, started, open_ in (
        standings.order_by().values(*keys).annotate(**numbers_of(days)).values_list(*keys, *NUMBERS)
    ):
        numbers = Numbers(done, overdue, started, open_)
        groups[team[0] if team else None].courses[course] = numbers
    late: dict[int | None, set[int]] = defaultdict(set)
    for *team, course, due_on, key, person in (
        standings.overdue(days)
        .order_by("due_on", "pk")
        .values_list(*keys, "due_on", "pk", "person_id")
    ):
        place = team[0] if team else None
        late[place].add(person)
        first = groups[place].courses[course].first
        if len(first) < NAMES:
            first.append((due_on, key))
    for place, people in late.items():
        groups[place].late = len(people)
    return groups
