"""The questions of an evaluation form, as its snapshot holds them. Pure rules.

A question is known by its `key`, which survives rewording and moving; answers carry it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.activities import Problem

SCALE = "scale"
CHOICE = "choice"
TEXT = "text"
LOWEST = 1
HIGHEST = 5
MAX_TEXT = 5_000  # characters of one written answer
MAX_OPTION = 200


@dataclass(frozen=True)
class Question:
    """One question: a scale from 1 to 5 with words at its ends, a choice, or a box to write in."""

    key: str
    type: str
    text: str
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()
    required: bool = True


def options_of(lines: str) -> tuple[str, ...]:
    """The options of a choice, which an author writes one a line."""
    return tuple(line.strip() for line in lines.splitlines() if line.strip())


def questions_of(data: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions in a form's data (its snapshot, or the form as it stands), in order."""
    rows = sorted(data.get("questions", []), key=lambda row: row.get("sort_order") or 0)
    return tuple(
        Question(
            key=str(row["key"]),
            type=row["type"],
            text=row["text"],
            low=row.get("low", ""),
            high=row.get("high", ""),
            options=options_of(row.get("options", "")),
            required=bool(row.get("required")),
        )
        for row in rows
    )


def problems(title: str, questions: Sequence[Question]) -> list[Problem]:
    """Everything that an author must mend before people are asked."""
    found = []
    if not title.strip():
        found.append(Problem(_("Give the form a title."), "title", "no-title"))
    if not questions:
        found.append(Problem(_("Add at least one question."), "", "no-questions"))
    for number, question in enumerate(questions, start=1):
        found += [
            Problem(
                _("Question %(number)d: %(message)s") % {"number": number, "message": message},
                "",
                code,
            )
            for code, message in _flaws(question)
        ]
    if len({question.key for question in questions}) < len(questions):
        found.append(Problem(_("Two questions share one key."), "", "same-key"))
    return found


def _flaws(question: Question) -> list[tuple[str, str]]:
    flaws = []
    if not question.text.strip():
        flaws.append(("no-text", _("write what you ask.")))
    if question.type == SCALE and not (question.low.strip() and question.high.strip()):
        flaws.append(("no-ends", _("say in words what 1 and 5 mean.")))
    if question.type == CHOICE:
        if len(question.options) < 2:
            flaws.append(("few-options", _("give at least two options, one a line.")))
        if len(set(question.options)) < len(question.options):
            flaws.append(("same-options", _("two of its options are the same.")))
        if any(len(option) > MAX_OPTION for option in question.options):
            flaws.append(("long-option", _("keep each option below 200 characters.")))
    return flaws
