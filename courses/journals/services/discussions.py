"""The handshake of a peer discussion: its author says that it took place, and the peer confirms."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from courses.journals.models import Discussion, DiscussionAnswer, Entry
from courses.people.models import Person

Kind = DiscussionAnswer.Kind


class AlreadyAsked(Exception):
    """The same peer was asked about the same entry and day."""


class AlreadyAnswered(Exception):
    """It has its answer, or was taken back; that stands."""


def ask(*, entry: Entry, peer: Person, held_on: dt.date, now: dt.datetime) -> Discussion:
    """Say that `entry` was talked over with `peer` on a day. Raises `AlreadyAsked`."""
    row = Discussion(entry=entry, peer=peer, held_on=held_on, asked_at=now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise AlreadyAsked from None
    return row


def answer(*, discussion: Discussion, by: Person, kind: str, now: dt.datetime) -> DiscussionAnswer:
    """Confirm it, deny it or take it back, once. Raises `AlreadyAnswered` when another stands.

    Who may give which answer is the caller's to know.
    """
    row = DiscussionAnswer(discussion=discussion, by=by, kind=kind, at=now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        found = DiscussionAnswer.objects.get(discussion=discussion)
        if found.kind != kind:
            raise AlreadyAnswered(found.kind) from None
        return found
    return row


def waiting(*, peer: Person) -> QuerySet[Discussion]:
    """Those a person was asked about and has not answered, newest first."""
    rows = Discussion.objects.filter(peer__in=peer.selves, answer=None)
    return rows.select_related("entry__person").order_by("-asked_at")


def confirmed(*, person: Person, since: dt.date, until: dt.date) -> QuerySet[Discussion]:
    """A person's discussions held from one day to another, both included, that both confirm.

    Each counts as peer reflection, also when its entry was deleted since.
    """
    return Discussion.objects.filter(
        entry__person__in=person.selves,
        answer__kind=Kind.CONFIRMED,
        held_on__range=(since, until),
    )
