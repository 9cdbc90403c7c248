"""Which format a file is in: asked for by name, or told from its first bytes and its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from courses.bounds import ZIP, Archive, guarded, limited
from courses.faults import ImportFault
from courses.quizzes.exchange.formats import (
    aiken,
    gift,
    giftwriting,
    moodle,
    moodlewriting,
    qti,
    qtiwriting,
    sheet,
    sheetwriting,
)
from courses.quizzes.exchange.formats.reading import Reading, decoded
from courses.quizzes.exchange.formats.writing import Written
from courses.quizzes.exchange.items import Item

Reader = Callable[[bytes, str], Reading]
Writer = Callable[[Iterable[Item]], Written]


@dataclass(frozen=True)
class Format:
    """A format in which questions come in and go out."""

    slug: str
    label: str
    endings: tuple[str, ...]
    read: Reader
    write: Writer


FORMATS: dict[str, Format] = {
    form.slug: form
    for form in (
        Format("moodle", "Moodle XML", (".xml",), moodle.read, moodlewriting.write),
        Format("gift", "GIFT", (".gift", ".txt"), gift.read, giftwriting.write),
        Format("aiken", "Aiken", (".txt",), aiken.read, aiken.write),
        Format("csv", "Sheet as CSV", (".csv", ".tsv"), sheet.from_csv, sheetwriting.write_csv),
        Format("qti22", "QTI 2.2", (".zip", ".xml"), qti.read, qtiwriting.write_22),
        Format("qti3", "QTI 3.0", (".zip", ".xml"), qti.read, qtiwriting.write_30),
        Format("xlsx", "Workbook", (".xlsx",), sheet.from_xlsx, sheetwriting.write_xlsx),
    )
}
LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("moodle", moodle.looks_like_moodle),
    ("csv", sheet.looks_like_sheet),
    ("aiken", aiken.looks_like_aiken),
    ("gift", gift.looks_like_gift),
)


def sniff(data: bytes, name: str = "") -> str:
    """The format of a file; raises `ImportFault` when it is none that is known."""
    if data.startswith(ZIP):
        return _archive(Archive(data))
    text = decoded(data)[0]
    for slug, looks in LOOKS:
        if looks(text):
            return slug
    if qti.looks_like_qti(text):
        return "qti3" if "<qti-" in text else "qti22"
    lowered = name.lower()
    for slug in ("csv", "gift"):
        if lowered.endswith(FORMATS[slug].endings):
            return slug
    raise ImportFault(
        "the format of this file isn’t known here", mend="Say which it is: " + ", ".join(FORMATS)
    )


def _archive(archive: Archive) -> str:
    if archive.find("xl/workbook.xml"):
        return "xlsx"
    manifest = archive.find("imsmanifest.xml")
    if manifest:
        return "qti3" if b"v3p0" in archive.read(manifest) else "qti22"
    if any(name.lower().endswith(".xml") for name in archive.names):
        return "qti22"
    raise ImportFault(
        "there is nothing in this zip that is known here", mend="Say which format it is"
    )


def read(data: bytes, name: str = "", form: str = "") -> tuple[str, Reading]:
    """The format of a file and what it holds, or `ImportFault`. Nothing is written anywhere."""
    limited(data)
    if form and form not in FORMATS:
        raise ImportFault(f"there is no format “{form}”", mend="Use one of: " + ", ".join(FORMATS))
    chosen = form or sniff(data, name)
    found: Reading = guarded(lambda: FORMATS[chosen].read(data, name))
    if not found.items:
        raise ImportFault(
            f"there is no question in it, read as {FORMATS[chosen].label}",
            mend="Say which format it is, if it is another",
        )
    return chosen, found
