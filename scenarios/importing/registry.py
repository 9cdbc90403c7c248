"""Which reader a file needs: asked for by name, or told from its first bytes and its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.graph import Graph
from scenarios.importing import (
    docx,
    h5p,
    ink,
    mvp,
    native,
    openlabyrinth,
    oppia,
    outline,
    sheets,
    twine,
)
from scenarios.importing.bounds import ZIP, Archive, guarded, limited, text_of
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Report
from scenarios.importing.inktext import looks_like_ink
from scenarios.importing.twee import looks_like_twee, looks_like_twine

Reader = Callable[[bytes, str], tuple[Graph, Report]]


@dataclass(frozen=True)
class Format:
    """A format that can be brought in."""

    slug: str
    label: str
    endings: tuple[str, ...]
    read: Reader


FORMATS: dict[str, Format] = {
    form.slug: form
    for form in (
        Format("native", "Candour case", (".case.zip",), native.from_native),
        Format("outline", "Outline text", (".txt", ".md"), outline.from_outline),
        Format("docx", "Outline in Word", (".docx",), docx.from_docx),
        Format("csv", "Sheet as CSV", (".csv", ".tsv"), sheets.from_csv),
        Format("xlsx", "Workbook", (".xlsx",), sheets.from_xlsx),
        Format("twee", "Twee 3", (".twee", ".tw", ".twee2"), twine.from_twee),
        Format("h5p", "H5P Branching Scenario", (".h5p", ".json"), h5p.from_h5p),
        Format("mvp", "MedBiquitous virtual patient", (".zip",), mvp.from_mvp),
        Format(
            "openlabyrinth",
            "OpenLabyrinth advanced export",
            (".zip",),
            openlabyrinth.from_openlabyrinth,
        ),
        Format("oppia", "Oppia exploration", (".yaml", ".yml"), oppia.from_oppia),
        Format("ink", "ink source", (".ink",), ink.from_ink),
        Format("twine", "Twine 2 story or archive", (".html", ".htm"), twine.from_twine),
    )
}


# Told by their text, in this order, and zips by a file in them.
LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("twine", looks_like_twine),
    ("h5p", h5p.looks_like_h5p),
    ("oppia", oppia.looks_like_oppia),
    ("twee", looks_like_twee),
    ("outline", outline.surely_an_outline),
    ("ink", looks_like_ink),
    ("outline", outline.looks_like_outline),
)
INSIDE = (
    ("docx", "word/document.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("native", "graph.json"),
    ("h5p", "content/content.json"),
    ("h5p", "content.json"),
    ("mvp", "activitymodel.xml"),
    ("openlabyrinth", "map_node.xml"),
)


def sniff(data: bytes, name: str = "") -> str:
    """The format of a file; raises `ImportFault` when it is none that is known."""
    if data.startswith(ZIP):
        return _archive(Archive(data))
    lowered = name.lower()
    for form in ("csv", "ink", "twee"):  # endings that nothing else has
        if lowered.endswith(FORMATS[form].endings):
            return form
    text = _beginning(data)
    for form, looks in LOOKS:
        if looks(text):
            return form
    for form in ("twine", "h5p", "oppia", "outline"):
        if lowered.endswith(FORMATS[form].endings):
            return form
    raise ImportFault(
        "the format of this file isn't known here",
        mend="Say which it is: "
        + ", ".join(f"{form.label} ({form.slug})" for form in FORMATS.values()),
    )


def _archive(archive: Archive) -> str:
    """The format of a zip, by what is in it."""
    for form, file in INSIDE:
        if archive.find(file):
            return form
    if any(name.lower().endswith((".yaml", ".yml")) for name in archive.names):
        return "oppia"
    raise ImportFault(
        "there is nothing in this zip that is known here", mend="Say which format it is"
    )


def _beginning(data: bytes) -> str:
    try:
        return text_of(data)
    except ImportFault:
        return ""


def read(data: bytes, name: str = "", form: str = "") -> tuple[Graph, Report]:
    """Bring a file in: its graph and its report, or `ImportFault`. Changes nothing anywhere."""
    limited(data)
    if form and form not in FORMATS:
        raise ImportFault(f"there is no format “{form}”", mend="Use one of: " + ", ".join(FORMATS))
    chosen = form or sniff(data, name)
    graph, report = guarded(lambda: FORMATS[chosen].read(data, name))
    return graph, report


__all__ = ["FORMATS", "ZIP", "Archive", "Format", "read", "sniff"]
