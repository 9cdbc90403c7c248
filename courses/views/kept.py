"""The page that says: this may be archived, not deleted."""

from django.contrib.admin.utils import quote
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page

from courses.models import CataloguePage
from courses.services.guards import Kept


def catalogue(request):
    """“Courses” in the menu: the catalogue in the explorer, wherever it stands."""
    page = CataloguePage.objects.first()
    if page is None:
        return redirect("wagtailadmin_explore_root")
    return redirect("wagtailadmin_explore", page.pk)


def kept_page(request, kept: list[Kept]):
    """What was not deleted, for how many people it stays, and how to archive it."""
    finder = AdminURLFinder(request.user)
    rows = [
        {
            "kept": one,
            "edit_url": finder.get_edit_url(one.obj),
            "archive_url": _archive_url(one.obj),
        }
        for one in kept
    ]
    context = {"rows": rows, "header_title": _("Archive instead of deleting")}
    return render(request, "courses/admin/kept.html", context, status=409)


def _archive_url(obj) -> str:
    """Where something live is unpublished; empty where there is nothing to unpublish."""
    if not isinstance(obj, DraftStateMixin) or not obj.live:
        return ""
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:unpublish", args=[obj.pk])
    try:
        viewset = type(obj).snippet_viewset
        return reverse(viewset.get_url_name("unpublish"), args=[quote(obj.pk)])
    except (AttributeError, NoReverseMatch):
        return ""
