"""The register of certificates in the Wagtail admin: list, look, correct, revoke."""

from functools import wraps

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from certificates import codes, credit, rendering, reports
from certificates.forms import CorrectionForm, RevocationForm
from certificates.models import Certificate
from certificates.permissions import keeps_register, may_act_on
from certificates.services import certificates

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def keepers_only(view):
    """Let administrators through and nobody else, whatever groups a login is in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not keeps_register(request.user.person):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def defused(value) -> str:
    """A text that a spreadsheet doesn't take for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class RegisterFilterSet(WagtailFilterSet):
    """Find by what stands on the paper, or by how it stands."""

    text = django_filters.CharFilter(label=gettext_lazy("Name or number"), method="with_text")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Standing"), choices=Certificate.State.choices, method="with_state"
    )

    def with_text(self, queryset, name, value):
        return queryset.filter(Q(number__icontains=value) | Q(facts__name__icontains=value))

    def with_state(self, queryset, name, value):
        return queryset.in_state(value)

    class Meta:
        model = Certificate
        fields: list[str] = []


class RegisterView(ReportView):
    """Every certificate of the organisation, to look through and to export."""

    model = Certificate
    page_title = gettext_lazy("Certificates")
    header_icon = "clipboard-list"
    index_url_name = "certificates_register"
    index_results_url_name = "certificates_register_results"
    default_ordering = None
    filterset_class = RegisterFilterSet
    export_filename = "certificates"
    columns = [
        TitleColumn(
            "number",
            label=gettext_lazy("Number"),
            get_url=lambda row: reverse("certificates_detail", args=[row.uuid]),
        ),
        Column("printed_name", label=gettext_lazy("Name as printed")),
        Column("course_title", label=gettext_lazy("Course")),
        Column("completed_on", label=gettext_lazy("Completed")),
        DateColumn("issued_at", label=gettext_lazy("Issued")),
        Column("get_state_display", label=gettext_lazy("Standing")),
    ]
    list_export = [
        "number",
        "printed_name",
        "course_title",
        "credit_text",
        "completed_on",
        "issued_at",
        "state",
        "pdf_sha256",
    ]
    export_headings = {
        "number": gettext_lazy("Number"),
        "printed_name": gettext_lazy("Name as printed"),
        "course_title": gettext_lazy("Course"),
        "credit_text": gettext_lazy("Credit"),
        "completed_on": gettext_lazy("Completed"),
        "issued_at": gettext_lazy("Issued"),
        "state": gettext_lazy("Standing"),
        "pdf_sha256": "SHA-256",
    }
    custom_field_preprocess = {
        field: {"csv": defused, "xlsx": defused}
        for field in ("printed_name", "course_title", "credit_text")
    }

    def dispatch(self, request, *args, **kwargs):
        if not keeps_register(request.user.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return reports.register(organisation=self.request.user.person.organisation)

    def get_queryset(self):
        return self.get_base_queryset()


@keepers_only
def detail(request, certificate):
    """One certificate: what it says, how it stands, and what may be done about it."""
    row = _found(request, certificate)
    owner = row.award.completion.person.as_now
    facts = row.facts
    rows = [
        (_("Name as printed"), facts["name"]),
        (_("Course"), f"{facts['course']['title']}, {_('edition')} {facts['course']['edition']}"),
        (_("Completed"), facts["completed"]["printed"]),
        (_("Credit"), "; ".join(credit.detail(facts["credits"]))),
        (_("Code"), codes.shown(row.code)),
        (_("SHA-256 of the file"), row.pdf_sha256),
        (_("Standing"), reports.ending(row) or _("Valid")),
        (_("Replaces"), facts["replaces"]),
        (_("Reason of the correction"), row.reason),
    ]
    if row.state == Certificate.State.REVOKED:
        rows.append((_("Reason of the revocation"), row.revocation.reason))
    context = {
        "certificate": row,
        "rows": [line for line in rows if line[1]],
        "may_act": may_act_on(request.user.person, owner) and row.state == Certificate.State.VALID,
        "own": owner.pk == request.user.person.pk,
        "header_title": row.number,
    }
    return render(request, "certificates/register/detail.html", context)


@keepers_only
def revoke(request, certificate):
    """Ask what for, and once more whether; then revoke."""
    row = _open_to(request, certificate)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _act(
            request,
            row,
            lambda: certificates.revoke(
                certificate=row,
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
                actor=request.user.person,
                now=timezone.now(),
            ),
            _("%(number)s is revoked. Whoever checks it sees that from now on."),
        )
    context = {
        "certificate": row,
        "form": form,
        "header_title": _("Revoke %(number)s") % {"number": row.number},
    }
    return render(request, "certificates/register/revoke.html", context)


@keepers_only
def correct(request, certificate):
    """Ask for the right name and the reason; then issue the certificate that replaces this one."""
    row = _open_to(request, certificate)
    form = CorrectionForm(
        request.POST or None, initial={"name": row.award.completion.person.as_now.name}
    )
    if request.method == "POST" and form.is_valid():
        return _act(
            request,
            row,
            lambda: certificates.correct(
                certificate=row,
                facts={"name": form.cleaned_data["name"]},
                reason=form.cleaned_data["reason"],
                actor=request.user.person,
                now=timezone.now(),
            ),
            _("%(number)s is replaced. The corrected certificate is in its owner’s list."),
        )
    context = {
        "certificate": row,
        "form": form,
        "header_title": _("Correct %(number)s") % {"number": row.number},
    }
    return render(request, "certificates/register/correct.html", context)


def _found(request, uuid) -> Certificate:
    rows = reports.register(organisation=request.user.person.organisation)
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def _open_to(request, uuid) -> Certificate:
    """A certificate that this administrator may act on: somebody else's."""
    row = _found(request, uuid)
    if not may_act_on(request.user.person, row.award.completion.person):
        raise PermissionDenied
    return row


def _act(request, row, act, done):
    """Do it, say how it went, and go back to the certificate."""
    words = {"number": row.number}
    try:
        act()
    except certificates.AlreadyRevoked:
        messages.error(request, _("%(number)s was revoked before. Nothing was changed.") % words)
    except certificates.AlreadySuperseded:
        messages.error(request, _("%(number)s was replaced before. Nothing was changed.") % words)
    except certificates.NothingToCorrect:
        messages.error(request, _("%(number)s says that already. Nothing was changed.") % words)
    except (rendering.LibrariesMissing, rendering.RenderingFailed, OSError):
        messages.error(
            request, _("The new document can’t be made just now. %(number)s still holds.") % words
        )
    else:
        messages.success(request, done % words)
    return redirect("certificates_detail", row.uuid)
