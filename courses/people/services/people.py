"""Add people and change what is known of them: names, numbers, roles, teams, logins."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from courses.people import signals
from courses.people.models import Management, Membership, Organisation, Person, Team, User
from courses.people.models.person import sort_name_of
from courses.people.services import logins, roles


class ExternalIdTaken(Exception):
    """Another person of the organisation has this external id."""


class OwnRoles(Exception):
    """Nobody changes their own roles, ends their own work here or closes their own login: a
    colleague does.
    """


class DatesCross(Exception):
    """It would end before it starts, or overlap another membership or management of the team."""


class TeamEnded(DatesCross):
    """The team ends before that."""


FIELDS = (
    "name", "sort_name", "external_id", "profession", "job_code", "own_time_zone",
    "preferred_language", "hired_on", "left_on",
)  # fmt: skip


@transaction.atomic
def add_person(
    *,
    organisation: Organisation,
    facts: dict[str, Any],
    roles_: Iterable[str] = ("learner",),
    team: Team | None = None,
    email: str = "",
    now: dt.datetime,
) -> Person:
    """Add a person, with or without team and login; `facts` are values of `FIELDS`.

    With an e-mail address they are invited. Raises `ExternalIdTaken`, `logins.EmailTaken`, or
    `ValueError` for a team of another organisation.
    """
    person = Person(
        organisation=organisation, **{name: facts[name] for name in FIELDS if name in facts}
    )
    _save(person)
    roles.set_roles(person=person, roles=roles_)
    if team is not None:
        move(person=person, team=team, on=person.hired_on or person.today(now))
    if email:
        invite(person=person, email=email)
    return person


@transaction.atomic
def change_person(*, actor: Person | None, person: Person, facts: dict[str, Any]) -> Person:
    """Change what is known of a person. A name already printed on a certificate stays as printed.

    `sort_name` follows the name unless it was set by hand. `actor` is None for an import. Raises
    `ExternalIdTaken`, and `OwnRoles` for an actor's own last day, which would end their roles.
    """
    is_own = actor is not None and actor.pk == person.pk
    if is_own and facts.get("left_on", person.left_on) != person.left_on:
        raise OwnRoles(str(person.uuid))
    follows = person.sort_name == sort_name_of(person.name)
    for name in FIELDS:
        if name in facts:
            setattr(person, name, facts[name])
    if (follows and "sort_name" not in facts) or not person.sort_name:
        person.sort_name = sort_name_of(person.name)
    _save(person)
    return person


def _save(person: Person) -> None:
    """Save, with the constraint on the external id told apart from any other."""
    if person.external_id and person.pk:
        # The number of a duplicate that was merged into this person is theirs to take.
        Person.objects.filter(merged_into=person, external_id=person.external_id).update(
            external_id=""
        )
    taken = Person.objects.filter(
        organisation=person.organisation, external_id=person.external_id
    ).exclude(pk=person.pk)
    if person.external_id and taken.exists():
        raise ExternalIdTaken(person.external_id)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # a colleague was quicker
        if taken.exists():
            raise ExternalIdTaken(person.external_id) from error
        raise
    _announce(person.pk)


def _announce(person_id: int) -> None:
    transaction.on_commit(
        lambda: signals.people_changed.send_robust(sender=Person, person_ids=[person_id])
    )


def change_roles(*, actor: Person, person: Person, roles_: Iterable[str]) -> Person:
    """Make these the roles of a person. Raises `OwnRoles`: so the last administrator can't be
    lost.
    """
    if actor.pk == person.pk and set(roles_) != set(person.roles):
        raise OwnRoles(str(person.uuid))
    return roles.set_roles(person=person, roles=roles_)


@transaction.atomic
def invite(*, person: Person, email: str) -> User:
    """Give a person a login and send them the address at which to choose a password.

    Mail leaves once the login is committed; logins that they had hear of it too. Whoever signs in
    reads what is private in the record, so one login must be shut before another is made. Raises
    `logins.EmailTaken`, or `logins.HasLogin` with the address that is open.
    """
    opened = User.objects.filter(person=person, is_active=True).order_by("pk").first()
    if opened is not None and opened.email != email.strip().lower():
        raise logins.HasLogin(opened.email)
    user = logins.create_login(person=person, email=email)
    transaction.on_commit(lambda: logins.send_invitation(user=user))
    transaction.on_commit(lambda: logins.tell_of_another(user=user), robust=True)
    return user


@transaction.atomic
def ensure_administrator(
    *, organisation: Organisation, user: User | None, email: str, name: str, now: dt.datetime
) -> User:
    """Make the person of a login, or a new person with this address, an administrator who can sign
    in. For the command line alone: in the browser administrators make one another.
    """
    if user is None:
        person = Person(organisation=organisation, name=name)
        _save(person)
        user = logins.create_login(person=person, email=email)
    person = user.person
    if person.has_left(person.today(now)):
        change_person(actor=None, person=person, facts={"left_on": None})
    open_login(user=user)
    roles.set_roles(person=person, roles={*person.roles, "administrator"})
    return user


def close_login(*, actor: Person, user: User) -> User:
    """Shut a login: nobody signs in with it, and open sessions end. The person and all theirs stay.

    Raises `OwnRoles`.
    """
    if user.person_id == actor.pk:
        raise OwnRoles(user.email)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    return user


def open_login(*, user: User) -> User:
    """Let a login that was shut sign in again, with the password it had."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    return user


