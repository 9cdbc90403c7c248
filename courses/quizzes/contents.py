"""A question's content, read from the data of its snapshot: old ones lack the newer fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from courses.quizzes import kinds, typed

Data = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Gap:
    """One gap of a text: what may stand in it, and whether it is typed or chosen from a list."""

    number: int
    rows: tuple[Row, ...]

    @property
    def typed(self) -> bool:
        return all(row["correct"] for row in self.rows)

    @property
    def numeric(self) -> bool:
        return self.typed and any(row.get("tolerance") is not None for row in self.rows)


def rows_of(data: Data) -> list[Row]:
    """A question's rows in the order in which the author put them."""
    return sorted(data["options"], key=lambda row: row.get("sort_order") or 0)


def lefts_of(data: Data) -> list[Row]:
    """The left side of a matching question; a row without it is only a spare partner."""
    return [row for row in rows_of(data) if row["text"].strip()]


def partners_of(data: Data) -> dict[str, str]:
    """The partners to choose from, by key; those that say the same are one."""
    found: dict[str, str] = {}
    for row in rows_of(data):
        words = partner_words(row)
        if words and words not in found.values():
            found[str(row["match_key"])] = words
    return found


def partner_words(row: Row) -> str:
    """What the partner of a pair says, on one line."""
    return " ".join((row.get("match") or "").split())


def gaps_of(data: Data) -> dict[str, Gap]:
    """The gaps of a text by their number, as a word."""
    found: dict[int, list[Row]] = {}
    for row in rows_of(data):
        if row.get("gap"):
            found.setdefault(row["gap"], []).append(row)
    return {str(number): Gap(number, tuple(found[number])) for number in sorted(found)}


def units_of(data: Data) -> dict[str, Fraction]:
    """The units that an answer may have, each with its factor; the first is the main one."""
    rows = sorted(data.get("units") or (), key=lambda row: row.get("sort_order") or 0)
    return {row["name"]: Fraction(str(row["factor"])) for row in rows}


def keys_to_draw(data: Data) -> list[str]:
    """What a person meets in an order of their own, so that a draw reads no snapshot.

    A matching question's partners stand by the alphabet after its left side: not even unshuffled
    does their order tell where they belong. Where nothing is chosen from, there are none.
    """
    kind, rows = data["type"], rows_of(data)
    if kind in kinds.CHOICES or kind == kinds.ORDERING:
        return [row["key"] for row in rows]
    if kind == kinds.MATCHING:
        partners = partners_of(data)
        by_alphabet = sorted(partners, key=lambda key: (typed.plain(partners[key]), key))
        return [row["key"] for row in lefts_of(data)] + by_alphabet
    if kind == kinds.CLOZE:
        chosen = [gap for gap in gaps_of(data).values() if not gap.typed]
        return [row["key"] for gap in chosen for row in gap.rows]
    return []


def tag_of(word: str) -> str:
    """A principle or objective as it is looked for: however it was written."""
    return " ".join(word.replace("|", " ").split()).casefold()


def tags_of(data: Data) -> str:
    """A question's principles and objectives on one line, each between bars: `|consent|trust|`."""
    words = [*(data.get("principles") or ()), *(data.get("objectives") or ())]
    tags = sorted({tag_of(word) for word in words} - {""})
    return f"|{'|'.join(tags)}|" if tags else ""


def counts_in_parts(data: Data) -> bool:
    """True when an answer may be worth a part of the mark."""
    if data["type"] in (kinds.SHORT_TEXT, kinds.NUMERIC):
        return any((row.get("share") or 0) not in (0, 100) for row in data["options"])
    return data["type"] == kinds.ESSAY or data.get("credit", kinds.WHOLE) == kinds.PARTIAL


def right_answer(data: Data) -> list[str] | dict[str, str]:
    """An answer that is wholly right, in its kept shape, as far as the rows give one."""
    kind, rows = data["type"], rows_of(data)
    if kind in kinds.CHOICES:
        return sorted(row["key"] for row in rows if row["correct"])
    if kind == kinds.ORDERING:
        return [row["key"] for row in rows]
    if kind == kinds.MATCHING:
        by_words = {words: key for key, words in partners_of(data).items()}
        pairs = {row["key"]: by_words.get(partner_words(row), "") for row in lefts_of(data)}
        return {left: partner for left, partner in pairs.items() if partner}
    if kind == kinds.CLOZE:
        return {number: _right_in(gap) for number, gap in gaps_of(data).items()}
    full = next((row for row in rows if row.get("share") in (None, 100)), None)
    if full is None or kind == kinds.ESSAY:
        return {}
    unit = next(iter(units_of(data)), "") if data.get("unit_rule") == kinds.UNIT_REQUIRED else ""
    given = {"text": pattern_words(full["text"], kind), "unit": unit}
    return {name: value for name, value in given.items() if value}


def _right_in(gap: Gap) -> str:
    row = next((row for row in gap.rows if row["correct"]), gap.rows[0])
    return pattern_words(row["text"]) if gap.typed else row["key"]


def right_in_words(gap: Gap) -> str:
    """What counts whole in a gap, as people read it."""
    rows = [row for row in gap.rows if row["correct"] and row.get("share") in (None, 100)]
    kind = kinds.SHORT_TEXT if gap.typed and not gap.numeric else kinds.NUMERIC
    return " / ".join(dict.fromkeys(pattern_words(row["text"], kind) for row in rows))


def plain_decimal(value: Any) -> str:
    """A stored decimal without the noughts at its end; nothing for none and for nought."""
    if value is None or not Fraction(str(value)):
        return ""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def pattern_words(pattern: str, kind: str = kinds.SHORT_TEXT) -> str:
    """A pattern as people read it: “duty*” is “duty…”."""
    return pattern if kind == kinds.NUMERIC else "…".join(typed.pieces(pattern))
