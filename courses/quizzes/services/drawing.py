"""Draw the questions of a sitting, and show an author what a draw gives."""

import datetime as dt
import functools
import operator
import random
import secrets
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from courses.models import Attempt, Snapshot
from courses.people.models import Person
from courses.people.services.accommodations import arranged_for
from courses.quizzes import contents, marking, pictures, places, sheets, wording
from courses.quizzes.models import DrawnQuestion, Question, Quiz, Sitting, Vignette
from courses.quizzes.services.bank import in_order

SEED_BITS = 62
# What a draw reads of a question.
DRAWN_BY = (
    "uuid",
    "type",
    "category_id",
    "difficulty",
    "published_snapshot_id",
    "published_keys",
    "published_tags",
    "vignette_order",
    "vignette__live",
    "vignette__published_snapshot_id",
)


@dataclass(frozen=True)
class Row:
    """A row of a quiz: what it asks of whom, what each question counts, and in which section.

    `question` or `vignette` choose; else it draws `count` that meet `category`, `tag` and `level`.
    """

    question: int | None = None
    vignette: int | None = None
    category: int | None = None
    tag: str = ""
    level: int | None = None
    count: int = 0
    points: int = 1
    section: int | None = None

    @property
    def draws(self) -> bool:
        return bool(self.category or self.tag or self.level)

    def meets(self, question: Question) -> bool:
        """Whether a published question can be drawn by this row; one about a case never is."""
        return (
            question.vignette_id is None
            and self.category in (None, question.category_id)
            and self.level in (None, question.difficulty)
            and (not self.tag or f"|{self.tag}|" in question.published_tags)
        )

    @property
    def condition(self) -> Q:
        """The same for the database."""
        if not self.draws:
            about = Q(vignette=self.vignette) if self.vignette else Q(pk__in=[])
            return Q(pk=self.question) if self.question else about
        found = Q(vignette=None)
        if self.category:
            found &= Q(category=self.category)
        if self.level:
            found &= Q(difficulty=self.level)
        if self.tag:
            found &= Q(published_tags__contains=f"|{self.tag}|")
        return found


@dataclass(frozen=True)
class Recipe:
    """What a quiz asks, in order: rows that choose, and rows that draw."""

    chosen: tuple[Row, ...]
    drawn: tuple[Row, ...]
    shuffle_questions: bool
    shuffle_options: bool
    prefer_unseen: bool = True


@dataclass(frozen=True)
class Chosen:
    """A question of a sitting, by the row that asked for it."""

    question: Question
    row: Row


def row_from(data: Mapping[str, Any], sections: int) -> Row:
    """A row from the data of a quiz's snapshot, or of one in an editor; older ones say less."""
    section = min(data.get("section") or 1, sections) if sections else None
    return Row(
        question=data.get("question"),
        vignette=None if data.get("question") else data.get("vignette"),
        category=data.get("category"),
        tag=contents.tag_of(data.get("tag") or ""),
        level=data.get("difficulty"),
        count=data.get("count") or 0,
        points=data.get("points") or 1,
        section=section,
    )


def recipe_of(data: dict[str, Any]) -> Recipe:
    """Read the recipe from a quiz's snapshot."""
    sections = len(data.get("sections") or ())
    fixed = [row_from(row, sections) for row in in_order(data["fixed_questions"])]
    draws = [row_from(row, sections) for row in in_order(data["draws"])]
    return Recipe(
        chosen=tuple(row for row in fixed if row.question or row.vignette),
        drawn=tuple(row for row in draws if row.draws),
        shuffle_questions=data["shuffle_questions"],
        shuffle_options=data["shuffle_options"],
        prefer_unseen=data.get("prefer_unseen", True),
    )


def recipe_as_it_stands(quiz: Quiz) -> Recipe:
    """The same from a quiz in the editor, saved or not."""
    sections = len(quiz.sections.all())
    fixed = [row_from(fields_of(row), sections) for row in quiz.fixed_questions.all()]
    draws = [row_from(fields_of(row), sections) for row in quiz.draws.all()]
    return Recipe(
        chosen=tuple(row for row in fixed if row.question or row.vignette),
        drawn=tuple(row for row in draws if row.draws),
        shuffle_questions=quiz.shuffle_questions,
        shuffle_options=quiz.shuffle_options,
        prefer_unseen=quiz.prefer_unseen,
    )


def fields_of(row: Any) -> dict[str, Any]:
    """What a row of a quiz in an editor says, as a snapshot would."""
    names = ("question", "vignette", "category")
    found = {name: getattr(row, f"{name}_id", None) for name in names}
    return found | {
        name: getattr(row, name, None)
        for name in ("tag", "difficulty", "count", "points", "section")
    }


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
            question_uuid=one.question.uuid,
            snapshot_id=one.question.published_snapshot_id,
            option_order=_order(one.question, recipe, rng),
            vignette_snapshot_id=case_of(one.question),
            points=None if one.row.points == 1 else one.row.points,
            section=one.row.section,
        )
        for position, one in enumerate(chosen, start=1)
    )
    return sitting


def case_of(question: Question) -> int | None:
    """The published version of the case that a question is about."""
    case = question.vignette
    return case.published_snapshot_id if case is not None and case.live else None


