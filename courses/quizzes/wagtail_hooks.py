from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

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
