"""Give back a try that could not be begun in earnest."""

import datetime as dt

from courses.models import Attempt
from courses.quizzes.models import DrawnQuestion
from courses.services import attempts


class HasQuestions(Exception):
    """The sitting asks something, so leaving it would draw others at no cost."""


def leave_empty(*, attempt: Attempt, now: dt.datetime) -> Attempt:
    """Abandon a try for which nothing was drawn. Raises `HasQuestions` or `AlreadyFinished`."""
    if DrawnQuestion.objects.filter(sitting__attempt=attempt).exists():
        raise HasQuestions(str(attempt.uuid))
    return attempts.abandon(attempt=attempt, now=now)
