"""Delete an entry for good. What it counted for stays: that something was written, and when."""

import datetime as dt

from django.db.models import QuerySet

from courses.journals.models import ERASED, Entry, EntryVersion
from courses.journals.services import sharing
from courses.services import purging


def erase(*, entry: Entry, now: dt.datetime) -> None:
    """Take every text of an entry out of the database, with its key's id, its tags and its files.

    What was said about it to those it was shared with goes too, and they have no page of it.
    The versions' rows stay with their numbers, times and word counts. An entry whose attempt is
    still under way begins again on an empty page; any other is closed, and no page leads to it.
    Doing it twice does it once.
    """
    with purging.allowed(reason="journal entry erased by its author"):
        held = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        # The model refuses, as it must for everybody else; this is the one exception.
        kept = EntryVersion.objects.filter(entry=held).exclude(key_uuid=ERASED)
        QuerySet.update(kept, sealed=b"", key_uuid=ERASED)
        held.tags.all().delete()
        held.attachments.all().delete()
        sharing.forget(entry=held, now=now)
        if held.erased_at is None and (entry.is_free or not entry.is_open):
            held.erased_at = now
            held.save(update_fields=["erased_at"])