@transaction.atomic
def move(*, person: Person, team: Team, on: dt.date, keep_others: bool = False) -> Membership:
    """Make a person a member of `team` from `on`: the memberships in force end that day.

    With `keep_others` they go on beside it. Someone who is a member already stays so, as before.
    Raises `DatesCross` when one of them began after `on`, and `ValueError` for another
    organisation's team.
    """
    if team.organisation_id != person.organisation_id:
        raise ValueError("A team of another organisation")
    if team.ended_on is not None:
        raise TeamEnded(team.ended_on.isoformat())
    Person.objects.select_for_update().get(
        pk=person.pk
    )  # two moves at once come one after the other
    in_force = list(Membership.objects.filter(person=person, ends_on__isnull=True))
    staying = next((row for row in in_force if row.team_id == team.pk), None)
    for row in in_force:
        if row is not staying and not keep_others:
            end(row=row, on=on)
    _announce(person.pk)
    return staying or Membership.objects.create(person=person, team=team, starts_on=on)


def end(*, row: Membership | Management, on: dt.date) -> Membership | Management:
    """End a membership or management: `on` is the first day on which it no longer holds.

    Raises `DatesCross` for a day before it began.
    """
    if on < row.starts_on:
        raise DatesCross(row.starts_on.isoformat())
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    _announce(row.person_id)
    return row


@transaction.atomic
def let_manage(
    *,
    person: Person,
    team: Team,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> Management:
    """Let a person manage a team, or deputise for its manager, between two dates.

    The role “manager” opens the pages; this says whose people they show. Raises `DatesCross` when
    it ends before it starts or runs beside another of the same team, and `ValueError` for a team
    of another organisation.
    """
    if team.organisation_id != person.organisation_id:
        raise ValueError("A team of another organisation")
    row = Management(person=person, team=team, kind=kind, starts_on=starts_on, ends_on=ends_on)
    return _keep(row)


@transaction.atomic
def let_belong(
    *, person: Person, team: Team, starts_on: dt.date, ends_on: dt.date | None = None
) -> Membership:
    """Let a person belong to a team between two dates, beside whatever other team they are in.

    Raises `DatesCross` when it ends before it starts or runs beside another of the same team,
    `TeamEnded` when the team ends before it does, and `ValueError` for a team of another
    organisation.
    """
    if team.organisation_id != person.organisation_id:
        raise ValueError("A team of another organisation")
    return _keep(Membership(person=person, team=team, starts_on=starts_on, ends_on=ends_on))


@transaction.atomic
def change_dates(
    *, row: Membership | Management, starts_on: dt.date, ends_on: dt.date | None
) -> Any:
    """Put the dates of a membership or management right. Raises `DatesCross` and `TeamEnded`."""
    row.starts_on, row.ends_on = starts_on, ends_on
    return _keep(row)


def _keep(row: Any) -> Any:
    """Save a dated row, unless its dates cross each other, the team's end or another row."""
    starts_on, ends_on, team = row.starts_on, row.ends_on, row.team
    if ends_on is not None and ends_on < starts_on:
        raise DatesCross(starts_on.isoformat())
    if team.ended_on is not None and (ends_on is None or ends_on > team.ended_on):
        raise TeamEnded(team.ended_on.isoformat())
    Person.objects.select_for_update().get(pk=row.person_id)  # two at once, one after the other
    others = type(row)._default_manager.filter(person=row.person_id, team=team).exclude(pk=row.pk)
    for other in others:
        ends_before = other.ends_on is not None and other.ends_on <= starts_on
        begins_after = ends_on is not None and ends_on <= other.starts_on
        if not ends_before and not begins_after:
            raise DatesCross(other.starts_on.isoformat())
    row.save()
    _announce(row.person_id)
    return row
