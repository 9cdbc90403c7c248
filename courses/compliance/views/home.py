from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.compliance import reports, wording
from courses.compliance.days import days
from courses.compliance.services import tallies
from courses.people.permissions import managers_only


@managers_only
@require_safe
def home(request):
    """One number and one sentence a course, the names behind it, and the action beside it."""
    actor = request.user.person
    today = days(organisation=actor.organisation, now=timezone.now())
    teams = reports.teams(actor=actor, days=today)
    whole = tallies.whole(actor=actor, teams=teams, days=today)
    overview = reports.overview(whole=whole)
    context = {"overview": overview, "days": today, "sentence": wording.home_sentence(overview)}
    return render(request, "compliance/home.html", context)
