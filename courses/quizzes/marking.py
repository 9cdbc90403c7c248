"""The rules of a quiz, without a database: drawing, shuffling, marking, passing, showing.

Marks are whole: an answer is right or it isn't. A pass is worked out in whole numbers, so that no
rounding lets anyone through or keeps anyone out.
"""

import random
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

SINGLE = "single"
MULTIPLE = "multiple"
TRUE_FALSE = "true_false"
ONE_ANSWER = frozenset({SINGLE, TRUE_FALSE})

AFTER_SUBMISSION = "after_submission"
AFTER_PASSING = "after_passing"
NEVER = "never"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Candidate:
    """A question that could be drawn; `seen` is how often this person has met it before."""

    key: Hashable
    seen: int = 0


@dataclass(frozen=True)
class Marked:
    """A marked sitting: one True or False for each question, in order."""

    marks: tuple[bool, ...]
    pass_mark: int

    @property
    def right(self) -> int:
        return sum(self.marks)

    @property
    def score(self) -> float:
        """The share of right answers, 0 to 1; 0 where nothing was asked."""
        return self.right / len(self.marks) if self.marks else 0.0

    @property
    def passed(self) -> bool:
        return is_pass(right=self.right, asked=len(self.marks), pass_mark=self.pass_mark)


class NotAnOption(ValueError):
    """An answer names an option that its question doesn't have."""


class TooMany(ValueError):
    """More than one option is given where the question takes one."""


def is_right(*, correct: Collection[str], chosen: Collection[str]) -> bool:
    """True when exactly the correct options were chosen; no option is a wrong answer.

    One rule serves every type so far: a multiple answer counts whole or not at all.
    """
    return bool(correct) and set(chosen) == set(correct)


def mark(
    *,
    keys: Sequence[Collection[str]],
    answers: Sequence[Collection[str] | None],
    pass_mark: int,
) -> Marked:
    """Mark a sitting: `keys` and `answers` are parallel; an answer never given is None."""
    marks = tuple(
        is_right(correct=correct, chosen=chosen or ())
        for correct, chosen in zip(keys, answers, strict=True)
    )
    return Marked(marks=marks, pass_mark=pass_mark)


def needed(*, asked: int, pass_mark: int) -> int:
    """How many right answers a pass takes out of `asked`, at a pass mark in percent."""
    return -(-asked * pass_mark // 100)


def is_pass(*, right: int, asked: int, pass_mark: int) -> bool:
    """True when enough answers are right. Where nothing was asked nobody passes."""
    return asked > 0 and right >= needed(asked=asked, pass_mark=pass_mark)


def accept(*, kind: str, options: Collection[str], chosen: Sequence[str]) -> list[str]:
    """Return an answer as it is kept: known options of the question, each once, sorted.

    Raises `NotAnOption` or `TooMany`. An empty answer is one that was taken back.
    """
    unique = set(chosen)
    if not unique <= set(options):
        raise NotAnOption
    if kind in ONE_ANSWER and len(unique) > 1:
        raise TooMany
    return sorted(unique)


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
    taken = {candidate.key for candidate in drawn}
    for category, count in rows:
        free = [c for c in pool.get(category, ()) if c.key not in taken]
        rng.shuffle(free)
        free.sort(key=lambda candidate: candidate.seen)  # stable: the lot stands among equals
        chosen = free[: max(0, count)]
        drawn += chosen
        taken.update(candidate.key for candidate in chosen)
    return drawn


def shuffled(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """A shuffled copy."""
    order = list(items)
    rng.shuffle(order)
    return order


def option_order(
    *, kind: str, options: Sequence[str], shuffle: bool, rng: random.Random
) -> list[str]:
    """The order in which one person meets the options; true and false keep theirs."""
    if not shuffle or kind == TRUE_FALSE:
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
    return mode == AFTER_SUBMISSION
