from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from courses.evaluations import admin_views
from courses.evaluations.viewsets import AttestationViewSet, EvaluationFormViewSet

register_snippet(EvaluationFormViewSet)
register_snippet(AttestationViewSet)


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("reports/evaluations/", admin_views.FormList.as_view(), name="evaluation_reports"),
        path(
            "reports/evaluations/<uuid:form>/<uuid:course>/",
            admin_views.CourseReport.as_view(),
            name="evaluation_report",
        ),
    ]


class EvaluationsMenuItem(MenuItem):
    """The report's place in the menu, for those who may see it."""

    def is_shown(self, request):
        return admin_views.may_see(request.user)


@hooks.register("register_reports_menu_item")
def report_menu_item():
    return EvaluationsMenuItem(
        _("Evaluations"),
        reverse("evaluation_reports"),
        name="evaluations",
        icon_name="form",
        order=900,
    )
