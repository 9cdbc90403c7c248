"""Questions as they are put on a page: one shape without any answer, and one that shows it.

A page that a learner sees before the rules allow is built from `Asked` alone, which has no place
for what is right or why; so nothing can slip out of a template.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from courses.quizzes import kinds


@dataclass(frozen=True)
class Choice:
    """One option to choose."""

    key: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as it is put: `seen` is the number of the newest answer that this page knows."""

    position: int
    type: str
    text: str
    choices: tuple[Choice, ...]
    seen: int = 0
    answered_at: dt.datetime | None = None

    @property
    def answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def several(self) -> bool:
        return self.type == kinds.MULTIPLE


@dataclass(frozen=True)
class ShownChoice:
    """One option with what is known of it: `verdict` is right, wrong, missed or empty."""

    text: str
    chosen: bool
    verdict: str
    feedback: str


@dataclass(frozen=True)
class Shown:
    """A question with its answer: for pages that the rules allow, and for authors."""

    position: int
    type: str
    text: str
    choices: tuple[ShownChoice, ...]
    right: bool
    feedback: str

    @property
    def several(self) -> bool:
        return self.type == kinds.MULTIPLE


def _by_key(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {option["key"]: option for option in data["options"]}


def asked(
    *,
    position: int,
    data: dict[str, Any],
    order: Sequence[str],
    chosen: Collection[str] = (),
    seen: int = 0,
    answered_at: dt.datetime | None = None,
) -> Asked:
    """A question from its snapshot, its options in this person's order."""
    options = _by_key(data)
    return Asked(
        position=position,
        type=data["type"],
        text=data["text"],
        choices=tuple(
            Choice(key=key, text=options[key]["text"], chosen=key in chosen) for key in order
        ),
        seen=seen,
        answered_at=answered_at,
    )


def correct_keys(data: dict[str, Any]) -> frozenset[str]:
    """The keys of a snapshot's right options."""
    return frozenset(option["key"] for option in data["options"] if option["correct"])


def shown(
    *,
    position: int,
    data: dict[str, Any],
    order: Sequence[str],
    chosen: Collection[str],
    right: bool,
) -> Shown:
    """A question with what was answered, what is right, and why."""
    options = _by_key(data)
    return Shown(
        position=position,
        type=data["type"],
        text=data["text"],
        choices=tuple(_shown_choice(options[key], key in chosen) for key in order),
        right=right,
        feedback=data["feedback"],
    )


def _shown_choice(option: dict[str, Any], chosen: bool) -> ShownChoice:
    if chosen:
        verdict = "right" if option["correct"] else "wrong"
    else:
        verdict = "missed" if option["correct"] else ""
    return ShownChoice(
        text=option["text"], chosen=chosen, verdict=verdict, feedback=option["feedback"]
    )


def question_preview(question: Any) -> Shown:
    """A question in the editor, answered rightly, with all that a learner may come to see."""
    return Shown(
        position=1,
        type=question.type,
        text=question.text,
        choices=tuple(
            ShownChoice(
                text=option.text,
                chosen=option.correct,
                verdict="right" if option.correct else "",
                feedback=option.feedback,
            )
            for option in question.options.all()
        ),
        right=True,
        feedback=question.feedback,
    )
