"""What the pages of shared entries and discussions show, each with a fixed number of queries."""

import datetime as dt
from typing import Any

from django.views.decorators.debug import sensitive_variables

from courses.journals import identifying, reports
from courses.journals.models import Discussion, DiscussionAnswer, Entry, Share
from courses.journals.services import discussions, entries, sharing
from courses.people.models import Person

LOG_LINES = 50
Kind = DiscussionAnswer.Kind
# Which answers each of the two may give.
ANSWERS = {
    "peer": {str(Kind.CONFIRMED), str(Kind.DENIED)},
    "author": {str(Kind.WITHDRAWN)},
}


def of_entry(*, entry: Entry, now: dt.datetime) -> dict[str, Any]:
    """An entry's open and ended shares and their log, for its author."""
    shares = list(entry.shares.select_related("reader"))
    for share in shares:
        share.entry = entry  # `is_open` asks it whether it was erased
    events = _log(entry)
    return {
        **reports.around(entry=entry),
        "open_shares": [share for share in shares if share.is_open(now)],
        "ended_shares": [share for share in shares if not share.is_open(now)],
        "events": events[:LOG_LINES],
        "has_more_events": len(events) > LOG_LINES,
        "count": _identifying(entry),
    }


def _log(entry: Entry):
    from courses.journals.models import ShareEvent

    rows = ShareEvent.objects.filter(share__entry=entry).select_related("by", "share__reader")
    return list(rows[: LOG_LINES + 1])


@sensitive_variables()
def _identifying(entry: Entry) -> int | None:
    """How many details of the entry may identify somebody; None while it cannot be read."""
    version = entries.standing(entry=entry)
    if version is None:
        return None
    try:
        return identifying.count(entries.read(entry=entry, version=version))
    except entries.KeyUnavailable:
        return None


@sensitive_variables()
def reading(*, share: Share, person: Person, now: dt.datetime) -> dict[str, Any]:
    """A shared entry and what was said about it."""
    try:
        passages, readable = reports.passages(entry=share.entry, version=share.version), True
    except entries.KeyUnavailable:
        passages, readable = [], False
    mine = {row["pk"] for row in person.selves}
    said = sharing.comments_of(share=share)
    for line in said:
        line["mine"] = line["row"].writer_id in mine
    return {
        "share": share,
        "title": share.entry.title,
        "passages": passages,
        "readable": readable,
        "comments": said,
        "is_author": share.entry.person_id in mine,
        "is_open": share.is_open(now),
    }


def asked_of(*, person: Person) -> list[Discussion]:
    """The discussions that a person is asked to confirm."""
    return list(discussions.waiting(peer=person)[:20])


def talks_of(*, entry: Entry) -> dict[str, Any]:
    """An entry's discussions with their answers, for its author."""
    rows = entry.discussions.select_related("peer", "answer")
    return {**reports.around(entry=entry), "talks": list(rows)}


def part_in(discussion: Discussion, person: Person) -> str | None:
    """Whether a person is its "author" or its "peer"; None for everyone else."""
    mine = {row["pk"] for row in person.selves}
    if discussion.entry.person_id in mine:
        return "author"
    return "peer" if discussion.peer_id in mine else None
