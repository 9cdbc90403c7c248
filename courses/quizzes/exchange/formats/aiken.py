"""Read and write Aiken: a question on a line, lettered options, and the letter of the right one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from courses.quizzes.exchange.formats.markup import MOST_SIGNS
from courses.quizzes.exchange.formats.reading import Reading, clean, decoded, with_keys
from courses.quizzes.exchange.formats.writing import Written, tell
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line, paragraphs, plain

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(.*)")
_RIGHT = re.compile(r"\s*ANSWERS?\s*:\s*([A-Z](?:\s*[,;&]\s*[A-Z])*)\s*\.?\s*$", re.I)
# All that an Aiken file says is the question, its options and the right one.
UNSAID = frozenset(
    {
        "feedback", "category", "tags", "objectives", "difficulty", "picture", "model_answer",
        "rubric", "min_words", "max_words", "units", "unit_rule", "case_sensitive", "credit",
    }
)  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def looks_like_aiken(text: str) -> bool:
    rows = text[:200_000].split("\n")
    return any(_RIGHT.match(row) for row in rows) and any(_OPTION.match(row) for row in rows)


def read(data: bytes, name: str = "") -> Reading:
    """The questions of an Aiken file; its name is no category."""
    text, note = decoded(data)
    found = Reading(notes=[note] if note else [])
    asked: list[str] = []
    options: list[tuple[str, list[str]]] = []
    start = 0

    def finish(letters: list[str] | None) -> None:
        if asked or options:
            found.items.append(_item(asked, options, letters, start))
        asked.clear()
        options.clear()

    blank = False  # whether the line before was
    for number, row in enumerate(text.split("\n"), 1):
        answer, option = _RIGHT.match(row), _OPTION.match(row)
        if answer and (asked or options):
            finish(re.findall(r"[A-Z]", answer[1].upper()))
        elif option and asked and (options or option[1] == "A"):
            options.append((option[1], [option[2]]))
        elif row.strip() and options:
            if option is None and not blank:
                options[-1][1].append(row.strip())
            else:
                finish(None)
                asked.append(row.strip())
                start = number
        elif row.strip():
            start = start if asked else number
            asked.append(row.strip())
        blank = not row.strip()
    finish(None)
    return with_keys(found)


def _item(
    asked: list[str], options: list[tuple[str, list[str]]], letters: list[str] | None, start: int
) -> Item:
    item = Item("single", paragraphs("\n".join(asked)[:MOST_SIGNS]), where=f"line {start}")
    item.unsaid = UNSAID
    right = set(letters or ())
    item.answers = [Answer(line(" ".join(text)), letter in right) for letter, text in options]
    unknown = right - {letter for letter, _text in options}
    if letters is None:
        item.fault = "it names no right option. End it with a line such as ANSWER: A"
    elif len(options) < 2:
        item.fault = "it has fewer than two options. Write them as A. and B. on lines of their own"
    elif unknown:
        item.fault = f"there is no option {', '.join(sorted(unknown))}"
    if len(right) > 1:
        item.type = "multiple"
    return item


def write(items: Iterable[Item]) -> Written:
    """Questions with one right option; Aiken has no others."""
    written = Written(ending="txt", media_type="text/plain; charset=utf-8")
    blocks = []
    for item in items:
        rights = [place for place, answer in enumerate(item.answers) if answer.correct]
        if item.type not in ("single", "true_false") or len(rights) != 1:
            written.lose(item, "Aiken has only questions with one right option", left_out=True)
            continue
        if not 2 <= len(item.answers) <= len(_LETTERS):
            written.lose(item, "Aiken takes 2 to 26 options", left_out=True)
            continue
        if item.type == "true_false":
            written.lose(item, "true and false are ordinary options there")
        said = plain(item.text)
        if paragraphs(said) != item.text:
            written.lose(item, "the markup of its text does not go out")
        tell(
            written, item, "feedback", "row_feedback", "picture", "tags", "objectives",
            "difficulty", "key",
        )  # fmt: skip
        rows = [f"{_LETTERS[n]}. {line(clean(a.text))}" for n, a in enumerate(item.answers)]
        blocks.append("\n".join([clean(said), *rows, f"ANSWER: {_LETTERS[rights[0]]}"]))
        written.count += 1
    written.data = ("\n\n".join(blocks) + "\n").encode()
    return written
