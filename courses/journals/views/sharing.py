"""Sharing: the author opens an entry to one person; that person reads and comments."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.journals import sharingreports, tasks
from courses.journals.models import Share, ShareComment
from courses.journals.services import sharing
from courses.journals.sharingforms import CommentForm, ShareForm
from courses.journals.views.writing import own

SHARES_A_PAGE = 30
WORDS = {
    "empty": gettext_lazy("Nothing is written yet. Write something first, then share it."),
    "readers": gettext_lazy("Ten people have it open already. End one of those first."),
    "closed": gettext_lazy("This entry is no longer open to you, so your comment was not kept."),
    "comments": gettext_lazy("There are 200 comments on it already, which is as many as it holds."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def share(request, attempt):
    """Who has the entry open, what happened with it, and a form to open it to one more."""
    entry, now = own(request, attempt), timezone.now()
    person = request.user.person
    form = ShareForm(request.POST if request.method == "POST" else None, asker=person)
    if request.method == "POST" and form.is_valid():
        try:
            made = sharing.give(
                entry=entry, author=person, reader=form.colleague, until=form.until(now), now=now
            )
        except sharing.NotShared as refused:
            form.add_error(None, WORDS[refused.reason])
        else:
            transaction.on_commit(lambda: tasks.tell_of_share.enqueue(made.pk))
            said = _("%(name)s can read it now, and is told by e-mail.")
            messages.success(request, said % {"name": made.reader.name})
            return redirect("journals:share", attempt)
    context = sharingreports.of_entry(entry=entry, now=now)
    context["form"] = form
    return render(request, "journals/share.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end(request, attempt, share):
    """Close a share at once."""
    entry = own(request, attempt)
    found = get_object_or_404(entry.shares.select_related("reader"), uuid=share)
    sharing.end(share=found, by=request.user.person, now=timezone.now())
    said = _("It is closed. %(name)s cannot open it any more.")
    messages.success(request, said % {"name": found.reader.name})
    return redirect("journals:share", attempt)


@login_required
@require_safe
def shared_list(request):
    """What others have opened to me, and which discussions I am asked to confirm."""
    person, now = request.user.person, timezone.now()
    rows = sharing.visible(person=person, now=now)
    page = Paginator(rows, SHARES_A_PAGE).get_page(request.GET.get("page"))
    asked = sharingreports.asked_of(person=person) if page.number == 1 else []
    return render(request, "journals/shared_list.html", {"page_obj": page, "asked": asked})


def _open_share(request, uuid) -> Share:
    """A share for its reader, while it is open, or for the entry's author. 404 to others."""
    person, now = request.user.person, timezone.now()
    found = sharing.visible(person=person, now=now).filter(uuid=uuid).first()
    if found is None:
        found = sharing.own_share(author=person, uuid=uuid)
    if found is None:
        raise Http404
    return found


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shared(request, share):
    """A shared entry to read, with what was said about it, and a box to say something."""
    found, person, now = _open_share(request, share), request.user.person, timezone.now()
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _say(request, found, form)
        if answer is not None:
            return answer
    elif request.method == "GET" and found.entry.person_id not in _ids(person):
        sharing.seen(share=found, by=person, now=now)
    context = sharingreports.reading(share=found, person=person, now=now)
    context["form"] = form
    status = 503 if not context["readable"] else 422 if form.errors else 200
    return render(request, "journals/shared.html", context, status=status)


def _ids(person) -> set[int]:
    return {row["pk"] for row in person.selves}


@sensitive_variables()
def _say(request, share: Share, form: CommentForm) -> HttpResponse | None:
    """Keep a comment, or put into the form why it was not."""
    person = request.user.person
    try:
        sharing.say(
            share=share,
            writer=person,
            text=form.cleaned_data["text"],
            page=form.cleaned_data["page"],
            now=timezone.now(),
        )
    except sharing.NotShared as refused:
        form.add_error("text", WORDS[refused.reason])
        return None
    except sharing.KeyUnavailable:
        message = _("Comments cannot be sealed just now, so it was not kept. Copy your words.")
        form.add_error("text", message)
        return None
    transaction.on_commit(lambda: tasks.tell_of_comment.enqueue(share.pk, person.pk))
    messages.success(request, _("Your comment is kept."))
    return redirect("journals:shared", share.uuid)


@require_POST
@login_required
def take_back(request, share, comment):
    """Take one's own comment back."""
    found = _open_share(request, share)
    rows = ShareComment.objects.select_related("share", "writer")
    row = get_object_or_404(rows, share=found, uuid=comment, writer__in=request.user.person.selves)
    sharing.take_back(comment=row, now=timezone.now())
    messages.success(request, _("Your comment is taken back. Its words are gone for good."))
    return redirect("journals:shared", share)
