"""The time of a sitting: the server's clock decides, with some seconds for what was on its way."""

import datetime as dt

from django.conf import settings

from courses.quizzes.models import Sitting


def grace() -> dt.timedelta:
    """How long after its end an answer still counts that was sent in time."""
    return dt.timedelta(seconds=settings.QUIZ_GRACE_SECONDS)


def is_over(sitting: Sitting, now: dt.datetime) -> bool:
    """Whether nothing more is taken: its time has ended, and the grace with it."""
    return sitting.deadline_at is not None and now > sitting.deadline_at + grace()
