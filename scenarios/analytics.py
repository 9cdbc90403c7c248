"""What the counts of a case say: pure numbers for the pages that authors read.

Everything here speaks of people in their first try. Cells of fewer than five people are told
together with others (`disclosure`), within each table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from scenarios import tallies
from scenarios.disclosure import FEWEST, disclose, either
from scenarios.graph import RATINGS, Choice, Graph, Scene
from scenarios.tallies import Tally

RISKY = ("problematic", "harmful")
COMPARED = 3  # decisions with enough people, before one can stand out from the others
STRONG, SOME, TELLING = 3.0, 1.5, 0.75  # sums of z-scores, and one that is worth a word


class Book:
    """Scenes and choices by key, of several versions: the newest that has a key describes it."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self.scenes: dict[str, Scene] = {}
        self.choices: dict[str, Choice] = {}
        self.start = ""
        for graph in graphs:
            self.start = self.start or graph.start
            for scene in graph.scenes:
                self.scenes.setdefault(scene.key, scene)
                for choice in scene.choices:
                    self.choices.setdefault(choice.key, choice)

    def title(self, key: str) -> str:
        """A scene's title, or its key where no version in hand has it."""
        scene = self.scenes.get(key)
        return (scene.title or key) if scene else key

    def lacks(self, tally: Tally) -> bool:
        """Whether the counts name a scene or choice that no version in hand has."""
        scenes = tally.get("visits", {}).keys() - self.scenes.keys()
        answers = tally.get("choices", {})
        return bool(scenes) or any(set(found) - self.choices.keys() for found in answers.values())


@dataclass(frozen=True)
class Cell:
    """One row of a table: how many people, or None where they are too few to be told alone."""

    key: str
    label: str
    people: int | None
    share: float = 0.0
    word: str = ""


@dataclass(frozen=True)
class Decision:
    """What people chose first in a decision, in the author's order, and those told together."""

    key: str
    title: str
    people: int
    answers: tuple[Cell, ...] = ()
    together: int = 0
    risky: float | None = None

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered for anything to be told."""
        return self.people >= FEWEST


def decisions(book: Book, tally: Tally) -> list[Decision]:
    """Every decision with its first answers; one that nobody met has no people."""
    counts = tally.get("choices", {})
    found = []
    for key, scene in book.scenes.items():
        here = counts.get(key, {})
        if scene.kind == "decision" or here:
            found.append(_decision(book, key, here))
    return found


def _decision(book: Book, key: str, counts: Mapping[str, int]) -> Decision:
    total = sum(counts.values())
    title = book.title(key)
    if total < FEWEST:
        return Decision(key, title, total)
    scene = book.scenes[key]
    order = [choice.key for choice in scene.choices]
    order += [choice for choice in counts if choice not in order]
    told = disclose({choice: counts.get(choice, 0) for choice in order})
    answers = tuple(
        _cell(choice, *_choice(book, choice), told.shown.get(choice), total) for choice in order
    )
    risky = told.of([key for key in counts if _choice(book, key)[1] in RISKY])
    return Decision(
        key, title, total, answers, told.rest, None if risky is None else 100 * risky / total
    )


def _choice(book: Book, key: str) -> tuple[str, str]:
    choice = book.choices.get(key)
    return (choice.label or key, choice.rating) if choice else (key, "")


def _cell(key: str, label: str, word: str, people: int | None, total: int) -> Cell:
    share = 100 * people / total if people and total else 0.0
    return Cell(key, label, people, share, word)


@dataclass(frozen=True)
class Endings:
    """Where finished runs ended, and the endings that nobody has reached."""

    people: int
    cells: tuple[Cell, ...]
    together: int
    unreached: tuple[str, ...]


def endings(book: Book, tally: Tally) -> Endings:
    """How many people reached each ending."""
    counts = tally.get("endings", {})
    keys = [key for key, scene in book.scenes.items() if scene.kind == "ending"]
    keys += [key for key in counts if key not in keys]
    total = sum(counts.values())
    told = disclose({key: counts.get(key, 0) for key in keys})
    cells = []
    for key in keys:
        scene = book.scenes.get(key)
        tone = scene.ending.tone if scene and scene.ending else ""
        cells.append(_cell(key, book.title(key), tone, told.shown.get(key), total))
    unreached = tuple(book.title(key) for key in keys if not counts.get(key))
    return Endings(total, tuple(cells), told.rest, unreached)


@dataclass(frozen=True)
class Times:
    """How long people stayed in a scene: the middle half, in seconds; ten minutes at the most."""

    title: str
    people: int
    low: float
    middle: float
    high: float


def times(book: Book, tally: Tally) -> list[Times]:
    """Scenes by the time that people take, the longest first; too few people are left out."""
    found = []
    for key, bins in tally.get("time", {}).items():
        people = sum(bins)
        if people >= FEWEST:
            parts = (tallies.quantile(bins, part) for part in (0.25, 0.5, 0.75))
            found.append(Times(book.title(key), people, *parts))
    return sorted(found, key=lambda row: (-row.middle, row.title))


@dataclass(frozen=True)
class Sureness:
    """How sure people were who took choices of one rating: answers of a guess up to certain."""

    rating: str
    answers: int
    cells: tuple[int | None, ...] = ()
    together: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers to tell."""
        return self.answers >= FEWEST


