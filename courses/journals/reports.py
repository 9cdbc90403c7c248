"""What the journal's pages show, each with a fixed number of queries."""

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from courses.journals import identifying, writing
from courses.journals.forms import EntryForm
from courses.journals.identifying import Piece
from courses.journals.models import ERASED, Code, Entry, EntryVersion, JournalPrompt, Share
from courses.journals.services import entries
from courses.journals.services.entries import KeyUnavailable
from courses.journals.writing import Section
from courses.models import Attempt
from courses.people.models import Person
from courses.people.services import sealing
from courses.places import back_to

A_START = 20  # words; fewer and an entry waits to be gone on with


@dataclass(frozen=True)
class Passage:
    """One section of an entry to read: its heading and what was written below it."""

    heading: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Checked:
    """One section of an entry, cut at what may identify somebody."""

    heading: str
    pieces: list[Piece] = field(repr=False)


@sensitive_variables()
def checked(*, headings: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    """The texts with what may identify somebody marked, and one line for each kind of it."""
    parts, kinds, count = [], {}, 0
    for heading, text in zip(headings, texts, strict=False):
        pieces = identifying.pieces(text)
        for piece in pieces:
            if piece.mark is not None:
                count += 1
                kinds.setdefault((piece.mark.label, piece.mark.instead), []).append(piece.text)
        if text.strip():
            parts.append(Checked(heading, pieces))
    lines = []
    for (label, instead), found in kinds.items():
        lines.append({"label": label, "instead": instead, "found": list(dict.fromkeys(found))})
    return {"parts": parts, "lines": lines, "count": count}


@sensitive_variables()
def checking(*, entry: Entry) -> dict[str, Any]:
    """The check of an entry as it stands, for its author."""
    version = entries.standing(entry=entry)
    found, readable = None, True
    try:
        if version is not None:
            headings = [section.heading for section in sections(entry)]
            found = checked(headings=headings, texts=entries.read(entry=entry, version=version))
    except KeyUnavailable:
        readable = False
    return {**around(entry=entry), "checked": found, "readable": readable}


def my_entries(*, person: Person) -> QuerySet[Entry]:
    """A person's own entries, newest first, with when each was last saved; no text."""
    newest = (
        EntryVersion.objects.filter(entry=OuterRef("pk"))
        .exclude(kind=EntryVersion.Kind.ASIDE)
        .exclude(key_uuid=ERASED)
        .order_by("-number")
    )
    return (
        Entry.objects.filter(person__in=person.selves, erased_at=None)
        .select_related(
            "attempt__edition_activity", "attempt__enrolment__edition", "layout", "person"
        )
        .annotate(
            last_saved_at=Subquery(newest.values("saved_at")[:1]),
            words=Subquery(newest.values("word_count")[:1]),
        )
        .order_by("-begun_at", "-pk")
    )


def unfinished(*, person: Person) -> QuerySet[Entry]:
    """What waits to be gone on with: begun, and empty, short or not finished, where it still can
    be; a course that was left asks for nothing.
    """
    short = Q(words=None) | Q(words__lt=A_START)
    under_way = Q(attempt__state=Attempt.State.OPEN, attempt__enrolment__state="open")
    return my_entries(person=person).filter(
        under_way
        | (short & Q(attempt=None))
        | (short & Q(attempt__state=Attempt.State.FINISHED, attempt__enrolment__state="open"))
    )


def codes() -> list[Code]:
    """Every code with its standards."""
    return list(Code.objects.prefetch_related("standards"))


def versions(*, entry: Entry) -> QuerySet[EntryVersion]:
    """An entry's versions, newest first, without their sealed texts."""
    return entry.versions.exclude(key_uuid=ERASED).defer("sealed").order_by("-number")


def content(data: dict[str, Any]) -> dict[str, Any]:
    """A prompt as its snapshot has it."""
    return {
        "title": data.get("title") or data.get("name", ""),
        "prompt": data.get("prompt", ""),
        "guidance": data.get("guidance", ""),
        "suggested_words": data.get("suggested_words", 0),
    }


def sections(entry: Entry) -> tuple[Section, ...]:
    """The sections that an entry was begun with."""
    return writing.sections_of(entry.data)


@sensitive_variables()
def passages(*, entry: Entry, version: EntryVersion | None) -> list[Passage]:
    """A version to read, section by section; those left empty are left out.

    Raises `KeyUnavailable`.
    """
    if version is None:
        return []
    texts = entries.read(entry=entry, version=version)
    found = []
    # A loop: the frame of a comprehension would show its words in an error report.
    for section, text in zip(sections(entry), texts, strict=False):
        if text.strip():
            found.append(Passage(section.heading, text))
    return found


def page(*, entry: Entry, taken_from: int | None = None) -> dict[str, Any]:
    """A page to write on: the prompt, and a form with the entry so far, or with an older version.

    Where the keys are missing there is no form, so that nothing can be written over what is there.
    """
    current = entries.standing(entry=entry)
    shown = current
    if taken_from is not None:
        kept = entry.versions.exclude(key_uuid=ERASED)
        shown = kept.filter(number=taken_from).first() or current
    form = None
    try:
        if shown is not None:
            form = EntryForm.opened(
                sections=sections(entry),
                texts=entries.read(entry=entry, version=shown),
                version=current.number if current is not None else 0,
            )
        elif sealing.available(person=entry.person):
            form = EntryForm.opened(sections=sections(entry), texts=(), version=0)
    except KeyUnavailable:
        form = None
    return {
        **around(entry=entry),
        "form": form,
        "saved_at": current.saved_at if current is not None else None,
        "words": shown.word_count if shown is not None else 0,
    }


def readers(*, entry: Entry) -> list[Share]:
    """To whom an entry stands open at this moment, besides its author."""
    rows = entry.shares.filter(ended_at=None, until__gt=timezone.now()).select_related("reader")
    return list(rows)


@sensitive_variables()
def _device_key(entry: Entry) -> str:
    """What the page seals unsent words with on its author's device; "" where nothing can be."""
    try:
        key = sealing.device_key(person=entry.person, place=entry.uuid)
    except KeyUnavailable:
        return ""
    return base64.b64encode(key).decode()


@sensitive_variables()
def around(*, entry: Entry) -> dict[str, Any]:
    """What stands around the page: prompt, course, the way back."""
    attempt = entry.attempt
    found = {
        "entry": entry,
        "address": entry.address,
        "content": content(entry.data),
        "is_open": entry.is_open,
        "is_free": attempt is None,
        "readers": readers(entry=entry),
        "device_key": _device_key(entry),
    }
    if attempt is None:
        read = reverse("journals:read", args=[entry.address])
        return {**found, "course_title": "", "back_url": reverse("journals:list"), "read_url": read}
    read = reverse("learn:review", args=[attempt.uuid])
    course_title = attempt.enrolment.edition.title
    return {**found, "course_title": course_title, "back_url": back_to(attempt), "read_url": read}


def reading(*, entry: Entry, version: EntryVersion | None) -> dict[str, Any]:
    """A page to read on: a version's passages, or word that the key is missing."""
    try:
        parts, readable = passages(entry=entry, version=version), True
    except KeyUnavailable:
        parts, readable = [], False
    tags = list(entry.tags.all())
    return {
        **around(entry=entry),
        "version": version,
        "passages": parts,
        "readable": readable,
        "tags": tags,
    }


def review(*, attempt: Attempt) -> dict[str, Any]:
    """The entry of an attempt that has ended, for its author."""
    try:
        entry = entries.own_entry(person=attempt.enrolment.person, attempt=attempt.uuid)
    except Entry.DoesNotExist:
        gone = Entry.objects.get(attempt=attempt)
        return {**around(entry=gone), "erased_at": gone.erased_at}
    return reading(entry=entry, version=entries.standing(entry=entry))


def preview(*, prompt: JournalPrompt) -> dict[str, Any]:
    """The page as a learner would open it; nothing can be sent from it."""
    data = prompt.serializable_data()
    return {
        "content": content(data),
        "form": EntryForm(
            sections=writing.sections_of(data), initial={"version": 0, "page": uuid.UUID(int=0)}
        ),
        "words": 0,
        "is_open": True,
        "is_preview": True,
    }
