from dataclasses import replace

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.compliance import reports, tables, wording
from courses.compliance.days import days
from courses.compliance.services import tallies
from courses.compliance.views.people import order_of, page_number
from courses.models import Course
from courses.people.permissions import managers_only


@managers_only
@require_safe
def course(request, course):
    """One course: the sentence, and the names by status."""
    actor = request.user.person
    found = get_object_or_404(Course, uuid=course)
    today = days(organisation=actor.organisation, now=timezone.now())
    teams = reports.teams(actor=actor, days=today)
    whole = tallies.whole(actor=actor, teams=teams, days=today)
    tally = reports.tally(course=found, whole=whole)
    status = request.GET.get("status", "")
    choice = tables.Choice(course=found, order=order_of(request))
    if status in tables.STATUSES:
        choice = replace(choice, status=status)
    people = tables.table(
        actor=actor, choice=choice, days=today, page=page_number(request), teams=teams
    )
    context = {
        "course": found,
        "tally": tally,
        "choice": choice,
        "rows": [wording.row(person, today, one_course=True) for person in people.lines],
        "page_obj": people.page,
        "order": choice.order,
    }
    return render(request, "compliance/course.html", context)
