"""What an author does with what is theirs: take it along, build from it, delete it for good."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from courses.journals import reports, takeaway
from courses.journals.forms import AccountForm, DeleteForm
from courses.journals.services import accounts, entries, erasing
from courses.journals.views.writing import own


@login_required
@require_safe
def take(request):
    """What can be taken along, and how."""
    return render(request, "journals/take.html")


@login_required
@require_safe
def take_all(request, kind):
    """The whole journal as a file."""
    return _file(request, kind, None)


@login_required
@require_safe
def take_one(request, attempt, kind):
    """One entry as a file."""
    return _file(request, kind, own(request, attempt))


@sensitive_variables()
def _file(request, kind, only) -> HttpResponse:
    if kind not in takeaway.TYPES:
        raise Http404
    person = request.user.person
    try:
        gathered = takeaway.gather(person=person, only=only)
        data = takeaway.as_file(kind=kind, person=person, gathered=gathered, now=timezone.now())
    except entries.KeyUnavailable:
        return render(request, "journals/take.html", {"locked": True}, status=503)
    response = HttpResponse(data, content_type=takeaway.TYPES[kind])
    # Saved, never shown: what somebody wrote is no page of ours.
    response["Content-Disposition"] = f'attachment; filename="journal.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request):
    """Choose entries and a shape; what comes of it is an entry like any other, to be worked on."""
    person = request.user.person
    own_entries = reports.my_entries(person=person).exclude(words=None)
    form = AccountForm(request.POST if request.method == "POST" else None, entries=own_entries)
    if request.method == "POST" and form.is_valid():
        try:
            entry = accounts.build(
                person=person,
                template=form.cleaned_data["template"],
                sources=form.chosen(),
                now=timezone.now(),
            )
        except entries.TooLong:
            form.add_error("sources", _("Together they are too long for one entry. Choose fewer."))
        except entries.NothingWritten:
            form.add_error("sources", _("Nothing is written in them. Choose another entry."))
        except entries.KeyUnavailable:
            return render(request, "journals/take.html", {"locked": True}, status=503)
        else:
            messages.success(request, _("Here is a beginning. Your entries are as they were."))
            return redirect("journals:write", entry.uuid)
    status = 422 if form.errors else 200
    return render(request, "journals/account.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request, attempt):
    """Delete an entry for good, after a tick beside what that means."""
    entry = own(request, attempt)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erasing.erase(entry=entry, now=timezone.now())
        messages.success(request, _("The entry is deleted. What it counted for stays."))
        return redirect("journals:list")
    context = {**reports.around(entry=entry), "form": form}
    return render(request, "journals/delete.html", context, status=422 if form.errors else 200)
