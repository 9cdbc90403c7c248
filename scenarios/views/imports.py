"""Bring a case in: upload, look at what would come, save the draft, read and accept the report."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from scenarios import losswords
from scenarios.exporting.registry import FORMATS as OUT
from scenarios.graph import Graph
from scenarios.importing import registry
from scenarios.importing.bounds import MOST_PACKED
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import suspects_from
from scenarios.models import ImportReport, Scenario
from scenarios.services import attachments, exports, imports, uploads
from scenarios.shapes import ShapeError

SHOWN = 200
MOST_SUSPECTS = 20_000
ACTIONS = {
    "translated": gettext_lazy("translated"),
    "approximated": gettext_lazy("approximated"),
    "note": gettext_lazy("kept as a note"),
    "dropped": gettext_lazy("left out"),
}


class UploadForm(forms.Form):
    """A file of another tool, and what it is if it doesn't say so itself."""

    file = forms.FileField(label=gettext_lazy("File"))
    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[
            ("", gettext_lazy("Find out from the file")),
            *((form.slug, form.label) for form in registry.FORMATS.values()),
        ],
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_PACKED:
            raise forms.ValidationError(_("The file is larger than 50 MB."))
        return file


class _ImportView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the import, with its way back to the cases."""

    header_icon = "scenario"
    _show_breadcrumbs = True
    permission = "scenarios.add_scenario"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        listing = reverse(Scenario.snippet_viewset.get_url_name("list"))
        return [
            *self.breadcrumbs_items,
            {"url": listing, "label": _("Cases")},
            {"url": "", "label": self.get_page_title()},
        ]


class Import(_ImportView):
    """Upload a file, look at what would come of it, and save it as a draft."""

    page_title = gettext_lazy("Import a case")
    template_name = "scenarios/admin/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": UploadForm(), **kwargs})

    def post(self, request, *args, **kwargs):
        if "kept" in request.POST:
            return self.save(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file, wanted = form.cleaned_data["file"], form.cleaned_data["form"]
        data = file.read()
        try:
            graph, report = registry.read(data, file.name, wanted)
            attachments.check(attachments=report.attachments)
        except ImportFault as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        kept = uploads.keep(
            data=data, name=file.name, form=wanted, user=request.user, now=timezone.now()
        )
        shown = described(report.as_json(), report.suspects, graph)
        context = self.get_context_data(kept=kept, file_name=file.name, **shown)
        return self.render_to_response(context)

    def save(self, request):
        try:
            data, name, wanted = uploads.take(token=request.POST["kept"], user=request.user)
            graph, report = registry.read(data, name, wanted)
        except (uploads.NoLongerKept, ImportFault):
            messages.warning(
                request, _("This file was imported already, or a day ago. Upload it again.")
            )
            return redirect("scenarios_import")
        row = imports.save_import(
            graph=graph,
            report=report,
            name=name,
            data=data,
            user=request.user,
            now=timezone.now(),
            confirmed=ticked(request),
        )
        messages.success(request, _("“%(title)s” is a draft now.") % {"title": row.scenario.title})
        return redirect("scenarios_import_report", pk=row.pk)


class Report(_ImportView):
    """What an import brought; suspected ways to confirm, and the report to accept."""

    page_title = gettext_lazy("Report of the import")
    template_name = "scenarios/admin/import_report.html"
    permission = "scenarios.change_scenario"

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm(self.permission):
            rows = ImportReport.objects.select_related("scenario", "imported_by", "accepted_by")
            self.row = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.row.scenario.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        graph = self.row.scenario.get_latest_revision_as_object().graph()
        shown = described(self.row.report, suspects_from(self.row.suspected), graph)
        edit = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[self.row.scenario_id])
        return super().get_context_data(row=self.row, edit_url=edit, **shown, **kwargs)

    def post(self, request, *args, **kwargs):
        if "accept" in request.POST:
            imports.accept(row=self.row, user=request.user, now=timezone.now())
            messages.success(request, _("The report is accepted."))
        elif not ticked(request):
            messages.warning(request, _("Tick the ways that really are ways first."))
        else:
            try:
                imports.confirm(
                    row=self.row, numbers=ticked(request), user=request.user, now=timezone.now()
                )
            except imports.AlreadyAccepted:
                messages.warning(request, _("The report was accepted before; draw ways by hand."))
            else:
                messages.success(request, _("The ways that you ticked are choices of the draft."))
        return redirect("scenarios_import_report", pk=self.row.pk)


def ticked(request) -> Collection[int]:
    """The numbers of the suspected ways that were ticked."""
    sent = request.POST.getlist("suspect")
    if "all" in sent:
        return range(MOST_SUSPECTS)
    return [int(number) for number in sent if number.isdecimal() and len(number) < 7]


def described(report: dict[str, Any], suspects: Any, graph: Graph) -> dict[str, Any]:
    """A report as the page shows it: scenes by their titles, codes in words."""
    edges = report["edges"]
    titles = {scene.key: scene.title for scene in graph.scenes}

    def place(key: str) -> str:
        return titles.get(key) or key

    return {
        "report": report,
        "counts": [
            (_("Scenes"), report["scenes"]),
            (_("Choices"), report["choices"]),
            (_("Variables"), report["variables"]),
            (_("Ways found"), edges["found"]),
            (_("Ways suspected"), edges["suspected"]),
            (_("Ways computed while playing"), edges["dynamic"]),
            (_("Ways that lead nowhere"), edges["lost"]),
            (_("Conditions translated"), _share(report["conditions"])),
            (_("Effects translated"), _share(report["effects"])),
            (_("Scenes out of reach"), len(report["unreachable"])),
        ],
        "losses": [
            {
                **loss,
                "words": losswords.said(loss["code"]),
                "where": place(loss["where"]),
                "became": ACTIONS.get(loss["action"], loss["action"]),
            }
            for loss in report["losses"][:SHOWN]
        ],
        "more_losses": max(0, len(report["losses"]) - SHOWN),
        "problems": [
            {**row, "key": place(row["key"]) if row["key"] else ""}
            for row in report["problems"]
            if row["rule"][0] == "E"
        ][:SHOWN],
        "suspects": [
            (number, replace(one, scene=place(one.scene), to=place(one.to)))
            for number, one in enumerate(suspects[:SHOWN])
        ],
        "all_suspects": len(suspects),
        "more_suspects": max(0, len(suspects) - SHOWN),
    }


def _share(tally: dict[str, int]) -> str:
    return _("%(translated)d of %(total)d") % tally


@require_GET
def export(request, pk: int, form: str):
    """The latest draft of a case as a file."""
    if not request.user.has_perm("scenarios.change_scenario"):
        raise PermissionDenied
    scenario = get_object_or_404(Scenario, pk=pk)
    if form not in OUT:
        return redirect(scenario.snippet_viewset.get_url_name("edit"), pk)
    try:
        exported, name = exports.write(scenario=scenario, form=form)
    except ShapeError as error:
        messages.error(request, str(error))
        return redirect(scenario.snippet_viewset.get_url_name("edit"), pk)
    return HttpResponse(
        exported.data,
        content_type=exported.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
