"""The report “Due for review”."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports.base import PageReportView

from courses import attention
from courses.spreadsheets import plain_cell


def due_in_words(day: dt.date, today: dt.date) -> str:
    """How far off a day of review is, in words."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


class WhenColumn(Column):
    """A day, and beside it how far off that is."""

    cell_template_name = "courses/admin/when_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        today = timezone.localdate()
        context["words"] = due_in_words(context["value"], today)
        context["is_overdue"] = context["value"] <= today
        return context


def _name(user) -> str:
    return user.get_full_name() if user else ""


def _owner(page) -> str:
    return _name(page.owner)


class ReviewsView(PageReportView):
    """Courses and modules whose day of review has come, or comes within 60 days."""

    page_title = gettext_lazy("Due for review")
    header_icon = "review-due"
    index_url_name = "reviews_due"
    index_results_url_name = "reviews_due_results"
    results_template_name = "courses/admin/reviews_results.html"
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            url_name="wagtailadmin_pages:edit",
            classname="title",
        ),
        Column(
            "type", label=gettext_lazy("Type"), accessor=lambda page: page.page_type_display_name
        ),
        WhenColumn("review_by", label=gettext_lazy("Review by"), accessor="review_by"),
        DateColumn("last_reviewed_on", label=gettext_lazy("Last reviewed")),
        Column("reviewer", label=gettext_lazy("Reviewer")),
        Column("owner", label=gettext_lazy("Owner"), accessor=_owner),
    ]
    list_export = [
        "title",
        "page_type_display_name",
        "review_by",
        "last_reviewed_on",
        "reviewer",
        "owner",
        "live",
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "page_type_display_name": gettext_lazy("Type"),
        "review_by": gettext_lazy("Review by"),
        "last_reviewed_on": gettext_lazy("Last reviewed"),
        "reviewer": gettext_lazy("Reviewer"),
        "owner": gettext_lazy("Owner"),
        "live": gettext_lazy("Published"),
    }

    custom_field_preprocess = {"owner": {"csv": _name, "xlsx": _name}}

    def get_base_queryset(self):
        pages = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        return attention.to_review(pages, timezone.localdate())

    def get_filename(self):
        return f"due-for-review-{timezone.localdate().isoformat()}"

    def preprocess_field_value(self, field, value, export_format):
        """Wagtail writes cells as they are; a title must not become a formula."""
        return plain_cell(super().preprocess_field_value(field, value, export_format))
