"""Where trainers write evaluation forms and attestations. Answers are nowhere here."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.evaluations.models import Attestation, EvaluationForm


class EvaluationFormViewSet(SnippetViewSet):
    """Evaluation forms: what a course asks about itself."""

    model = EvaluationForm
    icon = "form"
    menu_label = _("Evaluation forms")
    menu_order = 400
    add_to_admin_menu = False
    list_display = ["title", BooleanColumn("live"), UpdatedAtColumn()]
    list_filter = ["live"]
    search_fields = ["title"]
    ordering = ["title"]


class AttestationViewSet(SnippetViewSet):
    """Attestations: statements that people sign."""

    model = Attestation
    icon = "check"
    menu_label = _("Attestations")
    menu_order = 410
    add_to_admin_menu = False
    list_display = ["title", BooleanColumn("live"), UpdatedAtColumn()]
    list_filter = ["live"]
    search_fields = ["title"]
    ordering = ["title"]
