"""The case, as the core sees it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.activities import ActivityType, Problem


class ScenarioActivity(ActivityType):
    """A branching case: played once to an ending and its debrief, which completes it."""

    slug = "scenario"
    label = _("Case")
    verb = _("Start the case")
    icon = "scenario"
    content_model = "scenarios.Scenario"
    urls = "scenarios.urls"

    def check(self, content):
        """The problems of the case that block publishing."""
        return [
            Problem(message=problem.message, field=problem.place, code=problem.rule)
            for problem in content.problems()
            if problem.blocks
        ]

    def rules(self, content):
        """An assessment is taken once; practice as often as somebody likes."""
        return {"attempts": 1 if content.mode == "assessment" else None, "mode": content.mode}

    def begin(self, attempt):
        """Make the run and stand it on the start scene."""
        from django.utils import timezone

        from scenarios.services import plays

        plays.begin(attempt=attempt, now=attempt.started_at or timezone.now())

    def player_url(self, attempt):
        return reverse("cases:play", args=[attempt.uuid])

    def review(self, attempt):
        """The debrief of a finished try; of one that was left, the way that was taken."""
        from scenarios import reports

        return reports.review(attempt=attempt)
