"""What keeps a question from being published: pure rules, with the words for each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.quizzes import kinds, typed
from courses.quizzes.contents import rows_of
from courses.quizzes.sheets import GAP

# What authors may choose and publish.
OFFERED = frozenset(
    {
        *kinds.CHOICES,
        kinds.MATCHING,
        kinds.ORDERING,
        kinds.SHORT_TEXT,
        kinds.NUMERIC,
        kinds.CLOZE,
        kinds.ESSAY,
    }
)
MOST_CRITERIA = 12
MOST_OPTIONS = 10
MOST_ROWS = 30


@dataclass(frozen=True)
class Written:
    """One row as an author wrote it."""

    text: str
    correct: bool = False
    match: str = ""
    gap: int | None = None
    share: int | None = None
    tolerance: object = None

    @property
    def full(self) -> bool:
        return self.share in (None, 100)


@dataclass(frozen=True)
class Flaw:
    """What is wrong: a code (`checks.flaw_words` has its words), and the row or None for all.

    `rows` and `field` say where it is in the author's form; `number` is the gap or row that the
    words name.
    """

    code: str
    option: int | None = None
    rows: str = "options"
    field: str = ""
    number: int | None = None


def flaws_in(data: Mapping[str, Any]) -> list[Flaw]:
    """Everything that is wrong with a question, from the data that its snapshot would hold."""
    kind = data.get("type") or ""
    options = [
        Written(
            row["text"] or "",
            bool(row["correct"]),
            row.get("match") or "",
            row.get("gap"),
            row.get("share"),
            row.get("tolerance"),
        )
        for row in rows_of(data)
    ]
    found = flaws(
        kind=kind,
        options=options,
        text=data.get("text") or "",
        partial=data.get("credit") == kinds.PARTIAL,
    )
    if kind == kinds.NUMERIC:
        units = sorted(data.get("units") or (), key=lambda row: row.get("sort_order") or 0)
        names = [((row["name"] or "").strip(), row["factor"]) for row in units]
        found += _unit_flaws(names, data.get("unit_rule") or kinds.NO_UNIT)
    if kind == kinds.ESSAY:
        found += _rubric_flaws(data)
    if data.get("image") and not (data.get("image_alt") or "").strip():
        found.append(Flaw("no_alt", field="image_alt"))
    return found


def flaws(
    *, kind: str, options: Sequence[Written], text: str = "", partial: bool = False
) -> list[Flaw]:
    """Everything that is wrong with a question's rows."""
    if kind not in OFFERED:
        return [Flaw("not_offered", field="type")]
    if kind == kinds.ESSAY:
        return []
    if kind in kinds.CHOICES:
        return [*_choice_flaws(kind, options, partial), *_text_flaws(options)]
    found: list[Flaw] = []
    if len(options) > MOST_ROWS:
        found.append(Flaw("too_many_rows"))
    rules = {
        kinds.MATCHING: _pair_flaws,
        kinds.ORDERING: _order_flaws,
        kinds.SHORT_TEXT: _answer_flaws,
        kinds.NUMERIC: _number_flaws,
    }
    if kind == kinds.CLOZE:
        return [*found, *_gap_flaws(options, text)]
    return [*found, *rules[kind](options)]


def _choice_flaws(kind: str, options: Sequence[Written], partial: bool) -> Iterator[Flaw]:
    right = sum(option.correct for option in options)
    if len(options) < 2:
        yield Flaw("too_few_options")
    if kind == kinds.TRUE_FALSE and len(options) > 2:
        yield Flaw("true_false_takes_two")
    if len(options) > MOST_OPTIONS:
        yield Flaw("too_many_options")
    if not right:
        yield Flaw("none_correct")
    if kind in kinds.ONE_ANSWER and right > 1:
        yield Flaw("one_correct")
    if right and right == len(options) and len(options) > 1:
        yield Flaw("all_correct")
    shares = [option.share or 0 for option in options if option.correct]
    written = any(option.share is not None for option in options)
    if kind == kinds.MULTIPLE and partial and written and sum(shares) != 100:
        yield Flaw("shares_short")


def _text_flaws(options: Sequence[Written]) -> Iterator[Flaw]:
    """Rows that say nothing, or what another says."""
    seen: set[str] = set()
    for number, option in enumerate(options):
        text = " ".join(option.text.split()).casefold()
        if not text:
            yield Flaw("empty_text", number)
        elif text in seen:
            yield Flaw("same_text", number)
        seen.add(text)


