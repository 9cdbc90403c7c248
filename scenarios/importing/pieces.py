"""What every Twine story format comes down to: words, links, jumps, changes, branches, inclusions.

Each format's module reads its own syntax into these pieces; `walking` makes pages of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scenarios.importing.expressions import Expr
from scenarios.importing.findings import Action
from scenarios.importing.story import Change


@dataclass
class Words:
    """Text with the markup that HTML has; `marked` text is Markdown already."""

    text: str


@dataclass
class Link:
    """A link. Without a target it only opens its body, or is dynamic when `dynamic` says so."""

    label: str
    target: str = ""
    body: list[Piece] = field(default_factory=list)
    changes: list[Assign] = field(default_factory=list)
    once: bool = False
    dynamic: bool = False
    raw: str = ""


@dataclass
class Jump:
    """A jump without a click; several targets are drawn by lot; none is a computed one."""

    targets: list[str]
    raw: str = ""


@dataclass
class Include:
    """Another passage's text at this place; without a target it is computed."""

    target: str
    raw: str = ""


@dataclass
class Assign:
    """A change of a variable; `change` is None where its value is computed."""

    change: Change | None
    var: str
    raw: str
    code: str = "L-EXPR"
    temporary: bool = False


@dataclass
class Case:
    """One branch of a chain; `expr` None and no `source` is the last, for everything else."""

    source: str
    expr: Expr | None
    body: list[Piece]
    reason: str = ""


@dataclass
class Chain:
    """If, else if, else."""

    cases: list[Case]


@dataclass
class Unknown:
    """A construct that a case has no word for, and what inside it is still read."""

    code: str
    raw: str
    action: Action = "dropped"
    body: list[Piece] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # quoted texts: one may be a passage's name
    doubt: str = ""  # the code under which such a text is suspected


Piece = Words | Link | Jump | Include | Assign | Chain | Unknown
