"""What one answer is worth, type by type: read it, keep it in its shape, mark it exactly.

A question comes as the data of its snapshot, old ones included, which lack the newer fields. An
answer is kept in the shape of its type, so that it can be read again for ever:

- choices: `[option key, …]`, sorted
- matching: `{key of the left side: key of its partner}`
- ordering: `[key, …]` in order; until every item has its own place, `{key: place}` as it was given
- short text and essay: `{"text": "…"}`; numbers: `{"text": "12,5", "unit": "mg"}`
- gaps: `{"1": "what was typed", "2": option key}`

Nothing given is `[]` or `{}`. What was typed is kept as it was typed, readable or not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from courses.quizzes import kinds, typed
from courses.quizzes.contents import (
    Data,
    Gap,
    Row,
    gaps_of,
    lefts_of,
    partner_words,
    partners_of,
    rows_of,
    units_of,
)

Raw = Sequence[str] | Mapping[str, Any]
Kept = list[str] | dict[str, str]

NOTHING, ALL = Fraction(0), Fraction(1)
LONGEST = {kinds.SHORT_TEXT: 500, kinds.NUMERIC: 100, kinds.CLOZE: 200, kinds.ESSAY: 20_000}

# Verdicts, by option key, gap number, or the part of an answer.
RIGHT, PART, WRONG, MISSED = "right", "part", "wrong", "missed"
UNREADABLE, UNIT_MISSING = "unreadable", "unit_missing"


class NotAnOption(ValueError):
    """An answer names an option that its question doesn't have."""


class TooMany(ValueError):
    """More than one option is given where the question takes one."""


class TooLong(ValueError):
    """More was typed than we keep."""


@dataclass(frozen=True)
class MarkedAnswer:
    """What an answer is worth, 0 to 1; None where a person must say.

    `verdicts` says of each part how it came out; `feedback` names the options whose own feedback
    belongs to this answer.
    """

    share: Fraction | None
    verdicts: Mapping[str, str] = field(default_factory=dict)
    feedback: tuple[str, ...] = ()


# --- Keeping an answer -----------------------------------------------------------------------


def accept(data: Data, raw: Raw) -> Kept:
    """Return an answer in the shape in which it is kept; what is kept already comes back equal.

    `raw` is what a form sent: the values of the question's one name, or the values of its parts by
    the parts' names. Raises `NotAnOption`, `TooMany` or `TooLong`.
    """
    return _ACCEPT[data["type"]](data, raw)


def answered(data: Data, kept: Kept | None) -> bool:
    """True when every part of a question has something for an answer."""
    if not kept:
        return False
    kind = data["type"]
    if kind == kinds.MATCHING:
        return len(kept) == len(lefts_of(data))
    if kind == kinds.ORDERING:
        return isinstance(kept, list) or len(kept) == len(data["options"])
    if kind == kinds.CLOZE:
        return len(kept) == len(gaps_of(data))
    return (
        bool(kept["text"]) if isinstance(kept, dict) and "text" in kept else kind in kinds.CHOICES
    )


def _accept_choices(data: Data, raw: Raw) -> Kept:
    if isinstance(raw, Mapping):
        raise NotAnOption
    unique = set(raw)
    if not unique <= {row["key"] for row in data["options"]}:
        raise NotAnOption
    if data["type"] in kinds.ONE_ANSWER and len(unique) > 1:
        raise TooMany
    return sorted(unique)


def _accept_matching(data: Data, raw: Raw) -> Kept:
    given = _parts(raw)
    lefts = {row["key"] for row in lefts_of(data)}
    if not set(given) <= lefts or not set(given.values()) <= set(partners_of(data)):
        raise NotAnOption
    return dict(sorted(given.items()))


def _accept_ordering(data: Data, raw: Raw) -> Kept:
    keys = {row["key"] for row in data["options"]}
    if not isinstance(raw, Mapping):
        if raw and (set(raw) != keys or len(raw) != len(keys)):
            raise NotAnOption
        return list(raw)
    given = _parts(raw)
    places = {str(place) for place in range(1, len(keys) + 1)}
    if not set(given) <= keys or not set(given.values()) <= places:
        raise NotAnOption
    if len(given) == len(set(given.values())) == len(keys):
        return sorted(given, key=lambda key: int(given[key]))
    return dict(sorted(given.items()))


def _accept_text(data: Data, raw: Raw) -> Kept:
    text = _text(raw, data["type"])
    return {"text": text} if text.strip() else {}


def _accept_number(data: Data, raw: Raw) -> Kept:
    text = _text(raw, kinds.NUMERIC).strip()
    unit = str(raw.get("unit") or "") if isinstance(raw, Mapping) else ""
    if unit and unit not in units_of(data):
        raise NotAnOption
    kept = {"text": text, "unit": unit}
    return {name: value for name, value in kept.items() if value}


