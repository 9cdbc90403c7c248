"""Where a question stands in its sitting: its section, the case that it is about, its points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A section as learners meet it."""

    title: str
    intro: str


@dataclass(frozen=True)
class Case:
    """The text that several questions are about."""

    title: str
    text: str
    image: int | None = None
    image_alt: str = ""


@dataclass(frozen=True)
class Placed:
    """What a drawn question says of its place."""

    points: int = 1
    section: int | None = None
    case: Mapping[str, Any] | None = None
    case_id: int | None = None


@dataclass(frozen=True)
class Place:
    """A question's place: `opens` its section, or its case, where it is the first of it.

    `weighed` says whether the questions of this sitting count differently.
    """

    points: int = 1
    weighed: bool = False
    section: Heading | None = None
    opens_section: bool = False
    case: Case | None = None
    opens_case: bool = False


def heading(*, title: str, intro: str) -> Heading:
    return Heading(title, intro)


def headings_of(data: Mapping[str, Any]) -> list[Heading]:
    """The sections of a quiz from its snapshot, in order."""
    rows = sorted(data.get("sections") or (), key=lambda row: row["sort_order"] or 0)
    return [Heading(row["title"], row["intro"]) for row in rows]


def case(data: Mapping[str, Any]) -> Case:
    return Case(data["title"], data["text"], data.get("image"), data.get("image_alt") or "")


def of(rows: Sequence[Placed], headings: Sequence[Heading]) -> list[Place]:
    """The place of each question, in the order in which they come."""
    weighed = len({row.points for row in rows}) > 1 or any(row.points != 1 for row in rows)
    found: list[Place] = []
    before: Placed | None = None
    for row in rows:
        named = row.section is not None and row.section <= len(headings)
        found.append(
            Place(
                points=row.points,
                weighed=weighed,
                section=headings[row.section - 1] if named and row.section else None,
                opens_section=named and (before is None or before.section != row.section),
                case=case(row.case) if row.case is not None else None,
                opens_case=row.case is not None
                and (before is None or before.case_id != row.case_id),
            )
        )
        before = row
    return found
