"""The author's pages: write, save, finish, go on, look back. Nobody else finds an entry here: 404.

Every view that takes text is marked, so that no error report holds what was posted.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.journals import identifying, reports
from courses.journals.forms import EntryForm
from courses.journals.models import Entry
from courses.journals.services import entries
from courses.places import back_to

ENTRIES_A_PAGE = 30
VERSIONS_A_PAGE = 30
WAITING = 10


def own(request, attempt) -> Entry:
    try:
        return entries.own_entry(person=request.user.person, attempt=attempt)
    except Entry.DoesNotExist:
        raise Http404 from None


@login_required
@require_safe
def entry_list(request):
    """A person's own journal: what they wrote to, and when."""
    person = request.user.person
    page = Paginator(reports.my_entries(person=person), ENTRIES_A_PAGE).get_page(
        request.GET.get("page")
    )
    waiting = reports.unfinished(person=person)[:WAITING] if page.number == 1 else []
    return render(request, "journals/list.html", {"page_obj": page, "waiting": waiting})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request, attempt):
    """The page itself; sent, it is kept, and finishes the attempt unless it was only put away."""
    entry = own(request, attempt)
    if request.method == "POST":
        return _take(request, entry, finishing="put-away" not in request.POST)
    if not entry.is_open:
        return redirect("learn:review", attempt)
    return _page(request, entry)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def more(request, attempt):
    """Go on writing after the attempt has ended; the completion stays as it was."""
    entry = own(request, attempt)
    if entry.is_open:
        return redirect("journals:write", attempt)
    if request.method == "POST":
        return _take(request, entry, finishing=False)
    return _page(request, entry)


def _page(request, entry: Entry) -> HttpResponse:
    number = request.GET.get("from", "")
    taken_from = int(number) if number.isdecimal() and len(number) < 7 else None
    context = reports.page(entry=entry, taken_from=taken_from)
    return render(request, "journals/write.html", context)


def _take(request, entry: Entry, *, finishing: bool) -> HttpResponse:
    """Keep what was sent, and lead on; each way it can go wrong shows the words again.

    A free entry is never finished, only saved.
    """
    form = EntryForm(request.POST, sections=reports.sections(entry))
    if not form.is_valid():
        return _again(request, entry, form, status=422)
    if "check" in request.POST:
        checked = reports.checked(headings=form.headings(), texts=form.sheet().texts)
        return _again(request, entry, form, status=200, checked=checked)
    now = timezone.now()
    try:
        if finishing and not entry.is_free:
            entries.finish(entry=entry, sheet=form.sheet(), now=now)
        else:
            entries.save(entry=entry, sheet=form.sheet(), now=now, by_hand=True)
    except entries.NothingWritten:
        if not finishing:
            return redirect(_place(entry))
        form.add_error(form.names[0], _("Write something first; a sentence is enough."))
        return _again(request, entry, form, status=422)
    except entries.Overtaken as overtaken:
        form = form.renewed(overtaken.version.number)
        return _again(request, entry, form, status=409, overtaken=True)
    except entries.KeyUnavailable:
        return _again(request, entry, form, status=503, locked=True)
    return _lead_on(request, entry, form, finishing=finishing)


def _lead_on(request, entry: Entry, form: EntryForm, *, finishing: bool) -> HttpResponse:
    if entry.is_free:
        messages.success(request, _("Your words are kept. Go on whenever you like."))
    elif finishing:
        messages.success(request, _("Your entry is kept. Only you can open it."))
    _mention(request, entry, identifying.count(form.sheet().texts))
    if entry.is_free and finishing:
        return redirect("journals:read", entry.uuid)
    if entry.is_open or finishing:
        return redirect(_place(entry))
    return redirect("learn:review", entry.address)


def _place(entry: Entry) -> str:
    """Where its author came from: the course, or the journal."""
    return reverse("journals:list") if entry.attempt is None else back_to(entry.attempt)


def _mention(request, entry: Entry, count: int) -> None:
    """Say quietly how many details may identify somebody, and where to see them; never which."""
    if count:
        text = ngettext(
            "%(count)d detail in it may identify somebody.",
            "%(count)d details in it may identify somebody.",
            count,
        ) % {"count": count}
        link = reverse("journals:check", args=[entry.address])
        said = format_html('{} <a href="{}">{}</a>', text, link, _("Look at them"))
        messages.info(request, said)


def _again(request, entry: Entry, form: EntryForm, *, status: int, **context) -> HttpResponse:
    context = {**reports.around(entry=entry), "form": form, **context}
    return render(request, "journals/write.html", context, status=status)


@sensitive_post_parameters()
@require_POST
def autosave(request, attempt):
    """Keep the page while it is being written. Answers in JSON, also when the session has ended."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": _("Your session has ended.")}, status=401)
    entry = own(request, attempt)
    form = EntryForm(request.POST, sections=reports.sections(entry))
    if not form.is_valid():
        return JsonResponse({"message": form.first_error()}, status=422)
    try:
        version = entries.save(entry=entry, sheet=form.sheet(), now=timezone.now())
    except entries.NothingWritten:
        return HttpResponse(status=204)
    except entries.Overtaken:
        message = _("Something newer was saved elsewhere. Both texts are kept.")
        return JsonResponse({"message": message}, status=409)
    except entries.KeyUnavailable:
        message = _("The key to your journal is missing on the server. Nothing was overwritten.")
        return JsonResponse({"message": message}, status=503)
    saved_at = time_format(timezone.localtime(version.saved_at), "H:i")
    fields = {"version": str(version.number)}
    return JsonResponse({"saved_at": saved_at, "fields": fields})


@login_required
@require_safe
def check(request, attempt):
    """The entry as it stands, with what may identify somebody marked."""
    entry = own(request, attempt)
    return render(request, "journals/check.html", reports.checking(entry=entry))


@login_required
@require_safe
def read(request, attempt):
    """A free entry to read. One that answers a prompt is read where its course shows it."""
    entry = own(request, attempt)
    if not entry.is_free:
        return redirect("journals:write", attempt)
    standing = entries.standing(entry=entry)
    return render(request, "journals/review.html", reports.reading(entry=entry, version=standing))


@login_required
@require_safe
def version_list(request, attempt):
    """Everything that was ever saved of an entry, newest first."""
    entry = own(request, attempt)
    page = Paginator(reports.versions(entry=entry), VERSIONS_A_PAGE).get_page(
        request.GET.get("page")
    )
    standing = entries.standing(entry=entry)
    context = {**reports.around(entry=entry), "page_obj": page, "standing": standing}
    return render(request, "journals/versions.html", context)


@login_required
@require_safe
def version(request, attempt, number):
    """One version, read only."""
    entry = own(request, attempt)
    found = get_object_or_404(reports.versions(entry=entry), number=min(number, 2**31 - 1))
    return render(request, "journals/version.html", reports.reading(entry=entry, version=found))
