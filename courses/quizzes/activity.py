"""The quiz, as the core sees it."""

from django.utils.translation import gettext_lazy as _

from courses.activities import CLOSING, MODULE, ActivityType


class QuizActivity(ActivityType):
    slug = "quiz"
    label = _("Quiz")
    verb = _("Start the quiz")
    icon = "tick"
    content_model = "quizzes.Quiz"
    places = frozenset({MODULE, CLOSING})
