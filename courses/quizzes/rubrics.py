"""The arithmetic of marks that people give: points by criterion, two marks, and a third. Pure.

Points are read as they were written, with up to two decimals, and kept as exact fractions; a share
is what all points of an answer are of all that it could get.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

ONE, MEAN, THIRD, AGREED = "one", "mean", "third", "agreed"
OWN = "own"
NOTHING = Fraction(0)
_POINTS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")

Points = Mapping[str, Fraction]


@dataclass(frozen=True)
class Criterion:
    """One thing to look for, and the most that it gives."""

    key: str
    name: str
    description: str
    points: int


class NotPoints(ValueError):
    """What was written for these criteria cannot be read: missing, no number, or too much."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__(", ".join(sorted(troubles.values())))
        self.troubles = troubles


MISSING, NO_NUMBER, TOO_MUCH = "missing", "no_number", "too_much"


@dataclass(frozen=True)
class Given:
    """A mark as one marker gave it."""

    kind: str
    points: Points


@dataclass(frozen=True)
class Final:
    """The mark that counts, and how it came about."""

    how: str
    points: Points
    share: Fraction


def criteria_of(data: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """The rubric of a question, from the data of its snapshot, in the author's order."""
    rows = sorted(data.get("rubric") or (), key=lambda row: row.get("sort_order") or 0)
    return tuple(
        Criterion(str(row["key"]), row["name"], row.get("description") or "", int(row["points"]))
        for row in rows
    )


def possible(criteria: Sequence[Criterion]) -> int:
    """All points that an answer can get."""
    return sum(criterion.points for criterion in criteria)


def read(criteria: Sequence[Criterion], raw: Mapping[str, str]) -> dict[str, Fraction]:
    """The points of each criterion as a form sent them. Raises `NotPoints`."""
    found, troubles = {}, {}
    for criterion in criteria:
        text = (raw.get(criterion.key) or "").strip()
        number = _POINTS.fullmatch(text)
        if not text:
            troubles[criterion.key] = MISSING
        elif number is None:
            troubles[criterion.key] = NO_NUMBER
        else:
            value = Fraction(f"{number[1]}.{number[2] or 0}")
            if value > criterion.points:
                troubles[criterion.key] = TOO_MUCH
            found[criterion.key] = value
    if troubles:
        raise NotPoints(troubles)
    return found


def kept(points: Points) -> dict[str, str]:
    """Points as a row keeps them."""
    return {key: str(value) for key, value in points.items()}


def points_in(row: Mapping[str, str]) -> dict[str, Fraction]:
    """Points as a row kept them."""
    return {key: Fraction(value) for key, value in row.items()}


def decimal(value: Fraction) -> Decimal:
    """Points as people read them: exact, since two decimals halved are three."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def share_of(criteria: Sequence[Criterion], points: Points) -> Fraction:
    """What part of all points these are; nothing where the rubric gives none."""
    every = possible(criteria)
    given = sum((points.get(criterion.key, NOTHING) for criterion in criteria), NOTHING)
    return given / every if every else NOTHING


def apart(one: Fraction, other: Fraction, *, gap: int) -> bool:
    """Whether two shares differ by more than `gap` percent; exactly so much is still near."""
    return abs(one - other) * 100 > gap


def mean(one: Points, other: Points) -> dict[str, Fraction]:
    """The middle of two marks, criterion by criterion."""
    return {key: (value + other[key]) / 2 for key, value in one.items()}


def decide(
    criteria: Sequence[Criterion], marks: Sequence[Given], *, wanted: int, gap: int
) -> Final | None:
    """The mark that counts, or None while another is needed.

    One is enough where one is `wanted`. Of two the mean counts, unless they lie apart: then a third
    mark decides alone, or one on which both agreed.
    """
    for mark in reversed(marks):
        if mark.kind in (THIRD, AGREED):
            return Final(mark.kind, mark.points, share_of(criteria, mark.points))
    if wanted < 2:
        return Final(ONE, marks[0].points, share_of(criteria, marks[0].points)) if marks else None
    if len(marks) < 2 or lie_apart(criteria, marks, gap=gap):
        return None
    both = mean(marks[0].points, marks[1].points)
    return Final(MEAN, both, share_of(criteria, both))


def lie_apart(criteria: Sequence[Criterion], marks: Sequence[Given], *, gap: int) -> bool:
    """Whether the first two marks differ by more than they may."""
    if len(marks) < 2:
        return False
    one, other = (share_of(criteria, mark.points) for mark in marks[:2])
    return apart(one, other, gap=gap)
