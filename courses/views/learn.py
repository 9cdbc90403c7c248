"""The learner's pages: what is due, a course's way, a module, and the doors to activities."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses import activities, reading, reports, turns, wording
from courses.models import Attempt, Course, Enrolment
from courses.people.services import accommodations as services
from courses.services import attempts, completions, enrolments
from courses.services.structures import structure_of
from courses.structure import by_key
from courses.views import brought


@login_required
@require_safe
def home(request):
    """My learning: the one thing to do now, then the rest by due date, then what is done."""
    now = timezone.now()
    person = request.user.person
    learning = reports.my_learning(person=person, now=now)
    today = person.today(now)
    sentence = wording.standing_sentence(
        overdue=learning.overdue, due_soon=learning.due_soon, first=learning.now, today=today
    )
    context = {
        "learning": learning,
        "today": today,
        "sentence": sentence,
        "years": wording.done_by_year(learning.done),
        "has_brought": brought.any_of(person),
        "news": [
            item for kind in activities.registry().values() for item in kind.news(person, now)
        ],
    }
    return render(request, "courses/learn_home.html", context)


def _own_enrolment(request, uuid, *, with_due=False) -> Enrolment:
    turn = turns.own_turn(person=request.user.person, turn=uuid, with_due=with_due)
    if turn is None:
        raise Http404
    return turn


@login_required
@require_safe
def accommodations(request):
    """What was arranged for the person who is signed in, by whom, and what it does."""
    person = request.user.person
    context = {
        "rows": services.rows_of(person=person, actor=person),
        "arranged": services.arranged_for(person.pk),
    }
    return render(request, "courses/accommodations.html", context)


@login_required
@require_POST
def enrol(request, course):
    """Begin a turn through a course; a second click leads to the same turn."""
    found = get_object_or_404(Course, uuid=course)
    try:
        enrolment = enrolments.enrol(person=request.user.person, course=found, now=timezone.now())
    except enrolments.CourseClosed:
        return render(request, "courses/course_closed.html", {"course": found}, status=409)
    return redirect("learn:course", enrolment.uuid)


@login_required
@require_safe
def course(request, enrolment):
    """A turn's own page: the way through the course and what is still missing."""
    turn = _own_enrolment(request, enrolment, with_due=True)
    context = reports.course_way(enrolment=turn)
    if turn.state == Enrolment.State.OPEN and turn.due_on is not None:
        context["due_pill"], context["due"] = wording.due_pill(
            turn.due_on, request.user.person.today(timezone.now())
        )
    whole, progress = context["structure"], context["progress"]
    context["stops"] = wording.stops(whole, progress, turn.uuid)
    context["steps"] = wording.steps_left(progress)
    context["step"] = wording.next_step(whole, progress, turn.uuid, context["cards"])
    return render(request, "courses/learn_course.html", context)


@login_required
@require_safe
def module(request, enrolment, module):
    """Read a module, from the turn's edition."""
    turn = _own_enrolment(request, enrolment)
    structure = structure_of(turn.edition_id)
    fact = structure.module(module)
    if fact is None:
        raise Http404
    now = timezone.now()
    if turn.state == Enrolment.State.OPEN and enrolments.visit(
        enrolment=turn, module=fact, now=now
    ):
        completions.settle_locked(enrolment_id=turn.pk, now=now)
        turn.refresh_from_db()
    context = reports.module_reading(enrolment=turn, module=fact)
    context["reading"] = reading.reading_of(fact.snapshot)
    context["course_url"] = reverse("learn:course", args=[turn.uuid])
    context["stops"] = wording.stops(structure, context["progress"], turn.uuid, here=fact.key)
    context["step"] = wording.next_step_in_module(structure, context, turn.uuid)
    return render(request, "courses/learn_module.html", context)


@login_required
@require_POST
def begin(request, enrolment, activity):
    """Open a try at an activity (or find the open one) and go to its player."""
    turn = _own_enrolment(request, enrolment)
    facts = by_key(structure_of(turn.edition_id)).values()
    fact = next((fact for fact in facts if fact.uuid == activity), None)
    if fact is None:
        raise Http404
    try:
        attempt = attempts.begin(enrolment=turn, activity=fact, now=timezone.now())
    except attempts.REFUSALS as refusal:
        context = {"enrolment": turn, "activity": fact, "refusal": type(refusal).__name__}
        if isinstance(refusal, attempts.NotYet):
            context["missing"] = reports.course_way(enrolment=turn)["missing"]
        if isinstance(refusal, attempts.TooSoon):
            context["when"] = wording.moment(refusal.ready_at)
        return render(request, "courses/cannot_begin.html", context, status=409)
    return redirect(attempt.type.player_url(attempt))


@login_required
@require_POST
def withdraw(request, enrolment):
    """Leave a course part-way; what was done in it stays on record."""
    turn = _own_enrolment(request, enrolment)
    try:
        enrolments.withdraw(enrolment=turn, now=timezone.now())
    except enrolments.NotOpen:
        return redirect("learn:course", turn.uuid)
    return redirect("learn:home")


@login_required
@require_safe
def review(request, attempt):
    """A finished try, read only, on the content it was taken on."""
    found = get_object_or_404(
        Attempt.objects.select_related(
            "enrolment__course", "enrolment__edition", "activity", "edition_activity", "snapshot"
        ),
        uuid=attempt,
        enrolment__person__in=request.user.person.selves,
    )
    if found.state == Attempt.State.OPEN:
        return redirect(found.type.player_url(found))
    template, context = found.type.review(found)
    return render(request, template, {"attempt": found, "enrolment": found.enrolment, **context})
