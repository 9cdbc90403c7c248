from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button, ListingButton
from wagtail.snippets.models import register_snippet

from courses.quizzes import bulk, desk, kinds, permissions
from courses.quizzes.models import Question, QuestionCategory, Quiz, Vignette
from courses.quizzes.services import markings, usage
from courses.quizzes.views import exchanging, items, marking
from courses.quizzes.views.correcting import CorrectKey
from courses.quizzes.viewsets import (
    QuestionCategoryViewSet,
    QuestionViewSet,
    QuizViewSet,
    VignetteViewSet,
)

register_snippet(QuizViewSet)
register_snippet(QuestionViewSet)
register_snippet(QuestionCategoryViewSet)
register_snippet(VignetteViewSet)


for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def quiz_urls():
    return [
        path("questions/<int:pk>/mark-again/", CorrectKey.as_view(), name="quizzes_correct"),
        path("quizzes/<int:pk>/items/", items.Items.as_view(), name="quizzes_items"),
        path("quizzes/<int:pk>/items.csv", items.take_away, name="quizzes_items_csv"),
        path("marking/", marking.Queue.as_view(), name="quizzes_marking"),
        path("marking/<uuid:answer>/", marking.MarkAnswer.as_view(), name="quizzes_mark"),
        path("marking/<uuid:answer>/take/", marking.take, name="quizzes_mark_take"),
        path("marking/<uuid:answer>/back/", marking.give_back, name="quizzes_mark_back"),
    ]


@hooks.register("register_permissions")
def marking_permission():
    """So that a group of one's own can be given the right to mark."""
    return Permission.objects.filter(content_type__app_label="quizzes", codename="mark_answers")


class MarkingMenuItem(MenuItem):
    """Shown to whoever may mark."""

    def is_shown(self, request):
        return permissions.may_mark(request.user)


@hooks.register("register_learning_menu_item")
def marking_menu_item():
    return MarkingMenuItem(
        gettext_lazy("Marking"),
        reverse_lazy("quizzes_marking"),
        name="marking",
        icon_name="tick",
        order=890,
    )


class MarkingPanel(Component):
    """On the admin's home page: how many answers wait for a marker, and since when."""

    name = "candour_marking"
    order = 90
    template_name = "quizzes/admin/marking_panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        now = timezone.now()
        rows = markings.answers_for(user.person, permissions.courses_of(user))
        return {"numbers": desk.counts(marker=user.person, rows=rows, now=now), "now": now}


@hooks.register("construct_homepage_panels")
def tell_what_waits_for_a_marker(request, panels):
    if permissions.may_mark(request.user):
        panels.append(MarkingPanel())


@hooks.register("register_admin_urls")
def exchange_urls():
    return [
        path("questions/import/", exchanging.Import.as_view(), name="quizzes_import"),
        path("questions/import/sheet/", exchanging.empty_sheet, name="quizzes_sheet"),
        path("questions/export/", exchanging.Export.as_view(), name="quizzes_export"),
    ]


@hooks.register("register_snippet_listing_buttons")
def export_button(snippet, user, next_url=None):
    """From a category: take its questions out."""
    if isinstance(snippet, QuestionCategory) and user.has_perms(exchanging.MAY_EXPORT):
        yield ListingButton(
            _("Export its questions"),
            f"{reverse('quizzes_export')}?category={snippet.pk}",
            icon_name="download",
            priority=40,
        )


@hooks.register("register_snippet_listing_buttons")
def mark_again_button(snippet, user, next_url=None):
    """From a published question: mark again what was marked by a wrong key."""
    if not isinstance(snippet, Question) or not snippet.published_snapshot_id:
        return
    if snippet.type == kinds.ESSAY:  # people marked it, and no key
        return
    if user.has_perm("quizzes.change_question"):
        yield Button(
            _("Mark again after a wrong key"),
            reverse("quizzes_correct", args=[snippet.pk]),
            icon_name="tick",
            priority=45,
        )


@hooks.register("register_snippet_listing_buttons")
def items_button(snippet, user, next_url=None):
    """From a quiz: how its questions do."""
    if isinstance(snippet, Quiz) and items.may_read(user):
        yield ListingButton(
            _("How its questions do"),
            reverse("quizzes_items", args=[snippet.pk]),
            icon_name="view",
            priority=40,
        )


@hooks.register("before_delete_snippet")
def keep_what_quizzes_use(request, instances):
    """Say where it is used instead of deleting it."""
    reason = usage.reason_to_keep(instances)
    if not reason:
        return None
    messages.error(request, reason)
    return redirect(type(instances[0]).snippet_viewset.get_url_name("list"))


@hooks.register("before_unpublish")
def keep_published_what_quizzes_ask(request, instance):
    """A question or a case that a quiz asks, or cannot do without, stays published."""
    asked = isinstance(instance, Question | Vignette)
    reason = usage.reason_to_keep([instance]) if asked else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect(type(instance).snippet_viewset.get_url_name("edit"), instance.pk)


@hooks.register("before_bulk_action")
def keep_many_that_quizzes_use(request, action_type, objects, action):
    """The same for many questions or categories at once: together they may leave too few."""
    reason = usage.reason_to_keep(objects) if action_type == "delete" else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect(type(objects[0]).snippet_viewset.get_url_name("list"))
