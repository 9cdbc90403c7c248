"""What evaluation and attestation pages show, and what trainers see of many people's answers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.views.decorators.debug import sensitive_variables

from courses.evaluations import questions
from courses.evaluations.forms import AnswersForm, SignForm
from courses.evaluations.models import (
    Attestation,
    EvaluationAnswer,
    EvaluationForm,
    EvaluationResponse,
    Signature,
)
from courses.evaluations.questions import Question, questions_of
from courses.evaluations.services import responses
from courses.evaluations.services.responses import KeyUnavailable
from courses.models import Attempt, Snapshot
from courses.people.models import Person
from courses.places import back_to

FEWEST = 5  # people: below that, an answer could be guessed to be somebody's


# --- For the person who answers ------------------------------------------------------------


def around(*, attempt: Attempt) -> dict[str, Any]:
    """What stands around a form: what it says, the course, the way back."""
    data = attempt.snapshot.data
    return {
        "attempt": attempt,
        "title": data.get("title", ""),
        "intro": data.get("intro", ""),
        "statement": data.get("text", ""),
        "course_title": attempt.enrolment.edition.title,
        "back_url": back_to(attempt),
    }


@dataclass(frozen=True)
class OwnAnswer:
    """A question and what its reader answered; empty where they left it out."""

    question: str
    words: str = field(repr=False)
    is_private: bool


@sensitive_variables()
def own_answers(*, attempt: Attempt) -> dict[str, Any]:
    """A person's own answers as they gave them, their words opened for them alone."""
    response = EvaluationResponse.objects.filter(attempt=attempt).first()
    texts: dict[str, str] = {}
    readable = True
    marks: dict[str, EvaluationAnswer] = {}
    if response is not None:
        marks = {str(row.question_key): row for row in response.answers.all()}
        try:
            texts = responses.read_texts(person=attempt.enrolment.person, response=response)
        except KeyUnavailable:
            readable = False
    answers = []
    # A loop: the frame of a comprehension would show its words in an error report.
    for question in questions_of(attempt.snapshot.data):
        words = texts.get(question.key) or _in_words(question, marks.get(question.key))
        is_private = question.type == questions.TEXT
        answers.append(OwnAnswer(question=question.text, words=words, is_private=is_private))
    return {
        **around(attempt=attempt),
        "response": response,
        "answers": answers,
        "readable": readable,
    }


def _in_words(question: Question, answer: EvaluationAnswer | None) -> str:
    if answer is None:
        return ""
    if answer.mark is None:
        return answer.choice
    ends = {questions.LOWEST: question.low, questions.HIGHEST: question.high}
    end = ends.get(answer.mark, "")
    return f"{answer.mark} · {end}" if end else str(answer.mark)


def signed(*, attempt: Attempt) -> dict[str, Any]:
    """The statement that somebody signed, and their signature."""
    signature = Signature.objects.filter(attempt=attempt).first()
    return {**around(attempt=attempt), "signature": signature}


def preview_evaluation(*, content: EvaluationForm) -> dict[str, Any]:
    """The form as a learner would open it; nothing can be sent from it."""
    asked = questions_of(content.serializable_data())
    return {
        "title": content.title,
        "intro": content.intro,
        "form": AnswersForm(asked=asked),
        "has_boxes": any(question.type == questions.TEXT for question in asked),
        "is_preview": True,
    }


def preview_attestation(*, content: Attestation, person: Person) -> dict[str, Any]:
    """The statement as a learner would open it; nothing can be signed from it."""
    return {
        "title": content.title,
        "statement": content.text,
        "form": SignForm(person=person),
        "is_preview": True,
    }


# --- For trainers: counts alone, from five people up ---------------------------------------


@dataclass(frozen=True)
class FormStanding:
    """One form in the list: how many people answered, once that many are enough to say so."""

    key: uuid.UUID
    title: str
    people: int

    @property
    def is_shown(self) -> bool:
        return self.people >= FEWEST

    @property
    def counted(self) -> int:
        """How many of them the report counts: it grows by whole steps, so that nobody's answers
        can be read off by comparing it before and after them.
        """
        return self.people - self.people % FEWEST


@dataclass(frozen=True)
class Share:
    """One mark or option of a question, and how many chose it."""

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


_PERSON = "attempt__enrolment__person"


def form_standings() -> list[FormStanding]:
    """Every form that exists or was ever answered, by title (three queries at most)."""
    titles = dict(EvaluationForm.objects.values_list("uuid", "title"))
    people = dict(
        EvaluationResponse.objects.values_list("form_uuid")
        .annotate(people=Count(_PERSON, distinct=True))
        .order_by("form_uuid")
    )
    gone = people.keys() - titles.keys()
    if gone:
        titles |= _titles_of_deleted(gone)
    found = [FormStanding(key, title, people.get(key, 0)) for key, title in titles.items()]
    return sorted(found, key=lambda form: form.title.casefold())


def _titles_of_deleted(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = Snapshot.objects.filter(
        source_model=EvaluationForm._meta.label_lower, source_key__in=[str(key) for key in keys]
    ).order_by("taken_at")
    return {uuid.UUID(key): title for key, title in rows.values_list("source_key", "title")}


def form_report(*, key: uuid.UUID) -> dict[str, Any]:
    """One form's answers, counted. Raises `Snapshot.DoesNotExist` where nothing was ever asked.

    Questions are those of the last publish. What people wrote is not shown at all; no count is, of
    the whole form or of one question, below five people, and counts grow by five people at a time.
    """
    latest = Snapshot.objects.filter(
        source_model=EvaluationForm._meta.label_lower, source_key=str(key)
    ).latest("taken_at", "pk")
    people, last = _people_in(key)
    standing = FormStanding(key, latest.title, people)
    found = _question_standings(latest, key, last) if standing.is_shown else []
    return {"form_standing": standing, "questions": found, "fewest": FEWEST}


def _people_in(key: uuid.UUID) -> tuple[int, int]:
    """How many people answered, and the response with which they last reached a whole step."""
    seen: set[int] = set()
    last = 0
    rows = EvaluationResponse.objects.filter(form_uuid=key).order_by("pk")
    for response, person in rows.values_list("pk", _PERSON):
        if person not in seen:
            seen.add(person)
            if len(seen) % FEWEST == 0:
                last = response
    return len(seen), last


def _question_standings(latest: Snapshot, key: uuid.UUID, last: int) -> list[QuestionStanding]:
    answers = EvaluationAnswer.objects.filter(response__form_uuid=key, response__pk__lte=last)
    counts: dict[str, dict[int | str, int]] = {}
    for question, mark, choice, n in (
        answers.values_list("question_key", "mark", "choice")
        .annotate(n=Count("pk"))
        .order_by("question_key", "mark", "choice")
    ):
        counts.setdefault(str(question), {})[mark if mark is not None else choice] = n
    people = {
        str(question): n
        for question, n in answers.values_list("question_key")
        .annotate(n=Count(f"response__{_PERSON}", distinct=True))
        .order_by("question_key")
    }
    return [
        _standing(question, counts.get(question.key, {}), people.get(question.key, 0))
        for question in questions_of(latest.data)
        if question.type != questions.TEXT
    ]


def _standing(question: Question, counts: dict[int | str, int], people: int) -> QuestionStanding:
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
