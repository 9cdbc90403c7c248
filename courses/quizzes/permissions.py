"""Who marks what people wrote, and of which courses."""

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.models import Course, CoursePage, HomePage
from courses.people.models import User

MARK = "quizzes.mark_answers"


def may_mark(user: User) -> bool:
    """Whether a login has the right to mark at all; nobody has it who has left."""
    return bool(user.has_perm(MARK) and user.person.is_at_work)


def courses_of(user: User) -> QuerySet[Course] | None:
    """The courses whose texts this login marks: those whose pages it may change. None for all.

    A course whose page is gone can still be marked by those who write for the whole site.
    """
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    if HomePage.objects.filter(pk__in=pages.values("pk")).exists():
        return None
    keys = CoursePage.objects.filter(pk__in=pages.values("pk")).values("translation_key")
    return Course.objects.filter(key__in=keys)
