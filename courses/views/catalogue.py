"""The catalogue and a course's public page: all that a stranger sees."""

from typing import Any

from django.utils import timezone

from courses import reports, wording
from courses.models import CataloguePage, Category, Course, CoursePage, Enrolment
from courses.people.models import Person
from courses.services.editions import credits_of
from courses.services.structures import structure_of

LENGTHS = {"short": (0, 60), "medium": (61, 180), "long": (181, 100_000)}  # minutes


def catalogue_context(request, page: CataloguePage) -> dict[str, Any]:
    """Courses found by words, category and length, with the filters in force."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    category = request.GET.get("category", "").replace("\0", "")[:80]
    length = request.GET.get("length", "")
    courses = CoursePage.objects.child_of(page).live().select_related("category")
    if category:
        # By id: the search index knows the column, not the category's slug.
        chosen = Category.objects.filter(slug=category).values_list("pk", flat=True).first()
        courses = courses.filter(category_id=chosen or 0)
    if length in LENGTHS:
        shortest, longest = LENGTHS[length]
        courses = courses.filter(minutes__gte=shortest, minutes__lte=longest)
    courses = courses.order_by("title")
    found = list(courses.search(words, order_by_relevance=False)) if words else list(courses)
    return {
        "courses": found,
        "categories": Category.objects.all(),
        "words": words,
        "category": category,
        "length": length if length in LENGTHS else "",
        "filtered": bool(words or category or length),
    }


def course_context(request, page: CoursePage) -> dict[str, Any]:
    """A course as it is offered now, and the reader's own turn through it if there is one.

    A preview shows the credits of the draft; what the course asks for is cut at publish.
    """
    course = reports.offered_course(page.translation_key)
    structure = None
    turn = None
    due = ""
    worth = []
    if course is not None and course.current_edition_id:
        structure = structure_of(course.current_edition_id)
        worth = course.current_edition.credits
        if request.user.is_authenticated:
            turn = (
                Enrolment.objects.filter(person__in=request.user.person.selves, course=course)
                .exclude(state=Enrolment.State.WITHDRAWN)
                .order_by("-enrolled_at", "-pk")
                .first()
            )
            due = _due(request.user.person, course)
    if getattr(request, "is_preview", False):
        worth = credits_of(page)
    return {
        "course": course,
        "structure": structure,
        "credits": worth,
        "turn": turn,
        "due": due,
    }


def _due(person: Person, course: Course) -> str:
    """“Due Sunday 3 January”, or nothing where nobody asks for the course (any more)."""
    asked = reports.asked_for(person=person, course=course)
    return wording.due(asked.due_on, person.today(timezone.now())) if asked else ""