def _pair_flaws(options: Sequence[Written]) -> Iterator[Flaw]:
    lefts = [option for option in options if option.text.strip()]
    if len(lefts) < 2:
        yield Flaw("too_few_pairs")
    seen: set[str] = set()
    for number, option in enumerate(options):
        text = " ".join(option.text.split()).casefold()
        if not option.match.strip():
            yield Flaw("no_partner", number, field="match")
        if text and text in seen:
            yield Flaw("same_text", number)
        seen.add(text)
    if len(lefts) > 1 and len({" ".join(option.match.split()) for option in options}) < 2:
        yield Flaw("one_partner")


def _order_flaws(options: Sequence[Written]) -> Iterator[Flaw]:
    if len(options) < 2:
        yield Flaw("too_few_things")
    yield from _text_flaws(options)


def _answer_flaws(options: Sequence[Written]) -> Iterator[Flaw]:
    yield from _worth_flaws(options)
    yield from _text_flaws(options)
    taken: int | None = None
    for number, option in enumerate(options):
        if taken is not None:
            yield Flaw("never_reached", number, number=taken + 1)
        elif option.text.strip() and not option.text.strip().strip("*"):
            taken = number
            if option.full:
                yield Flaw("anything_is_right", number)


def _number_flaws(options: Sequence[Written]) -> Iterator[Flaw]:
    yield from _worth_flaws(options)
    for number, option in enumerate(options):
        if option.text.strip() == "*" and not option.full:
            continue
        if code := _reading_flaw(option.text):
            yield Flaw(code, number)


def _reading_flaw(text: str) -> str:
    try:
        return "two_readings" if len(typed.readings(text)) > 1 else ""
    except typed.NotANumber:
        return "not_a_number"


def _worth_flaws(options: Sequence[Written]) -> Iterator[Flaw]:
    if not any(option.full for option in options):
        yield Flaw("none_full")
    for number, option in enumerate(options):
        if (option.share or 0) < 0:
            yield Flaw("below_nothing", number, field="share")


def _gap_flaws(options: Sequence[Written], text: str) -> Iterator[Flaw]:
    times = Counter(int(number) for number in GAP.findall(text))
    if not times:
        yield Flaw("no_gaps", field="text")
    for number, option in enumerate(options):
        if not option.text.strip():
            yield Flaw("empty_text", number)
        if option.gap is None:
            yield Flaw("row_without_gap", number, field="gap")
        elif times and option.gap not in times:
            yield Flaw("gap_not_in_text", number, field="gap", number=option.gap)
        if option.tolerance is not None and (code := _reading_flaw(option.text)):
            yield Flaw(code, number)
        if (option.share or 0) < 0:
            yield Flaw("below_nothing", number, field="share")
    for gap in sorted(times):
        own = [option for option in options if option.gap == gap]
        if times[gap] > 1:
            yield Flaw("gap_twice", field="text", number=gap)
        if not own:
            yield Flaw("gap_without_row", number=gap)
        elif not any(option.correct and option.full for option in own):
            yield Flaw("gap_none_right", number=gap)


def _rubric_flaws(data: Mapping[str, Any]) -> list[Flaw]:
    """What keeps a text from being marked: there is nothing to give points for, say."""
    rows = sorted(data.get("rubric") or (), key=lambda row: row.get("sort_order") or 0)
    found = [] if rows else [Flaw("no_rubric", rows="rubric")]
    if len(rows) > MOST_CRITERIA:
        found.append(Flaw("too_many_criteria", rows="rubric"))
    seen: set[str] = set()
    for number, row in enumerate(rows):
        name = " ".join((row["name"] or "").split()).casefold()
        if name in seen:
            found.append(Flaw("same_criterion", number, "rubric", "name"))
        seen.add(name)
    least, most = data.get("min_words"), data.get("max_words")
    if least and most and least > most:
        found.append(Flaw("words_crossed", field="max_words"))
    return found


def _unit_flaws(units: Sequence[tuple[str, Any]], rule: str) -> list[Flaw]:
    found = []
    if rule != kinds.NO_UNIT and not units:
        found.append(Flaw("no_units", field="unit_rule"))
    names = [name for name, _factor in units]
    for number, (name, factor) in enumerate(units):
        if names.index(name) < number:
            found.append(Flaw("same_unit", number, "units", "name"))
        if float(factor or 0) <= 0:
            found.append(Flaw("no_factor", number, "units", "factor"))
        elif number == 0 and float(factor) != 1:
            found.append(Flaw("main_unit_is_one", number, "units", "factor"))
    return found
