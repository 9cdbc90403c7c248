"""Questions as they are put on a page: one shape without any answer, and one that shows it.

A page that a learner sees before the rules allow is built from `Asked` alone, which has no place
for what is right or why; so nothing can slip out of a template.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from courses.quizzes import contents, kinds, marking, rubrics, scoring, typed
from courses.quizzes.contents import Data
from courses.quizzes.parts import ShownPart, parts_of
from courses.quizzes.places import Place

GAP = re.compile(r"\[([1-9][0-9]?)\]")
UNFINISHED = "unfinished"
FEW_WORDS, MANY_WORDS = "few_words", "many_words"
NOWHERE = Place()
Given = Collection[str] | Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One option to choose."""

    key: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Item:
    """One part with a field of its own: a left side to match, or a thing to put in its place."""

    key: str
    text: str
    given: str


@dataclass(frozen=True)
class Slot:
    """A gap to fill in: typed, or chosen where there are choices."""

    number: str
    given: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and the gap that follows it."""

    html: str
    slot: Slot | None


@dataclass(frozen=True)
class Asked:
    """A question as it is put: `seen` is the number of the newest answer that this page knows.

    `words` is the answer as people read it. `trouble` says what keeps it from being read or from
    being whole, never whether it is right.
    """

    position: int
    type: str
    text: str
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    pieces: tuple[Piece, ...] = ()
    given: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    unit_rule: str = kinds.NO_UNIT
    min_words: int | None = None
    max_words: int | None = None
    image: int | None = None
    image_alt: str = ""
    answered: bool = False
    words: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    seen: int = 0
    answered_at: dt.datetime | None = None
    place: Place = NOWHERE
    certainty: int | None = None

    @property
    def several(self) -> bool:
        return self.type == kinds.MULTIPLE

    @property
    def chosen_from(self) -> bool:
        """True where the choices are all there is to it."""
        return self.type in kinds.CHOICES

    @property
    def places(self) -> range:
        return range(1, len(self.items) + 1)


@dataclass(frozen=True)
class ShownChoice:
    """One option with what is known of it: `verdict` is right, wrong, missed or empty."""

    text: str
    chosen: bool
    verdict: str
    feedback: str


@dataclass(frozen=True)
class ShownCriterion:
    """One thing that a marker looked for, and what it got of what it could."""

    name: str
    description: str
    given: Decimal
    points: int


@dataclass(frozen=True)
class Shown:
    """A question with its answer: for pages that the rules allow, and for authors.

    `share` is what the answer was worth, 0 to 1; None while it waits for a person's mark. A text
    that a person marks has `text_given` and the `criteria` of its mark instead of parts.
    """

    position: int
    type: str
    text: str
    choices: tuple[ShownChoice, ...]
    parts: tuple[ShownPart, ...]
    share: Fraction | None
    feedback: str
    image: int | None = None
    image_alt: str = ""
    text_given: str = ""
    criteria: tuple[ShownCriterion, ...] = ()
    place: Place = NOWHERE
    certainty: int | None = None

    @property
    def several(self) -> bool:
        return self.type == kinds.MULTIPLE

    @property
    def gives(self) -> Decimal:
        """What it gave by how sure somebody was; cut off after two digits."""
        worth = marking.worth(self.share, self.certainty or marking.UNSAID) * self.place.points
        return Decimal(int(worth * 100)) / 100

    @property
    def by_a_person(self) -> bool:
        return self.type == kinds.ESSAY

    @property
    def points(self) -> Decimal:
        return sum((row.given for row in self.criteria), Decimal(0))

    @property
    def possible(self) -> int:
        return sum(row.points for row in self.criteria)

    def worth(self) -> Decimal:
        """What it gave of its points; cut off after two digits, never rounded up."""
        return Decimal(int((self.share or 0) * self.place.points * 100)) / 100

    @property
    def right(self) -> bool:
        return self.share == 1

    @property
    def percent(self) -> int:
        """In whole percent, never rounded up."""
        return int((self.share or 0) * 100)


def asked(
    *,
    position: int,
    data: Data,
    order: Sequence[str],
    chosen: Given = (),
    seen: int = 0,
    answered_at: dt.datetime | None = None,
    place: Place = NOWHERE,
    certainty: int | None = None,
) -> Asked:
    """A question from its snapshot, its options in this person's order."""
    kind = data["type"]
    given = chosen if isinstance(chosen, Mapping) else {}
    kept: Any = dict(chosen) if isinstance(chosen, Mapping) else list(chosen)
    return Asked(
        position=position,
        type=kind,
        text=data["text"],
        choices=_choices(data, order, chosen),
        items=_items(data, order, chosen),
        pieces=_pieces(data, order, given) if kind == kinds.CLOZE else (),
        given=given.get("text", ""),
        unit=given.get("unit", ""),
        units=tuple(contents.units_of(data)),
        unit_rule=data.get("unit_rule", kinds.NO_UNIT),
        min_words=data.get("min_words"),
        max_words=data.get("max_words"),
        image=data.get("image"),
        image_alt=data.get("image_alt", ""),
        answered=scoring.answered(data, kept),
        words=tuple(_words(data, order, kept)),
        trouble=_trouble(data, kept),
        seen=seen,
        answered_at=answered_at,
        place=place,
        certainty=certainty,
    )


