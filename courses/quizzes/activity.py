"""The quiz, as the core sees it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.activities import CLOSING, MODULE, ActivityType
from courses.quizzes import wording


class QuizActivity(ActivityType):
    """Questions drawn once for each try, answered in one sitting, marked on the server."""

    slug = "quiz"
    label = _("Quiz")
    verb = _("Start the quiz")
    icon = "tick"
    content_model = "quizzes.Quiz"
    admin_menu = ("quizzes.Question", "quizzes.Vignette", "quizzes.QuestionCategory")
    needed_models = admin_menu
    rights = ("quizzes.answertomark.mark_answers",)
    urls = "courses.quizzes.urls"
    places = frozenset({MODULE, CLOSING})

    def check(self, content):
        """What blocks publishing: too few questions for a draw, a question that cannot be asked."""
        from courses.quizzes.services import checks

        return checks.problems(quiz=content)

    def rules(self, content):
        """Tries, pass mark in percent, and when right and wrong may be shown; a wait between
        tries (hours), a time limit (minutes) and whether it is asked how sure people are, where
        there is one.
        """
        rules = {
            "attempts": content.attempts,
            "pass_mark": content.pass_mark,
            "feedback": content.feedback,
        }
        limits = {
            "delay_hours": content.delay_hours,
            "time_limit": content.time_limit,
            "certainty": content.certainty,
        }
        return rules | {name: value for name, value in limits.items() if value}

    def note(self, rules):
        """How sure people are is asked: told before they start."""
        return wording.certainty_note(rules.get("certainty", ""))

    def begin(self, attempt):
        """Draw the questions and pin them."""
        from courses.quizzes.services import drawing

        drawing.begin(attempt=attempt)

    def on_time(self, now):
        """Send the sittings whose time has ended and whose learner did not come back."""
        from courses.quizzes.services import closing

        return closing.sweep(now=now)

    def daily(self, now):
        """Add up new answers for authors, and tell those who mark what waits for them."""
        from courses.quizzes.services import items, notices

        items.roll_up()  # so that the pages about questions read sums and not every answer
        return notices.tell_markers(now=now)

    def news(self, person, now):
        """What people have marked of a learner's lately."""
        from courses.quizzes import outcomes

        return outcomes.news(person=person, now=now)

    def player_url(self, attempt):
        return reverse("quizzes:play", args=[attempt.uuid])

    def review(self, attempt):
        """The questions as they were asked, with what the rules allow to be shown."""
        from courses.quizzes import outcomes

        return outcomes.review(attempt=attempt)
