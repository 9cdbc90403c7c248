"""Merge two records of one human being: one is kept, the other leads to it from then on."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from courses.people import signals
from courses.people.models import Management, Membership, Merge, Person, User
from courses.people.models.person import ROLES
from courses.people.services import logins, roles

# Taken over from the merged person where the kept one has nothing.
FILLED = ("external_id", "profession", "job_code", "own_time_zone", "preferred_language")


class NotAnAdministrator(Exception):
    """Only an administrator at work merges people, and only those of their own organisation."""


class OwnRecord(Exception):
    """Nobody merges their own record, and so opens another's texts: a colleague does."""


class SamePerson(Exception):
    """A person can't be merged into themself."""


class AlreadyMerged(Exception):
    """One of the two was merged into somebody before; `args[0]` is that one's uuid."""


@dataclass(frozen=True)
class Plan:
    """What merging would do, to be shown before and done after."""

    facts: dict[str, Any] = field(default_factory=dict)  # what the kept person takes over
    roles: tuple[str, ...] = ()  # the kept person's afterwards
    moving: tuple[User, ...] = ()  # logins that go to the kept person and stay open
    shutting: tuple[User, ...] = ()  # logins that go to the kept person and are shut


def plan(*, kept: Person, merged: Person, on: dt.date) -> Plan:
    """What of `merged` goes to `kept` (two queries).

    The kept person's own facts and logins win; roles add up, unless the merged one has left: then
    theirs had ended.
    """
    facts = {
        name: getattr(merged, name)
        for name in FILLED
        if not getattr(kept, name) and getattr(merged, name)
    }
    if kept.hired_on is None and merged.hired_on is not None and merged.hired_on <= on:
        facts["hired_on"] = merged.hired_on  # a later day would take a person at work out of post
    held = set(kept.roles) | (set() if merged.has_left(on) else set(merged.roles))
    has_login = any(user.is_active for user in kept.users.all())
    theirs = tuple(merged.users.order_by("email"))
    return Plan(
        facts=facts,
        roles=tuple(role for role in ROLES if role in held),
        moving=tuple(user for user in theirs if user.is_active and not has_login),
        shutting=tuple(user for user in theirs if not user.is_active or has_login),
    )


@transaction.atomic
def merge_people(
    *, kept: Person, merged: Person, actor: Person, reason: str, now: dt.datetime
) -> Merge:
    """Find `merged` to be the same human being as `kept`.

    Evidence stays with the row that earned it; `Person.selves` finds it for the kept person.
    Logins, memberships and managements go over, those of one team at one time as one. Nothing takes
    it back. Done twice, it gives the one row. Raises `NotAnAdministrator`, `OwnRecord`,
    `SamePerson` or `AlreadyMerged`.
    """
    _refuse(kept, merged, actor, now)
    # Both in one order, so that two merges of the same people never wait for each other.
    locked = {
        person.pk: person
        for person in Person.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk__in=[kept.pk, merged.pk])
        .order_by("pk")
    }
    kept, merged = locked[kept.pk], locked[merged.pk]
    if merged.merged_into_id is not None:
        earlier = Merge.objects.filter(merged=merged, kept=kept).first()
        if earlier is not None:
            return earlier
        raise AlreadyMerged(str(merged.uuid))
    if kept.merged_into_id is not None:
        raise AlreadyMerged(str(kept.uuid))
    row = Merge.objects.create(
        merged=merged, kept=kept, actor=actor, reason=reason.strip()[:300], merged_at=now
    )
    _carry_out(plan(kept=kept, merged=merged, on=merged.today(now)), kept, merged)
    ids = [kept.pk, merged.pk]
    transaction.on_commit(lambda: logins.tell_of_merge(merge=row), robust=True)
    transaction.on_commit(lambda: signals.people_merged.send_robust(sender=Merge, merge_id=row.pk))
    transaction.on_commit(lambda: signals.people_changed.send_robust(sender=Person, person_ids=ids))
    return row


def _refuse(kept: Person, merged: Person, actor: Person, now: dt.datetime) -> None:
    at_work = not actor.has_left(actor.today(now))
    organisations = {kept.organisation_id, merged.organisation_id, actor.organisation_id}
    if not actor.is_administrator or not at_work or len(organisations) > 1:
        raise NotAnAdministrator(str(actor.uuid))
    if kept.pk == merged.pk:
        raise SamePerson(str(kept.uuid))
    if actor.pk in (kept.pk, merged.pk):
        raise OwnRecord(str(actor.uuid))


def _carry_out(found: Plan, kept: Person, merged: Person) -> None:
    # Whoever was merged into this one before leads straight to the last: never a chain, no loop.
    Person.objects.filter(merged_into=merged).update(merged_into=kept)
    merged.merged_into = kept
    if "external_id" in found.facts:
        merged.external_id = ""  # it names one person
    merged.save(update_fields=["merged_into", "external_id"])
    for name, value in found.facts.items():
        setattr(kept, name, value)
    kept.save(update_fields=[*FILLED, "hired_on"])
    User.objects.filter(pk__in=[user.pk for user in found.shutting]).update(is_active=False)
    User.objects.filter(person=merged).update(person=kept)
    roles.set_roles(person=kept, roles=found.roles)
    _unite(Membership, kept, merged)
    _unite(Management, kept, merged)


def _unite(model: type[Membership] | type[Management], kept: Person, merged: Person) -> None:
    """Give the kept person the other's rows; those that meet or overlap in one team become one."""
    by_place: dict[tuple[int, str], list[list[Any]]] = defaultdict(list)
    rows = model._default_manager.filter(person__in=[kept, merged]).order_by("starts_on", "pk")
    for row in rows:
        spans = by_place[row.team_id, getattr(row, "kind", "")]
        if spans and _reaches(spans[-1], row.starts_on):
            spans[-1].append(row)
        else:
            spans.append([row])
    for first, *others in (span for spans in by_place.values() for span in spans):
        ends = [row.ends_on for row in (first, *others)]
        for row in others:  # first, since one open row of a team is all that a person may have
            row.delete()
        first.person = kept
        first.ends_on = None if None in ends else max(ends)
        first.save(update_fields=["person", "ends_on"])


def _reaches(span: list[Any], day: dt.date) -> bool:
    return any(row.ends_on is None or day <= row.ends_on for row in span)
