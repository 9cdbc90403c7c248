"""Accreditation lines in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import AccreditationLine


class AccreditationLineViewSet(SnippetViewSet):
    """Who approved which course, until when, in which words. The Learning menu links here."""

    model = AccreditationLine
    icon = "clipboard-list"
    add_to_admin_menu = False
    list_display = ["body", "course", "provider_number", "approved_from", "approved_until"]
    list_filter = ["body", "course"]
    list_per_page = 50
    search_fields = ["body", "provider_number", "course_number"]
    copy_view_enabled = True
    inspect_view_enabled = True  # what trainers see, who may not edit
    panels = [
        FieldPanel("course"),
        MultiFieldPanel(
            [
                FieldPanel("body"),
                FieldRowPanel([FieldPanel("provider_number"), FieldPanel("course_number")]),
                FieldRowPanel([FieldPanel("approved_from"), FieldPanel("approved_until")]),
            ],
            heading=_("Approval"),
        ),
        FieldPanel("statement"),
    ]
