"""A question between two tools: what any of the formats can say, and our bank can keep.

A reader makes `Item`s; `storing.bring_in` stores them and answers with an `Outcome` for each, in
the same order. Nothing here knows Django.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Picture:
    """A picture that came with a question; `alt` is what stood for it there."""

    name: str
    data: bytes
    alt: str = ""

    @property
    def sha1(self) -> str:
        return hashlib.sha1(self.data, usedforsecurity=False).hexdigest()  # as Wagtail hashes


# Among the unsaid fields: feedback that answers have, where a format has none for their type.
ROW_FEEDBACK = "answers.feedback"


@dataclass(frozen=True)
class Answer:
    """One row of a question's answers; what it is depends on the type, as in the bank."""

    text: str = ""
    correct: bool = False
    feedback: str = ""
    match: str = ""
    gap: int | None = None
    share: int | None = None
    tolerance: str | None = None


@dataclass
class Item:
    """One question as a file has it.

    `type` is one of `courses.quizzes.kinds`. `text`, `feedback` and `model_answer` are markup
    (`wording.rich` and `wording.paragraphs` make it); everything else is plain text on one line.
    `key` is what names the question in its file, whatever its words: without one, the same words
    are the same question, and other words are another. `unsaid` names fields that the format has
    no place for: a later import leaves them as they are in the bank. `where` and `notes` are for
    the report alone. With a `fault` the item is reported and not brought in.
    """

    type: str
    text: str
    feedback: str = ""
    key: str = ""
    category: str = ""
    tags: list[str] = field(default_factory=list)
    objectives: list[str] = field(default_factory=list)
    difficulty: int = 2
    answers: list[Answer] = field(default_factory=list)
    credit: str = "whole"
    case_sensitive: bool = False
    unit_rule: str = "none"
    units: list[tuple[str, str]] = field(default_factory=list)  # name, factor
    min_words: int | None = None
    max_words: int | None = None
    model_answer: str = ""
    rubric: list[tuple[str, str, int]] = field(default_factory=list)  # name, what earns it, points
    picture: Picture | None = None
    unsaid: frozenset[str] = frozenset()
    name: str = ""
    where: str = ""
    notes: list[str] = field(default_factory=list)
    fault: str = ""

    def note(self, text: str) -> None:
        """Say once what was not carried over as it was."""
        if text not in self.notes:
            self.notes.append(text)

    def content(self) -> dict[str, Any]:
        """What it says, for comparing: without its place in a file, its key, and what is unsaid."""
        data = asdict(self)
        for name in ("where", "notes", "fault", "key", "name", "picture", "unsaid"):
            data.pop(name)
        data["picture"] = [self.picture.sha1, self.picture.alt] if self.picture else None
        for name in self.unsaid - {ROW_FEEDBACK}:
            data.pop(name)
        if ROW_FEEDBACK in self.unsaid:
            for row in data.get("answers", ()):
                row.pop("feedback")
        return data

    def fingerprint(self) -> str:
        return fingerprint(self.content())

    def lasting_key(self) -> str:
        """The key that it has in its file; else one made of what it asks."""
        return self.key or f"sha256:{self.fingerprint()}"


IMPORTED, CHANGED, SKIPPED = "imported", "changed", "skipped"


@dataclass
class Outcome:
    """What became of one thing of the file: imported, changed, or skipped and why.

    `target` is the uuid of what it is here, `live` whether that is published. In a dry run they
    say what would be.
    """

    kind: str
    key: str
    name: str
    action: str
    why: str = ""
    notes: list[str] = field(default_factory=list)
    where: str = ""
    live: bool | None = None
    target: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def fingerprint(data: Any) -> str:
    """The same content gives the same string."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def counts(outcomes: list[Outcome]) -> Mapping[str, dict[str, int]]:
    """How many of each kind met which fate."""
    found: dict[str, dict[str, int]] = {}
    for one in outcomes:
        row = found.setdefault(one.kind, {IMPORTED: 0, CHANGED: 0, SKIPPED: 0})
        row[one.action] += 1
    return found
