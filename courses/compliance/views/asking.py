"""Ask people to take a course, in two steps, and take an assignment back."""

import datetime as dt
import uuid

from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.compliance import reports
from courses.compliance.days import day_of, days
from courses.compliance.forms import MOST_FOUND, AskForm
from courses.compliance.services import askings
from courses.models import Assignment, Course
from courses.people.models import Person, Team
from courses.people.permissions import managers_only
from courses.people.scope import visible_people
from courses.services import assignments

SALT = "compliance.asking"
GOOD_FOR = dt.timedelta(hours=12)
# What may have changed between the preview and its confirmation.
REFUSALS = (
    askings.NobodyToAsk,
    askings.OutOfScope,
    askings.CourseClosed,
    assignments.DueTooEarly,
)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request):
    """Choose a course, people or teams, and a day; then see who would be asked."""
    actor = request.user.person
    now = timezone.now()
    form = _form(request, actor, now)
    is_sent = request.method == "POST" and "find" not in request.POST
    if is_sent and form.is_valid():
        return _preview(request, form, actor, now)
    context = _choosing(request, form)
    return render(request, "compliance/assign.html", context, status=422 if is_sent else 200)


def _form(request, actor: Person, now: dt.datetime) -> AskForm:
    today = days(organisation=actor.organisation, now=now)
    teams = reports.teams(actor=actor, days=today)
    finding = "find" in request.POST
    initial = request.POST if finding else request.GET
    return AskForm(
        request.POST if request.method == "POST" and not finding else None,
        initial={name: initial[name] for name in ("course", "due_on", "note", "numbers",
                                                  "counts_from") if name in initial}
        | {"teams": initial.getlist("teams")},
        courses=Course.objects.filter(open=True, current_edition__isnull=False).order_by("title"),
        teams=teams,
        people=reports.present_people(actor=actor, days=today, teams=teams),
        today=today.today,
    )  # fmt: skip


def _choosing(request, form: AskForm) -> dict:
    """The form with the people chosen so far, and those that a search by name found."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = [text for text in sent.getlist("person") if is_uuid(text)]
    chosen = list(form.people.filter(uuid__in=keys).order_by("sort_name", "name", "pk"))
    words = sent.get("find_words", "").strip()[:100]
    found = []
    if words:
        others = form.people.exclude(pk__in=[person.pk for person in chosen])
        matching = others.filter(name__icontains=words).order_by("sort_name", "name", "pk")
        found = list(matching[: MOST_FOUND + 1])
    return {
        "form": form,
        "chosen": chosen,
        "found": found[:MOST_FOUND],
        "more_found": len(found) > MOST_FOUND,
        "find_words": words,
    }


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _preview(request, form: AskForm, actor: Person, now: dt.datetime):
    data = form.cleaned_data
    person_ids = form.person_ids()
    preview = askings.preview(
        actor=actor,
        person_ids=person_ids,
        course=data["course"],
        counts_from=data["counts_from"],
        now=now,
    )
    teams = data["teams"]
    one_team = len(teams) == 1 and not (data["person"] or data["numbers"])
    order = {
        "token": str(uuid.uuid4()),
        "actor": actor.pk,
        "people": [person.pk for person in preview.asked],
        "course": data["course"].pk,
        "due_on": data["due_on"].isoformat(),
        "counts_from": data["counts_from"].isoformat() if data["counts_from"] else None,
        "team": teams[0].pk if one_team else None,
        "note": data["note"],
    }
    context = {
        "preview": preview,
        "course": data["course"],
        "due_on": data["due_on"],
        "today": form.today,
        "note": data["note"],
        "signed": signing.dumps(order, salt=SALT, compress=True),
        "form": form,
    }
    return render(request, "compliance/assign_preview.html", context)


@managers_only
@require_POST
def confirm(request):
    """Do what the preview showed, once, however often it is sent."""
    actor = request.user.person
    try:
        order = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return _older_page(request)
    if order["actor"] != actor.pk:
        raise Http404
    course = get_object_or_404(Course, pk=order["course"])
    counts_from = order["counts_from"]
    try:
        asking = askings.ask(
            token=uuid.UUID(order["token"]),
            actor=actor,
            person_ids=order["people"],
            course=course,
            due_on=dt.date.fromisoformat(order["due_on"]),
            counts_from=dt.date.fromisoformat(counts_from) if counts_from else None,
            team=Team.objects.filter(pk=order["team"]).first() if order["team"] else None,
            note=order["note"],
            now=timezone.now(),
        )
    except REFUSALS as refusal:
        return _refused(request, refusal)
    count = asking.people_count
    text = ngettext("%(n)d person was asked.", "%(n)d people were asked.", count) % {"n": count}
    messages.success(request, text)
    return redirect("manage:course", course.uuid)


def _older_page(request):
    detail = _("Nobody was asked. Choose the people again; it takes a moment.")
    context = {"detail": detail, "url": reverse("manage:assign")}
    return render(request, "409.html", context, status=409)


def _refused(request, refusal: Exception):
    """What changed between the preview and its confirmation, in words."""
    if isinstance(refusal, askings.OutOfScope):
        names = Person.objects.filter(
            pk__in=refusal.keys, organisation_id=request.user.person.organisation_id
        )
        detail = _("Nobody was asked: %(names)s are no longer among your people.") % {
            "names": ", ".join(names.order_by("sort_name").values_list("name", flat=True)[:10])
        }
    elif isinstance(refusal, askings.CourseClosed):
        detail = _("Nobody was asked: “%(course)s” is no longer open to new people.") % {
            "course": refusal
        }
    elif isinstance(refusal, assignments.DueTooEarly):
        detail = _("Nobody was asked: the day by which to finish has passed.")
    else:
        detail = _("Nobody was asked: everybody has done it, or was asked in the meantime.")
    context = {"detail": detail, "url": reverse("manage:assign")}
    return render(request, "409.html", context, status=409)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, assignment):
    """Take an assignment back, after a look at what that means."""
    actor = request.user.person
    now = timezone.now()
    seen = visible_people(actor, day_of(actor.organisation, now)).order_by().values("pk")
    of_theirs = Q(person__in=seen) | Q(person__merged_into__in=seen)
    found = get_object_or_404(
        Assignment.objects.select_related("person__merged_into", "course").filter(of_theirs),
        uuid=assignment,
    )
    person = found.person.as_now
    context = {"assignment": found, "person": person, "own": person.pk == actor.pk}
    if request.method == "POST":
        try:
            askings.take_back(assignment=found, actor=actor, now=now)
        except assignments.AlreadyWithdrawn:
            messages.info(request, _("It was taken back before. Nothing changed."))
        except askings.OwnAssignment:
            return render(request, "compliance/withdraw.html", context, status=403)
        else:
            messages.success(request, _("The assignment was taken back."))
        return redirect("manage:person", person.uuid)
    return render(request, "compliance/withdraw.html", context)