def sureness(book: Book, tally: Tally) -> list[Sureness]:
    """How sure people were, by rating. An answer counts in each decision where it was asked."""
    found: dict[str, list[int]] = {rating: [0] * 4 for rating in RATINGS}
    for choices in tally.get("sure", {}).values():
        for key, levels in choices.items():
            row = found.setdefault(_choice(book, key)[1], [0] * 4)
            for place, number in enumerate(levels):
                row[place] += number
    rows = []
    for rating, row in found.items():
        told = disclose({str(place): number for place, number in enumerate(row)})
        cells = tuple(told.shown.get(str(place)) for place in range(4))
        rows.append(Sureness(rating, sum(row), cells if sum(row) >= FEWEST else (), told.rest))
    return rows if any(row.answers for row in rows) else []


@dataclass(frozen=True)
class Confusing:
    """How far a decision stands out: strong, some or none, and by what."""

    title: str
    level: str
    people: int
    seconds: float
    back: int | None
    signs: tuple[str, ...] = ()


def confusing(book: Book, tally: Tally) -> list[Confusing]:
    """Decisions by how much they confuse, compared with the others of the same case.

    Four signs, each in standard deviations from the case's mean: the median time, how many took
    their choice back, how unsure people were, and how evenly their choices spread. Their sum says
    where to look first; it isn't a mark.
    """
    counts = tally.get("choices", {})
    keys = [key for key, here in counts.items() if sum(here.values()) >= FEWEST]
    if len(keys) < COMPARED:
        return []
    signs = {
        "time": _standing_out([_median(tally, key) for key in keys]),
        "back": _standing_out([_back(tally, key) for key in keys]),
        "unsure": _standing_out([_unsure(tally, key) for key in keys]),
        "spread": _standing_out([_spread(counts[key]) for key in keys]),
    }
    found = []
    for place, key in enumerate(keys):
        here = {name: values[place] for name, values in signs.items()}
        score = sum(here.values())
        level = "strong" if score >= STRONG else "some" if score >= SOME else "none"
        people = sum(counts[key].values())
        told = either(tally.get("undone", {}).get(key, 0), people)
        by = tuple(name for name, value in here.items() if value >= TELLING)
        seconds = _median(tally, key) or 0.0
        signs_of = by if level != "none" else ()
        row = Confusing(book.title(key), level, people, seconds, told, signs_of)
        found.append((-score, row.title, row))
    return [row for _score, _title, row in sorted(found, key=lambda each: each[:2])]


def _standing_out(values: Sequence[float | None]) -> list[float]:
    """Each value in standard deviations from the mean; one that is missing stands in the middle."""
    known = [value for value in values if value is not None]
    spread = pstdev(known) if len(known) >= COMPARED else 0.0
    if spread < 1e-9:
        return [0.0] * len(values)
    mean = fmean(known)
    return [0.0 if value is None else (value - mean) / spread for value in values]


def _median(tally: Tally, key: str) -> float | None:
    bins = tally.get("time", {}).get(key)
    return tallies.quantile(bins, 0.5) if bins else None


def _back(tally: Tally, key: str) -> float:
    people = sum(tally["choices"][key].values())
    return float(tally.get("undone", {}).get(key, 0) / people)


def _unsure(tally: Tally, key: str) -> float | None:
    """How unsure people were on the whole: 0 certain, 3 guessing."""
    sums = [
        sum(column) for column in zip(*tally.get("sure", {}).get(key, {}).values(), strict=True)
    ]
    if sum(sums) < FEWEST:
        return None
    return sum(number * (3 - place) for place, number in enumerate(sums)) / sum(sums)


def _spread(counts: Mapping[str, int]) -> float:
    """The entropy of the choices, in bits."""
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values() if n)


@dataclass(frozen=True)
class Standing:
    """People who stand in a scene without having come to the debrief."""

    title: str
    left: int | None
    under_way: int | None


def standing(book: Book, rows: Iterable[tuple[str, int, int]]) -> list[Standing]:
    """Where people stopped, the most first; rows are (scene, left, under way).

    Numbers under five are not told.
    """
    found = [
        Standing(book.title(key), _enough(left), _enough(under_way))
        for key, left, under_way in sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))
    ]
    return [row for row in found if row.left or row.under_way]


def _enough(number: int) -> int | None:
    return number if number == 0 or number >= FEWEST else None


def loops(book: Book, tally: Tally) -> list[Cell]:
    """Scenes into which people came three times or more."""
    visits = tally.get("visits", {})
    found = [
        _cell(key, book.title(key), "", people, visits.get(key, people))
        for key, people in tally.get("loops", {}).items()
        if people >= FEWEST
    ]
    return sorted(found, key=lambda cell: (-(cell.people or 0), cell.label))


def unmet(book: Book, tally: Tally) -> list[str]:
    """Scenes that nobody has entered, endings aside, in story order."""
    visits = tally.get("visits", {})
    return [
        book.title(key)
        for key, scene in book.scenes.items()
        if scene.kind != "ending" and not visits.get(key)
    ]


@dataclass(frozen=True)
class Way:
    """About how many people went from one scene to another: rounded to five."""

    source: str
    target: str
    people: int


@dataclass(frozen=True)
class Ways:
    """The ways that are told, and the scenes that fewer than five people left by some other way."""

    shown: tuple[Way, ...]
    few: tuple[str, ...] = ()


def ways(tally: Tally) -> Ways:
    """Ways from scene to scene with the people on them, rounded, so that no subtraction of those
    who came and those who went tells a small number. The empty target: not gone on yet.
    """
    shown: list[Way] = []
    few: list[str] = []
    for source, targets in tally.get("flow", {}).items():
        for target, people in targets.items():
            if people >= FEWEST:
                shown.append(Way(source, target, FEWEST * round(people / FEWEST)))
        if any(0 < people < FEWEST for people in targets.values()):
            few.append(source)
    return Ways(tuple(shown), tuple(few))
