"""Keep the tree of teams: add, rename, move and end them."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError, Q

from courses.people import signals
from courses.people.models import Management, Membership, Organisation, Person, Team
from courses.people.services.people import DatesCross


class Loop(Exception):
    """A team would stand below itself."""


class NameTaken(Exception):
    """A team of this name stands in this place already."""


class TeamsBelow(Exception):
    """Teams below it go on: `args` are their names."""


class HasHistory(Exception):
    """Somebody belonged to it, managed it or was asked as one of it: it can be ended only."""


def _lock(organisation_id: int) -> None:
    """One change to the tree at a time: paths are numbered by what is there."""
    Organisation.objects.select_for_update().get(pk=organisation_id)


@transaction.atomic
def add_team(
    *, organisation: Organisation, name: str, external_id: str = "", parent: Team | None = None
) -> Team:
    """Add a team at the top, or below `parent`. Raises `NameTaken`."""
    _lock(organisation.pk)
    above = _fresh(parent) if parent is not None else None
    _refuse_twin(organisation.pk, name, above, own=None)
    facts = {"organisation": organisation, "name": name, "external_id": external_id}
    added: Team = above.add_child(**facts) if above is not None else Team.add_root(**facts)
    return added


@transaction.atomic
def change_team(*, team: Team, name: str, external_id: str, parent: Team | None) -> Team:
    """Rename a team, or move it with all that is below it. Who belonged to it stays as it was.

    From then on whoever manages a team above its new place sees its people. Raises `Loop` and
    `NameTaken`.
    """
    _lock(team.organisation_id)
    found, above = _fresh(team), _fresh(parent) if parent is not None else None
    if above is not None and above.path.startswith(found.path):
        raise Loop(found.name)
    _refuse_twin(found.organisation_id, name, above, own=found)
    found.name, found.external_id = name, external_id
    found.save(update_fields=["name", "external_id"])
    before = found.get_parent()
    if (before and before.pk) != (above and above.pk):
        if above is not None:
            found.move(above, "last-child")
        else:
            found.move(Team.get_last_root_node(), "last-sibling")
    return _fresh(found)


@transaction.atomic
def end_team(*, team: Team, on: dt.date | None, successor: Team | None = None) -> Team:
    """End a team: from `on` nobody belongs to it or manages it. None opens it again, empty.

    Its people go on in `successor` from that day, or in no team. What was before that day stays as
    it was. Raises `TeamsBelow`, and `DatesCross` when somebody joined or began to manage it later.
    """
    _lock(team.organisation_id)
    found = _fresh(team)
    if on is not None:
        _refuse_to_end(found, on)
        _close(found, on, successor)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    return found


@transaction.atomic
def delete_team(*, team: Team) -> None:
    """Delete a team that was never used. Raises `HasHistory`."""
    _lock(team.organisation_id)
    found = _fresh(team)
    if is_used(team=found):
        raise HasHistory(found.name)
    try:
        found.delete()
    except ProtectedError as error:
        raise HasHistory(found.name) from error


def is_used(*, team: Team) -> bool:
    """Whether a team stands below it, or anything is on record that names it.

    What is made anew from other facts (it is deleted along) is no record.
    """
    if not team.is_leaf():
        return True
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: team}).exists()
        for relation in team._meta.related_objects
        if relation.on_delete.__name__ != "CASCADE"
    )


def _fresh(team: Team) -> Team:
    """The team as it stands: its place in the tree may have changed."""
    return Team.objects.get(pk=team.pk)


def _refuse_twin(organisation_id: int, name: str, above: Team | None, own: Team | None) -> None:
    beside = above.get_children() if above is not None else Team.objects.filter(depth=1)
    others = beside.filter(organisation=organisation_id, name__iexact=name, ended_on=None)
    if others.exclude(pk=own.pk if own is not None else None).exists():
        raise NameTaken(name)


def _refuse_to_end(team: Team, on: dt.date) -> None:
    below = team.get_descendants().filter(Q(ended_on=None) | Q(ended_on__gt=on))
    if names := list(below.values_list("name", flat=True)):
        raise TeamsBelow(*names)
    for model in (Membership, Management):
        later = model._default_manager.filter(team=team, starts_on__gt=on).order_by("-starts_on")
        if (row := later.first()) is not None:
            raise DatesCross(row.starts_on.isoformat())


def _close(team: Team, on: dt.date, successor: Team | None) -> None:
    in_force = Q(team=team) & (Q(ends_on=None) | Q(ends_on__gt=on))
    rows = list(Membership.objects.filter(in_force))
    people = {row.person_id for row in rows}
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    if successor is not None:
        there = Membership.objects.filter(team=successor, person__in=people)
        staying = set(
            there.filter(Q(ends_on=None) | Q(ends_on__gt=on)).values_list("person", flat=True)
        )
        Membership.objects.bulk_create(
            [
                Membership(
                    person_id=row.person_id, team=successor, starts_on=on, ends_on=row.ends_on
                )
                for row in rows
                if row.person_id not in staying
            ]
        )
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(ends_on=on)
    Management.objects.filter(in_force).update(ends_on=on)
    ids = sorted(people)
    transaction.on_commit(lambda: signals.people_changed.send_robust(sender=Team, person_ids=ids))
