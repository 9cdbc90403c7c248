"""What evaluation and attestation pages show to the person who answers or signs."""

from dataclasses import dataclass, field
from typing import Any

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
from courses.models import Attempt
from courses.people.models import Person
from courses.places import back_to


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
