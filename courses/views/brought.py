"""Results that were brought from another system, for their person and for managers."""

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import wording
from courses.models import ImportedResult
from courses.people.models import Person

MOST = 500
MOST_IN_PANEL = 50


def any_of(person: Person) -> bool:
    """Whether anything was brought along of somebody."""
    return ImportedResult.objects.filter(person__in=person.selves).exists()


def _newest(person: Person, most: int) -> list[ImportedResult]:
    """What other systems kept of somebody, newest first: the last state of each, and no answers.

    `rounded_up` says whether a system that rounds half a percent up would have told them passed.
    """
    found = (
        ImportedResult.objects.filter(person__in=person.selves)
        .newest_states()
        .annotate(rounded_up=F("data__passed_half_up"))
        .defer("data")
        .order_by("-started_at", "-pk")
    )
    return list(found[:most])


@login_required
@require_safe
def mine(request):
    """Everything that was brought along of the person who is signed in."""
    person = request.user.person
    rows = _newest(person, MOST)
    context = {"sources": wording.brought(rows, person.time_zone)}
    return render(request, "courses/brought.html", context)


def panel(*, person: Person):
    """For managers: what was done elsewhere and whether it was passed there; no figures."""
    rows = _newest(person, MOST_IN_PANEL + 1)
    if not rows:
        return None
    shown = wording.brought(rows[:MOST_IN_PANEL], person.time_zone)
    more = len(rows) > MOST_IN_PANEL
    return "courses/parts/brought_panel.html", {
        "sources": shown,
        "most": MOST_IN_PANEL,
        "more": more,
    }
