"""The journal, as the core sees it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.activities import ActivityType


class JournalActivity(ActivityType):
    """A prompt and a sealed entry; writing anything at all completes it."""

    slug = "journal"
    label = _("Journal")
    verb = _("Write in your journal")
    icon = "edit"
    content_model = "journals.JournalPrompt"
    admin_menu = ("journals.JournalTemplate", "journals.Code")
    urls = "courses.journals.urls"
    private = True

    def check(self, content):
        """A prompt must ask something."""
        from courses.journals import prompts

        return prompts.problems(title=content.title, prompt=content.prompt)

    def rules(self, content):
        """One entry; its author may add versions to it for as long as they like."""
        return {"attempts": 1}

    def begin(self, attempt):
        """Lay out the empty entry."""
        from courses.journals.services import entries

        entries.begin(attempt=attempt, now=attempt.started_at)

    def player_url(self, attempt):
        return reverse("journals:write", args=[attempt.uuid])

    def review(self, attempt):
        """The entry as it stands, for its author."""
        from courses.journals import reports

        return "journals/review.html", reports.review(attempt=attempt)
