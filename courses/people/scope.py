"""Who may see whom: the one scope that every view, export and mail uses."""

import datetime as dt

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef

from .models import Management, Membership, Person, Team
from .models.person import PersonQuerySet


def managed_teams(actor: Person, today: dt.date):
    """Teams that the actor manages or deputises for today, and every team below (a subquery)."""
    above = (
        Management.objects.on(today)
        .filter(person=actor, team__organisation_id=actor.organisation_id)
        .annotate(below=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        .filter(below__startswith=F("team__path"))
    )
    return Team.objects.filter(Exists(above), organisation_id=actor.organisation_id)


def visible_teams(actor: Person, today: dt.date):
    """Teams the actor may filter by and assign to."""
    if actor.is_administrator:
        return Team.objects.filter(organisation_id=actor.organisation_id)
    if actor.is_manager:
        return managed_teams(actor, today)
    return Team.objects.none()


def visible_people(actor: Person, on: dt.date, *, today: dt.date | None = None) -> PersonQuerySet:
    """The people whose records `actor` may see as they stood on the day `on`.

    An administrator sees the organisation. A manager sees the people whose membership on that day
    lies in or below a team that the manager manages or deputises for *today*; someone who moved
    away shows up to the move and no further. Everyone else, a trainer included, sees nobody.
    """
    people = Person.objects.present().filter(organisation_id=actor.organisation_id)
    if actor.is_administrator:
        return people
    if not actor.is_manager:
        return people.none()
    teams = managed_teams(actor, today or on)
    members = Membership.objects.on(on).filter(team__in=teams).values("person_id")
    return people.filter(pk__in=members)
