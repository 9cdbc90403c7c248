"""Make an item fit the bank: texts in the bank's own spelling, and nothing longer than it keeps."""

from __future__ import annotations

import decimal
from dataclasses import replace

from courses.quizzes.exchange import pictures
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line, paragraphs, plain, rich
from courses.quizzes.fields import LONGEST_WORD, MOST_WORDS
from courses.quizzes.models import QuestionOption, QuestionUnit, RubricCriterion

MOST_ANSWERS = 100
MOST_GAPS = 20
MOST_TO_WRITE = 20_000
MOST_UNITS = 20
MOST_CRITERIA = 20
LONGEST_TEXT = 20_000
LONGEST = {
    name: QuestionOption._meta.get_field(name).max_length for name in ("text", "match", "feedback")
}
LONGEST_ALT = 300
MARKUP = ("text", "feedback", "model_answer")


def fit(item: Item) -> None:
    """Cut what is longer than the bank keeps, and say so. Twice is as good as once.

    A number that it cannot keep is a fault: without it another answer would be right.
    """
    item.fault = _number_fault(item)
    if item.fault:
        return
    for name in MARKUP:
        text = rich(_printable(getattr(item, name)))
        if len(plain(text)) > LONGEST_TEXT:
            text = paragraphs(plain(text)[:LONGEST_TEXT])
            item.note(f"the {name.replace('_', ' ')} is cut after {LONGEST_TEXT:,} characters")
        setattr(item, name, text)
    if len(item.answers) > MOST_ANSWERS:
        item.note(f"answers after the first {MOST_ANSWERS} are left out")
    item.answers = [_cut(item, answer) for answer in item.answers[:MOST_ANSWERS]]
    item.category = line(_printable(item.category))
    item.tags = _words(item, item.tags, "tags")
    item.objectives = _words(item, item.objectives, "objectives")
    item.units = [
        (_short(item, name, QuestionUnit, "name", "unit"), factor)
        for name, factor in item.units[:MOST_UNITS]
    ]
    item.rubric = [
        (
            _short(item, name, RubricCriterion, "name", "criterion"),
            _short(item, about, RubricCriterion, "description", "criterion’s description"),
            max(1, min(100, points)),
        )
        for name, about, points in item.rubric[:MOST_CRITERIA]
    ]
    if item.picture is not None:
        _picture(item)


def _number_fault(item: Item) -> str:
    for answer in item.answers:
        tolerance = answer.tolerance
        if tolerance is not None and not _fits(QuestionOption, "tolerance", tolerance):
            return f"the tolerance “{tolerance[:40]}” cannot be kept"
        if answer.share is not None and not -100 <= answer.share <= 100:
            return f"{answer.share} percent of the mark cannot be kept: write -100 to 100"
        if answer.gap is not None and not 1 <= answer.gap <= MOST_GAPS:
            return f"gap {answer.gap} cannot be kept: write 1 to {MOST_GAPS}"
    for name, factor in item.units:
        if not _fits(QuestionUnit, "factor", factor):
            return f"the factor “{factor[:40]}” of the unit {name[:30]} cannot be kept"
    for number in (item.min_words, item.max_words):
        if number is not None and not 0 <= number <= MOST_TO_WRITE:
            return f"{number} words to write cannot be kept: write at most {MOST_TO_WRITE}"
    if item.difficulty not in (1, 2, 3):
        return f"the difficulty {item.difficulty} cannot be kept: write 1, 2 or 3"
    return ""


def _fits(model: type, name: str, text: str) -> bool:
    """Whether a text is a decimal, not below nothing, that the field can hold."""
    field = model._meta.get_field(name)  # type: ignore[attr-defined]
    try:
        number = decimal.Decimal(text)
    except decimal.InvalidOperation:
        return False
    most = field.max_digits - field.decimal_places
    return number.is_finite() and number >= 0 and number.adjusted() < most


def _printable(text: str) -> str:
    """Without what neither database keeps in a text: NUL, and halves of a character."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _cut(item: Item, answer: Answer) -> Answer:
    for name, limit in LONGEST.items():
        text = _printable(getattr(answer, name))
        if limit is not None and len(text) > limit:
            item.note(f"an answer’s {name} of {len(text):,} characters is cut after {limit:,}")
            text = text[:limit]
        answer = replace(answer, **{name: text})
    return answer


def _short(item: Item, text: str, model: type, name: str, what: str) -> str:
    limit = model._meta.get_field(name).max_length  # type: ignore[attr-defined]
    text = _printable(text)
    if len(text) > limit:
        item.note(f"the {what} “{text[:20]}…” is cut after {limit} characters")
    return text[:limit]


def _words(item: Item, words: list[str], what: str) -> list[str]:
    kept = []
    for word in words:
        better = line(_printable(word).replace(",", " "))
        if "," in word:
            item.note(f"a comma in {what} became a space")
        if len(better) > LONGEST_WORD:
            item.note(f"“{better[:20]}…” among the {what} is cut after {LONGEST_WORD} characters")
        if better:
            kept.append(better[:LONGEST_WORD].strip())
    unique = list(dict.fromkeys(kept))
    if len(unique) > MOST_WORDS:
        item.note(f"{what} after the first {MOST_WORDS} are left out")
    return unique[:MOST_WORDS]


def _picture(item: Item) -> None:
    assert item.picture is not None
    if flaw := pictures.flaw(item.picture):
        name = f" {item.picture.name[:80]}" if item.picture.name else ""
        item.note(f"the picture{name} {flaw} and is left out")
        item.picture = None
        return
    item.picture = replace(item.picture, alt=line(_printable(item.picture.alt))[:LONGEST_ALT])
