"""Change many questions of the bank at once: their category, tags, whether they are published.

What is published is published anew with the change alone; a draft that somebody is at work on stays
a draft, with the change in it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.quizzes.fields import MOST_WORDS
from courses.quizzes.models import Question, QuestionCategory

Refused = list[tuple[Question, str]]


def move(*, questions: Iterable[Question], to: QuestionCategory, user: Any) -> Refused:
    """Put questions into another category."""

    def act(question: Question) -> bool:
        if question.category_id == to.pk:
            return False
        question.category = to
        return True

    return _each(questions, lambda question: _change(question, act, user))


def tag(*, questions: Iterable[Question], principles: list[str], user: Any) -> Refused:
    """Add principles to questions; one that would have too many is left as it is."""

    def act(question: Question) -> bool:
        words = list(dict.fromkeys([*question.principles, *principles]))
        if len(words) > MOST_WORDS:
            raise ValidationError(f"{len(words)} > {MOST_WORDS}")
        changed = words != question.principles
        question.principles = words
        return changed

    return _each(questions, lambda question: _change(question, act, user))


def publish(*, questions: Iterable[Question], user: Any) -> Refused:
    """Publish the newest draft of each."""

    def act(question: Question) -> None:
        if question.live and not question.has_unpublished_changes:
            return
        revision = question.latest_revision or question.save_revision(user=user)
        revision.publish(user=user)

    return _each(questions, act)


def take_off(*, questions: Iterable[Question], user: Any) -> Refused:
    """Unpublish each, so that no quiz asks it any more; it stays in the bank."""

    def act(question: Question) -> None:
        if question.live:
            question.unpublish(user=user)

    return _each(questions, act)


def _each(questions: Iterable[Question], act: Callable[[Question], None]) -> Refused:
    """Act on each by itself; return those that were refused, with why."""
    refused = []
    for question in questions:
        try:
            with transaction.atomic():
                act(question)
        except ValidationError as error:
            refused.append((question, " ".join(error.messages)))
    return refused


def _change(question: Question, act: Callable[[Question], bool], user: Any) -> None:
    row = Question.objects.get(pk=question.pk)
    newest = row.latest_revision
    draft = newest.as_object() if newest and (row.has_unpublished_changes or not row.live) else None
    if act(row):
        if row.live:
            row.save_revision(user=user, log_action=True).publish(user=user)
        else:
            row.save()
    if draft is not None and act(draft):
        draft.save_revision(user=user, log_action=True, clean=False)
