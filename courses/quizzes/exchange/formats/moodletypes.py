"""Moodle's types of questions, one by one, as items."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

from courses.quizzes.exchange.formats import cloze, markup, shares
from courses.quizzes.exchange.formats.moodletexts import html_in, text_in, words_in
from courses.quizzes.exchange.formats.reading import (
    Unreadable,
    decimal_of,
    number_text,
    percent,
    rounded,
    shortest,
    tolerance_text,
    true_false,
)
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line, plain

_YES = ("1", "true")
_PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]|\[([1-9][0-9]?)\]")
_NO_UNIT, _CHOSEN_UNITS = "3", ("1", "2")


def _said(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip().lower()


def _worth(answer: Element) -> Decimal:
    return decimal_of(answer.get("fraction") or "0")


def _answers(item: Item, element: Element) -> list[Element]:
    found = element.findall("answer")
    item.answers = [
        Answer(
            words_in(answer, item, "an answer"),
            feedback=words_in(answer.find("feedback"), item, "the feedback of an answer"),
        )
        for answer in found
    ]
    return found


def _choice(item: Item, element: Element) -> None:
    rows = _answers(item, element)
    weights = [_worth(row) for row in rows]
    if _said(element, "single") in (*_YES, ""):
        item.type = "single"
        shares.one_right(item, weights)
    else:
        item.type = "multiple"
        shares.chosen_parts(item, weights)


def _all_or_nothing(item: Item, element: Element) -> None:
    rows = _answers(item, element)
    item.type = "multiple"
    item.answers = [
        replace(answer, correct=_worth(row) > 0)
        for answer, row in zip(item.answers, rows, strict=True)
    ]


def _true_false(item: Item, element: Element) -> None:
    item.type = "true_false"
    right, why = None, {"true": "", "false": ""}
    for row in element.findall("answer"):
        word = plain(text_in(row, "")).lower()
        if word in why:
            why[word] = words_in(row.find("feedback"), item, "the feedback of an answer")
            right = word if _worth(row) > 0 else right
    if right is None:
        raise Unreadable("it does not say whether it is true or false")
    item.answers = true_false(right == "true", why["true"], why["false"])


def _matching(item: Item, element: Element) -> None:
    item.type, item.credit = "matching", "partial"
    for row in element.findall("subquestion"):
        left = words_in(row, item, "a pair")
        partner = words_in(row.find("answer"), item, "a pair")
        if left or partner:
            item.answers.append(Answer(left, match=partner))
    if not item.answers:
        raise Unreadable("it has no pairs")


def _ordering(item: Item, element: Element) -> None:
    rows = _answers(item, element)
    places = [_worth(row) for row in rows]
    if len(set(places)) == len(places):
        order = sorted(range(len(rows)), key=lambda place: places[place])
        item.answers = [item.answers[place] for place in order]
    item.type, grading = "ordering", _said(element, "gradingtype")
    item.credit = "whole" if grading in ("-1", "all_or_nothing") else "partial"
    if grading not in ("", "-1", "0", "all_or_nothing", "absolute_position"):
        item.note("each thing in its own place counts here, whatever stands beside it")
    if _said(element, "selecttype") not in ("", "0", "all"):
        item.note("everybody puts all of the things in order here, not some of them")


def _short(item: Item, element: Element) -> None:
    rows = _answers(item, element)
    item.type, item.case_sensitive = "short_text", _said(element, "usecase") in _YES
    item.answers = [
        replace(answer, share=percent(_worth(row)))
        for answer, row in zip(item.answers, rows, strict=True)
    ]
    if not rows:
        raise Unreadable("it has no accepted answer")


def _numeric(item: Item, element: Element) -> None:
    rows = _answers(item, element)
    item.type, answers = "numeric", []
    for answer, row in zip(item.answers, rows, strict=True):
        text, tolerance = answer.text.strip(), None
        if text != "*":
            text = number_text(decimal_of(text))
            tolerance = tolerance_text(decimal_of(row.findtext("tolerance") or "0"))
        answers.append(replace(answer, text=text, tolerance=tolerance, share=percent(_worth(row))))
    item.answers = answers
    if not answers:
        raise Unreadable("it has no accepted answer")
    item.units = [
        (line(unit.findtext("unit_name") or ""), _factor(unit.findtext("multiplier") or "1"))
        for unit in element.findall("units/unit")
    ]
    _main_unit_first(item)
    shown, graded = _said(element, "showunits"), _said(element, "unitgradingtype")
    if item.units and graded in ("1", "2"):
        item.unit_rule = "required"
        if decimal_of(element.findtext("unitpenalty") or "1") < 1:
            item.note("a missing or wrong unit makes the answer wrong here")
    elif item.units and shown in _CHOSEN_UNITS:
        item.unit_rule = "required"
    elif item.units and shown != _NO_UNIT:
        item.unit_rule = "optional"


def _factor(multiplier: str) -> str:
    """How many of the main unit one of these is: Moodle says how many of these the main one is."""
    value = decimal_of(multiplier)
    if value <= 0:
        raise Unreadable("a unit has a multiplier that is not above nothing")
    factor = 1 / Fraction(value)
    near = round(factor)
    if near and abs(factor - near) < near * Fraction(1, 10**9):
        return str(near)
    exact = Decimal(factor.numerator) / Decimal(factor.denominator)
    return shortest(rounded(exact, 12))


def _main_unit_first(item: Item) -> None:
    """The main unit is the one with the factor 1."""
    main = [unit for unit in item.units if unit[1] == "1"]
    if item.units and not main:
        item.note("no unit has the multiplier 1, so the units are left out")
        item.units = []
    elif main and item.units[0] != main[0]:
        item.units = [main[0], *(unit for unit in item.units if unit != main[0])]


def _essay(item: Item, element: Element) -> None:
    item.type = "essay"
    item.min_words = _words(element, "minwordlimit")
    item.max_words = _words(element, "maxwordlimit")
    said = html_in(element.find("graderinfo"))
    item.model_answer = markup.without_pictures(said, item, "the notes for markers")
    if text_in(element, "responsetemplate"):
        item.note("the text that stood in the box before is left out")
    if _said(element, "attachments") not in ("", "0"):
        item.note("files cannot be sent with an answer here")


def _words(element: Element, name: str) -> int | None:
    text = _said(element, name)
    return int(text) if text.isdecimal() and 0 < int(text[:6]) <= 32_000 and len(text) < 6 else None


def _gaps(item: Item, element: Element) -> None:
    item.type = "cloze"


def _gaps_before(item: Item, element: Element, text: str) -> str:
    return cloze.take_gaps(item, text)


def _boxes_before(item: Item, element: Element, text: str) -> str:
    """A text into which words are dragged: each place is chosen from its group of words."""
    boxes = [
        (words_in(box, item, "a word to place"), _said(box, "group") or "1")
        for box in (*element.findall("dragbox"), *element.findall("selectoption"))
    ]
    item.credit = "partial"

    def place(found: re.Match[str]) -> str:
        if not found[1]:
            item.note("[1] in the text became (1), for [1] is a gap here")
            return f"({found[2]})"
        number, gap = int(found[1]), len({answer.gap for answer in item.answers}) + 1
        if not 1 <= number <= len(boxes):
            raise Unreadable(f"place [[{number}]] names a word that is not there")
        if gap > cloze.MOST_GAPS:
            raise Unreadable(f"it has more than {cloze.MOST_GAPS} gaps")
        right, group = boxes[number - 1]
        offered = dict.fromkeys(words for words, own in boxes if own == group)
        item.answers += [Answer(words, words == right, gap=gap) for words in offered]
        return f"[{gap}]"

    inside: list[str] = []
    text = markup.restored(_PLACE.sub(place, markup.limited(text, inside)), inside)
    if not item.answers:
        raise Unreadable("there is no place for a word in its text")
    return text


TYPES: dict[str, Callable[[Item, Element], None]] = {
    "multichoice": _choice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_false,
    "matching": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "shortanswer": _short,
    "numerical": _numeric,
    "essay": _essay,
    "cloze": _gaps,
    "multianswer": _gaps,
    "ddwtos": _gaps,
    "gapselect": _gaps,
}
BEFORE: dict[str, Callable[[Item, Element, str], str]] = {
    "cloze": _gaps_before,
    "multianswer": _gaps_before,
    "ddwtos": _boxes_before,
    "gapselect": _boxes_before,
}
REFUSED = {
    "description": "it is a text without a question",
    "random": "it draws from a category: a quiz does that here",
    "randomsamatch": "it makes pairs of other questions, which has no like here",
    **dict.fromkeys(
        ("calculated", "calculatedsimple", "calculatedmulti"),
        "it makes new numbers for everybody, which has no like here",
    ),
    **dict.fromkeys(
        ("ddimageortext", "ddmarker"), "things are dragged onto a picture, which has no like here"
    ),
}
