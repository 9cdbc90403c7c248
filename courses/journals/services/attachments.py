"""Attach a file to an entry, open it, and take it away again: its author, and nobody else."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from courses.journals.files import MOST_FILES, Kept
from courses.journals.models import Attachment, Entry
from courses.people.services import sealing


class Full(Exception):
    """The entry holds as many files as it may (`files.MOST_FILES`)."""


@sensitive_variables()
def attach(*, entry: Entry, kept: Kept, page: uuid.UUID, now: dt.datetime) -> None:
    """Seal a file into the database; the same page sent twice makes one row.

    Raises `Full`, and `sealing.KeyUnavailable`.
    """
    with transaction.atomic():
        held = (
            Entry.objects.select_for_update(of=("self",)).select_related("person").get(pk=entry.pk)
        )
        if held.attachments.filter(page_uuid=page).exists():
            return
        if held.attachments.count() >= MOST_FILES:
            raise Full
        row = Attachment(
            entry=held, kind=kept.kind, size=len(kept.data), page_uuid=page, added_at=now
        )
        row.sealed, row.key_uuid = sealing.seal_bytes(
            person=held.person, row_uuid=row.uuid, data=kept.data, now=now
        )
        row.sealed_name, _key = sealing.seal_bytes(
            person=held.person, row_uuid=row.name_uuid, data=kept.name.encode(), now=now
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return


@sensitive_variables()
def named(*, entry: Entry) -> list[tuple[Attachment, str]]:
    """An entry's files without their bytes, each with its name; two queries.

    Raises `sealing.KeyUnavailable`.
    """
    return names(rows=list(entry.attachments.defer("sealed")), entry=entry)


@sensitive_variables()
def names(*, rows: Sequence[Attachment], entry: Entry) -> list[tuple[Attachment, str]]:
    """Rows of one entry with their names opened, by one query for the keys."""
    sealed = [(row.name_uuid, bytes(row.sealed_name), row.key_uuid) for row in rows]
    opened = sealing.open_texts(person=entry.person, rows=sealed) if sealed else []
    return list(zip(rows, opened, strict=True))


@sensitive_variables()
def opened(*, entry: Entry, row: Attachment) -> bytes:
    """The bytes of a file. Raises `sealing.KeyUnavailable`."""
    return sealing.open_bytes(
        person=entry.person, row_uuid=row.uuid, sealed=bytes(row.sealed), key_uuid=row.key_uuid
    )


def detach(*, row: Attachment) -> None:
    """Take a file out of the database for good."""
    row.delete()