def _order(question: Question, recipe: Recipe, rng: random.Random) -> list[str]:
    return marking.option_order(
        kind=question.type,
        options=question.published_keys,
        shuffle=recipe.shuffle_options,
        rng=rng,
    )


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


def choose(*, recipe: Recipe, rng: random.Random, person_id: int | None) -> list[Chosen]:
    """The questions of one sitting, in order (one query).

    Section by section; in each what is chosen comes first, and a case keeps its questions together,
    in their own order, however the rest is shuffled.
    """
    questions = {question.pk: question for question in _pool(recipe, person_id)}
    units: list[list[Chosen]] = []
    taken: set[int] = set()
    for row in recipe.chosen:
        asked = [one for one in _chosen_by(row, questions) if one.pk not in taken]
        taken |= {question.pk for question in asked}
        units += [[Chosen(question, row) for question in asked]] if asked else []
    pool: dict[Hashable, list[marking.Candidate]] = {
        number: [
            marking.Candidate(one.pk, one.seen if recipe.prefer_unseen else 0)
            for one in questions.values()
            if row.meets(one)
        ]
        for number, row in enumerate(recipe.drawn)
    }
    counts = [(number, row.count) for number, row in enumerate(recipe.drawn)]
    for row, found in zip(
        recipe.drawn, marking.draw_rows(rows=counts, pool=pool, taken=taken, rng=rng), strict=True
    ):
        units += [[Chosen(questions[candidate.key], row)] for candidate in found]
    if recipe.shuffle_questions:
        units = marking.shuffled(units, rng)
    units.sort(key=lambda unit: unit[0].row.section or 0)  # stable: the lot stands in a section
    return [one for unit in units for one in unit]


def _chosen_by(row: Row, questions: Mapping[int, Any]) -> list[Any]:
    """The question that a row chooses, or those of its case in their order."""
    if row.question:
        return [questions[row.question]] if row.question in questions else []
    about = [one for one in questions.values() if one.vignette_id == row.vignette]
    return sorted(about, key=lambda one: (one.vignette_order, one.pk))


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
    return (
        in_reach([*recipe.chosen, *recipe.drawn])
        .annotate(seen=Coalesce(Subquery(met), Value(0)))
        .order_by("pk")
    )


def reach(rows: Iterable[Row]) -> Q:
    """What some row can ask."""
    return functools.reduce(operator.or_, (row.condition for row in rows), Q(pk__in=[]))


def in_reach(rows: Iterable[Row]) -> QuerySet[Question]:
    """Published questions that some row can ask, with what a draw reads of them."""
    return (
        Question.objects.filter(live=True, published_snapshot__isnull=False)
        .filter(reach(rows))
        .select_related("vignette")
        .only(*DRAWN_BY)
    )


def sample(*, quiz: Quiz) -> dict[str, Any]:
    """One draw of a quiz as it stands in the editor, for its preview. Nothing is kept."""
    recipe = recipe_as_it_stands(quiz)
    rng = random.Random()  # noqa: S311
    chosen = choose(recipe=recipe, rng=rng, person_id=None)
    headings = [places.heading(title=row.title, intro=row.intro) for row in quiz.sections.all()]
    pinned = Snapshot.objects.in_bulk(
        {one.question.published_snapshot_id for one in chosen}
        | ({case_of(one.question) for one in chosen} - {None})
    )
    rows = [
        places.Placed(
            points=one.row.points,
            section=one.row.section,
            case=pinned[case].data if (case := case_of(one.question)) else None,
            case_id=case,
        )
        for one in chosen
    ]
    asked = [
        sheets.asked(
            position=position,
            data=pinned[one.question.published_snapshot_id].data,
            order=_order(one.question, recipe, rng),
            place=place,
        )
        for position, (one, place) in enumerate(
            zip(chosen, places.of(rows, headings), strict=True), start=1
        )
    ]
    possible = sum(one.row.points for one in chosen)
    weighed = any(one.row.points != 1 for one in chosen)
    counted = quiz.certainty == marking.COUNTED
    possible *= marking.TOP if counted else 1
    return {
        "questions": asked,
        "needed": marking.needed_of(possible, quiz.pass_mark or 0, weighed or counted),
        "possible": possible,
        "weighed": weighed,
        "certainty": quiz.certainty,
        "levels": wording.levels(),
        "pictures": pictures.of(asked),
    }


def preview_of_case(vignette: Vignette) -> dict[str, Any]:
    """A case in the editor with its published questions, as a learner meets them."""
    data = {
        "title": vignette.title,
        "text": vignette.text,
        "image": vignette.image_id,
        "image_alt": vignette.image_alt,
    }
    about = (
        Question.objects.filter(vignette=vignette.pk or 0, live=True)
        .exclude(published_snapshot=None)
        .select_related("published_snapshot")
        .order_by("vignette_order", "pk")
    )
    rows = [places.Placed(case=data, case_id=0) for _question in about]
    asked = [
        sheets.asked(
            position=position,
            data=question.published_snapshot.data,
            order=question.published_keys,
            place=place,
        )
        for position, (question, place) in enumerate(
            zip(about, places.of(rows, []), strict=True), start=1
        )
    ]
    case = places.case(data)
    return {"questions": asked, "case": case, "pictures": pictures.of([case, *asked])}
