"""Where trainers write prompts and edit templates. Entries are nowhere here, on purpose."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.journals.models import Code, JournalPrompt, JournalTemplate


class JournalPromptViewSet(SnippetViewSet):
    """Prompts: what people are asked to write about."""

    model = JournalPrompt
    icon = "edit"
    menu_label = _("Journal prompts")
    menu_order = 300
    add_to_admin_menu = False
    list_display = ["title", "template", BooleanColumn("live"), UpdatedAtColumn()]
    list_filter = ["template", "live"]
    search_fields = ["title"]
    ordering = ["title"]


class JournalTemplateViewSet(SnippetViewSet):
    """Templates: the boxes of an entry."""

    model = JournalTemplate
    icon = "list-ul"
    menu_label = _("Journal templates")
    menu_order = 310
    add_to_admin_menu = False
    list_display = ["name", "description"]
    search_fields = ["name"]
    ordering = ["name"]


class CodeViewSet(SnippetViewSet):
    """Codes of professions, whose standards people tag their entries with."""

    model = Code
    icon = "list-ul"
    menu_label = _("Codes of professions")
    menu_order = 320
    add_to_admin_menu = False
    list_display = ["name", "source"]
    search_fields = ["name"]
    ordering = ["name"]
