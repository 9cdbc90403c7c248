"""Cases in the Wagtail admin."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from scenarios.editing import ScenarioForm
from scenarios.exporting.registry import FORMATS
from scenarios.models import Perspective, Scenario
from scenarios.services import versions


def standing(case: Scenario) -> str:
    """Whether learners meet a case, and what of it waits, in words."""
    if case.scheduled:
        return gettext("Live, changes scheduled") if case.live else gettext("Scheduled")
    if case.in_review:
        return gettext("Live, changes in review") if case.live else gettext("In review")
    if case.live and case.has_unpublished_changes:
        return gettext("Live, with unpublished changes")
    return gettext("Live") if case.live else gettext("Draft")


class CaseIndexView(IndexView):
    """All cases and how they stand, with the way to bring one in."""

    def get_base_queryset(self):
        # Wagtail's own words for the status ask the database twice for each row.
        kept = {
            "base_content_type": ContentType.objects.get_for_model(Scenario),
            "object_id": Cast(OuterRef("pk"), CharField()),
        }
        scheduled = Revision.objects.filter(**kept, approved_go_live_at__isnull=False)
        review = WorkflowState.objects.filter(**kept, status=WorkflowState.STATUS_IN_PROGRESS)
        cases = super().get_base_queryset()
        return cases.annotate(scheduled=Exists(scheduled), in_review=Exists(review))

    @cached_property
    def header_more_buttons(self):
        buttons = [*super().header_more_buttons]
        if self.add_url:
            url = reverse("scenarios_import")
            buttons.append(Button(gettext("Import a case"), url=url, icon_name="upload"))
        return buttons


class CaseEditView(EditView):
    """One case, with the ways to take it out and the report of its import."""

    def get_object(self, queryset=None):
        # To show one page Wagtail asks twice for a case, and a large one takes long to read.
        held = getattr(self, "object", None)
        if held is not None and self.request.method in ("GET", "HEAD"):
            return held
        return super().get_object(queryset)

    def publish_action(self):
        """Show first whom it reaches, where people are part-way and ways or judgements change.

        The draft is saved by now; the page that is shown publishes it at one more click.
        """
        effect = versions.effect_of(scenario_uuid=self.object.uuid, draft=self.object.graph())
        if effect is not None and effect.asks_first:
            return redirect("scenarios_changes", self.object.pk)
        return super().publish_action()

    def get_error_message(self):
        # The draft was saved while it was written: "could not be saved" frightens for nothing.
        if "action-publish" in self.request.POST:
            return gettext("The case is not published. Mend first what is said below.")
        return super().get_error_message()

    @cached_property
    def header_more_buttons(self):
        buttons = [*super().header_more_buttons]
        url = reverse("scenarios_insight", args=[self.object.pk])
        buttons.append(Button(gettext("What people chose"), url=url, icon_name="view", priority=80))
        for number, form in enumerate(FORMATS.values()):
            buttons.append(
                Button(
                    gettext("Export: %(format)s") % {"format": form.label},
                    url=reverse("scenarios_export", args=[self.object.pk, form.slug]),
                    icon_name="download",
                    priority=100 + number,
                )
            )
        url = reverse("scenarios_panel", args=[self.object.pk])
        label = gettext("The panel of this case")
        buttons.append(Button(label, url=url, icon_name="group", priority=80))
        url = reverse("scenarios_reasons", args=[self.object.pk])
        label = gettext("Reasons that learners share")
        buttons.append(Button(label, url=url, icon_name="openquote", priority=81))
        if self.request.user.has_perm("scenarios.publish_scenario"):
            url = reverse("scenarios_versions", args=[self.object.pk])
            buttons.append(Button(gettext("Versions"), url=url, icon_name="history", priority=82))
        report = self.object.imports.first()
        if report is not None:
            url = reverse("scenarios_import_report", args=[report.pk])
            label = gettext("Report of the import")
            buttons.append(Button(label, url=url, icon_name="doc-full", priority=90))
        return buttons


class ScenarioViewSet(SnippetViewSet):
    """Write, preview and publish cases. Its menu item is the core's."""

    model = Scenario
    icon = "scenario"
    add_to_admin_menu = False
    list_display = [
        "title",
        StatusTagColumn(
            "standing",
            label=_("Status"),
            accessor=standing,
            sort_key="live",
            primary=lambda case: case.live,
        ),
        "mode",
        "est_minutes",
        UpdatedAtColumn(),
    ]
    list_filter = ["mode"]
    list_per_page = 50
    index_view_class = CaseIndexView
    edit_view_class = CaseEditView
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


class PerspectiveViewSet(SnippetViewSet):
    """From where a panel judges. Renaming one changes no invitation that was sent before."""

    model = Perspective
    icon = "group"
    menu_label = _("Perspectives of panels")
    menu_order = 620
    add_to_admin_menu = False
    list_display = ["name"]
    ordering = ["name"]
    panels = [
        FieldPanel(
            "name",
            help_text=_("A profession, a life, a culture: from where somebody looks at a case."),
        )
    ]
