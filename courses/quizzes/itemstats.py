"""What the answers to a question say about the question. Pure numbers, without a name.

Everything is added up from sums, so that rollups can be merged in any order:

- `n` answers; `x` the share of the mark that one got (0 to 1); `y` how the same person did in the
  rest of that sitting (the mean share of all its other questions).
- **Facility** is the mean of `x`: 1 where everybody gets it right.
- **Discrimination** is the correlation of `x` with `y` (Pearson's; for answers that are right or
  wrong it is the point-biserial correlation, corrected by leaving the question itself out):
  (m·Σxy - Σx·Σy) / sqrt((m·Σx² - (Σx)²) · (m·Σy² - (Σy)²)), over the m answers that have a rest.
- An option's `y` is the mean rest of those who chose it: a wrong option that draws those who know
  the rest is suspect.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.quizzes import contents, kinds, scoring

Tally = dict[str, Any]

FEWEST = 10  # sittings, before anything is said
TELLING = 20  # before it is said that nobody chooses something
EASY, HARD = 0.95, 0.25
WEAK = 0.15
# A correlation of m pairs that have nothing to do with each other strays by 1/sqrt(m); below 1.64
# times that, chance alone would bring a question once in twenty.
CHANCE = 1.64
MARGIN = 0.05  # how much better those who choose a wrong option do elsewhere, to be worth a word
BLANK = 0.2
RARE = 0.02
# Upper ends of the bins in which times are kept, in seconds; what is longer is in the last.
BINS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
LONGEST = BINS[-1]
ROWS = {kinds.SHORT_TEXT, kinds.NUMERIC}
PARTS = {kinds.MATCHING, kinds.ORDERING}
OTHER = "-"  # an answer that no row of the author's accepts


def empty() -> Tally:
    return {
        "n": 0, "blank": 0, "x": 0.0, "m": 0, "mx": 0.0, "mxx": 0.0, "y": 0.0, "yy": 0.0,
        "xy": 0.0, "picks": {}, "sure": {}, "bins": [0] * (len(BINS) + 1),
    }  # fmt: skip


def count(
    tally: Tally,
    *,
    data: Mapping[str, Any],
    kept: Any,
    share: float,
    rest: float | None,
    seconds: float | None,
    sure: int | None = None,
) -> None:
    """Add one answer to a tally."""
    tally["n"] += 1
    tally["x"] += share
    if not kept:
        tally["blank"] += 1
    if rest is not None:
        tally["m"] += 1
        tally["mx"] += share
        tally["mxx"] += share * share
        tally["y"] += rest
        tally["yy"] += rest * rest
        tally["xy"] += share * rest
    if sure is not None:
        level = tally["sure"].setdefault(str(sure), [0, 0.0])
        level[0] += 1
        level[1] += share
    for key in picks(data, kept):
        pick = tally["picks"].setdefault(key, [0, 0, 0.0])
        pick[0] += 1
        if rest is not None:
            pick[1] += 1
            pick[2] += rest
    if seconds is not None and seconds > 0:
        place = next((i for i, end in enumerate(BINS) if seconds <= end), len(BINS))
        tally["bins"][place] += 1


def picks(data: Mapping[str, Any], kept: Any) -> list[str]:
    """What an answer is counted under: the options chosen, the row that accepted it, or the parts
    that are in their place.
    """
    kind = data["type"]
    if not kept or kind == kinds.ESSAY:
        return []
    if kind in kinds.CHOICES:
        return list(kept)
    marked = scoring.mark_answer(data, kept)
    if kind in PARTS:
        return [key for key, verdict in marked.verdicts.items() if verdict == scoring.RIGHT]
    if kind in ROWS:
        return list(marked.feedback) or [OTHER]
    return list(marked.feedback)


def add(tally: Tally, other: Mapping[str, Any]) -> Tally:
    """Merge another tally into this one."""
    for name, value in other.items():
        if name in ("picks", "sure"):
            for key, pick in value.items():
                mine = tally[name].setdefault(key, [0] * len(pick))
                mine[:] = [one + two for one, two in zip(mine, pick, strict=True)]
        elif name == "bins":
            tally["bins"] = [one + two for one, two in zip(tally["bins"], value, strict=True)]
        else:
            tally[name] += value
    return tally


@dataclass(frozen=True)
class Pick:
    """One row of a question, and who chose it: how many, their part of all, and their rest."""

    key: str
    words: str
    right: bool
    people: int
    share: float
    rest: float | None


@dataclass(frozen=True)
class Item:
    """One version of a question in one quiz. Without enough sittings only their number is told."""

    n: int
    facility: float | None = None
    discrimination: float | None = None
    blank: float = 0.0
    seconds: int | None = None
    picks: tuple[Pick, ...] = ()
    # How sure people were (1 to 3): the level, how many, and their mean share.
    sure: tuple[tuple[int, int, float], ...] = ()
    flags: tuple[tuple[str, str], ...] = ()

    @property
    def is_told(self) -> bool:
        return self.n >= FEWEST


def item(data: Mapping[str, Any], tally: Tally) -> Item:
    """What a tally says of a question."""
    number = tally["n"]
    if number < FEWEST:
        return Item(number)
    found = tuple(_picks(data, tally))
    facility, against = tally["x"] / number, discrimination(tally)
    blank = tally["blank"] / number
    return Item(
        n=number,
        facility=facility,
        discrimination=against,
        blank=blank,
        seconds=middle(tally["bins"]),
        picks=found,
        sure=tuple(
            (int(level), people, got / people)
            for level, (people, got) in sorted(tally["sure"].items())
        ),
        flags=tuple(_flags(data, number, facility, against, blank, found)),
    )


def discrimination(tally: Tally) -> float | None:
    """The corrected correlation; None where everybody did the same, here or in the rest."""
    m, x, y = tally["m"], tally["mx"], tally["y"]
    if m < FEWEST:
        return None
    spread_x, spread_y = m * tally["mxx"] - x * x, m * tally["yy"] - y * y
    if spread_x <= 1e-9 * m or spread_y <= 1e-9 * m:
        return None
    value = (m * tally["xy"] - x * y) / math.sqrt(spread_x * spread_y)
    return max(-1.0, min(1.0, value))


def middle(bins: Iterable[int]) -> int | None:
    """The time that half of the people stay below, as the upper end of its bin."""
    bins = list(bins)
    if sum(bins) < FEWEST:
        return None
    half, seen = sum(bins) / 2, 0
    for place, people in enumerate(bins):
        seen += people
        if seen >= half:
            return BINS[place] if place < len(BINS) else LONGEST
    return None


def _picks(data: Mapping[str, Any], tally: Tally) -> Iterable[Pick]:
    kind, number = data["type"], tally["n"]
    rows = {row["key"]: row for row in contents.rows_of(data)}
    if kind in ROWS:
        rows[OTHER] = {"key": OTHER, "text": "", "correct": False}
    if kind == kinds.MATCHING:
        rows = {row["key"]: row for row in contents.lefts_of(data)}
    for key, row in rows.items():
        people, with_rest, rest = tally["picks"].get(key, [0, 0, 0.0])
        yield Pick(
            key=key,
            words=f"[{row['gap']}] {row['text']}" if row.get("gap") else row["text"],
            right=_is_right(kind, row, key),
            people=people,
            share=people / number,
            rest=rest / with_rest if with_rest else None,
        )


def _is_right(kind: str, row: Mapping[str, Any], key: str) -> bool:
    if kind in PARTS:
        return True
    if kind in ROWS:
        return key != OTHER and (row.get("share") is None or row["share"] > 0)
    return bool(row["correct"])


def _flags(
    data: Mapping[str, Any],
    number: int,
    facility: float,
    against: float | None,
    blank: float,
    found: tuple[Pick, ...],
) -> Iterable[tuple[str, str]]:
    """What an author should look at: a code, and the option that it is about."""
    if facility >= EASY:
        yield "easy", ""
    elif facility <= HARD:
        yield "hard", ""
    if against is not None and against <= -CHANCE / math.sqrt(number):
        yield "key", ""
    elif against is not None and against < WEAK and facility < EASY and number >= TELLING:
        yield "weak", ""
    if blank >= BLANK:
        yield "blank", ""
    if data["type"] not in kinds.CHOICES:
        return
    best = max((p.rest for p in found if p.right and p.rest is not None), default=None)
    for pick in found:
        if pick.right:
            continue
        if number >= TELLING and pick.share < RARE:
            yield "nobody", pick.words
        draws = pick.people >= FEWEST // 2 and pick.share >= 0.1
        if draws and pick.rest is not None and best is not None and pick.rest - best > MARGIN:
            yield "draws", pick.words
