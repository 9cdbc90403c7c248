"""A person's journal as files: HTML, tagged PDF, JSON. Made when asked for, and kept nowhere."""

import datetime as dt
import functools
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables

from courses.journals import reports, writing
from courses.journals.models import ERASED, Entry, EntryVersion
from courses.journals.services import attachments
from courses.people.models import Person
from courses.people.services import sealing

PAPER = """
@page { size: A4; margin: 2.2cm; @bottom-right { content: counter(page) " / " counter(pages) } }
html { font-family: "Source Serif 4", "DejaVu Serif", serif; font-size: 11pt; line-height: 1.5 }
h1 { font-size: 20pt } h2 { font-size: 15pt; break-after: avoid } h3 { font-size: 11pt }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
article + article { break-before: page }
"""
TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "json": "application/json",
    "zip": "application/zip",
}


@sensitive_variables()
def gather(*, person: Person, only: Entry | None = None) -> list[dict[str, Any]]:
    """Every entry (or one) with every version opened, oldest first. Raises `KeyUnavailable`.

    Two queries for the entries and versions, one for the keys of each record that wrote them.
    """
    rows = Entry.objects.filter(person__in=person.selves, erased_at=None)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    found = list(
        rows.select_related("person", "layout", "attempt__snapshot", "attempt__enrolment__edition")
        .prefetch_related("tags", "discussions__peer", "discussions__answer", "shares__reader")
        .order_by("begun_at", "pk")
    )
    versions = list(
        EntryVersion.objects.filter(entry__in=found).exclude(key_uuid=ERASED).order_by("number")
    )
    texts = _opened(found, versions)
    by_entry: dict[int, list[EntryVersion]] = {entry.pk: [] for entry in found}
    for version in versions:
        by_entry[version.entry_id].append(version)
    gathered = []
    for entry in found:
        gathered.append({**_entry(entry, by_entry[entry.pk], texts), **_others(entry)})
    return gathered


def _others(entry: Entry) -> dict[str, Any]:
    """Whom the entry was shared with and talked over with: names and days, no word of theirs."""
    talks = []
    for talk in entry.discussions.all():
        answer = getattr(talk, "answer", None)
        said = answer.kind if answer is not None else "waiting"
        talks.append({"peer": talk.peer.name, "held_on": talk.held_on, "answer": said})
    shares = []
    for share in entry.shares.all():
        ended = {"until": share.until, "ended_at": share.ended_at}
        shares.append({"reader": share.reader.name, "made_at": share.made_at, **ended})
    return {"discussions": talks, "shares": shares}


@sensitive_variables()
def _opened(found: Sequence[Entry], versions: Sequence[EntryVersion]) -> dict[int, tuple[str, ...]]:
    owners = {entry.pk: entry.person for entry in found}
    texts = {}
    for person in dict.fromkeys(owners.values()):
        own = [version for version in versions if owners[version.entry_id] == person]
        rows = [(version.uuid, bytes(version.sealed), version.key_uuid) for version in own]
        opened = sealing.open_texts(person=person, rows=rows) if rows else []
        for version, packed in zip(own, opened, strict=True):
            texts[version.pk] = writing.unpack(packed)
    return texts


@sensitive_variables()
def _entry(entry: Entry, versions: list[EntryVersion], texts) -> dict[str, Any]:
    headings = [section.heading for section in writing.sections_of(entry.data)]
    all_versions = []
    standing = None
    for version in versions:
        sections = []
        for heading, text in zip(headings, texts[version.pk], strict=False):
            sections.append({"heading": heading, "text": text})
        one = {
            "number": version.number,
            "kind": version.kind,
            "saved_at": version.saved_at,
            "words": version.word_count,
            "sections": sections,
        }
        all_versions.append(one)
        if version.kind != EntryVersion.Kind.ASIDE:
            standing = one
    course = "" if entry.attempt is None else entry.attempt.enrolment.edition.title
    return {
        "id": str(entry.uuid),
        "title": reports.content(entry.data)["title"],
        "course": course,
        "begun_at": entry.begun_at,
        "tags": [tag.label for tag in entry.tags.all()],
        "entry": standing,
        "versions": all_versions,
    }


@sensitive_variables()
def as_file(
    *, kind: str, person: Person, gathered: list[dict[str, Any]], now: dt.datetime
) -> bytes:
    """The gathered entries as a file. JSON holds every version; HTML and PDF the entry itself.

    ZIP holds both, and the attached files; raises `KeyUnavailable` where those can't be opened.
    """
    if kind == "zip":
        return _zip(person, gathered, now)
    if kind == "json":
        data = {"author": person.name, "made_at": now, "entries": gathered}
        return json.dumps(data, ensure_ascii=False, indent=2, default=_plain).encode()
    context = {"person": person, "entries": gathered, "now": now, "language": get_language()}
    html = render_to_string("journals/takeaway.html", context)
    return html.encode() if kind == "html" else _pdf(html)


@sensitive_variables()
def _zip(person: Person, gathered: list[dict[str, Any]], now: dt.datetime) -> bytes:
    """Everything in one archive: a page to read, the data, and each entry's files in a folder."""
    uuids = [entry["id"] for entry in gathered]
    entries = Entry.objects.filter(uuid__in=uuids).select_related("person").order_by("begun_at")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for kind in ("html", "json"):
            data = as_file(kind=kind, person=person, gathered=gathered, now=now)
            packed.writestr(f"journal.{kind}", data)
        for entry in entries.prefetch_related("attachments"):
            rows = list(entry.attachments.all())
            for number, (row, name) in enumerate(attachments.names(rows=rows, entry=entry), 1):
                data = attachments.opened(entry=entry, row=row)
                packed.writestr(f"files/{entry.uuid}/{number} {name}", data)
    return out.getvalue()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@functools.cache
def _fonts():
    # One for the process: each new one leaks memory. Imported late, since it needs pango.
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _nothing(url: str, *args, **kwargs):
    raise ValueError("A journal on paper fetches nothing.")


@sensitive_variables()
def _pdf(html: str) -> bytes:
    from weasyprint import CSS, HTML

    style = CSS(string=PAPER, font_config=_fonts())
    paper = HTML(string=html, url_fetcher=_nothing)
    return paper.write_pdf(stylesheets=[style], font_config=_fonts(), pdf_variant="pdf/ua-1")
