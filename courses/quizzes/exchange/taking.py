"""Take questions out of the bank: the latest version of each, drafts too, as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from courses.quizzes.exchange.converting import from_question
from courses.quizzes.exchange.formats.registry import FORMATS
from courses.quizzes.exchange.formats.writing import Loss, Written, title_of
from courses.quizzes.exchange.items import Item
from courses.quizzes.models import Question

AT_ONCE = 200
Progress = Callable[[int, int], None]


def items_of(
    questions: QuerySet[Question], losses: list[Loss], progress: Progress | None = None
) -> Iterator[Item]:
    """The questions as items; `losses` are told what no format has a place for."""
    rows = (
        questions.select_related("category", "image", "latest_revision")
        .prefetch_related("options", "units", "rubric")
        .order_by("category__name", "pk")
    )
    total = rows.count()
    for number, question in enumerate(rows.iterator(chunk_size=AT_ONCE), 1):
        latest = question
        if question.has_unpublished_changes and question.latest_revision:
            latest = question.get_latest_revision_as_object()
        item = from_question(latest)
        if latest.vignette_id:
            why = "the text of the case that it is about does not go out"
            losses.append(Loss(item.key, title_of(item), why))
        yield item
        if progress and (number % AT_ONCE == 0 or number == total):
            progress(number, total)


def write(*, questions: QuerySet[Question], form: str, progress: Progress | None = None) -> Written:
    """A file of questions in a format, with what it does not hold. Changes nothing."""
    losses: list[Loss] = []
    written = FORMATS[form].write(items_of(questions, losses, progress))
    written.losses = [*losses, *written.losses]
    return written
