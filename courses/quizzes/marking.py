"""The rules of a quiz, without a database: drawing, shuffling, marking, passing, showing.

Marks are exact fractions (`scoring` says what one answer is worth). A pass compares them as they
are, so that no rounding lets anyone through or keeps anyone out.
"""

import random
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from courses.quizzes.kinds import (
    MATCHING,
    MULTIPLE,
    ONE_ANSWER,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
)
from courses.quizzes.scoring import (
    MarkedAnswer,
    NotAnOption,
    TooLong,
    TooMany,
    accept,
    answered,
    is_right,
    mark_answer,
)

__all__ = [
    "MATCHING",
    "MULTIPLE",
    "ONE_ANSWER",
    "ORDERING",
    "SINGLE",
    "TRUE_FALSE",
    "Candidate",
    "Marked",
    "MarkedAnswer",
    "NotAnOption",
    "TooLong",
    "TooMany",
    "accept",
    "answered",
    "draw",
    "draw_rows",
    "evidence_of",
    "is_pass",
    "is_right",
    "level_of",
    "mark",
    "mark_answer",
    "may_show",
    "needed",
    "needed_of",
    "option_order",
    "points_of",
    "shares_in",
    "shuffled",
    "worth",
]

IMMEDIATE = "immediate"
AFTER_SUBMISSION = "after_submission"
AFTER_PASSING = "after_passing"
NEVER = "never"
# Whether learners are asked how sure they are, and whether it counts.
SHOWN, COUNTED = "shown", "counted"
# The scale of A. R. Gardner-Medwin (“Confidence assessment in the teaching of basic science”, ALT-J
# 3, 1995; the 1, 2, 3 and 0, -2, -6 of London's medical schools): by how sure somebody is, what a
# right answer gives and what a wrong one takes. Who is right less often than 2 in 3 does best by
# saying 1, who is right more often than 4 in 5 by saying 3.
SURE = {1: (1, 0), 2: (2, -2), 3: (3, -6)}
UNSAID = 1  # an answer without a word on it
TOP = 3

Item = TypeVar("Item")


@dataclass(frozen=True)
class Candidate:
    """A question that could be drawn; `seen` is how often this person has met it before."""

    key: Hashable
    seen: int = 0


@dataclass(frozen=True)
class Marked:
    """A marked sitting: what each answer is worth, in order; None waits for a person's mark.

    `points` is what each question counts; without it every question counts one. `levels` is how
    sure the learner was, where that was asked; it decides the points where it is `counted`.
    """

    shares: tuple[Fraction | None, ...]
    pass_mark: int
    points: tuple[int, ...] | None = None
    levels: tuple[int, ...] | None = None
    counted: bool = False

    @property
    def marks(self) -> tuple[bool, ...]:
        """Which answers are wholly right."""
        return tuple(share == 1 for share in self.shares)

    @property
    def right(self) -> int:
        return sum(self.marks)

    @property
    def weights(self) -> tuple[int, ...]:
        return (1,) * len(self.shares) if self.points is None else self.points

    @property
    def earned(self) -> Fraction:
        return self.by_certainty if self.counted else self.plain

    @property
    def plain(self) -> Fraction:
        """The points without regard to how sure somebody was."""
        pairs = zip(self.shares, self.weights, strict=True)
        return sum(((share or Fraction(0)) * weight for share, weight in pairs), Fraction(0))

    @property
    def by_certainty(self) -> Fraction:
        """The points by how sure somebody was; they may be below nothing."""
        levels = self.levels or (UNSAID,) * len(self.shares)
        rows = zip(self.shares, levels, self.weights, strict=True)
        return sum((worth(share, level) * weight for share, level, weight in rows), Fraction(0))

    @property
    def possible(self) -> int:
        return sum(self.weights) * (TOP if self.counted else 1)

    @property
    def waiting(self) -> bool:
        """True while a person must mark something before it is known how the sitting came out."""
        return any(share is None for share in self.shares)

    @property
    def in_parts(self) -> bool:
        """True where right answers can't be counted: some are right in part, or count more."""
        parts = self.counted or any(share not in (None, 0, 1) for share in self.shares)
        return parts or any(weight != 1 for weight in self.weights)

    @property
    def score(self) -> float:
        """The share of all points, 0 to 1; 0 where nothing was asked."""
        return max(0.0, float(self.earned / self.possible)) if self.possible else 0.0

    @property
    def passed(self) -> bool:
        return not self.waiting and is_pass(
            right=self.earned, asked=self.possible, pass_mark=self.pass_mark
        )


def mark(
    *,
    shares: Sequence[Fraction | None],
    pass_mark: int,
    points: Sequence[int] | None = None,
    given: Mapping[int, Fraction] | None = None,
    levels: Sequence[int] | None = None,
    counted: bool = False,
) -> Marked:
    """Mark a sitting. `given` are marks that a person gave, by the question's place from 0."""
    both = [(given or {}).get(place, share) for place, share in enumerate(shares)]
    return Marked(
        shares=tuple(both),
        pass_mark=pass_mark,
        points=None if points is None else tuple(points),
        levels=None if levels is None else tuple(levels),
        counted=counted and levels is not None,
    )


