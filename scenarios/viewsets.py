"""Cases in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from scenarios.editing import ScenarioForm
from scenarios.models import Scenario


class ScenarioViewSet(SnippetViewSet):
    """Write, preview and publish cases. Its menu item is the core's."""

    model = Scenario
    icon = "scenario"
    add_to_admin_menu = False
    list_display = ["title", "mode", "est_minutes", UpdatedAtColumn()]
    list_filter = ["mode"]
    list_per_page = 50
    copy_view_enabled = True
    inspect_view_enabled = False

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldPanel("title"), FieldPanel("summary"), FieldPanel("draft")],
                heading=_("The case"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("illustration"), FieldPanel("illustration_alt")],
                        heading=_("Picture"),
                    ),
                    FieldPanel("est_minutes"),
                    FieldPanel("audience"),
                    FieldPanel("content_notes"),
                ],
                heading=_("About"),
            ),
            ObjectList(
                [
                    FieldPanel("mode"),
                    FieldPanel("back_policy"),
                    FieldPanel("feedback_timing"),
                    FieldPanel("peer_compare"),
                    FieldPanel("panel_show"),
                ],
                heading=_("How it is played"),
            ),
            ObjectList(
                [HelpPanel(template="scenarios/admin/before_publishing.html")],
                heading=_("Before publishing"),
            ),
        ],
        base_form_class=ScenarioForm,
    )
