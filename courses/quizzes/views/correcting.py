"""Mark again after a wrong key: look first at what would change, then put it on record."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.quizzes.models import CorrectedAttempt, KeyCorrection, Question
from courses.quizzes.services import corrections

SHOWN = 50


class CorrectForm(forms.Form):
    """Why the key was wrong."""

    why = forms.CharField(
        label=gettext_lazy("What was wrong with the key?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays on record with your name."),
        error_messages={"required": gettext_lazy("Write what was wrong, in a few words.")},
    )


@method_decorator(permission_required("quizzes.change_question"), name="dispatch")
class CorrectKey(WagtailAdminTemplateMixin, TemplateView):
    """What marking again by the published version would change; a POST does it."""

    template_name = "quizzes/admin/correct.html"
    page_title = gettext_lazy("Mark again")
    header_icon = "tick"

    def get_page_subtitle(self):
        return str(self.question)

    def get_breadcrumbs_items(self):
        names = Question.snippet_viewset
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(names.get_url_name("list")), "label": _("Questions")},
            {
                "url": reverse(names.get_url_name("edit"), args=[self.question.pk]),
                "label": str(self.question),
            },
            {"url": "", "label": _("Mark again")},
        ]

    def dispatch(self, request, *args, pk, **kwargs):
        self.question = get_object_or_404(
            Question.objects.select_related("published_snapshot"), pk=pk
        )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        found = corrections.plan(question=self.question)
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or CorrectForm(),
            "question": self.question,
            "plan": found,
            "changes": found.changes[:SHOWN],
            "more_changes": max(0, len(found.changes) - SHOWN),
            "past": [
                (row, CorrectedAttempt.objects.filter(correction=row).count())
                for row in KeyCorrection.objects.filter(
                    question_uuid=self.question.uuid
                ).select_related("made_by")[:5]
            ],
        }

    def post(self, request, *args, **kwargs):
        form = CorrectForm(request.POST)
        here = reverse("quizzes_correct", args=[self.question.pk])
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            row = corrections.correct(
                question=self.question,
                actor=request.user.person,
                why=form.cleaned_data["why"],
                now=timezone.now(),
            )
        except corrections.NothingToCorrect:
            messages.warning(request, _("No result changes. Nothing was put on record."))
            return redirect(here)
        except corrections.ReasonMissing:
            form.add_error("why", _("Write what was wrong, in a few words."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        count = row.attempts.count()
        words = ngettext(
            "%(count)d result was corrected.", "%(count)d results were corrected.", count
        )
        messages.success(request, words % {"count": count})
        return redirect(here)
