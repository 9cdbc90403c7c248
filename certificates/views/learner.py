"""A learner's own certificates. Another person's is a 404."""

import hashlib
import logging

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from certificates import reports
from certificates.models import Certificate
from courses.models import CourseCompletion
from courses.people.models import Person
from courses.people.prepared import WHICH, WHOLE, Prepared

logger = logging.getLogger(__name__)

_OWN = Prepared(
    lambda certificate, person: Certificate.objects.only(
        "uuid", "number", "pdf_name", "pdf_sha256"
    ).filter(uuid=certificate, award__completion__person__in=Person(pk=person).selves),
    certificate=WHICH,
    person=WHOLE,
)


@login_required
@require_safe
def index(request):
    """My certificates, newest first, with what no longer holds and what is being made."""
    lines = reports.held_by(person=request.user.person)
    context = {"lines": lines, "queued": sum(line.certificate is None for line in lines)}
    return render(request, "certificates/list.html", context)


@login_required
@require_safe
def of_completion(request, completion):
    """The certificate of one's own completion, for pages that know only the completion: its newest
    document while that holds, else the list, which says what became of it.
    """
    found = get_object_or_404(
        CourseCompletion, uuid=completion, person__in=request.user.person.selves
    )
    newest = reports.newest_of(completion=found)
    if newest is None:
        return redirect("certificates:list")
    return redirect("certificates:download", newest.uuid)


@login_required
@require_safe
def download(request, certificate):
    """The stored bytes of one's own certificate. Nothing is rendered: what was issued comes back.

    The bytes are compared with the SHA-256 in the row first: a damaged file would fail at whoever
    checks it later, so it isn't handed out.
    """
    row = _OWN.first(certificate=certificate, person=request.user.person.pk)
    if row is None:
        raise Http404
    try:
        with storages["private"].open(row.pdf_name) as file:
            pdf = file.read()
    except OSError:
        logger.exception("The file of certificate %s can't be read", row.number)
        return _unavailable(request, row, damaged=False)
    if hashlib.sha256(pdf).hexdigest() != row.pdf_sha256:
        logger.error("The file of certificate %s isn't what was issued", row.number)
        return _unavailable(request, row, damaged=True)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{row.number}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _unavailable(request, row, *, damaged):
    context = {"certificate": row, "damaged": damaged}
    return render(request, "certificates/unavailable.html", context, status=503)
