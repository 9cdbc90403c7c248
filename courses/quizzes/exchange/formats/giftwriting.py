"""Write GIFT."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from courses.quizzes.exchange.formats import shares
from courses.quizzes.exchange.formats.markup import escaped
from courses.quizzes.exchange.formats.reading import (
    Unreadable,
    category_path,
    clean,
    decimal_of,
    is_true_false,
    shortest,
    together,
)
from courses.quizzes.exchange.formats.writing import TYPES, Written, tell, title_of
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line

_SIGNS = re.compile(r"[\\~=#{}:]")


def write(items: Iterable[Item]) -> Written:
    """Questions as GIFT, with what it cannot hold of each."""
    written = Written(ending="gift", media_type="text/plain; charset=utf-8")
    blocks, category = [], None
    for item in items:
        try:
            answers = _ANSWERS[item.type](item, written) if item.type in _ANSWERS else None
        except Unreadable as error:
            written.lose(item, str(error), left_out=True)
            continue
        if answers is None:
            words = f"GIFT has no {TYPES[item.type]}"
            written.lose(item, words, left_out=True)
            continue
        if item.category != category:
            category = item.category
            blocks.append(f"$CATEGORY: {category_path(line(category or 'Questions'))}")
        tell(written, item, "picture", "model_answer", "rubric", "limits", "units", "case", "whole")
        blocks.append(_block(item, answers))
        written.count += 1
    written.data = ("\n\n".join(blocks) + "\n").encode()
    return written


def _block(item: Item, answers: str) -> str:
    marks = [f"[id:{_bracketed(item.key)}]"] if item.key else []
    marks += [f"[tag:{_bracketed(tag)}]" for tag in together(item)]
    general = f"####{_sign(item.feedback)}" if item.feedback else ""
    body = "\n".join(part for part in (answers, general) if part)
    inside = f"\n{body}\n" if body else ""
    head = f"// {' '.join(marks)}\n" if marks else ""
    title = _sign(title_of(item))
    return f"{head}::{title}::[html]{_sign(item.text)}{{{inside}}}"


def _bracketed(text: str) -> str:
    return line(text).replace("]", "\\]")


def _sign(text: str) -> str:
    """A text in which nothing is taken for a sign of GIFT."""
    text = _SIGNS.sub(lambda found: f"\\{found[0]}", clean(text))
    return text.strip().replace("\n", "\\n")


def _words(text: str) -> str:
    """Words in HTML, as the question's own format says; no weight, no format of its own."""
    safe = escaped(text)
    if safe[:1] in ("%", "["):
        safe = f"&#{ord(safe[0])};{safe[1:]}"
    return _sign(safe)


def _why(answer: Answer) -> str:
    return f"#{_words(answer.feedback)}" if answer.feedback else ""


def _weight(weight: Decimal, item: Item, written: Written) -> str:
    if not shares.known_to_moodle(weight):
        words = f"Moodle knows no {shortest(weight)} percent: choose “nearest grade” there"
        written.lose(item, words)
    return f"%{shortest(weight)}%"


def _single(item: Item, written: Written) -> str:
    if sum(answer.correct for answer in item.answers) != 1:
        raise Unreadable("it does not have exactly one right answer")
    if len(item.answers) < 2:
        raise Unreadable("it has one option only")
    return "\n".join(
        f"\t{'=' if answer.correct else '~'}{_words(answer.text)}{_why(answer)}"
        for answer in item.answers
    )


def _multiple(item: Item, written: Written) -> str:
    if not any(answer.correct for answer in item.answers):
        raise Unreadable("no option is right")
    return "\n".join(
        f"\t~{_weight(weight, item, written)}{_words(answer.text)}{_why(answer)}"
        for answer, weight in zip(item.answers, shares.weights_of(item), strict=True)
    )


def _true_false(item: Item, written: Written) -> str:
    if not is_true_false(item.answers):
        written.lose(item, "it has words of its own for true and false, so it is a choice there")
        return _single(item, written)
    right, wrong = sorted(item.answers, key=lambda answer: not answer.correct)
    why = ""
    if right.feedback or wrong.feedback:
        why = f"#{_words(wrong.feedback)}" + (_why(right))
    return f"\t{'TRUE' if item.answers[0].correct else 'FALSE'}{why}"


def _matching(item: Item, written: Written) -> str:
    tell(written, item, "row_feedback")
    return "\n".join(f"\t={_words(row.text)} -> {_words(row.match)}" for row in item.answers)


def _short(item: Item, written: Written) -> str:
    if not item.answers:
        raise Unreadable("it has no accepted answer")
    return "\n".join(
        f"\t={_part(answer, item, written)}{_words(answer.text)}{_why(answer)}"
        for answer in item.answers
    )


def _numeric(item: Item, written: Written) -> str:
    if not item.answers:
        raise Unreadable("it has no accepted answer")
    rows = ["\t#"]
    for answer in item.answers:
        if answer.text.strip() == "*":
            rows.append(f"\t~{_why(answer)}")
            continue
        value = shortest(decimal_of(answer.text))
        off = shortest(decimal_of(answer.tolerance or "0"))
        rows.append(f"\t={_part(answer, item, written)}{value}:{off}{_why(answer)}")
    return "\n".join(rows)


def _part(answer: Answer, item: Item, written: Written) -> str:
    weight = shares.accepted_part(answer)
    return "" if weight == shares.HUNDRED else _weight(weight, item, written)


def _essay(item: Item, written: Written) -> str:
    return ""


_ANSWERS: dict[str, Callable[[Item, Written], str]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "short_text": _short,
    "numeric": _numeric,
    "essay": _essay,
}
