"""Where trainers keep the small things that several pages share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Category, GlossaryTerm


class CategoryViewSet(SnippetViewSet):
    """Categories: what credits count in, and what the catalogue is filtered by."""

    model = Category
    icon = "tag"
    menu_label = _("Credit categories")
    menu_order = 610
    add_to_admin_menu = False
    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel(
            "slug", help_text=_("Its short name in addresses. Links to the catalogue carry it.")
        ),
    ]


class GlossaryTermViewSet(SnippetViewSet):
    """Words of the field. A lesson shows a term as it stands today, in every edition."""

    model = GlossaryTerm
    icon = "glossary"
    menu_label = _("Glossary")
    menu_order = 600
    add_to_admin_menu = False
    list_display = ["term", "definition"]
    search_fields = ["term", "definition"]
    search_backend_name = None
    list_per_page = 50
    ordering = ["term"]
    panels = [
        FieldPanel("term"),
        FieldPanel(
            "definition",
            help_text=_("Two plain sentences. A change shows at once wherever the term is used."),
        ),
        FieldPanel("key", help_text=_("A lasting short name for imports; keep it.")),
    ]
