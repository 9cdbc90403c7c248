"""Results that were brought from another system, for their person and for managers."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import reports, wording
from courses.people.models import Person

MOST = 500
MOST_IN_PANEL = 50


@login_required
@require_safe
def mine(request):
    """Everything that was brought along of the person who is signed in."""
    person = request.user.person
    rows = reports.brought_results(person=person, most=MOST)
    context = {"sources": wording.brought(rows, person.time_zone)}
    return render(request, "courses/brought.html", context)


def panel(*, person: Person):
    """For managers: what was done elsewhere and whether it was passed there; no figures."""
    rows = reports.brought_results(person=person, most=MOST_IN_PANEL + 1)
    if not rows:
        return None
    shown = wording.brought(rows[:MOST_IN_PANEL], person.time_zone)
    more = len(rows) > MOST_IN_PANEL
    return "courses/parts/brought_panel.html", {
        "sources": shown,
        "most": MOST_IN_PANEL,
        "more": more,
    }
