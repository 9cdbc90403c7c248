"""What the answers say of the questions of a quiz, for those who may change it, without a name."""

import csv
import io
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.quizzes import itempage, itemstats
from courses.quizzes.models import Quiz
from courses.spreadsheets import plain_cell


def may_read(user) -> bool:
    """Those who may change quizzes see how their questions do."""
    return bool(user.has_perm("quizzes.change_quiz"))


def _found(request, pk: int) -> tuple[Quiz, itempage.Page]:
    if not may_read(request.user):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz, pk=pk)
    again = request.GET.get("tries") == "all"
    return quiz, itempage.page(quiz=uuid.UUID(str(quiz.uuid)), again=again)


class Items(WagtailAdminTemplateMixin, TemplateView):
    """Facility, discrimination, options and time of each question, by version."""

    template_name = "quizzes/admin/items.html"
    page_title = gettext_lazy("How its questions do")
    header_icon = "view"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        self.quiz, self.found = _found(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        names = self.quiz.snippet_viewset.get_url_name
        return [
            *self.breadcrumbs_items,
            {"url": reverse(names("list")), "label": _("Quizzes")},
            {"url": reverse(names("edit"), args=[self.quiz.pk]), "label": self.quiz.title},
            {"url": "", "label": self.page_title},
        ]

    def get_page_subtitle(self):
        return self.quiz.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = self.found.is_told
        return super().get_context_data(
            quiz=self.quiz,
            page=self.found,
            drawing=itempage.drawing(self.found.rows) if told else None,
            flagged=[row for row in self.found.rows if row.newest and row.item.flags],
            fewest=itemstats.FEWEST,
            **kwargs,
        )


@require_safe
def take_away(request, pk):
    """The same as CSV."""
    quiz, found = _found(request, pk)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(itempage.HEAD)
    for row in itempage.sheet(found):
        writer.writerow([plain_cell(value) for value in row])
    name = f"{slugify(quiz.title)[:60] or 'quiz'}-{timezone.localdate().isoformat()}.csv"
    return HttpResponse(
        f"\ufeff{text.getvalue()}",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
