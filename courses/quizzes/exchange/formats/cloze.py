"""Gaps in a text as Moodle embeds them, {1:SHORTANSWER:=…}, and as the bank keeps them, [1]."""

from __future__ import annotations

import re

from courses.quizzes.exchange.formats import markup
from courses.quizzes.exchange.formats.reading import (
    Unreadable,
    decimal_of,
    number_text,
    percent,
    shortest,
    tolerance_text,
)
from courses.quizzes.exchange.items import Answer, Item

GAP = re.compile(r"\[([1-9][0-9]?)\]")
MOST_GAPS = 20
_TYPED = {"SHORTANSWER", "SA", "MW"}
_TYPED_IN_CASE = {"SHORTANSWER_C", "SAC", "MWC"}
_NUMBERS = {"NUMERICAL", "NM"}
_LISTS = {
    "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS",
    "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS",
}  # fmt: skip
_EMBEDDED = re.compile(
    r"\{\s{0,9}([0-9]{0,9})\s{0,9}:\s{0,9}([A-Z_]{1,30})\s{0,9}:((?:\\.|[^\\}]){0,5000})\}", re.S
)
_BETWEEN = re.compile(r"(?<!\\)~")
_WEIGHT = re.compile(r"%(-?[0-9]+(?:\.[0-9]+)?)%")
_WHY = re.compile(r"(?<!\\)#")
_ESCAPED = re.compile(r"\\([\\{}~#=\"/%])")


def has_gaps(text: str) -> bool:
    return bool(_EMBEDDED.search(text))


def without_literal_gaps(text: str, item: Item) -> str:
    """A text in which nothing but a gap looks like one."""
    if GAP.search(text):
        item.note("[1] in the text became (1), for [1] is a gap here")
    return GAP.sub(r"(\1)", text)


def take_gaps(item: Item, text: str) -> str:
    """Put the embedded answers of a text into the item's rows; the text comes back with [1]."""
    inside: list[str] = []
    text = without_literal_gaps(markup.limited(text, inside), item)
    weights: set[str] = set()
    cases: set[bool] = set()

    def gap(found: re.Match[str]) -> str:
        number = len({answer.gap for answer in item.answers}) + 1
        if number > MOST_GAPS:
            raise Unreadable(f"it has more than {MOST_GAPS} gaps")
        weights.add(found[1] or "1")
        _take_gap(item, number, found[2], found[3], cases)
        return f"[{number}]"

    text = markup.restored(_EMBEDDED.sub(gap, text), inside)
    if not item.answers:
        raise Unreadable("there is no gap in its text")
    if len(weights) > 1:
        item.note("its gaps count the same here, whatever each was worth")
    if len(cases) > 1:
        item.note("capitals matter in every gap here, for they did in one")
    item.case_sensitive = True in cases
    item.credit = "partial"
    return text


def _take_gap(item: Item, number: int, kind: str, answers: str, cases: set[bool]) -> None:
    numeric, chosen = kind in _NUMBERS, kind in _LISTS
    if kind in _TYPED_IN_CASE | _TYPED:
        cases.add(kind in _TYPED_IN_CASE)
    elif not numeric and not chosen:
        raise Unreadable(f"gap {number} is of the type {kind}, which has no like here")
    rows = []
    for part in _BETWEEN.split(answers):
        if part.strip():
            rows.append(_row(item, number, part.strip(), numeric=numeric, chosen=chosen))
    if not rows:
        raise Unreadable(f"gap {number} has no answer")
    if chosen and all(row.correct for row in rows):
        item.note(f"gap {number} has no wrong option, so it is typed here")
    item.answers += rows


def _row(item: Item, number: int, part: str, *, numeric: bool, chosen: bool) -> Answer:
    weight = _WEIGHT.match(part)
    if part.startswith("="):
        worth, part = decimal_of("100"), part[1:]
    elif weight:
        worth, part = decimal_of(weight[1]), part[weight.end() :]
    else:
        worth = decimal_of("0")
    text, *why = _WHY.split(part, maxsplit=1)
    said = _plain(item, why[0], "feedback") if why else ""
    share = percent(worth)
    tolerance = None
    if numeric:
        value, _mark, off = _plain(item, text, "an answer").partition(":")
        text = value.strip()
        if text != "*":
            text = number_text(decimal_of(text))
            tolerance = tolerance_text(decimal_of(off)) if off.strip() else "0"
    else:
        text = _plain(item, text, "an answer")
    # A typed gap keeps its wrong answers as ones that are worth nothing: a row that is not right
    # would make it a gap that is chosen from a list.
    right = not chosen or worth > 0
    return Answer(
        text, right, said, gap=number, share=share if right else None, tolerance=tolerance
    )


def _plain(item: Item, text: str, what: str) -> str:
    return markup.words(_ESCAPED.sub(r"\1", text), item, what)


def embedded(item: Item) -> str:
    """The text of a question with its answers in their places, as Moodle reads it."""
    seen: set[int] = set()

    def gap(found: re.Match[str]) -> str:
        number = int(found[1])
        rows = [answer for answer in item.answers if answer.gap == number]
        if not rows or number in seen:
            raise Unreadable(f"gap {number} has no answers, or is there twice")
        seen.add(number)
        return _embedded(rows, item.case_sensitive)

    text = item.text.replace("{", "&#123;")
    text = GAP.sub(gap, text)
    if not seen:
        raise Unreadable("there is no gap in its text")
    return text


def _embedded(rows: list[Answer], case_sensitive: bool) -> str:
    typed = all(row.correct for row in rows)
    numeric = typed and any(row.tolerance is not None for row in rows)
    kind = "NUMERICAL" if numeric else "SHORTANSWER" if typed else "MULTICHOICE"
    if kind == "SHORTANSWER" and case_sensitive:
        kind = "SHORTANSWER_C"
    parts = []
    for row in rows:
        whole = row.correct and row.share in (None, 100)
        worth = "=" if whole else f"%{(row.share or 0) if row.correct else 0}%"
        text = _number(row) if numeric else _sign(row.text)
        parts.append(f"{worth}{text}" + (f"#{_sign(row.feedback)}" if row.feedback else ""))
    return f"{{1:{kind}:{'~'.join(parts)}}}"


def _number(row: Answer) -> str:
    if row.text.strip() == "*":
        return "*"
    return f"{shortest(decimal_of(row.text))}:{shortest(decimal_of(row.tolerance or '0'))}"


def _sign(text: str) -> str:
    text = re.sub(r"\\(?=[\\{}~#=\"/%]|$)", r"\\\\", markup.escaped(text))
    return re.sub(r"([}~#])", r"\\\1", text)