def worth(share: Fraction | None, level: int) -> Fraction:
    """What an answer gives at a level of certainty; one that is right in part lies in between."""
    right, wrong = SURE[level]
    return wrong + (share or Fraction(0)) * (right - wrong)


def level_of(row: Any) -> int:
    """How sure somebody was of a drawn question; what is left open takes nothing off."""
    return (row.certainty or UNSAID) if row.chosen else UNSAID


def evidence_of(marked: Marked) -> dict[str, Any]:
    """What of a marked sitting its attempt keeps; `shares` and points only where they say more."""
    kept = {
        "right": marked.right,
        "asked": len(marked.shares),
        "pass_mark": marked.pass_mark,
        "marks": [int(right) for right in marked.marks],
    }
    if marked.levels is not None:
        kept["certainty"] = list(marked.levels)
        kept["counted"] = marked.counted
    if marked.in_parts:
        kept["shares"] = [str(share or 0) for share in marked.shares]
        kept["earned"], kept["possible"] = str(marked.earned), marked.possible
        if marked.points is not None:
            kept["points"] = list(marked.points)
    return kept


def shares_in(evidence: Mapping[str, Any]) -> tuple[Fraction, ...]:
    """What each answer was worth, as an attempt keeps it; older ones keep only right or not."""
    return tuple(Fraction(share) for share in evidence.get("shares") or evidence["marks"])


def needed(*, asked: int, pass_mark: int) -> int:
    """How many right answers a pass takes out of `asked`, at a pass mark in percent."""
    return -(-asked * pass_mark // 100)


def needed_of(possible: int, pass_mark: int, in_parts: bool) -> Decimal:
    """What a pass takes: right answers, or points where these can't be counted."""
    if in_parts:
        return Decimal(possible * pass_mark) / 100
    return Decimal(needed(asked=possible, pass_mark=pass_mark))


def points_of(rows: Sequence[Any]) -> tuple[int, ...] | None:
    """What each drawn question counts, in order; None where every one counts one."""
    found = tuple(row.points or 1 for row in rows)
    return found if any(points != 1 for points in found) else None


def is_pass(*, right: int | Fraction, asked: int, pass_mark: int) -> bool:
    """True when enough is right. Where nothing was asked nobody passes."""
    return asked > 0 and right * 100 >= pass_mark * asked


def draw(
    *,
    fixed: Sequence[Candidate],
    rows: Sequence[tuple[Hashable, int]],
    pool: Mapping[Hashable, Sequence[Candidate]],
    rng: random.Random,
) -> list[Candidate]:
    """Draw a sitting's questions: the fixed ones, then `count` of each row's category.

    No question comes twice. Those that the person met least often come first, by lot among equals.
    A category that holds too few gives all it has.
    """
    drawn = list(dict.fromkeys(fixed))
    by_row = draw_rows(rows=rows, pool=pool, taken={candidate.key for candidate in drawn}, rng=rng)
    return [*drawn, *(candidate for row in by_row for candidate in row)]


def draw_rows(
    *,
    rows: Sequence[tuple[Hashable, int]],
    pool: Mapping[Hashable, Sequence[Candidate]],
    taken: Collection[Hashable],
    rng: random.Random,
) -> list[list[Candidate]]:
    """What each row draws, in the rows' order, of what is not `taken`."""
    taken, found = set(taken), []
    for category, count in rows:
        free = [c for c in pool.get(category, ()) if c.key not in taken]
        rng.shuffle(free)
        free.sort(key=lambda candidate: candidate.seen)  # stable: the lot stands among equals
        chosen = free[: max(0, count)]
        found.append(chosen)
        taken.update(candidate.key for candidate in chosen)
    return found


def shuffled(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """A shuffled copy."""
    order = list(items)
    rng.shuffle(order)
    return order


def option_order(
    *, kind: str, options: Sequence[str], shuffle: bool, rng: random.Random
) -> list[str]:
    """The order in which one person meets the options; true and false keep theirs.

    What is to be put in order is always shuffled, or the order would be the answer.
    """
    if kind == TRUE_FALSE or not (shuffle or kind == ORDERING):
        return list(options)
    return shuffled(options, rng)


def may_show(
    *, mode: str, finished: bool, passed: bool, tries_left: int | None, busy: bool
) -> bool:
    """True when right and wrong may be shown for a sitting.

    `passed` is whether the person has ever met this quiz's pass mark in this enrolment; `busy`
    whether another try is under way, which counts as used and could still profit.
    """
    if not finished or mode == NEVER:
        return False
    if mode == AFTER_PASSING:
        return passed or (tries_left == 0 and not busy)
    return mode in (AFTER_SUBMISSION, IMMEDIATE)
