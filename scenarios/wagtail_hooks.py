"""Where the case meets the Wagtail admin."""

from django.urls import path, reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from scenarios.comparing import GraphComparison
from scenarios.fields import GraphField
from scenarios.models import Scenario
from scenarios.views import (
    author,
    bringing,
    comments,
    imports,
    insight,
    panels,
    sharing,
    withdrawing,
)
from scenarios.views.check import check
from scenarios.views.layout import lay_out
from scenarios.viewsets import PerspectiveViewSet, ScenarioViewSet

register_snippet(ScenarioViewSet)
register_snippet(PerspectiveViewSet)
register_comparison_class(GraphField, comparison_class=GraphComparison)


@hooks.register("register_admin_urls")
def check_url():
    return [
        path("scenarios/check/", check, name="scenarios_check"),
        path("scenarios/starters/<slug:slug>/", bringing.begin_with, name="scenarios_begin_with"),
        path("scenarios/library/", bringing.search_library, name="scenarios_library"),
        path("scenarios/text/", bringing.read_text, name="scenarios_read_text"),
        path("scenarios/<int:pk>/comments/", comments.of_case, name="scenarios_comments"),
        path(
            "scenarios/<int:pk>/comments/<uuid:comment>/",
            comments.settle,
            name="scenarios_comments_settle",
        ),
        path("scenarios/layout/", lay_out, name="scenarios_layout"),
        path("scenarios/<int:pk>/outline/", author.Outline.as_view(), name="scenarios_outline"),
        path("scenarios/<int:pk>/changes/", author.Changes.as_view(), name="scenarios_changes"),
        path("scenarios/<int:pk>/robot/", author.Robot.as_view(), name="scenarios_robot"),
        path(
            "scenarios/<int:pk>/versions/",
            withdrawing.Versions.as_view(),
            name="scenarios_versions",
        ),
        path(
            "scenarios/<int:pk>/versions/<int:number>/withdraw/",
            withdrawing.Withdraw.as_view(),
            name="scenarios_withdraw",
        ),
        path("scenarios/<int:pk>/insight/", insight.Insight.as_view(), name="scenarios_insight"),
        path("scenarios/<int:pk>/answers.csv", insight.take_away, name="scenarios_answers"),
        path("scenarios/<int:pk>/reasons/", sharing.Reasons.as_view(), name="scenarios_reasons"),
        path("scenarios/<int:pk>/panel/", panels.Panel.as_view(), name="scenarios_panel"),
        path("scenarios/<int:pk>/panel/said/", panels.Said.as_view(), name="scenarios_panel_said"),
        path(
            "scenarios/<int:pk>/panel/<uuid:member>/<slug:act>/",
            panels.act,
            name="scenarios_panel_act",
        ),
        path("scenarios/import/", imports.Import.as_view(), name="scenarios_import"),
        path(
            "scenarios/import/<int:pk>/", imports.Report.as_view(), name="scenarios_import_report"
        ),
        path("scenarios/<int:pk>/export/<slug:form>/", imports.export, name="scenarios_export"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions):
    """What authors do with what people chose, or play, stands in Wagtail's log."""
    actions.register_action(
        "scenarios.take_answers",
        gettext_lazy("Take answers away"),
        gettext_lazy("Took the answers away as a sheet, under pseudonyms"),
    )
    actions.register_action(
        withdrawing.ACTION,
        gettext_lazy("Withdraw a version"),
        gettext_lazy("Withdrew a version that learners played"),
    )


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(snippet, user, next_url=None):
    """From the list of cases to what people chose in one."""
    if isinstance(snippet, Scenario) and insight.may_see(user):
        url = reverse("scenarios_insight", args=[snippet.pk])
        yield Button(gettext("What people chose"), url=url, icon_name="view", priority=80)
