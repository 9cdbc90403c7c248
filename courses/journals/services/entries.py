"""Begin, save and finish an entry. Everything saved is a version; nothing is overwritten."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q

from courses.activities import Result
from courses.journals import writing
from courses.journals.models import ERASED, Entry, EntryTag, EntryVersion, JournalTemplate
from courses.journals.writing import Mark, Sheet
from courses.models import Attempt
from courses.people.models import Person
from courses.people.services import sealing
from courses.people.services.sealing import KeyUnavailable
from courses.services import attempts, snapshots

__all__ = [
    "KeyUnavailable",
    "NothingWritten",
    "Overtaken",
    "TooLong",
    "begin",
    "begin_free",
    "finish",
    "marks",
    "own_entry",
    "read",
    "save",
    "standing",
    "tag",
]


class NothingWritten(Exception):
    """There is no word in it yet."""


class TooLong(Exception):
    """More characters than an entry holds (`writing.MAX_CHARACTERS`)."""


class Overtaken(Exception):
    """The page was older than the entry. Its text was kept aside, as `version`."""

    def __init__(self, version: EntryVersion) -> None:
        super().__init__(str(version))
        self.version = version


def begin(*, attempt: Attempt, now: dt.datetime) -> Entry:
    """Lay out the entry of a fresh attempt, without a word in it."""
    return Entry.objects.create(
        person_id=attempt.enrolment.person_id, attempt=attempt, begun_at=now
    )


def begin_free(*, person: Person, template: JournalTemplate, now: dt.datetime) -> Entry:
    """Lay out an entry without a course, on a copy of the template as it stands."""
    layout = snapshots.take(obj=template, now=now)
    return Entry.objects.create(person=person, layout=layout, begun_at=now)


@transaction.atomic
def tag(*, entry: Entry, labels: list[str]) -> None:
    """Tie an entry to these standards and to no others."""
    entry.tags.exclude(label__in=labels).delete()
    rows = [EntryTag(entry=entry, label=label) for label in labels]
    EntryTag.objects.bulk_create(rows, ignore_conflicts=True)


def own_entry(*, person: Person, attempt: uuid.UUID) -> Entry:
    """A person's own entry by its address, with what a page of it needs, in one query.

    Raises `Entry.DoesNotExist` for everyone else's and for what was deleted, which views answer
    with a 404.
    """
    where = Q(attempt__uuid=attempt) | Q(uuid=attempt, attempt=None)
    return Entry.objects.select_related(
        "person",
        "attempt__enrolment__course",
        "attempt__enrolment__edition",
        "attempt__activity",
        "attempt__edition_activity",
        "attempt__snapshot",
        "layout",
    ).get(where, person__in=person.selves, erased_at=None)


def marks(*, entry: Entry) -> list[Mark]:
    """An entry's versions without their texts, oldest first."""
    return [mark for mark, _is_erased in _places(entry)]


def _places(entry: Entry) -> list[tuple[Mark, bool]]:
    """The place of every version, and whether its text was deleted."""
    rows = entry.versions.order_by("number")
    fields = rows.values_list("number", "kind", "page_uuid", "key_uuid")
    return [(Mark(*row[:3]), row[3] == ERASED) for row in fields]


def standing(*, entry: Entry) -> EntryVersion | None:
    """The version that is the entry, or None while nothing is written."""
    kept = entry.versions.exclude(kind=EntryVersion.Kind.ASIDE).exclude(key_uuid=ERASED)
    return kept.order_by("-number").first()


def read(*, entry: Entry, version: EntryVersion) -> tuple[str, ...]:
    """Open a version's texts, in the order of the sections. Raises `KeyUnavailable`."""
    return writing.unpack(
        sealing.open_text(
            person=entry.person,
            row_uuid=version.uuid,
            sealed=bytes(version.sealed),
            key_uuid=version.key_uuid,
        )
    )


def save(*, entry: Entry, sheet: Sheet, now: dt.datetime, by_hand: bool = False) -> EntryVersion:
    """Keep what a page sent as a version, and return it; a text that is the entry makes none.

    Raises `Overtaken` (after keeping the text aside, so call it outside a transaction that the
    error would undo), `NothingWritten` while there is no word to keep, `TooLong`, `KeyUnavailable`.
    """
    kind = EntryVersion.Kind.SAVED if by_hand else EntryVersion.Kind.AUTOSAVE
    with transaction.atomic():
        version = _keep(entry, sheet, kind, now)
    return _not_aside(version)


def finish(*, entry: Entry, sheet: Sheet, now: dt.datetime) -> EntryVersion:
    """Keep what a page sent and end the attempt: any written word completes it.

    A second click, or a page from before the end, adds a version at most: the completion stays as
    it was. Raises what `save` raises, and then the attempt is as it was.
    """
    if writing.is_blank(sheet.texts):
        raise NothingWritten(str(entry.uuid))
    with transaction.atomic():
        version = _keep(entry, sheet, EntryVersion.Kind.SAVED, now)
        if version.kind != EntryVersion.Kind.ASIDE:
            _end(entry, now)
    return _not_aside(version)


def _end(entry: Entry, now: dt.datetime) -> None:
    if entry.attempt is None:
        return  # nobody waits for a free entry
    result = Result(passed=True, evidence={"entry": str(entry.uuid)})
    try:
        attempts.finish(attempt=entry.attempt, result=result, now=now)
    except attempts.AlreadyFinished:
        return  # the words are kept as a further version


def _not_aside(version: EntryVersion) -> EntryVersion:
    if version.kind == EntryVersion.Kind.ASIDE:
        raise Overtaken(version)
    return version


def _keep(entry: Entry, sheet: Sheet, kind: str, now: dt.datetime) -> EntryVersion:
    """Write the version, unless the same text is there; the entry's lock puts pages in order."""
    if writing.characters(sheet.texts) > writing.MAX_CHARACTERS:
        raise TooLong(str(entry.uuid))
    Entry.objects.select_for_update().get(pk=entry.pk)
    places = _places(entry)
    known = [mark for mark, is_erased in places if not is_erased]
    if not known and writing.is_blank(sheet.texts):
        raise NothingWritten(str(entry.uuid))
    current = standing(entry=entry)
    if current is not None and read(entry=entry, version=current) == sheet.texts:
        return current
    if writing.is_overtaken(known, sheet):
        kind = EntryVersion.Kind.ASIDE
        aside = entry.versions.filter(kind=kind).exclude(key_uuid=ERASED)
        last = aside.order_by("-number").first()
        if last is not None and read(entry=entry, version=last) == sheet.texts:
            return last
    number = writing.next_number([mark for mark, _is_erased in places])
    return _insert(entry, sheet, kind, number, now)


def _insert(entry: Entry, sheet: Sheet, kind: str, number: int, now: dt.datetime) -> EntryVersion:
    version = EntryVersion(
        entry=entry,
        number=number,
        kind=kind,
        word_count=writing.words(sheet.texts),
        page_uuid=sheet.page,
        saved_at=now,
    )
    version.sealed, version.key_uuid = sealing.seal_text(
        person=entry.person, row_uuid=version.uuid, text=writing.pack(sheet.texts), now=now
    )
    version.save()
    return version