def _choices(data: Data, order: Sequence[str], chosen: Given) -> tuple[Choice, ...]:
    kind = data["type"]
    if kind in kinds.CHOICES:
        texts = {row["key"]: row["text"] for row in data["options"]}
    elif kind == kinds.MATCHING:
        texts = contents.partners_of(data)
    else:
        return ()
    return tuple(Choice(key, texts[key], key in chosen) for key in order if key in texts)


def _items(data: Data, order: Sequence[str], chosen: Given) -> tuple[Item, ...]:
    """The left side of pairs; or things with their places, in the order given once it is whole."""
    kind = data["type"]
    if kind not in (kinds.MATCHING, kinds.ORDERING):
        return ()
    if kind == kinds.MATCHING or isinstance(chosen, Mapping):
        given = dict(chosen) if isinstance(chosen, Mapping) else {}
    else:
        given = {key: str(place) for place, key in enumerate(chosen, start=1)}
        order = list(chosen) or order
    rows = contents.lefts_of(data) if kind == kinds.MATCHING else data["options"]
    texts = {row["key"]: row["text"] for row in rows}
    return tuple(Item(key, texts[key], given.get(key, "")) for key in order if key in texts)


def _pieces(data: Data, order: Sequence[str], given: Mapping[str, str]) -> tuple[Piece, ...]:
    """The text in stretches, each with the gap that follows it."""
    gaps, place, found = contents.gaps_of(data), 0, []
    for mark in GAP.finditer(data["text"]):
        gap = gaps.pop(mark[1], None)
        if gap is None:
            continue
        texts = {} if gap.typed else {row["key"]: row["text"] for row in gap.rows}
        answer = given.get(mark[1], "")
        choices = tuple(Choice(key, texts[key], key == answer) for key in order if key in texts)
        found.append(Piece(data["text"][place : mark.start()], Slot(mark[1], answer, choices)))
        place = mark.end()
    return (*found, Piece(data["text"][place:], None))


def _words(data: Data, order: Sequence[str], kept: Any) -> list[str]:
    """An answer as people read it: one line for each part."""
    kind, texts = data["type"], {row["key"]: row["text"] for row in data["options"]}
    if kind in kinds.CHOICES:
        return [texts[key] for key in order if key in kept]
    if kind == kinds.ORDERING:
        if isinstance(kept, Mapping):
            return [f"{place}. {texts[key]}" for key, place in kept.items()]
        return [f"{place}. {texts[key]}" for place, key in enumerate(kept, start=1)]
    if not isinstance(kept, Mapping) or not kept:
        return []
    if kind == kinds.MATCHING:
        partners = contents.partners_of(data)
        lefts = [row["key"] for row in contents.lefts_of(data)]
        return [f"{texts[key]} – {partners[kept[key]]}" for key in lefts if key in kept]
    if kind == kinds.CLOZE:
        return [f"{number}. {texts.get(value, value)}" for number, value in kept.items()]
    return [" ".join(part for part in (kept.get("text", ""), kept.get("unit", "")) if part)]


