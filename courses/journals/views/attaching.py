"""Files beside an entry: its author adds, fetches and removes them. Nobody else has these pages."""

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.journals import files, reports, uploads
from courses.journals.services import attachments
from courses.journals.views.writing import own
from courses.people.services.sealing import KeyUnavailable


@csrf_exempt  # the upload is bounded before the form is read; what follows checks the token
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def file_list(request, attempt):
    """An entry's files, and a form to add one."""
    try:
        uploads.prepare(request)
    except uploads.TooLarge:
        # The body was not read, so nothing is known but that somebody is signed in.
        return _page(request, attempt, problem=_too_large(), status=413)
    return _checked(request, attempt)


def _too_large() -> str:
    return _("The file is larger than 5 MB. Choose a smaller one.")


@csrf_protect
@sensitive_variables()
@sensitive_post_parameters()
def _checked(request, attempt):
    if request.method != "POST":
        return _page(request, attempt)
    entry = own(request, attempt)
    try:
        found = uploads.taken(request, "file")
        if found is None:
            return _page(request, attempt, problem=_("Choose a file first."), status=422)
        page = uuid.UUID(request.POST.get("page", ""))
        kept = files.look(name=found.name, data=found.data)
        attachments.attach(entry=entry, kept=kept, page=page, now=timezone.now())
    except uploads.TooLarge:
        return _page(request, attempt, problem=_too_large(), status=413)
    except files.Refused as refused:
        return _page(request, attempt, problem=str(refused), status=422)
    except attachments.Full:
        problem = _("An entry holds five files. Remove one first.")
        return _page(request, attempt, problem=problem, status=422)
    except ValueError:
        problem = _("This page is incomplete. Load it again and choose the file once more.")
        return _page(request, attempt, problem=problem, status=422)
    except KeyUnavailable:
        problem = _("Files cannot be sealed just now, so it was not kept.")
        return _page(request, attempt, problem=problem, status=503)
    messages.success(request, _("The file is kept, sealed."))
    return redirect("journals:files", attempt)


@sensitive_variables()
def _page(request, attempt, *, problem: str = "", status: int = 200) -> HttpResponse:
    entry = own(request, attempt)
    try:
        found, readable = attachments.named(entry=entry), True
    except KeyUnavailable:
        found, readable, status = [], False, 503
    context = {
        **reports.around(entry=entry),
        "files": found,
        "readable": readable,
        "problem": problem,
        "page": uuid.uuid4(),
        "is_full": len(found) >= files.MOST_FILES,
    }
    return render(request, "journals/files.html", context, status=status)


@login_required
@require_safe
@sensitive_variables()
def fetch(request, attempt, file):
    """One file, to be saved: never shown by us, never run."""
    entry = own(request, attempt)
    row = get_object_or_404(entry.attachments, uuid=file)
    try:
        [(_row, name)] = attachments.names(rows=[row], entry=entry)
        data = attachments.opened(entry=entry, row=row)
    except KeyUnavailable:
        return _page(request, attempt, status=503)
    response = HttpResponse(data, content_type=files.TYPES[row.kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def remove(request, attempt, file):
    """Take a file out for good."""
    entry = own(request, attempt)
    row = entry.attachments.defer("sealed").filter(uuid=file).first()
    if row is not None:
        attachments.detach(row=row)
        messages.success(request, _("The file is removed for good."))
    return redirect("journals:files", attempt)
