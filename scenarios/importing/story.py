"""A story between its file and its graph: pages and ways in the source's own names.

Importers fill it in; `building` turns it into a `Graph`. A condition of the source is one `Test`,
counted once wherever it is used; a guard is a list of tests, each to be so or not so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from scenarios.attachments import Attachment, Key
from scenarios.graph import Kind, Media, Rating
from scenarios.importing.expressions import Expr
from scenarios.importing.findings import Findings

MOST_PAGES = 10_000
GUARD_OPEN, GUARD_MID, GUARD_CLOSE = "\ue000", "\ue001", "\ue002"


@dataclass(eq=False)
class Test:
    """A condition as the source wrote it; `expr` is None where it says what ours cannot."""

    source: str
    where: str
    expr: Expr | None = None
    reason: str = ""


Guard = tuple[tuple[Test, bool], ...]


@dataclass(frozen=True)
class Change:
    """What a page or a way does to a variable of the source."""

    op: str  # set, add or sub
    var: str
    value: int | bool | str = 1


@dataclass
class Way:
    """A way out of a page. `to` names a page; empty means that the source doesn't say."""

    to: str
    label: str = ""
    guard: Guard = ()
    changes: list[Change] = field(default_factory=list)
    feedback: str = ""
    once: bool = False
    locked_text: str = ""
    rating: Rating = ""
    points: dict[str, int] = field(default_factory=dict)
    weight: int = 1
    plain: bool = False  # nothing but “go on”: its label may be left out
    key: str = ""
    name: str = ""  # by which a condition asks whether it was taken


@dataclass
class Page:
    """A passage, node, state or knot of the source. `text` is Markdown, with marks for guards."""

    name: str
    title: str = ""
    text: str = ""
    kind: Kind | None = None
    section: str = ""
    ways: list[Way] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    # Changes that depend on something, each with how many others come before it.
    maybe: list[tuple[int, Guard, Change]] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    must: str = "none"
    debrief: str = ""
    question: str = ""
    note: str = ""
    checkpoint: bool = False
    shuffle: bool = False
    position: tuple[int, int] | None = None
    tone: Literal["constructive", "mixed", "harmful", "neutral"] = "neutral"
    key: str = ""


@dataclass
class Rule:
    """A rule of the whole source: when it is so, go there."""

    test: Test
    to: str
    priority: int = 1


@dataclass
class Doubt:
    """An edge that a person must confirm."""

    page: str
    to: str
    label: str
    code: str
    sample: str


@dataclass
class Story:
    """Everything that was read from one file."""

    format: str
    title: str = ""
    start: str = ""
    pages: list[Page] = field(default_factory=list)
    initial: dict[str, int | bool | str] = field(default_factory=dict)
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    scales: dict[str, str] = field(default_factory=dict)
    unknowable: set[str] = field(default_factory=set)  # variables that hold more than one value
    debrief: str = ""
    ignore_case: bool = False
    merges: bool = False  # two ways that are the same in all are one
    head: dict[str, Any] = field(default_factory=dict)
    files: dict[Key, Attachment] = field(default_factory=dict)  # that came along
    findings: Findings = field(default_factory=Findings)

    def test(self, expr: Expr | None, source: str, where: str, reason: str = "") -> Test:
        """File a condition of the source."""
        test = Test(source, where, expr, reason)
        self.tests.append(test)
        return test


def guard_mark(page: Page, guard: Guard) -> str:
    """The mark that stands in a text where a guarded part begins; an empty guard ends it."""
    page.guards.append(guard)
    return f"{GUARD_OPEN}{len(page.guards) - 1}{GUARD_MID}"
