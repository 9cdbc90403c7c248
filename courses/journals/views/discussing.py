"""The handshake of a peer discussion: the author asks, the peer says yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.journals import sharingreports, tasks
from courses.journals.models import Discussion
from courses.journals.services import discussions
from courses.journals.sharingforms import DiscussionForm
from courses.journals.views.writing import own


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discuss(request, attempt):
    """The discussions of an entry, and a form to note one more."""
    entry, now, person = own(request, attempt), timezone.now(), request.user.person
    data = request.POST if request.method == "POST" else None
    form = DiscussionForm(data, asker=person, today=person.today(now))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["held_on"]
        try:
            made = discussions.ask(entry=entry, peer=form.colleague, held_on=day, now=now)
        except discussions.AlreadyAsked:
            form.add_error(None, _("This talk is noted already; see below."))
        else:
            transaction.on_commit(lambda: tasks.tell_of_discussion.enqueue(made.pk))
            said = _("Noted. %(name)s is asked by e-mail to confirm it.")
            messages.success(request, said % {"name": made.peer.name})
            return redirect("journals:discuss", attempt)
    context = sharingreports.talks_of(entry=entry)
    context["form"] = form
    return render(request, "journals/discuss.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discussion(request, discussion):
    """Whether one discussion took place: its peer answers, its author may take it back."""
    person = request.user.person
    rows = Discussion.objects.select_related(
        "entry__person", "entry__attempt", "entry__layout", "peer", "answer"
    )
    found = rows.filter(uuid=discussion).first()
    part = None if found is None else sharingreports.part_in(found, person)
    if part is None:
        raise Http404
    if request.method == "POST":
        kind = request.POST.get("answer", "")
        if kind not in sharingreports.ANSWERS[part]:
            return render(
                request,
                "journals/discussion.html",
                {"discussion": found, "part": part, "unclear": True},
                status=422,
            )
        try:
            discussions.answer(discussion=found, by=person, kind=kind, now=timezone.now())
        except discussions.AlreadyAnswered:
            messages.info(request, _("It had its answer already, and that stands."))
        else:
            messages.success(request, _("Thank you. Your answer is kept."))
        return redirect("journals:discussion", discussion)
    return render(request, "journals/discussion.html", {"discussion": found, "part": part})
