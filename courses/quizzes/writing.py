"""What keeps a question from being published: pure rules, with the words for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.quizzes.kinds import CHOICES, ONE_ANSWER, TRUE_FALSE

# What authors may choose and publish; the rest is read and marked already, but has no pages yet.
OFFERED = CHOICES
MOST_OPTIONS = 10


@dataclass(frozen=True)
class Written:
    """One option as an author wrote it."""

    text: str
    correct: bool


@dataclass(frozen=True)
class Flaw:
    """What is wrong: a code (`checks.flaw_words` has its words), and the option or None for all."""

    code: str
    option: int | None = None


def flaws(*, kind: str, options: Sequence[Written]) -> list[Flaw]:
    """Everything that is wrong with a question's options."""
    if kind not in OFFERED:
        return [Flaw("not_offered")]
    found: list[Flaw] = []
    right = sum(option.correct for option in options)
    if len(options) < 2:
        found.append(Flaw("too_few_options"))
    if kind == TRUE_FALSE and len(options) > 2:
        found.append(Flaw("true_false_takes_two"))
    if len(options) > MOST_OPTIONS:
        found.append(Flaw("too_many_options"))
    if not right:
        found.append(Flaw("none_correct"))
    if kind in ONE_ANSWER and right > 1:
        found.append(Flaw("one_correct"))
    if right and right == len(options) and len(options) > 1:
        found.append(Flaw("all_correct"))
    seen: set[str] = set()
    for number, option in enumerate(options):
        text = " ".join(option.text.split()).casefold()
        if not text:
            found.append(Flaw("empty_text", number))
        elif text in seen:
            found.append(Flaw("same_text", number))
        seen.add(text)
    return found