def _accept_gaps(data: Data, raw: Raw) -> Kept:
    given, gaps = _parts(raw), gaps_of(data)
    for number, value in given.items():
        gap = gaps.get(number)
        if gap is None:
            raise NotAnOption
        if not gap.typed and value not in {row["key"] for row in gap.rows}:
            raise NotAnOption
        if len(value) > LONGEST[kinds.CLOZE]:
            raise TooLong
    return dict(sorted(given.items(), key=lambda pair: int(pair[0])))


def _parts(raw: Raw) -> dict[str, str]:
    """What the parts of an answer hold; the empty ones are left out."""
    if not isinstance(raw, Mapping):
        if any(raw):
            raise NotAnOption
        return {}
    clean = {str(name): _clean(str(value)) for name, value in raw.items()}
    return {name: value for name, value in clean.items() if value.strip()}


def _text(raw: Raw, kind: str) -> str:
    if isinstance(raw, Mapping):
        text = str(raw.get("text") or "")
    elif len(raw) > 1:
        raise TooMany
    else:
        text = raw[0] if raw else ""
    text = _clean(text)
    if len(text) > LONGEST[kind]:
        raise TooLong
    return text


def _clean(text: str) -> str:
    """One kind of line end, and nothing that a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


_ACCEPT: dict[str, Callable[[Data, Raw], Kept]] = {
    **dict.fromkeys(kinds.CHOICES, _accept_choices),
    kinds.MATCHING: _accept_matching,
    kinds.ORDERING: _accept_ordering,
    kinds.SHORT_TEXT: _accept_text,
    kinds.NUMERIC: _accept_number,
    kinds.CLOZE: _accept_gaps,
    kinds.ESSAY: _accept_text,
}


# --- Marking an answer -----------------------------------------------------------------------


def mark_answer(data: Data, kept: Kept | None) -> MarkedAnswer:
    """Mark an answer in its kept shape. Nothing given is worth nothing, whatever the type."""
    return _MARK[data["type"]](data, kept or {})


def is_right(*, correct: set[str], chosen: set[str]) -> bool:
    """True when exactly the correct options were chosen; no option is a wrong answer."""
    return bool(correct) and chosen == correct


def _mark_choices(data: Data, kept: Kept) -> MarkedAnswer:
    rows, chosen = rows_of(data), set(kept)
    correct = {row["key"] for row in rows if row["correct"]}
    verdicts = {row["key"]: _choice_verdict(row, chosen) for row in rows}
    if data.get("credit", kinds.WHOLE) == kinds.PARTIAL:
        share = _share_of_choices(rows, correct, chosen)
    else:
        share = ALL if is_right(correct=correct, chosen=chosen) else NOTHING
    return MarkedAnswer(share, verdicts, tuple(row["key"] for row in rows))


def _choice_verdict(row: Row, chosen: set[str]) -> str:
    if row["key"] in chosen:
        return RIGHT if row["correct"] else WRONG
    return MISSED if row["correct"] else ""


def _share_of_choices(rows: list[Row], correct: set[str], chosen: set[str]) -> Fraction:
    """Right options add, wrong ones take off, and the question never costs more than its mark."""
    if any(row.get("share") is not None for row in rows):
        worth = {row["key"]: Fraction(row.get("share") or 0, 100) for row in rows}
    elif correct:
        one = Fraction(1, len(correct))
        worth = {row["key"]: one if row["key"] in correct else -one for row in rows}
    else:
        worth = {}
    return _within(sum((worth.get(key, NOTHING) for key in chosen), NOTHING))


def _mark_matching(data: Data, kept: Kept) -> MarkedAnswer:
    partners, given = partners_of(data), kept if isinstance(kept, dict) else {}
    verdicts = {}
    for row in lefts_of(data):
        words = partners.get(given.get(row["key"], ""))
        verdicts[row["key"]] = "" if words is None else _verdict(words == partner_words(row))
    return _mark_parts(data, verdicts)


def _mark_ordering(data: Data, kept: Kept) -> MarkedAnswer:
    keys = [row["key"] for row in rows_of(data)]
    if not isinstance(kept, list) or len(kept) != len(keys):
        return MarkedAnswer(NOTHING, dict.fromkeys(keys, ""))
    pairs = zip(kept, keys, strict=True)
    return _mark_parts(data, {given: _verdict(given == right) for given, right in pairs})


def _mark_parts(data: Data, verdicts: dict[str, str]) -> MarkedAnswer:
    """Each part counts the same; without partial credit every one of them must be right."""
    right = [key for key, verdict in verdicts.items() if verdict == RIGHT]
    share = Fraction(len(right), len(verdicts)) if verdicts else NOTHING
    if data.get("credit", kinds.WHOLE) != kinds.PARTIAL and share < ALL:
        share = NOTHING
    return MarkedAnswer(share, verdicts, tuple(verdicts))


def _verdict(right: bool) -> str:
    return RIGHT if right else WRONG


def _mark_text(data: Data, kept: Kept) -> MarkedAnswer:
    text = kept.get("text", "") if isinstance(kept, dict) else ""
    if not text.strip():
        return MarkedAnswer(NOTHING)
    found = _first_accepted(rows_of(data), text, bool(data.get("case_sensitive")))
    return _one_part("text", found)


def _first_accepted(rows: Sequence[Row], text: str, case_sensitive: bool) -> Row | None:
    """The first row that accepts a text: authors put the exact answer above the wider pattern."""
    for row in rows:
        if typed.matches(row["text"], text, case_sensitive=case_sensitive):
            return row
    return None


def _one_part(name: str, found: Row | None) -> MarkedAnswer:
    share = _share_of_row(found) if found else NOTHING
    return MarkedAnswer(share, {name: _part_verdict(share)}, (found["key"],) if found else ())


def _part_verdict(share: Fraction) -> str:
    return RIGHT if share == ALL else PART if share else WRONG


def _share_of_row(row: Row) -> Fraction:
    share = row.get("share")
    return ALL if share is None else _within(Fraction(share, 100))


def _mark_number(data: Data, kept: Kept) -> MarkedAnswer:
    given = kept if isinstance(kept, dict) else {}
    if not given.get("text", "").strip():
        return MarkedAnswer(NOTHING)
    units = units_of(data)
    text, unit = typed.with_unit(given["text"], units)
    unit = given.get("unit") or unit
    verdicts = {}
    if not unit and data.get("unit_rule") == kinds.UNIT_REQUIRED:
        verdicts["unit"] = UNIT_MISSING
    try:
        values = typed.readings(text)
    except typed.NotANumber:
        return MarkedAnswer(NOTHING, {"text": UNREADABLE} | verdicts)
    found = _first_near(rows_of(data), [value * units.get(unit, ALL) for value in values])
    marked = _one_part("text", found)
    share = NOTHING if verdicts else marked.share
    return MarkedAnswer(share, {**marked.verdicts, **verdicts}, marked.feedback)


def _first_near(rows: Sequence[Row], values: Sequence[Fraction]) -> Row | None:
    """The first row that a number is near enough to; a row with a star takes every number."""
    for row in rows:
        if row["text"].strip() == "*":
            return row
        try:
            wanted = typed.number(row["text"])
        except typed.NotANumber:
            continue
        tolerance = Fraction(str(row.get("tolerance") or 0))
        if any(abs(value - wanted) <= tolerance for value in values):
            return row
    return None


def _mark_gaps(data: Data, kept: Kept) -> MarkedAnswer:
    given, gaps = kept if isinstance(kept, dict) else {}, gaps_of(data)
    shares, verdicts, feedback = [], {}, []
    for number, gap in gaps.items():
        found = _row_of_gap(gap, given.get(number, ""), bool(data.get("case_sensitive")))
        share = _share_of_row(found) if found and found["correct"] else NOTHING
        shares.append(share)
        verdicts[number] = _part_verdict(share) if given.get(number) else ""
        feedback += [found["key"]] if found else []
    share = sum(shares, NOTHING) / len(shares) if shares else NOTHING
    if data.get("credit", kinds.WHOLE) != kinds.PARTIAL and share < ALL:
        share = NOTHING
    return MarkedAnswer(share, verdicts, tuple(feedback))


def _row_of_gap(gap: Gap, given: str, case_sensitive: bool) -> Row | None:
    if not given.strip():
        return None
    if not gap.typed:
        return next((row for row in gap.rows if row["key"] == given), None)
    if gap.numeric:
        try:
            return _first_near(gap.rows, typed.readings(given))
        except typed.NotANumber:
            return None
    return _first_accepted(gap.rows, given, case_sensitive)


def _mark_essay(data: Data, kept: Kept) -> MarkedAnswer:
    """A person marks what was written; nothing written needs nobody."""
    text = kept.get("text", "") if isinstance(kept, dict) else ""
    return MarkedAnswer(None) if text.strip() else MarkedAnswer(NOTHING)


def _within(share: Fraction) -> Fraction:
    return min(max(share, NOTHING), ALL)


_MARK: dict[str, Callable[[Data, Kept], MarkedAnswer]] = {
    **dict.fromkeys(kinds.CHOICES, _mark_choices),
    kinds.MATCHING: _mark_matching,
    kinds.ORDERING: _mark_ordering,
    kinds.SHORT_TEXT: _mark_text,
    kinds.NUMERIC: _mark_number,
    kinds.CLOZE: _mark_gaps,
    kinds.ESSAY: _mark_essay,
}
