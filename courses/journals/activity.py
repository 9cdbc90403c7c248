"""The journal, as the core sees it."""

from django.utils.translation import gettext_lazy as _

from courses.activities import ActivityType


class JournalActivity(ActivityType):
    slug = "journal"
    label = _("Journal")
    verb = _("Write in your journal")
    icon = "edit"
    content_model = "journals.JournalPrompt"
    private = True
