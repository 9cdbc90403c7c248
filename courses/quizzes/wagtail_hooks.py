from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from courses.quizzes.models import Question
from courses.quizzes.services import usage
from courses.quizzes.viewsets import QuestionCategoryViewSet, QuestionViewSet, QuizViewSet

register_snippet(QuizViewSet)
register_snippet(QuestionViewSet)
register_snippet(QuestionCategoryViewSet)


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
    """A question that a quiz asks, or cannot do without, stays published."""
    reason = usage.reason_to_keep([instance]) if isinstance(instance, Question) else ""
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
