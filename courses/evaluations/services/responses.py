"""Take a person's answers to an evaluation form, once."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from courses.activities import Result
from courses.evaluations.models import EvaluationAnswer, EvaluationResponse
from courses.models import Attempt
from courses.people.models import Person
from courses.people.services import sealing
from courses.people.services.sealing import KeyUnavailable
from courses.services import attempts
from courses.services.attempts import AlreadyFinished

__all__ = ["AlreadyFinished", "Answers", "KeyUnavailable", "read_texts", "respond"]


@dataclass(frozen=True)
class Answers:
    """What was sent, by question key: marks from 1 to 5, chosen options, written texts."""

    marks: Mapping[str, int]
    choices: Mapping[str, str]
    texts: Mapping[str, str] = field(repr=False)


@transaction.atomic
@sensitive_variables()
def respond(*, attempt: Attempt, answers: Answers, now: dt.datetime) -> EvaluationResponse:
    """Finish the attempt with these answers. What was written is sealed under the person's key.

    Raises `AlreadyFinished` when they were given before, and `KeyUnavailable` when there are texts
    and no key to seal them with; either way nothing is changed.
    """
    response = EvaluationResponse(
        attempt=attempt, form_uuid=uuid.UUID(attempt.snapshot.source_key), answered_at=now
    )
    result = Result(passed=True, evidence={"response": str(response.uuid)})
    attempts.finish(attempt=attempt, result=result, now=now)
    texts = {key: text for key, text in answers.texts.items() if text.strip()}
    if texts:
        response.sealed, response.key_uuid = sealing.seal_text(
            person=attempt.enrolment.person,
            row_uuid=response.uuid,
            text=json.dumps(texts, sort_keys=True),
            now=now,
        )
    response.save()
    EvaluationAnswer.objects.bulk_create(_rows(response, answers))
    return response


def _rows(response: EvaluationResponse, answers: Answers) -> Sequence[EvaluationAnswer]:
    marks = [
        EvaluationAnswer(response=response, question_key=uuid.UUID(key), mark=mark)
        for key, mark in answers.marks.items()
    ]
    choices = [
        EvaluationAnswer(response=response, question_key=uuid.UUID(key), choice=choice)
        for key, choice in answers.choices.items()
    ]
    return [*marks, *choices]


@sensitive_variables()
def read_texts(*, person: Person, response: EvaluationResponse) -> dict[str, str]:
    """What a person wrote, by question key, for that person alone. Raises `KeyUnavailable`."""
    if response.sealed is None or response.key_uuid is None:
        return {}
    packed = sealing.open_text(
        person=person,
        row_uuid=response.uuid,
        sealed=bytes(response.sealed),
        key_uuid=response.key_uuid,
    )
    return dict(json.loads(packed))
