"""Arrange extra time and tries for people, end that, and give one more try."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.compliance import reports
from courses.compliance.accommodationforms import AccommodationForm
from courses.compliance.days import days
from courses.compliance.forms import MOST_FOUND
from courses.compliance.views.asking import is_uuid
from courses.models import Enrolment
from courses.people.models import Accommodation, Person
from courses.people.permissions import managers_only
from courses.people.services import accommodations
from courses.services import releases


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request):
    """Choose one person or many, and what holds for them from now on."""
    actor, now = request.user.person, timezone.now()
    people = reports.present_people(
        actor=actor, days=days(organisation=actor.organisation, now=now)
    ).exclude(pk=actor.pk)
    sent = request.method == "POST" and "find" not in request.POST
    form = AccommodationForm(request.POST if sent else None, people=people, initial=_typed(request))
    if sent and form.is_valid():
        chosen = form.chosen()
        made = accommodations.arrange(people=chosen, arranged=form.arranged(), actor=actor, now=now)
        words = ngettext(
            "It is arranged for %(count)d person.", "It is arranged for %(count)d people.",
            len(chosen),
        )  # fmt: skip
        messages.success(request, words % {"count": len(chosen)})
        if made and len(chosen) > 1:
            return redirect("manage:people")
        return redirect("manage:person", chosen[0].uuid)
    context = {"form": form, **_finding(request, people)}
    return render(request, "compliance/arrange.html", context, status=422 if sent else 200)


def _typed(request) -> dict:
    """What was typed when people are looked up by name meanwhile."""
    names = ("numbers", "extra_time", "extra_tries", "no_time_limit", "no_timers")
    return {name: request.POST[name] for name in names if name in request.POST}


def _finding(request, people) -> dict:
    """The people chosen so far, and those that a search by name found."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = [text for text in sent.getlist("person") if is_uuid(text)]
    chosen = list(people.filter(uuid__in=keys).order_by("sort_name", "name", "pk"))
    words = sent.get("find_words", "").strip()[:100]
    found: list[Person] = []
    if words:
        others = people.exclude(pk__in=[person.pk for person in chosen])
        found = list(
            others.filter(name__icontains=words).order_by("sort_name", "name", "pk")[
                : MOST_FOUND + 1
            ]
        )
    return {
        "chosen": chosen,
        "found": found[:MOST_FOUND],
        "more_found": len(found) > MOST_FOUND,
        "find_words": words,
    }


def _one_of_mine(request, uuid) -> Person:
    actor = request.user.person
    today = days(organisation=actor.organisation, now=timezone.now())
    found = reports.visible_person(actor=actor, uuid=uuid, days=today)
    if found is None:
        raise Http404
    return found


@managers_only
@require_POST
def end(request, person, accommodation):
    """End what one has set for a person; an administrator, whatever is set."""
    found = _one_of_mine(request, person)
    try:
        accommodations.end(
            uuid=accommodation, person=found, actor=request.user.person, now=timezone.now()
        )
    except Accommodation.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("It has ended. What is under way stays as it was begun."))
    return redirect("manage:person", found.uuid)


@managers_only
@require_POST
def release(request, person, enrolment, activity):
    """Give a person one more try at an activity where none is left."""
    found = _one_of_mine(request, person)
    actor = request.user.person
    if found.pk == actor.pk:
        messages.error(
            request,
            _("Nobody gives themself a try. The manager above you, or an administrator, can."),
        )
        return redirect("manage:person", found.uuid)
    try:
        releases.release(
            person=found, enrolment=enrolment, activity=activity, actor=actor, now=timezone.now()
        )
    except Enrolment.DoesNotExist as error:
        raise Http404 from error
    except releases.TriesLeft:
        messages.info(request, _("There is a try to take already. Nothing was changed."))
    else:
        words = _("%(name)s has one more try.")
        messages.success(request, words % {"name": found.name})
    return redirect("manage:person", found.uuid)
