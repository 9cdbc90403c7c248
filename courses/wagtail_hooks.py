"""Where the core meets the Wagtail admin: menu, report, home page, guards."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models, register_snippet

from courses.models import ActivityContent
from courses.models.pagebases import NO_ALIAS
from courses.services import guards
from courses.services.groups import authored_models
from courses.views.dashboard import AttentionPanel
from courses.views.kept import catalogue, kept_page
from courses.views.reviews import ReviewsView
from courses.viewsets import CategoryViewSet, GlossaryTermViewSet

register_snippet(CategoryViewSet)
register_snippet(GlossaryTermViewSet)

ICONS = ["learning", "course", "module", "scenario", "tick", "glossary", "review-due"]


@hooks.register("register_icons")
def register_icons(icons):
    return icons + [f"wagtailadmin/icons/candour-{name}.svg" for name in ICONS]


@hooks.register("register_admin_urls")
def learning_urls():
    return [
        path("learning/courses/", catalogue, name="learning_courses"),
        path("reports/due-for-review/", ReviewsView.as_view(), name="reviews_due"),
        path(
            "reports/due-for-review/results/",
            ReviewsView.as_view(results_only=True),
            name="reviews_due_results",
        ),
    ]


class PagesMenuItem(MenuItem):
    """Shown to whoever may edit a page somewhere."""

    def is_shown(self, request):
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish"])


def learning_models() -> list:
    """The snippets that authors keep: the types' contents first, then ours and any other app's."""
    registered = get_snippet_models()
    authored = [model for model in authored_models() if model in registered]
    others = [model for model in registered if model not in authored]
    return authored + [model for model in others if model.snippet_viewset.menu_hook is None]


@hooks.register("register_admin_menu_item")
def learning_menu():
    items = [
        PagesMenuItem(
            _("Courses"),
            reverse("learning_courses"),
            name="courses",
            icon_name="course",
            order=100,
        ),
        *(
            model.snippet_viewset.get_menu_item(order=110 + place)
            for place, model in enumerate(learning_models())
        ),
        PagesMenuItem(
            _("Due for review"),
            reverse("reviews_due"),
            name="reviews-due",
            icon_name="review-due",
            order=900,
        ),
    ]
    return SubmenuMenuItem(
        _("Learning"),
        # An activity type may add an item of its own with this hook.
        Menu(register_hook_name="register_learning_menu_item", items=items),
        name="learning",
        icon_name="learning",
        order=150,
    )


@hooks.register("construct_main_menu")
def hide_snippets(request, menu_items):
    """Wagtail's own list of snippets says nothing new: the Learning menu has them all."""
    menu_items[:] = [item for item in menu_items if item.name != "snippets"]


@hooks.register("register_reports_menu_item")
def reviews_menu_item():
    return PagesMenuItem(
        _("Due for review"),
        reverse("reviews_due"),
        name="due-for-review",
        icon_name="review-due",
        order=850,
    )


@hooks.register("construct_homepage_panels")
def tell_what_needs_attention(request, panels):
    panels.append(AttentionPanel())


@hooks.register("get_avatar_url")
def own_avatar(user, size):
    """A picture of the person's own or ours: no address of anybody goes to another host."""
    profile = getattr(user, "wagtail_userprofile", None)
    if profile is not None and profile.avatar:
        return profile.avatar.url
    return static("wagtailadmin/images/default-user-avatar.png")


@hooks.register("before_delete_page", order=-10)
def keep_pages(request, page):
    descendants = page.get_descendants(inclusive=True).specific()
    kept = guards.in_use(descendants)
    return kept_page(request, kept) if kept else None


@hooks.register("before_delete_snippet", order=-10)
def keep_snippets(request, instances):
    kept = guards.in_use(instances)
    return kept_page(request, kept) if kept else None


@hooks.register("before_unpublish")
def keep_what_courses_ask_for(request, instance):
    """Say where it is asked for instead of letting the course ask for less from now on."""
    reason = ""
    if isinstance(instance, ActivityContent):
        reason = guards.reason_to_stay_published(instance)
    if not reason:
        return None
    messages.error(request, reason)
    return redirect(instance.snippet_viewset.get_url_name("edit"), instance.pk)


@hooks.register("before_bulk_action", order=-10)
def keep_many(request, action_type, objects, action):
    if action_type != "delete":
        return None
    found = []
    for obj in objects:
        found += obj.get_descendants(inclusive=True).specific() if isinstance(obj, Page) else [obj]
    kept = guards.in_use(found)
    return kept_page(request, kept) if kept else None


@hooks.register("before_copy_page")
def refuse_aliases(request, page):
    """The form offers none; a request that asks for one all the same is answered in words."""
    branch = page.get_descendants(inclusive=True).specific()
    if request.method != "POST" or not request.POST.get("alias"):
        return None
    if all(getattr(one, "may_be_alias", True) for one in branch):
        return None
    messages.error(request, NO_ALIAS)
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("insert_editor_js")
def save_what_is_written_during_a_save():
    return format_html(
        '<script type="module" src="{}"></script>', static("courses/autosave-again.js")
    )
