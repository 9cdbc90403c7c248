"""Eight threads at one form, on PostgreSQL."""

import pytest
from django.utils import timezone

from courses.evaluations.models import EvaluationAnswer, EvaluationResponse, Signature
from courses.evaluations.services import responses, signatures
from courses.models import CourseCompletion
from courses.services import attempts
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_eight_clicks_give_one_response(world, evaluation):
    key = evaluation.snapshot.data["questions"][0]["key"]
    answers = responses.Answers(marks={key: 4}, choices={}, texts={key: "words"})

    def respond():
        attempt = attempts.own_attempt(
            person=world.learner, uuid=evaluation.uuid, type="evaluation"
        )
        return responses.respond(attempt=attempt, answers=answers, now=timezone.now()).pk

    outcomes = race(*[respond] * 8)

    assert len(values(outcomes)) == 1
    assert [type(error) for error in errors(outcomes)] == [responses.AlreadyFinished] * 7
    assert EvaluationResponse.objects.count() == EvaluationAnswer.objects.count() == 1
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1


def test_eight_clicks_give_one_signature(world, attestation):
    def sign():
        attempt = attempts.own_attempt(
            person=world.learner, uuid=attestation.uuid, type="attestation"
        )
        return signatures.sign(attempt=attempt, typed_name="Lena Learner", now=timezone.now()).pk

    outcomes = race(*[sign] * 8)

    assert len(values(outcomes)) == 1
    assert [type(error) for error in errors(outcomes)] == [signatures.AlreadyFinished] * 7
    assert Signature.objects.count() == 1
