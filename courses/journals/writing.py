"""What an entry is made of: texts below headings, counted, packed for the seal, put in order.

Pure rules; they know no database. A text is never part of a `repr`.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from courses.people.wordless import shows_nothing

MAX_CHARACTERS = 20_000  # of an entry, all its sections together
AUTOSAVE = "autosave"
SAVED = "saved"
ASIDE = "aside"


@dataclass(frozen=True)
class Section:
    """One part of an entry: its heading (may be empty) and a hint for whoever is stuck."""

    heading: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Sheet:
    """What a writing page sends: its texts, the version it was opened on (0 for none), its mark.

    The mark (`page`) is drawn anew whenever the page is shown, so that a page's own autosaves are
    not taken for somebody else's.
    """

    texts: tuple[str, ...] = field(repr=False)
    base: int
    page: uuid.UUID


class Mark(NamedTuple):
    """A version as far as its place in the order goes: no text."""

    number: int
    kind: str
    page: uuid.UUID


def sections_of(data: Mapping[str, Any]) -> tuple[Section, ...]:
    """The sections frozen in a prompt's snapshot; at least one, since there must be a box."""
    found = tuple(
        Section(heading=str(part.get("heading", "")), hint=str(part.get("hint", "")))
        for part in data.get("sections", [])
    )
    return found or (Section(),)


def tidy(text: str) -> str:
    """Line ends as one character, whatever the browser sent: the same words are the same text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def pack(texts: Sequence[str]) -> str:
    """The one string that is sealed."""
    return json.dumps({"sections": list(texts)}, ensure_ascii=True, separators=(",", ":"))


def unpack(packed: str) -> tuple[str, ...]:
    """The texts of a sealed string, in order."""
    return tuple(json.loads(packed)["sections"])


def words(texts: Sequence[str]) -> int:
    """How many words the texts have: what stands between spaces."""
    return sum(len(text.split()) for text in texts)


def characters(texts: Sequence[str]) -> int:
    """How many characters the texts have."""
    return sum(len(text) for text in texts)


def is_blank(texts: Sequence[str]) -> bool:
    """True when nothing was written of which anything can be seen."""
    return all(shows_nothing(text) for text in texts)


def standing(marks: Sequence[Mark]) -> Mark | None:
    """The version that is the entry: the newest that was not set aside."""
    kept = [mark for mark in marks if mark.kind != ASIDE]
    return max(kept, key=lambda mark: mark.number, default=None)


def is_overtaken(marks: Sequence[Mark], sheet: Sheet) -> bool:
    """True when something that this page has not seen became the entry after it was opened.

    A page's own autosaves do not overtake it. What it saved by hand does: it was sent and left
    then, and what comes from it later is a straggler, or the page brought back from memory.
    """
    return any(
        mark.number > sheet.base
        and mark.kind != ASIDE
        and (mark.kind == SAVED or mark.page != sheet.page)
        for mark in marks
    )


def next_number(marks: Sequence[Mark]) -> int:
    """The number of the version to come; the first is 1."""
    return max((mark.number for mark in marks), default=0) + 1
