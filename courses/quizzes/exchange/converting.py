"""Between an item and a question of the bank, both ways, without saving anything."""

from __future__ import annotations

import decimal
import itertools
from dataclasses import replace
from typing import Any

from django.db.models import Model

from courses.quizzes.exchange import pictures
from courses.quizzes.exchange.items import ROW_FEEDBACK, Answer, Item
from courses.quizzes.exchange.wording import line, rich
from courses.quizzes.models import Question, QuestionOption, QuestionUnit, RubricCriterion

PLAIN = (
    "type", "text", "feedback", "difficulty", "credit", "case_sensitive", "unit_rule",
    "min_words", "max_words", "model_answer", "objectives",
)  # fmt: skip


def fill(question: Question, item: Item, *, unsaid: frozenset[str] = frozenset()) -> None:
    """Make an unsaved question say what the item says; its category and picture are not touched.

    A row that says what one said before keeps its keys, by which answers that were given name it.
    """
    for name in PLAIN:
        if name not in unsaid:
            setattr(question, name, getattr(item, name))
    if "tags" not in unsaid:
        question.principles = item.tags
    if "answers" not in unsaid:
        before = _by(question.options.all(), "gap", "text", "match") if question.pk else {}
        question.options = [
            _option(answer, number, before.pop((answer.gap, answer.text, answer.match), None))
            for number, answer in enumerate(_with_feedback(item, before, unsaid))
        ]
    if "units" not in unsaid:
        question.units = [
            QuestionUnit(
                name=name, factor=_decimal(QuestionUnit, "factor", factor), sort_order=number
            )
            for number, (name, factor) in enumerate(item.units)
        ]
    if "rubric" not in unsaid:
        kept = _by(question.rubric.all(), "name") if question.pk else {}
        question.rubric = [
            _criterion(row, number, kept.pop((row[0],), None))
            for number, row in enumerate(item.rubric)
        ]


def _with_feedback(item: Item, before: dict[Any, Any], unsaid: frozenset[str]) -> list[Answer]:
    """The answers; one that says what a row says keeps its feedback where the file has none."""
    if ROW_FEEDBACK not in unsaid:
        return item.answers
    rows = [before.get((answer.gap, answer.text, answer.match)) for answer in item.answers]
    return [
        replace(answer, feedback=row.feedback) if row else answer
        for answer, row in zip(item.answers, rows, strict=True)
    ]


def _decimal(model: type[Model], name: str, text: str | None) -> decimal.Decimal | None:
    """A number as the database gives it back: the same one is the same text in a snapshot."""
    if text is None:
        return None
    places = model._meta.get_field(name).decimal_places
    with decimal.localcontext(prec=60):
        return decimal.Decimal(text).quantize(decimal.Decimal(1).scaleb(-places))


def _by(rows: Any, *names: str) -> dict[tuple[Any, ...], Any]:
    """Rows by what they say; of two alike the first."""
    return {tuple(getattr(row, name) for name in names): row for row in reversed(list(rows))}


def _option(answer: Answer, number: int, before: QuestionOption | None) -> QuestionOption:
    row = QuestionOption(
        text=answer.text,
        correct=answer.correct,
        feedback=answer.feedback,
        match=answer.match,
        gap=answer.gap,
        share=answer.share,
        tolerance=_decimal(QuestionOption, "tolerance", answer.tolerance),
        sort_order=number,
    )
    if before is not None:
        row.pk, row.key, row.match_key = before.pk, before.key, before.match_key
        row.question_id = before.question_id
    return row


def _criterion(
    said: tuple[str, str, int], number: int, before: RubricCriterion | None
) -> RubricCriterion:
    name, about, points = said
    row = RubricCriterion(name=name, description=about, points=points, sort_order=number)
    if before is not None:
        row.pk, row.key, row.question_id = before.pk, before.key, before.question_id
    return row


def from_question(question: Question, *, picture: bool = True) -> Item:
    """A question of the bank as an item: for going out, and for telling whether it changed."""
    return Item(
        type=question.type,
        text=rich(question.text),
        feedback=rich(question.feedback),
        key=str(question.uuid),
        category=line(question.category.name) if question.category else "",
        tags=list(question.principles),
        objectives=list(question.objectives),
        difficulty=question.difficulty,
        answers=[
            Answer(
                text=row.text,
                correct=row.correct,
                feedback=row.feedback,
                match=row.match,
                gap=row.gap,
                share=row.share,
                tolerance=number_words(row.tolerance),
            )
            for row in _in_order(question.options)
        ],
        credit=question.credit,
        case_sensitive=question.case_sensitive,
        unit_rule=question.unit_rule,
        units=[(row.name, number_words(row.factor) or "1") for row in _in_order(question.units)],
        min_words=question.min_words,
        max_words=question.max_words,
        model_answer=rich(question.model_answer),
        rubric=[(row.name, row.description, row.points) for row in _in_order(question.rubric)],
        picture=pictures.read(question.image, alt=question.image_alt) if picture else None,
        where=str(question.pk),
    )


def _in_order(rows: Any) -> list[Any]:
    """Rows by their place; those of one place by age."""
    counted = itertools.count()
    return sorted(rows.all(), key=lambda row: (row.sort_order or 0, row.pk or 0, next(counted)))


def number_words(value: Any) -> str | None:
    """A decimal as people write it: no exponent, no noughts at its end."""
    if value is None:
        return None
    text = format(decimal.Decimal(str(value)), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
