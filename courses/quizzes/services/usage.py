"""Where questions and categories are used: shown in lists, and a reason not to delete them."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.quizzes.models import Question, QuestionCategory, Quiz, QuizDraw


def with_usage() -> QuerySet[Question]:
    """Questions, each with `quizzes`: how many quizzes choose it or draw from its category."""
    using = (
        Quiz.objects.filter(
            Q(fixed_questions__question=OuterRef("pk")) | Q(draws__category=OuterRef("category"))
        )
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(times=Count("pk", distinct=True))
        .values("times")
    )
    return Question.objects.select_related("category").annotate(
        quizzes=Coalesce(Subquery(using), Value(0))
    )


def usage_words(count: int) -> str:
    """“in 3 quizzes”, or that nothing uses it."""
    if not count:
        return _("in no quiz")
    return ngettext("in %(count)d quiz", "in %(count)d quizzes", count) % {"count": count}


def reason_to_keep(objects: Iterable[object]) -> str:
    """Why these may not be deleted, in words; empty where nothing speaks against it.

    People who were asked a question keep it in any case: their sitting pinned it.
    """
    objects = list(objects)
    for thing in objects:
        if isinstance(thing, Question):
            titles = Quiz.objects.filter(fixed_questions__question=thing)
            words = _("“%(what)s” is chosen in %(quizzes)s. Take it out there first.")
        elif isinstance(thing, QuestionCategory):
            titles = Quiz.objects.filter(draws__category=thing)
            words = _("%(quizzes)s draws from “%(what)s”. Change that first.")
        else:
            continue
        names = list(titles.distinct().values_list("title", flat=True)[:3])
        if names:
            quoted = ", ".join(f"“{name}”" for name in names)
            return words % {"what": thing, "quizzes": quoted}
    return _draws_left_short([thing for thing in objects if isinstance(thing, Question)])


def _draws_left_short(going: list[Question]) -> str:
    """Which published quiz could no longer draw what it promises without these questions."""
    categories = {question.category_id for question in going if question.category_id}
    if not categories:
        return ""
    left = dict(
        Question.objects.filter(live=True, category__in=categories)
        .exclude(pk__in=[question.pk for question in going])
        .order_by()
        .values_list("category")
        .annotate(count=Count("pk"))
    )
    draws = QuizDraw.objects.filter(quiz__live=True, category__in=categories)
    for draw in draws.select_related("quiz", "category").order_by("-count"):
        there = left.get(draw.category_id, 0)
        if there < draw.count:
            words = _(
                "“%(quiz)s” draws %(wanted)d from “%(category)s”, and %(left)d would be left. "
                "Write other questions or change the quiz first."
            )
            return words % {
                "quiz": draw.quiz,
                "wanted": draw.count,
                "category": draw.category,
                "left": there,
            }
    return ""
