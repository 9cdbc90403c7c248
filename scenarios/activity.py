"""The case, as the core sees it."""

from django.utils.translation import gettext_lazy as _

from courses.activities import ActivityType


class ScenarioActivity(ActivityType):
    slug = "scenario"
    label = _("Case")
    verb = _("Start the case")
    icon = "route"
    content_model = "scenarios.Scenario"
