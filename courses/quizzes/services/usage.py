"""Where questions and categories are used: shown in lists, and a reason not to delete them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Concat, StrIndex
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.quizzes.models import (
    DrawnQuestion,
    Question,
    QuestionCategory,
    Quiz,
    QuizDraw,
    Vignette,
)
from courses.quizzes.services import drawing


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many different rows there are, for each row outside."""
    one = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(
        Subquery(one.annotate(times=Count("pk", distinct=True)).values("times")), Value(0)
    )


def _draws_of() -> QuerySet[QuizDraw]:
    """The rows of quizzes that may draw the question two queries outside."""
    outer = {name: OuterRef(OuterRef(name)) for name in ("category", "difficulty")}
    tags = ExpressionWrapper(OuterRef(OuterRef("published_tags")), output_field=TextField())
    tag = Concat(Value("|"), "tag", Value("|"), output_field=TextField())
    case = ExpressionWrapper(OuterRef(OuterRef("vignette")), output_field=BigIntegerField())
    return (
        QuizDraw.objects.exclude(category=None, tag="", difficulty=None)
        .annotate(at=StrIndex(tags, tag), case=case)
        .filter(
            Q(category=None) | Q(category=outer["category"]),
            Q(difficulty=None) | Q(difficulty=outer["difficulty"]),
            Q(tag="") | Q(at__gt=0),
            case=None,
        )
    )


def with_usage() -> QuerySet[Question]:
    """Questions, each with `quizzes`: how many quizzes choose it, or its case, or may draw it; and
    with `attempts`: how often it was asked.
    """
    using = Quiz.objects.filter(
        Q(fixed_questions__question=OuterRef("pk"))
        | Q(fixed_questions__vignette=OuterRef("vignette"))
        | Q(pk__in=_draws_of().values("quiz"))
    )
    asked = DrawnQuestion.objects.filter(question_uuid=OuterRef("uuid"))
    return Question.objects.select_related("category").annotate(
        quizzes=_counted(using), attempts=_counted(asked)
    )


def cases_with_usage() -> QuerySet[Vignette]:
    """Cases, each with `quizzes` and `questions`: how many ask it, and how many are about it."""
    return Vignette.objects.annotate(
        quizzes=_counted(Quiz.objects.filter(fixed_questions__vignette=OuterRef("pk"))),
        about=_counted(Question.objects.filter(vignette=OuterRef("pk"))),
    )


def usage_words(quizzes: int, attempts: int = 0) -> str:
    """“in 3 quizzes, 412 attempts”, or that nothing uses it."""
    words = (
        ngettext("in %(count)d quiz", "in %(count)d quizzes", quizzes) % {"count": quizzes}
        if quizzes
        else _("in no quiz")
    )
    if not attempts:
        return words
    times = ngettext("%(count)d attempt", "%(count)d attempts", attempts) % {"count": attempts}
    return f"{words}, {times}"


def reason_to_keep(objects: Iterable[object]) -> str:
    """Why these may not be deleted, in words; empty where nothing speaks against it.

    People who were asked a question keep it in any case: their sitting pinned it.
    """
    objects = list(objects)
    for thing in objects:
        chosen = _("“%(what)s” is chosen in %(quizzes)s. Take it out there first.")
        if isinstance(thing, Question):
            titles, words = Quiz.objects.filter(fixed_questions__question=thing), chosen
        elif isinstance(thing, Vignette):
            titles, words = Quiz.objects.filter(fixed_questions__vignette=thing), chosen
        elif isinstance(thing, QuestionCategory):
            titles = Quiz.objects.filter(draws__category=thing)
            words = _("%(quizzes)s draws from “%(what)s”. Change that first.")
        else:
            continue
        names = list(titles.distinct().values_list("title", flat=True)[:3])
        if names:
            quoted = ", ".join(f"“{name}”" for name in names)
            return words % {"what": thing, "quizzes": quoted}
    going = [thing for thing in objects if isinstance(thing, Question)]
    return _cases_left_empty(going) or _draws_left_short(going)


def reason_not_to_move(objects: Iterable[Question], to: QuestionCategory) -> str:
    """Which published quiz could no longer draw what it promises if these left their category."""
    return _draws_left_short(
        [question for question in objects if question.live and question.category_id != to.pk],
        by_category=True,
    )


def _cases_left_empty(going: list[Question]) -> str:
    """Which case that a quiz asks would have no question left."""
    cases = {question.vignette_id for question in going if question.vignette_id}
    if not cases:
        return ""
    asked = Vignette.objects.filter(pk__in=cases, placements__quiz__isnull=False).distinct()
    left = set(
        Question.objects.filter(live=True, vignette__in=cases)
        .exclude(pk__in=[question.pk for question in going])
        .values_list("vignette", flat=True)
    )
    for case in asked:
        if case.pk not in left:
            words = _("A quiz asks the case “%(case)s”, and no question about it would be left.")
            return words % {"case": case}
    return ""


def _draws_left_short(going: list[Question], by_category: bool = False) -> str:
    """Which published quiz could no longer draw what it promises without these questions, or
    without them where they are: then only rows count that name a category.
    """
    if not going:
        return ""
    draws = QuizDraw.objects.filter(quiz__live=True).select_related("quiz", "category")
    rows = [(draw, drawing.row_from(drawing.fields_of(draw), 0)) for draw in draws]
    rows = [
        (draw, row)
        for draw, row in rows
        if row.draws
        and (row.category or not by_category)
        and any(row.meets(question) for question in going)
    ]
    if not rows:
        return ""
    gone = {question.pk for question in going}
    there = [one for one in drawing.in_reach(row for _draw, row in rows) if one.pk not in gone]
    for draw, row in sorted(rows, key=lambda pair: -pair[0].count):
        left = sum(row.meets(question) for question in there)
        if left < draw.count:
            words = _(
                "“%(quiz)s” draws %(wanted)d from “%(category)s”, and %(left)d would be left. "
                "Write other questions or change the quiz first."
            )
            return words % {
                "quiz": draw.quiz,
                "wanted": draw.count,
                "category": draw.from_where,
                "left": left,
            }
    return ""
