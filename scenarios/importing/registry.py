"""Which reader a file needs: asked for by name, or told from its first bytes and its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.graph import Graph
from scenarios.importing import twine
from scenarios.importing.bounds import ZIP, Archive, guarded, limited, text_of
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Report
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
        Format("twee", "Twee 3", (".twee", ".tw", ".twee2"), twine.from_twee),
        Format("twine", "Twine 2 story or archive", (".html", ".htm"), twine.from_twine),
    )
}


def sniff(data: bytes, name: str = "") -> str:
    """The format of a file; raises `ImportFault` when it is none that is known."""
    lowered = name.lower()
    text = _beginning(data)
    if looks_like_twine(text):
        return "twine"
    if lowered.endswith(FORMATS["twee"].endings) or looks_like_twee(text):
        return "twee"
    raise ImportFault(
        "the format of this file isn't known here", mend="Say which it is: " + ", ".join(FORMATS)
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
