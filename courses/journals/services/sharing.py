"""Open one entry to one named person for a time, and close it again. Every step is logged."""

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from courses.journals.models import ERASED, Entry, Share, ShareComment, ShareEvent
from courses.journals.services import entries
from courses.people.models import Person, User
from courses.people.services import sealing
from courses.people.services.sealing import KeyUnavailable
from courses.services import purging

MOST_READERS = 10
MOST_COMMENTS = 200
MOST_CHARACTERS = 5_000
# Opening a page again within this time is the same visit, for the log.
VISIT = dt.timedelta(minutes=15)

# What a page of a share needs beside it.
_AROUND = (
    "entry__person",
    "entry__layout",
    "entry__attempt__edition_activity",
    "entry__attempt__snapshot",
    "version",
    "reader",
)

__all__ = [
    "KeyUnavailable",
    "NotShared",
    "Unknown",
    "comments_of",
    "end",
    "find",
    "give",
    "own_share",
    "say",
    "seen",
    "take_back",
    "visible",
]


class Unknown(Exception):
    """Nobody who can be shared with has this address; `own` says that it is the asker's."""

    def __init__(self, *, own: bool = False) -> None:
        super().__init__("own" if own else "unknown")
        self.own = own


class NotShared(Exception):
    """It cannot be shared, or said: `reason` is "empty", "readers", "closed" or "comments"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def find(*, asker: Person, email: str) -> Person:
    """The colleague who signs in with this address. Raises `Unknown`.

    Somebody in the same organisation, at work, whose login is open; never the asker.
    """
    logins = User.objects.filter(email__iexact=email.strip(), is_active=True)
    user = logins.select_related("person__merged_into", "person__organisation").first()
    found = user.person.as_now if user else None
    if found is None or found.organisation_id != asker.organisation_id:
        raise Unknown
    if found.pk == asker.as_now.pk:
        raise Unknown(own=True)
    if not found.is_at_work:
        raise Unknown
    return found


@transaction.atomic
def give(
    *, entry: Entry, author: Person, reader: Person, until: dt.datetime, now: dt.datetime
) -> Share:
    """Open the entry as it stands to `reader` until an instant; doing it again renews it.

    Raises `NotShared` while nothing is written, or with as many readers as an entry may have.
    """
    Entry.objects.select_for_update().get(pk=entry.pk)
    version = entries.standing(entry=entry)
    if version is None or entry.erased_at is not None:
        raise NotShared("empty")
    held = entry.shares.filter(ended_at=None)
    share = held.filter(reader=reader).first()
    if share is not None:
        kind = ShareEvent.Kind.RENEWED if now < share.until else ShareEvent.Kind.SHARED
        share.version, share.until, share.made_at = version, until, now
        share.save(update_fields=["version", "until", "made_at"])
    elif held.filter(until__gt=now).count() >= MOST_READERS:
        raise NotShared("readers")
    else:
        kind = ShareEvent.Kind.SHARED
        share = Share.objects.create(
            entry=entry, version=version, reader=reader, made_at=now, until=until
        )
    _note(share, author, kind, now)
    return share


@transaction.atomic
def end(*, share: Share, by: Person, now: dt.datetime) -> None:
    """Close it: the reader's page is gone from now on. Twice does it once."""
    held = Share.objects.select_for_update().get(pk=share.pk)
    if held.ended_at is None:
        held.ended_at = now
        held.save(update_fields=["ended_at"])
        _note(held, by, ShareEvent.Kind.ENDED, now)


def visible(*, person: Person, now: dt.datetime) -> QuerySet[Share]:
    """The shares that stand open to a person at this instant, newest first.

    Who has left the organisation reads nobody's entry.
    """
    rows = Share.objects.filter(
        reader__in=person.selves, ended_at=None, until__gt=now, entry__erased_at=None
    ).select_related(*_AROUND)
    return rows if person.is_at_work else rows.none()


def own_share(*, author: Person, uuid: uuid.UUID) -> Share | None:
    """A share of one's own entry, also when it has ended; None for everyone else's."""
    rows = Share.objects.filter(entry__person__in=author.selves, entry__erased_at=None, uuid=uuid)
    return rows.select_related(*_AROUND).first()


def seen(*, share: Share, by: Person, now: dt.datetime) -> None:
    """Note in the log that the reader opened it; one visit is one line."""
    last = share.events.filter(kind=ShareEvent.Kind.OPENED, by=by).first()
    if last is None or now - last.at > VISIT:
        _note(share, by, ShareEvent.Kind.OPENED, now)


def _note(share: Share, by: Person, kind: str, now: dt.datetime) -> None:
    ShareEvent.objects.create(share=share, by=by, kind=kind, at=now)


@sensitive_variables("text")
def say(*, share: Share, writer: Person, text: str, page: uuid.UUID, now: dt.datetime) -> None:
    """Keep a comment, sealed under its writer's key; the same page sent twice makes one.

    Raises `NotShared` when the share is closed or full, and `KeyUnavailable`.
    """
    with transaction.atomic():
        held = (
            Share.objects.select_for_update(of=("self",)).select_related("entry").get(pk=share.pk)
        )
        if not held.is_open(now):
            raise NotShared("closed")
        if held.comments.count() >= MOST_COMMENTS:
            raise NotShared("comments")
        comment = ShareComment(share=held, writer=writer, page_uuid=page, said_at=now)
        comment.sealed, comment.key_uuid = sealing.seal_text(
            person=writer, row_uuid=comment.uuid, text=text, now=now
        )
        try:
            with transaction.atomic():
                comment.save()
        except IntegrityError:
            return
        _note(held, writer, ShareEvent.Kind.SAID, now)


def take_back(*, comment: ShareComment, now: dt.datetime) -> None:
    """Take a comment's words out of the database; that something was said stays."""
    with purging.allowed(reason="comment taken back by its writer"):
        rows = ShareComment.objects.filter(pk=comment.pk).exclude(key_uuid=ERASED)
        if QuerySet.update(rows, sealed=b"", key_uuid=ERASED):
            _note(comment.share, comment.writer, ShareEvent.Kind.TAKEN_BACK, now)


@sensitive_variables()
def comments_of(*, share: Share) -> list[dict[str, Any]]:
    """What was said, oldest first, opened: one query, and one for the keys of each writer.

    `text` is None where the words were taken back or their writer's key is gone.
    """
    found = []
    rows = list(share.comments.select_related("writer"))
    texts: dict[int, str] = {}
    for writer in dict.fromkeys(row.writer for row in rows):
        own = [row for row in rows if row.writer == writer and row.key_uuid != ERASED]
        sealed = [(row.uuid, bytes(row.sealed), row.key_uuid) for row in own]
        try:
            opened = sealing.open_texts(person=writer, rows=sealed) if sealed else []
        except KeyUnavailable:
            continue
        texts.update(zip([row.pk for row in own], opened, strict=True))
    for row in rows:
        found.append({"row": row, "text": texts.get(row.pk), "gone": row.key_uuid == ERASED})
    return found


def forget(*, entry: Entry, now: dt.datetime) -> None:
    """Within an erasure: take the words said about an entry out, and close its shares."""
    for share in entry.shares.filter(ended_at=None):
        end(share=share, by=entry.person, now=now)
    said = ShareComment.objects.filter(share__entry=entry).exclude(key_uuid=ERASED)
    QuerySet.update(said, sealed=b"", key_uuid=ERASED)
