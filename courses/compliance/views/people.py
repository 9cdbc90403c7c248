import re
import tempfile

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.compliance import exports, panels, reports, spreadsheets, tables, wording
from courses.compliance.days import days
from courses.compliance.forms import ChoiceForm
from courses.people.permissions import managers_only
from courses.people.services.accommodations import rows_of
from courses.services import releases

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page_number(request) -> int:
    text = request.GET.get("page", "1")
    return int(text) if re.fullmatch("[1-9][0-9]{0,6}", text) else 1


def order_of(request) -> str:
    order = request.GET.get("order", "name")
    return order if order in tables.ORDERS else "name"


@managers_only
@require_safe
def table(request):
    """The people table: filters, search, sort, fifty a page."""
    actor = request.user.person
    facets = reports.facets(actor=actor, now=timezone.now())
    form = ChoiceForm(request.GET, facets=facets)
    choice = form.choice(order=order_of(request))
    found = tables.table(
        actor=actor,
        choice=choice,
        days=facets.days,
        page=page_number(request),
        teams=facets.teams,
    )
    one_course = choice.course is not None
    rows = [wording.row(person, facets.days, one_course=one_course) for person in found.lines]
    context = {
        "form": form, "selects": form.selects(), "choice": choice, "chosen": form.chosen(),
        "rows": rows, "page_obj": found.page, "order": choice.order,
    }  # fmt: skip
    return render(request, "compliance/people.html", context)


@managers_only
@require_safe
def export(request, kind):
    """The people table with its filters, as CSV or XLSX."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    actor = request.user.person
    facets = reports.facets(actor=actor, now=timezone.now())
    form = ChoiceForm(request.GET, facets=facets)
    choice = form.choice(order=order_of(request))
    if form.errors:  # an old bookmark: never more people than were asked for
        return redirect(f"{reverse('manage:people')}?{request.GET.urlencode()}")
    rows = exports.rows(actor=actor, choice=choice, days=facets.days)
    name = f"{_('people')}-{facets.days.today.isoformat()}.{kind}"
    if kind == "csv":
        return StreamingHttpResponse(
            spreadsheets.csv_lines(exports.head(), rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )
    file = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115 - the response closes it
    spreadsheets.write_xlsx(file, _("People"), exports.head(), rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@managers_only
@require_safe
def person(request, person):
    """One person: what they were asked, their turns, what they completed; nothing they wrote."""
    actor = request.user.person
    today = days(organisation=actor.organisation, now=timezone.now())
    found = reports.visible_person(actor=actor, uuid=person, days=today)
    if found is None:
        raise Http404
    record = reports.record(person=found, days=today)
    context = {
        "record": record,
        "sentence": wording.person_sentence(record.standings),
        "days": today,
        "about": wording.about(found),
        "panels": panels.panels_of(found),
        "stuck": releases.stuck(person=found),
        "arranged": rows_of(person=found, actor=actor),
    }
    return render(request, "compliance/person.html", context)
