"""The columns of a sheet of questions: their names, other names for them, and what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from courses.quizzes import kinds


@dataclass(frozen=True)
class Column:
    """A column; `about` is what the sheet and the reference say of it."""

    name: str
    about: str
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("key", "A lasting name. A question with a known key is changed, not doubled.", ("id",)),
    Column("category", "The category. A new one is made where there is none of this name."),
    Column(
        "type",
        "One of: single, multiple, true_false, matching, ordering, short_text, numeric, cloze, "
        "essay. Left empty, it is told from the answers.",
        ("kind", "question type"),
    ),
    Column(
        "question",
        "What is asked. A row with this filled in begins a question; the rows below it without "
        "it hold its further answers. Gaps are [1], [2].",
        ("question text", "stem", "text"),
    ),
    Column(
        "answer",
        "An option, the left side of a pair, a thing in its place, an accepted answer, a number, "
        "or what may stand in a gap. * stands for anything.",
        ("option", "choice"),
    ),
    Column("right", "x where the answer is right.", ("correct", "is correct", "true")),
    Column("partner", "Pairs: what belongs to it. Without an answer, one too many.", ("match",)),
    Column("gap", "Gaps: the number of the gap that the answer is for.", ("blank",)),
    Column("percent", "What the answer is worth, -100 to 100. Empty is all.", ("share", "weight")),
    Column("tolerance", "Numbers: how far off one may be."),
    Column("why", "Feedback for this very answer.", ("answer feedback", "option feedback")),
    Column("feedback", "Feedback for everyone.", ("general feedback", "explanation", "rationale")),
    Column("tags", "What it is about, with commas between.", ("principles", "topics", "keywords")),
    Column("objectives", "What a learner can do afterwards, with commas between.", ("objective",)),
    Column("difficulty", "1 is easy, 3 is hard. Empty is 2.", ("level",)),
    Column("partial", "x where each right part counts.", ("credit", "partial credit")),
    Column("case", "x where capital and small letters matter.", ("case sensitive",)),
    Column("unit", "Numbers: none, required or optional.", ("unit rule",)),
    Column("units", "Numbers: the units with their factors, as mg=1; g=1000."),
    Column("min words", "Essays: at least so many words.", ("minimum words",)),
    Column("max words", "Essays: at most so many words.", ("maximum words",)),
    Column("model answer", "Essays: what a good one has. For markers only."),
    Column("criterion", "Essays: one thing that a marker looks for.", ("rubric",)),
    Column("points", "What the criterion is worth, 1 to 100."),
    Column("criterion text", "What earns the points.", ("criterion description",)),
)
NAMES = tuple(column.name for column in COLUMNS)
_BY_WORD = {word: column.name for column in COLUMNS for word in (column.name, *column.others)}
_WIDE = re.compile(r"(?:option|answer|choice) ?\(?([a-j]|10|[1-9])\)?")
LETTERS = "abcdefghij"

TYPES = {
    **{kind: kind for kind in (
        kinds.SINGLE, kinds.MULTIPLE, kinds.TRUE_FALSE, kinds.MATCHING, kinds.ORDERING,
        kinds.SHORT_TEXT, kinds.NUMERIC, kinds.CLOZE, kinds.ESSAY,
    )},
    "multiple choice": kinds.SINGLE, "mcq": kinds.SINGLE, "single choice": kinds.SINGLE,
    "one right answer": kinds.SINGLE, "multiple answer": kinds.MULTIPLE,
    "multiple response": kinds.MULTIPLE, "several right answers": kinds.MULTIPLE,
    "true/false": kinds.TRUE_FALSE, "true false": kinds.TRUE_FALSE, "tf": kinds.TRUE_FALSE,
    "true or false": kinds.TRUE_FALSE, "match": kinds.MATCHING, "order": kinds.ORDERING,
    "short answer": kinds.SHORT_TEXT, "short text": kinds.SHORT_TEXT, "number": kinds.NUMERIC,
    "numerical": kinds.NUMERIC, "gaps": kinds.CLOZE, "fill in the blank": kinds.CLOZE,
    "free text": kinds.ESSAY,
}  # fmt: skip


def heading(cells: list[str]) -> dict[int, str]:
    """The columns of a heading row; empty when the row is none.

    “option A”, “option B” … become “answer 1”, “answer 2”: a question on one row.
    """
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        word = " ".join(cell.lower().replace("_", " ").split())
        wide = _WIDE.fullmatch(word)
        name = _BY_WORD.get(word, "")
        if wide and not name:
            number = LETTERS.find(wide[1]) + 1 if wide[1] in LETTERS else int(wide[1])
            name = f"answer {number}"
        if name and name not in found.values():
            found[place] = name
    return found if "question" in found.values() and len(found) > 1 else {}


# What a sheet says nothing of where it has no such column.
_FIELDS = {
    "category": "category",
    "feedback": "feedback",
    "tags": "tags",
    "objectives": "objectives",
    "difficulty": "difficulty",
    "partial": "credit",
    "case": "case_sensitive",
    "unit": "unit_rule",
    "units": "units",
    "min words": "min_words",
    "max words": "max_words",
    "model answer": "model_answer",
    "criterion": "rubric",
}


def unsaid(columns: Iterable[str]) -> frozenset[str]:
    """The fields that a sheet with these columns says nothing of: they stay as they are."""
    there = set(columns)
    return frozenset({"picture", *(field for name, field in _FIELDS.items() if name not in there)})
