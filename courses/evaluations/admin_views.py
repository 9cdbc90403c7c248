"""The report “Evaluations” in the Wagtail admin: counts and means, from five people up."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.evaluations import standings


def may_see(user) -> bool:
    """Trainers see what people thought of their courses; so do administrators."""
    return user.is_authenticated and (user.person.is_trainer or user.person.is_administrator)


class _ReportView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "form"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FormList(_ReportView):
    """Every evaluation form, the courses that ask it, and how many people answered it there."""

    page_title = gettext_lazy("Evaluations")
    template_name = "evaluations/admin/form_list.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Evaluations")}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            forms=standings.form_standings(), fewest=standings.FEWEST, **kwargs
        )


class CourseReport(_ReportView):
    """One form in one course, question by question; `?edition=` narrows it to one edition."""

    template_name = "evaluations/admin/course_report.html"

    def dispatch(self, request, *args, **kwargs):
        self.report = None
        if may_see(request.user):
            try:
                self.report = standings.course_report(
                    form=kwargs["form"], course=kwargs["course"], edition=self._edition(request)
                )
            except (standings.NothingAsked, ValueError):
                raise Http404 from None
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _edition(request) -> uuid.UUID | None:
        asked = request.GET.get("edition", "")
        return uuid.UUID(asked) if asked else None

    def get_page_title(self):
        return self.report.standing.title

    def get_page_subtitle(self):
        return self.report.form

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("evaluation_reports"), "label": _("Evaluations")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, fewest=standings.FEWEST, **kwargs)
