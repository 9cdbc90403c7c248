"""What trainers see of many people's answers: counts alone, by course and edition.

An edition's people are counted from five up, and five more at a time, so that nobody's answers can
be read off the change. Within an edition a person counts once, with the first answers they gave,
also where two records were found to be one person. A course is the sum of what its editions show,
and shows nothing besides: no count can be taken from another to learn what fewer than five people
said.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.evaluations import questions
from courses.evaluations.models import EvaluationAnswer, EvaluationForm, EvaluationResponse
from courses.evaluations.questions import Question, questions_of
from courses.models import Snapshot
from courses.people.counting import selves_of, whose

FEWEST = 5  # people: below that, an answer could be guessed to be somebody's
_PERSON = "attempt__enrolment__person"
_EDITION = "attempt__edition_activity__edition"


class NothingAsked(LookupError):
    """No such form, or nobody ever answered it in that course or edition."""


@dataclass(frozen=True)
class EditionStanding:
    """One edition: how many people answered in it, once that many are enough to say so."""

    key: uuid.UUID
    number: int
    language: str
    cut_at: dt.datetime
    people: int

    @property
    def is_shown(self) -> bool:
        return self.people >= FEWEST

    @property
    def counted(self) -> int:
        """How many of them are counted: it grows by whole steps."""
        return self.people - self.people % FEWEST


@dataclass(frozen=True)
class CourseStanding:
    """One form in one course, with its editions, the newest first."""

    course: uuid.UUID
    title: str
    editions: tuple[EditionStanding, ...]

    @property
    def counted(self) -> int:
        return sum(edition.counted for edition in self.editions)

    @property
    def is_shown(self) -> bool:
        return self.counted > 0

    @property
    def has_languages(self) -> bool:
        return len({edition.language for edition in self.editions}) > 1


@dataclass(frozen=True)
class FormStanding:
    """One form in the list, with the courses in which it was answered."""

    key: uuid.UUID
    title: str
    courses: tuple[CourseStanding, ...]


@dataclass(frozen=True)
class Share:
    """One mark or option of a question, and how many people chose it."""

    label: str
    count: int


@dataclass(frozen=True)
class QuestionStanding:
    """One question: its shares and the mean of its marks, or nothing while too few answered it."""

    text: str
    type: str
    people: int
    mean: float | None
    shares: tuple[Share, ...]

    @property
    def is_shown(self) -> bool:
        return self.people >= FEWEST


@dataclass(frozen=True)
class CourseReport:
    """The answers in a course, or in one `edition` of it."""

    form: str
    standing: CourseStanding
    edition: EditionStanding | None
    questions: tuple[QuestionStanding, ...]

    @property
    def counted(self) -> int:
        return self.edition.counted if self.edition else self.standing.counted

    @property
    def people(self) -> int:
        found = [self.edition] if self.edition else self.standing.editions
        return sum(edition.people for edition in found if edition.is_shown)


def form_standings() -> list[FormStanding]:
    """Every form that exists or was ever answered, by title (three queries at most)."""
    titles = dict(EvaluationForm.objects.values_list("uuid", "title"))
    courses = _courses(EvaluationResponse.objects.all())
    gone = courses.keys() - titles.keys()
    if gone:
        titles |= _titles_of_deleted(gone)
    found = [FormStanding(key, title, courses.get(key, ())) for key, title in titles.items()]
    return sorted(found, key=lambda form: form.title.casefold())


def _titles_of_deleted(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = Snapshot.objects.filter(
        source_model=EvaluationForm._meta.label_lower, source_key__in=[str(key) for key in keys]
    ).order_by("taken_at")
    return {uuid.UUID(key): title for key, title in rows.values_list("source_key", "title")}


def _courses(
    answered: QuerySet[EvaluationResponse],
) -> dict[uuid.UUID, tuple[CourseStanding, ...]]:
    """The courses of each form among these responses, by title (one query)."""
    rows = (
        answered.values_list(
            "form_uuid",
            f"{_EDITION}__course__uuid",
            f"{_EDITION}__course__title",
            f"{_EDITION}__uuid",
            f"{_EDITION}__number",
            f"{_EDITION}__language",
            f"{_EDITION}__cut_at",
        )
        .annotate(people=Count(whose(_PERSON), distinct=True))
        .order_by(f"-{_EDITION}__cut_at", f"-{_EDITION}__number")
    )
    editions: dict[tuple[uuid.UUID, uuid.UUID, str], list[EditionStanding]] = {}
    for form, course, title, *edition in rows:
        editions.setdefault((form, course, title), []).append(EditionStanding(*edition))
    found: dict[uuid.UUID, list[CourseStanding]] = {}
    for (form, course, title), of_course in editions.items():
        found.setdefault(form, []).append(CourseStanding(course, title, tuple(of_course)))
    return {
        form: tuple(sorted(courses, key=lambda course: course.title.casefold()))
        for form, courses in found.items()
    }


def course_report(
    *, form: uuid.UUID, course: uuid.UUID, edition: uuid.UUID | None = None
) -> CourseReport:
    """One form's answers in a course, counted (four queries). Raises `NothingAsked`.

    Questions are those of the last publish. What people wrote is not shown at all.
    """
    answered = EvaluationResponse.objects.filter(
        form_uuid=form, **{f"{_EDITION}__course__uuid": course}
    )
    found = _courses(answered).get(form)
    snapshots = Snapshot.objects.filter(
        source_model=EvaluationForm._meta.label_lower, source_key=str(form)
    )
    latest = snapshots.order_by("taken_at", "pk").last()
    if not found or latest is None:
        raise NothingAsked
    (standing,) = found
    chosen = next((each for each in standing.editions if each.key == edition), None)
    if edition is not None and chosen is None:
        raise NothingAsked
    wanted = [chosen] if chosen else standing.editions
    counted = [each.key for each in wanted if each.is_shown]
    return CourseReport(
        form=latest.title,
        standing=standing,
        edition=chosen,
        questions=tuple(_question_standings(latest, answered, counted)) if counted else (),
    )


def _first_answers(answered: QuerySet[EvaluationResponse]) -> QuerySet[EvaluationResponse]:
    """Of each person in each edition, the response that counts; later turns add nobody."""
    earlier = EvaluationResponse.objects.filter(
        form_uuid=OuterRef("form_uuid"),
        pk__lt=OuterRef("pk"),
        **{_EDITION: OuterRef(_EDITION), f"{_PERSON}__in": selves_of(OuterRef(OuterRef("who")))},
    )
    return answered.annotate(who=whose(_PERSON)).exclude(Exists(earlier)).order_by("pk")


def _question_standings(
    latest: Snapshot, answered: QuerySet[EvaluationResponse], editions: list[uuid.UUID]
) -> list[QuestionStanding]:
    first = _first_answers(answered.filter(**{f"{_EDITION}__uuid__in": editions}))
    people: dict[int, list[int]] = {}
    for response, of_edition in first.values_list("pk", _EDITION):
        people.setdefault(of_edition, []).append(response)
    # Up to the response with which an edition last reached a whole step.
    reached = Q()
    for of_edition, responses in people.items():
        last = responses[len(responses) - len(responses) % FEWEST - 1]
        reached |= Q(**{_EDITION: of_edition}, pk__lte=last)
    answers = EvaluationAnswer.objects.filter(response__in=first.filter(reached).order_by())
    return [
        _standing(question, counts)
        for question, counts in _counts(answers, questions_of(latest.data))
    ]


def _counts(
    answers: QuerySet[EvaluationAnswer], asked: Iterable[Question]
) -> list[tuple[Question, dict[int | str, int]]]:
    """Each question's marks or choices, from the editions where enough people answered it.

    An edition where fewer did adds nothing: its answers are the difference that would be left.
    """
    found: dict[str, dict[int, dict[int | str, int]]] = {}
    edition = f"response__{_EDITION}"
    for of_edition, question, mark, choice, n in (
        answers.values_list(edition, "question_key", "mark", "choice")
        .annotate(n=Count("pk"))
        .order_by(edition, "question_key", "mark", "choice")
    ):
        of_question = found.setdefault(str(question), {}).setdefault(of_edition, {})
        of_question[mark if mark is not None else choice] = n
    rows = []
    for question in asked:
        if question.type == questions.TEXT:
            continue
        total: Counter[int | str] = Counter()
        for of_question in found.get(question.key, {}).values():
            if sum(of_question.values()) >= FEWEST:
                total.update(of_question)
        rows.append((question, dict(total)))
    return rows


def _standing(question: Question, counts: dict[int | str, int]) -> QuestionStanding:
    people = sum(counts.values())
    if people < FEWEST:
        return QuestionStanding(question.text, question.type, people, None, ())
    if question.type == questions.CHOICE:
        earlier = [option for option in counts if option not in question.options]
        options = [*question.options, *sorted(str(option) for option in earlier)]
        shares = [Share(option, counts.get(option, 0)) for option in options]
        return QuestionStanding(question.text, question.type, people, None, tuple(shares))
    marks = range(questions.LOWEST, questions.HIGHEST + 1)
    ends = {questions.LOWEST: question.low, questions.HIGHEST: question.high}
    shares = [
        Share(f"{mark} · {ends[mark]}" if ends.get(mark) else str(mark), counts.get(mark, 0))
        for mark in marks
    ]
    answered = sum(share.count for share in shares)
    mean = sum(mark * counts.get(mark, 0) for mark in marks) / answered if answered else None
    return QuestionStanding(question.text, question.type, people, mean, tuple(shares))
