"""The formats in which a case can be taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.exporting import h5p, native, outline, pages, twee
from scenarios.exporting.results import Case, Exported


@dataclass(frozen=True)
class Format:
    """A format that a case can be written in."""

    slug: str
    label: str
    write: Callable[[Case], Exported]


FORMATS: dict[str, Format] = {
    form.slug: form
    for form in (
        Format("native", "Candour case (.case.zip)", native.export),
        Format("outline", "Outline text", outline.export),
        Format("twee", "Twee 3 (Harlowe)", twee.export),
        Format("h5p", "H5P Branching Scenario", h5p.export),
        Format("html", "Pages that play offline", pages.export_offline),
        Format("print", "Print edition", pages.export_print),
    )
}
