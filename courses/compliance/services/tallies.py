"""Keep the counts of teams, which managers' pages add up, in step with people and standings."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from courses.compliance import counting
from courses.compliance.counting import Group, Numbers
from courses.compliance.days import Days
from courses.compliance.models import TeamTally
from courses.people.models import Membership, Organisation, Person, Team

logger = logging.getLogger(__name__)
KEPT = ("counted_version", "day", "people", "late", "counts", "shared")


def whole(*, actor: Person, teams: Sequence[Team], days: Days) -> Group:
    """Everybody the actor may see today, as one group; `teams` are the actor's.

    One query while nothing has changed. A team in which something has is counted anew first, at a
    cost that its own size decides. People of several teams are counted here, once.
    """
    rows = _current(
        organisation=actor.organisation,
        teams=teams,
        teamless=actor.is_administrator and not actor.has_left(days.today),
        days=days,
    )
    groups = [_read(row) for row in rows]
    shared = {person for row in rows for person in row.shared}
    if shared:
        groups.append(counting.count_people(Person.objects.filter(pk__in=shared), days))
    return counting.together(groups)


def people_counted(*, actor: Person, teams: Sequence[Team], days: Days) -> QuerySet[Any]:
    """One value for a subquery: how many people the actor may see, added up from what is kept.

    It is NULL unless every count holds and nobody belongs to several teams, whom a sum would count
    twice; whoever asks counts for themselves then.
    """
    teamless = actor.is_administrator
    holds = Q(version=F("counted_version"), day=days.signature, shared=[])
    kept = TeamTally.objects.filter(_of_teams(teams, teamless), organisation=actor.organisation_id)
    return (
        kept.order_by()
        .values("organisation")
        .annotate(holding=Count("pk", filter=holds), sum=Sum("people"))
        .filter(holding=len(teams) + teamless)
        .values("sum")
    )


def forget(*, person_ids: Collection[int], has_moved: bool = False) -> None:
    """Say that the counts of these people's teams no longer hold.

    Called in the transaction that writes their standings, and with `has_moved` when what is known
    of the people, or of their teams, was changed. Locks the rows in one order, so that two writers
    never wait for each other.
    """
    people = Person.objects.filter(pk__in=person_ids)
    if not has_moved:  # only somebody without a team is counted among those without
        people = people.exclude(pk__in=Membership.objects.filter(ends_on=None).values("person_id"))
    teams = Membership.objects.filter(person__in=person_ids)
    touched = TeamTally.objects.filter(
        Q(team__in=teams.values("team_id"))
        | Q(team__isnull=True, organisation__in=people.values("organisation_id"))
    )
    _forget(touched)


def forget_all() -> None:
    """Say that no count holds any more; each is made anew when somebody looks."""
    _forget(TeamTally.objects.all())


@transaction.atomic(savepoint=False)
def _forget(rows: Any) -> None:
    keys = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if keys:
        TeamTally.objects.filter(pk__in=keys).update(version=F("version") + 1)


def _current(
    *, organisation: Organisation, teams: Iterable[Team], teamless: bool, days: Days
) -> list[TeamTally]:
    keys = {team.pk for team in teams}
    wanted: set[int | None] = {*keys, None} if teamless else {*keys}
    if not wanted:
        return []
    found = TeamTally.objects.filter(_of_teams(keys, teamless), organisation=organisation)
    rows = list(found)
    if missing := wanted - {row.team_id for row in rows}:
        TeamTally.objects.bulk_create(
            [TeamTally(organisation=organisation, team_id=key) for key in missing],
            ignore_conflicts=True,
        )
        rows = list(found.all())  # their version is read before what they count
    if stale := [row for row in rows if not row.holds(days.signature)]:
        _recount(organisation, stale, days)
    return rows


def _of_teams(teams: Iterable[Any], teamless: bool) -> Q:
    return Q(team__in=teams) | Q(team__isnull=True) if teamless else Q(team__in=teams)


def _recount(organisation: Organisation, rows: list[TeamTally], days: Days) -> None:
    """Count anew, under the version that was read before: a change since then makes it stale."""
    teams = [row.team_id for row in rows if row.team_id is not None]
    counted = counting.count_teams(organisation, teams, days) if teams else {}
    for row in rows:
        if row.team_id is None:
            group = counting.count_teamless(organisation, days)
        else:
            group, row.shared = counted[row.team_id]
        row.counted_version, row.day = row.version, days.signature
        row.people, row.late = group.people, group.late
        row.counts = {str(course): _written(found) for course, found in group.courses.items()}
    try:
        TeamTally.objects.bulk_update(rows, KEPT, batch_size=100)
    except OperationalError:  # SQLite is busy; whoever looks next keeps it
        logger.warning("The counts of %d teams could not be kept.", len(rows), exc_info=True)


def _written(numbers: Numbers) -> list[Any]:
    counts = [getattr(numbers, name) for name in counting.NUMBERS]
    return [*counts, [[due_on.isoformat(), key] for due_on, key in numbers.first]]


def _read(row: TeamTally) -> Group:
    courses = {}
    for course, (*counts, first) in row.counts.items():
        numbers = Numbers(*counts)
        numbers.first = [(dt.date.fromisoformat(due_on), key) for due_on, key in first]
        courses[int(course)] = numbers
    return Group(people=row.people, late=row.late, courses=courses)