def _trouble(data: Data, kept: Any) -> tuple[str, ...]:
    """What keeps an answer from being read or from being whole."""
    if not kept:
        return ()
    if data["type"] == kinds.NUMERIC:
        return _unread(data, kept)
    if data["type"] == kinds.ESSAY:
        return _out_of_guide(data, words_in(kept.get("text", "")))
    return () if scoring.answered(data, kept) else (UNFINISHED,)


def words_in(text: str) -> int:
    """How many words a text has: what stands between blanks."""
    return len(text.split())


def _out_of_guide(data: Data, number: int) -> tuple[str, ...]:
    """Whether a text is shorter or longer than the guide; it counts all the same."""
    if number < (data.get("min_words") or 0):
        return (FEW_WORDS,)
    return (MANY_WORDS,) if number > (data.get("max_words") or number) else ()


def _unread(data: Data, kept: Mapping[str, str]) -> tuple[str, ...]:
    text, unit = typed.with_unit(kept.get("text", ""), contents.units_of(data))
    found = []
    try:
        typed.readings(text)
    except typed.NotANumber:
        found.append(scoring.UNREADABLE)
    lacks_unit = not (kept.get("unit") or unit)
    if lacks_unit and data.get("unit_rule") == kinds.UNIT_REQUIRED:
        found.append(scoring.UNIT_MISSING)
    return tuple(found)


def correct_keys(data: Data) -> frozenset[str]:
    """The keys of a snapshot's right options."""
    return frozenset(option["key"] for option in data["options"] if option["correct"])


def shown(
    *,
    position: int,
    data: Data,
    order: Sequence[str],
    chosen: Given,
    share: Fraction | None,
    points: Mapping[str, Fraction] | None = None,
    place: Place = NOWHERE,
    certainty: int | None = None,
) -> Shown:
    """A question with what was answered, what is right, and why. `share` is what it counted;
    `points` are those that a person gave, by criterion.
    """
    kept: Any = dict(chosen) if isinstance(chosen, Mapping) else list(chosen)
    marked = scoring.mark_answer(data, kept)
    rows = {row["key"]: row for row in data["options"]}
    choices: tuple[ShownChoice, ...] = ()
    if data["type"] in kinds.CHOICES:
        choices = tuple(
            ShownChoice(rows[key]["text"], key in kept, marked.verdicts[key], rows[key]["feedback"])
            for key in order
        )
    return Shown(
        position=position,
        type=data["type"],
        text=data["text"],
        choices=choices,
        parts=() if data["type"] == kinds.ESSAY else tuple(parts_of(data, kept, marked)),
        share=share,
        feedback=data["feedback"],
        image=data.get("image"),
        image_alt=data.get("image_alt", ""),
        text_given=kept.get("text", "") if data["type"] == kinds.ESSAY and kept else "",
        criteria=tuple(_criteria(data, points)) if points is not None else (),
        place=place,
        certainty=certainty,
    )


def _criteria(data: Data, points: Mapping[str, Fraction]) -> list[ShownCriterion]:
    return [
        ShownCriterion(
            row.name, row.description, rubrics.decimal(points.get(row.key, Fraction(0))), row.points
        )
        for row in rubrics.criteria_of(data)
    ]


def question_preview(data: Data) -> dict[str, Any]:
    """A question in the editor: as it is put, and answered rightly with all a learner may see."""
    order = contents.keys_to_draw(data)
    right = contents.right_answer(data)
    return {
        "question": asked(position=1, data=data, order=order),
        "shown": [
            shown(
                position=1,
                data=data,
                order=order,
                chosen=right,
                share=Fraction(1),
                points={row.key: Fraction(row.points) for row in rubrics.criteria_of(data)},
            ),
        ],
    }
