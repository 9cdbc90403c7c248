from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.compliance import reports, wording
from courses.compliance.days import days
from courses.people.permissions import managers_only


@managers_only
@require_safe
def home(request):
    """One number and one sentence a course, the names behind it, and the action beside it."""
    actor = request.user.person
    today = days(organisation=actor.organisation, now=timezone.now())
    overview = reports.overview(actor=actor, days=today)
    context = {"overview": overview, "days": today, "sentence": wording.home_sentence(overview)}
    return render(request, "compliance/home.html", context)
