"""Who may see whom: the one scope that every view, export and mail uses."""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from .models import Management, Membership, Person, Team
from .models.person import PersonQuerySet


def managed_teams(actor: Person, today: dt.date):
    """Teams that the actor manages or deputises for today, and every team below them.

    Reads the paths first (one query): as a part of a larger statement PostgreSQL would look them up
    anew for each member.
    """
    paths = list(
        Management.objects.on(today)
        .filter(person=actor, team__organisation_id=actor.organisation_id)
        .values_list("team__path", flat=True)
    )
    if not paths:
        return Team.objects.none()
    below = reduce(or_, (Q(path__startswith=path) for path in paths))
    return Team.objects.filter(below, organisation_id=actor.organisation_id)


def visible_teams(actor: Person, today: dt.date):
    """Teams the actor may filter by and assign to, less those that have ended; none once the actor
    has left.
    """
    if actor.has_left(today):
        return Team.objects.none()
    if actor.is_administrator:
        return Team.objects.living(today).filter(organisation_id=actor.organisation_id)
    if actor.is_manager:
        return managed_teams(actor, today).living(today)
    return Team.objects.none()


def visible_people(
    actor: Person,
    on: dt.date,
    *,
    today: dt.date | None = None,
    teams: Iterable[Team] | None = None,
) -> PersonQuerySet:
    """The people whose records `actor` may see as they stood on the day `on`.

    An administrator sees the organisation. A manager sees the people whose membership on that day
    lies in or below a team that the manager manages or deputises for *today*; someone who moved
    away shows up to the move and no further. Everyone else, a trainer or somebody who has left
    included, sees nobody.
    `teams` are those of `visible_teams(actor, today)`, where a page has read them already.
    """
    people = Person.objects.present().filter(organisation_id=actor.organisation_id)
    if actor.has_left(today or on):
        return people.none()
    if actor.is_administrator:
        return people
    if not actor.is_manager:
        return people.none()
    mine = managed_teams(actor, today or on) if teams is None else teams
    members = Membership.objects.on(on).filter(team__in=mine).values("person_id")
    return people.filter(pk__in=members)
