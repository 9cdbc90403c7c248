"""Draw the questions of a sitting, and show an author what a draw gives."""

import datetime as dt
import random
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from courses.models import Attempt
from courses.people.models import Person
from courses.people.services.accommodations import arranged_for
from courses.quizzes import marking, pictures, sheets
from courses.quizzes.models import DrawnQuestion, Question, Quiz, Sitting
from courses.quizzes.services.bank import in_order

SEED_BITS = 62


@dataclass(frozen=True)
class Recipe:
    """What a quiz draws: ids of fixed questions, and (category id, count) rows, in order."""

    fixed: tuple[int, ...]
    rows: tuple[tuple[int, int], ...]
    shuffle_questions: bool
    shuffle_options: bool


def recipe_of(data: dict[str, Any]) -> Recipe:
    """Read the recipe from a quiz's snapshot."""
    return Recipe(
        fixed=tuple(
            row["question"] for row in in_order(data["fixed_questions"]) if row["question"]
        ),
        rows=tuple(
            (row["category"], row["count"]) for row in in_order(data["draws"]) if row["category"]
        ),
        shuffle_questions=data["shuffle_questions"],
        shuffle_options=data["shuffle_options"],
    )


def begin(*, attempt: Attempt) -> Sitting:
    """Draw an attempt's questions and pin them (three queries, at any size).

    Runs inside the transaction that opens the attempt. Questions that were taken off the bank since
    the quiz was published are left out; a sitting may so be empty, which its player says.
    """
    seed = secrets.randbits(SEED_BITS)
    rng = random.Random(seed)  # noqa: S311 (a lot that can be drawn again, not a secret)
    recipe = recipe_of(attempt.snapshot.data)
    chosen = choose(recipe=recipe, rng=rng, person_id=attempt.enrolment.person_id)
    sitting = Sitting(attempt=attempt, seed=seed, **_time_of(attempt))
    sitting.save()
    DrawnQuestion.objects.bulk_create(
        DrawnQuestion(
            sitting=sitting,
            position=position,
            question_uuid=question.uuid,
            snapshot_id=question.published_snapshot_id,
            option_order=marking.option_order(
                kind=question.type,
                options=question.published_keys,
                shuffle=recipe.shuffle_options,
                rng=rng,
            ),
        )
        for position, question in enumerate(chosen, start=1)
    )
    return sitting


def _time_of(attempt: Attempt) -> dict[str, Any]:
    """When the time of a try ends, for this very person (one query, only where there is a limit).

    What is arranged later holds for the next try: a deadline that somebody works towards stays.
    """
    minutes = attempt.edition_activity.rules.get("time_limit")
    if not minutes:
        return {}
    arranged = arranged_for(attempt.enrolment.person_id)
    seconds = arranged.seconds(minutes * 60)
    if seconds is None:
        return {"no_timers": True}
    ends = attempt.started_at + dt.timedelta(seconds=seconds)
    return {"deadline_at": ends, "no_timers": arranged.no_timers}


def choose(*, recipe: Recipe, rng: random.Random, person_id: int | None) -> list[Question]:
    """The questions of one sitting, in order (one query)."""
    questions = {question.pk: question for question in _pool(recipe, person_id)}
    shelves: dict[Any, list[marking.Candidate]] = defaultdict(list)
    for question in questions.values():
        shelves[question.category_id].append(marking.Candidate(question.pk, question.seen))
    drawn = marking.draw(
        fixed=[marking.Candidate(pk, questions[pk].seen) for pk in recipe.fixed if pk in questions],
        rows=recipe.rows,
        pool=shelves,
        rng=rng,
    )
    if recipe.shuffle_questions:
        drawn = marking.shuffled(drawn, rng)
    return [questions[candidate.key] for candidate in drawn]


def _pool(recipe: Recipe, person_id: int | None) -> Iterable[Question]:
    """Published questions that the recipe can reach, each with how often this person met it."""
    person = Person(pk=person_id or 0)
    met = (
        DrawnQuestion.objects.filter(
            question_uuid=OuterRef("uuid"), sitting__attempt__enrolment__person__in=person.selves
        )
        .order_by()
        .values("question_uuid")
        .annotate(times=Count("pk"))
        .values("times")
    )
    categories = [category for category, _count in recipe.rows]
    return (
        Question.objects.filter(live=True, published_snapshot__isnull=False)
        .filter(Q(pk__in=recipe.fixed) | Q(category__in=categories))
        .annotate(seen=Coalesce(Subquery(met), Value(0)))
        .only("uuid", "type", "category_id", "published_snapshot_id", "published_keys")
        .order_by("pk")
    )


def sample(*, quiz: Quiz) -> dict[str, Any]:
    """One draw of a quiz as it stands in the editor, for its preview. Nothing is kept."""
    recipe = Recipe(
        fixed=tuple(row.question_id for row in quiz.fixed_questions.all() if row.question_id),
        rows=tuple(
            (row.category_id, row.count or 0) for row in quiz.draws.all() if row.category_id
        ),
        shuffle_questions=quiz.shuffle_questions,
        shuffle_options=quiz.shuffle_options,
    )
    rng = random.Random()  # noqa: S311
    drawn = choose(recipe=recipe, rng=rng, person_id=None)
    pinned = Question.objects.filter(pk__in=[question.pk for question in drawn])
    data = {
        question.pk: question.published_snapshot.data
        for question in pinned.select_related("published_snapshot")
    }
    asked = [
        sheets.asked(
            position=position,
            data=data[question.pk],
            order=marking.option_order(
                kind=question.type,
                options=question.published_keys,
                shuffle=recipe.shuffle_options,
                rng=rng,
            ),
        )
        for position, question in enumerate(drawn, start=1)
    ]
    needed = marking.needed(asked=len(asked), pass_mark=quiz.pass_mark or 0)
    return {"questions": asked, "needed": needed, "pictures": pictures.of(asked)}
