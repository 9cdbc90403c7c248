"""Read GIFT, the text format of Moodle: every kind of question that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from courses.quizzes.exchange.formats import markup, shares
from courses.quizzes.exchange.formats.reading import (
    Reading,
    Unreadable,
    apart,
    category_name,
    decimal_of,
    decoded,
    number_text,
    percent,
    tolerance_text,
    true_false,
    with_keys,
)
from courses.quizzes.exchange.items import ROW_FEEDBACK, Answer, Item
from courses.quizzes.exchange.wording import line

# Escaped signs stand aside while a question is taken apart, as code points that no text has.
_SIGNS = "\\~=#{}:n"
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_ASIDE = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_SIGNS)}
_BACK = {ord(_ASIDE[sign]): "\n" if sign == "n" else sign for sign in _SIGNS}
_ID = re.compile(r"(?<!\\)\[id:((?:\\\]|[^\]])+)\]")
_TAG = re.compile(r"(?<!\\)\[tag:((?:\\\]|[^\]])+)\]")
_TITLE = re.compile(r"::(.*?)::", re.S)
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.I)
_WEIGHT = re.compile(r"\s*%\s*(-?[0-9]+(?:[.,][0-9]+)?)\s*%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_LINE_OF_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)", re.I)
_SURE = re.compile(
    r"^\s*(?:\$CATEGORY:|::.+?::)|(?<!\\)\{[^{}]*(?:[=~#]|\b(?:T|F|TRUE|FALSE)\b)", re.M
)
# What GIFT has no place for: it stays as it is in the bank.
UNSAID = frozenset(
    {
        "picture", "model_answer", "rubric", "min_words", "max_words", "units", "unit_rule",
        "case_sensitive",
    }
)  # fmt: skip
_STOPS = ".,;:!?"


@dataclass
class _Block:
    """The lines of one question, and what the comments above it said."""

    number: int = 0
    lines: list[str] = field(default_factory=list)
    key: str = ""
    tags: list[str] = field(default_factory=list)


def looks_like_gift(text: str) -> bool:
    return bool(_SURE.search(text[:200_000]))


def read(data: bytes, name: str = "") -> Reading:
    """The questions of a GIFT file."""
    text, note = decoded(data)
    found = Reading(notes=[note] if note else [])
    category = ""
    for block in _blocks(text):
        named = _LINE_OF_CATEGORY.match(block.lines[0])
        if named:
            category = category_name(named[1].strip())
            del block.lines[0]
            block.number += 1
            if not block.lines:
                continue
        found.items.append(_item(block, category))
    return with_keys(found)


def _blocks(text: str) -> Iterator[_Block]:
    """Questions stand apart by blank lines; a comment belongs to the question below it."""
    block = _Block()
    for number, row in enumerate(text.split("\n"), 1):
        stripped = row.strip()
        if stripped.startswith("//"):
            if not block.lines:
                if key := _ID.search(stripped):
                    block.key = key[1].replace("\\]", "]").strip()
                block.tags += [tag.replace("\\]", "]") for tag in _TAG.findall(stripped)]
            continue
        if not stripped:
            if block.lines:
                yield block
                block = _Block()
            continue
        if block.lines and _LINE_OF_CATEGORY.match(row):
            yield block
            block = _Block()
        block.number = block.number or number
        block.lines.append(row)
        if _LINE_OF_CATEGORY.match(row):
            yield block
            block = _Block()
    if block.lines:
        yield block


def _item(block: _Block, category: str) -> Item:
    item = Item("", "", key=block.key, category=category, where=f"line {block.number}")
    item.unsaid = UNSAID
    text = _ESCAPED.sub(lambda found: _ASIDE[found[1]], "\n".join(block.lines).strip())
    title = _TITLE.match(text)
    if title:
        item.name = line(_whole(title[1]))
        text = text[title.end() :]
    marked = _FORM.match(text)
    form = marked[1].lower() if marked else "moodle"
    text = text[marked.end() :] if marked else text
    try:
        _take_apart(item, markup.limited(text), form)
    except Unreadable as error:
        item.fault = str(error)
        item.text = item.text or markup.escaped(line(_whole(text))[:200])
    if item.type == "matching":
        item.unsaid |= {ROW_FEEDBACK}
    apart(block.tags, item)
    return item


def _take_apart(item: Item, text: str, form: str) -> None:
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise Unreadable("it is a text without a question: there are no answers in braces")
    if start < 0 or end < start:
        raise Unreadable("one of the braces around the answers is missing. Write { before, } after")
    answers, rest = text[start + 1 : end].strip(), text[end + 1 :].strip()
    if "{" in rest:
        raise Unreadable("two questions stand together. Put an empty line between them")
    asked = _with_blank(text[:start].rstrip(), rest)
    html = markup.to_html(_whole(asked).strip(), form)
    item.text, pictures = markup.body(html, item)
    if pictures:
        item.note("the pictures of a GIFT file are only named in it, so they are left out")
    answers, _mark, general = answers.partition("####")
    if general.strip():
        marked = _FORM.match(general)
        said = _whole(general[marked.end() :] if marked else general).strip()
        html = markup.to_html(said, marked[1].lower() if marked else form)
        item.feedback = markup.without_pictures(html, item, "the feedback")
    _answers(item, answers.strip(), form)


def _with_blank(before: str, rest: str) -> str:
    """A question whose answers stood within it; a stop after them is no second part."""
    if not rest.strip(_STOPS):
        sentence = before if before.endswith(tuple(_STOPS)) or not before else f"{before}{rest}"
        return sentence if before else rest
    blank = "_____" if rest[0] in _STOPS else "_____ "
    return f"{before} {blank}{rest}".lstrip()


def _answers(item: Item, answers: str, form: str) -> None:
    first = answers.partition("#")[0].strip().upper()
    if not answers:
        item.type = "essay"
    elif answers.startswith("#"):
        _numbers(item, answers[1:], form)
    elif "~" in answers:
        _options(item, answers, form)
    elif "=" in answers and "->" in answers:
        _pairs(item, answers, form)
    elif first in _TRUE + _FALSE:
        right = first in _TRUE
        wrong_why, _mark, right_why = answers.partition("#")[2].partition("#")
        why = [_words(part, item, form, "feedback") for part in (right_why, wrong_why)]
        item.type = "true_false"
        item.answers = true_false(right, *(why if right else reversed(why)))
    else:
        item.type = "short_text"
        for part in _parts(answers if answers.startswith("=") else f"={answers}", "="):
            weight, text, why = _row(part, item, form)
            worth = percent(shares.HUNDRED if weight is None else weight)
            item.answers.append(Answer(text, feedback=why, share=worth))


def _options(item: Item, answers: str, form: str) -> None:
    weights: list[Decimal] = []
    single = "=" in answers
    for part in _parts(answers.replace("=", "~="), "~"):
        right = part.startswith("=")
        weight, text, why = _row(part.lstrip("="), item, form)
        weights.append(weight if weight is not None else shares.HUNDRED if right else Decimal(0))
        item.answers.append(Answer(text, feedback=why))
    item.type = "single" if single else "multiple"
    if single:
        shares.one_right(item, weights)
    else:
        shares.chosen_parts(item, weights)


def _pairs(item: Item, answers: str, form: str) -> None:
    item.type, item.credit = "matching", "partial"
    for part in _parts(answers, "="):
        left, mark, right = part.partition("->")
        if not mark:
            raise Unreadable(
                f"“{line(_whole(part))[:40]}” has no partner. Write -> between the two"
            )
        answer = Answer(
            _words(left, item, form, "a pair"), match=_words(right, item, form, "a pair")
        )
        item.answers.append(answer)


def _numbers(item: Item, answers: str, form: str) -> None:
    item.type = "numeric"
    several = answers.lstrip().startswith(("=", "~", "%"))
    parts = _parts(answers.replace("~", "=~"), "=") if several else [answers.strip()]
    for part in parts:
        weight, _text, why = _row(part.lstrip("~"), item, form)
        raw = part.lstrip("~").partition("#")[0]
        raw = _whole(_WEIGHT.sub("", raw, count=1)).strip()
        if part.startswith("~") and not raw:
            item.answers.append(Answer("*", share=0, feedback=why))
            continue
        text, tolerance = number_in(raw)
        worth = percent(shares.HUNDRED if weight is None else weight)
        item.answers.append(Answer(text, feedback=why, share=worth, tolerance=tolerance))
    if not item.answers:
        raise Unreadable("there is no number between its braces")


def number_in(raw: str) -> tuple[str, str | None]:
    """A number as GIFT writes it, with how far one may be off, or between which two it is."""
    low, between, high = raw.partition("..")
    if between:
        ends = decimal_of(low), decimal_of(high)
        return number_text(sum(ends) / 2), tolerance_text((ends[1] - ends[0]) / 2)
    value, _mark, off = raw.partition(":")
    if value.strip() == "*":
        return "*", None
    return number_text(decimal_of(value)), tolerance_text(decimal_of(off)) if off.strip() else "0"


def _parts(answers: str, sign: str) -> list[str]:
    return [part.strip() for part in answers.split(sign) if part.strip()]


def _row(part: str, item: Item, form: str) -> tuple[Decimal | None, str, str]:
    """What an answer is worth, its words, and its feedback."""
    text, _mark, why = part.partition("#")
    weight = _WEIGHT.match(text)
    worth = decimal_of(weight[1]) if weight else None
    text = text[weight.end() :] if weight else text
    return worth, _words(text, item, form, "an answer"), _words(why, item, form, "feedback")


def _words(text: str, item: Item, form: str, what: str) -> str:
    marked = _FORM.match(text)
    if marked:
        text, form = text[marked.end() :], marked[1].lower()
    whole = _whole(text).strip()
    if form == "plain":
        return line(whole)
    return markup.words(markup.to_html(whole, form) if form == "markdown" else whole, item, what)


def _whole(text: str) -> str:
    """A text with its escaped signs put back."""
    return text.translate(_BACK)
