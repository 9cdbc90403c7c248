"""What a sitting of django-quiz-app came to: as the package says, and as its answers count.

The package keeps a counter of its own, which may disagree with its list of wrong answers; and the
percent that it shows is rounded, half up or half to even after the Python that ran it. Both are
kept; what counts here is compared in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.quizzes.exchange.oldsite import (
    ESSAY,
    MC,
    MOST_ASKED,
    TF,
    OldQuestion,
    OldSitting,
    number,
)


@dataclass(frozen=True)
class Verdicts:
    """One sitting, counted."""

    asked: int
    score: int | None
    percent: int | None  # as Python 3 rounds
    percent_half_up: int | None  # as Python 2 rounds
    passed: bool | None
    passed_half_up: bool | None
    right: int
    would_pass: bool | None
    right_today: int
    questions: tuple[dict[str, Any], ...]

    @property
    def disagrees(self) -> bool:
        return self.score != self.right


def order_of(sitting: OldSitting) -> tuple[int, ...]:
    """The questions of a sitting. Early versions kept only the list of those still to come."""
    if sitting.order:
        return sitting.order
    answered = tuple(pk for key in sitting.answers if (pk := number(key)) is not None)
    return tuple(dict.fromkeys((*answered, *sitting.left)))[:MOST_ASKED]


def verdicts(
    sitting: OldSitting, questions: dict[int, OldQuestion], pass_mark: int | None
) -> Verdicts:
    """Count a sitting."""
    order = order_of(sitting)
    wrong = set(sitting.incorrect)
    rows = tuple(
        _one(pk, questions.get(pk), sitting.answers.get(str(pk)), str(pk) in sitting.answers, wrong)
        for pk in order
    )
    asked = len(order)
    right = sum(row["recorded"] == "correct" for row in rows)
    even = up = None
    if sitting.score is not None:
        even, up = _percents(sitting.score, asked)
    return Verdicts(
        asked=asked,
        score=sitting.score,
        percent=even,
        percent_half_up=up,
        passed=_meets(even, pass_mark),
        passed_half_up=_meets(up, pass_mark),
        right=right,
        would_pass=right * 100 >= pass_mark * asked if pass_mark is not None else None,
        right_today=sum(row["today"] is True for row in rows),
        questions=rows,
    )


def _meets(percent: int | None, pass_mark: int | None) -> bool | None:
    return None if percent is None or pass_mark is None else percent >= pass_mark


def _percents(score: int, asked: int) -> tuple[int, int]:
    """The percent that the package shows, rounded half to even and half up, at most 100."""
    if score < 1 or asked < 1:
        return 0, 0
    if score > asked:
        return 100, 100
    whole, rest = divmod(score * 100, asked)
    even = whole + (rest * 2 > asked or (rest * 2 == asked and whole % 2 == 1))
    return even, whole + (rest * 2 >= asked)


def _one(
    pk: int, question: OldQuestion | None, raw: Any, answered: bool, wrong: set[int]
) -> dict[str, Any]:
    """One question of a sitting: what was answered, what was recorded, what its key says today."""
    recorded = None
    if answered:
        recorded = "incorrect" if pk in wrong else "correct"
    row: dict[str, Any] = {"id": pk, "answered": answered, "recorded": recorded, "raw": raw}
    if question is None:
        return {**row, "kind": "", "question": "", "answer": "", "today": None, "gone": True}
    text, today = _answer(question, raw) if answered else ("", None)
    return {
        **row,
        "kind": question.kind,
        "question": question.text,
        "answer": text,
        "today": today,
        "gone": False,
    }


def _answer(question: OldQuestion, raw: Any) -> tuple[str, bool | None]:
    """An answer in words, and whether today's key calls it right; None where nothing can tell."""
    said = str(raw)
    if question.kind == MC:
        chosen = next((one for one in question.answers if str(one.id) == said), None)
        return (chosen.text, chosen.correct) if chosen else ("", None)
    if question.kind == TF:
        return said, (said == "True") is question.correct
    if question.kind == ESSAY:
        return said, None
    return said, None
