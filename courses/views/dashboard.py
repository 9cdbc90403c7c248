"""The panel on the admin's home page that tells an author what needs attention."""

from django.apps import apps
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses import activities, attention
from courses.attention import Matters


class AttentionPanel(Component):
    """In words: reviews that are due, drafts, flawed contents, courses with nothing in them."""

    name = "candour_attention"
    order = 100
    template_name = "courses/admin/attention_panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
        today = timezone.localdate()
        models = _models_of(user)
        matters = {
            "reviews": attention.reviews(pages, today),
            "drafts": attention.drafts(pages),
            "content_drafts": attention.content_drafts(models),
            "flawed": attention.flawed_contents() if models else Matters(),
            "empty": attention.empty_courses(),
        }
        finder = AdminURLFinder(user)
        named = {kind: _links(found, finder) for kind, found in matters.items()}
        return {**matters, "named": named, "all_well": not any(matters.values())}


def _models_of(user) -> list:
    models = [apps.get_model(kind.content_model) for kind in activities.registry().values()]
    return [
        model
        for model in models
        if policy_registry.get_by_type(model).user_has_permission(user, "change")
    ]


def _links(found: Matters, finder: AdminURLFinder) -> list[dict[str, str]]:
    return [{"title": str(one), "url": finder.get_edit_url(one) or ""} for one in found.first]
