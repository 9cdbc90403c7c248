"""What every writer shares: what it gives back, and what it says was lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from courses.quizzes.exchange.items import Item
from courses.quizzes.exchange.wording import plain


@dataclass(frozen=True)
class Loss:
    """What a format could not say of one question; `left_out` where it could say nothing."""

    key: str
    name: str
    why: str
    left_out: bool = False


@dataclass
class Written:
    """A file of questions, and what of them it does not hold."""

    data: bytes = b""
    ending: str = ""
    media_type: str = "application/octet-stream"
    count: int = 0
    losses: list[Loss] = field(default_factory=list)

    def lose(self, item: Item, why: str, *, left_out: bool = False) -> None:
        self.losses.append(Loss(item.key, title_of(item), why, left_out))


def title_of(item: Item, longest: int = 80) -> str:
    """A short name: its own, else the beginning of what it asks."""
    return " ".join((item.name or plain(item.text) or "Question").split())[:longest].strip()


TYPES = {
    "single": "one right answer",
    "multiple": "several right answers",
    "true_false": "true or false",
    "matching": "pairs to match",
    "ordering": "things to put in order",
    "short_text": "words to type",
    "numeric": "a number to type",
    "cloze": "gaps in a text",
    "essay": "a text that a person marks",
}


def missing(item: Item, names: tuple[str, ...]) -> list[str]:
    """Which of these an item has, in words."""
    said = {
        "picture": ("its picture", item.picture is not None),
        "rubric": ("its rubric", bool(item.rubric)),
        "model_answer": ("its model answer", bool(item.model_answer)),
        "limits": (
            "its limits of words",
            item.min_words is not None or item.max_words is not None,
        ),
        "units": ("its units", bool(item.units)),
        "case": ("that capitals matter", item.case_sensitive),
        "row_feedback": (
            "the feedback of its rows",
            any(answer.feedback for answer in item.answers),
        ),
        "feedback": ("its feedback", bool(item.feedback)),
        "tags": ("its tags", bool(item.tags)),
        "objectives": ("its objectives", bool(item.objectives)),
        "difficulty": ("its difficulty", item.difficulty != 2),
        "key": ("its lasting key", bool(item.key)),
        "whole": (
            "that only a wholly right answer counts",
            item.credit == "whole" and item.type in ("multiple", "matching", "ordering", "cloze"),
        ),
    }
    return [said[name][0] for name in names if said[name][1]]


def tell(written: Written, item: Item, *names: str) -> None:
    """Say which of these does not go out with it."""
    for words in missing(item, names):
        written.lose(item, f"{words} does not go out")
