"""Texts that people mark, for tests: send one, and mark it through the marker's page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.models import AnswerToMark
from courses.services import attempts, enrolments
from courses.services.structures import structure_of
from tests.factories.quiz import (
    address,
    drawn_of,
    make_category,
    make_question,
    make_quiz,
    post_answer,
    right_fields,
    wrong_fields,
)

SECRET = "Mrs Amber cried in the stairwell."
TO_LEARNER = "Read her letter again, quietly."
NOW = timezone.now


@pytest.fixture
def essay(world):
    """A function that sends a quiz with one text and one choice, and gives back its attempt."""

    def send(person=None, *, rest="right", at=None, when_begun=None, course=None, **fields):
        if course is None:
            category = make_category()
            make_question(category, kind="essay")
            make_question(category, kind="true_false")
            defaults = {"draw": 2, "shuffle_questions": False, "pass_mark": 80}
            quiz = make_quiz(category=category, **(defaults | fields))
            course = world.course(module_activities=[("quiz", quiz)])
        turn = world.enrol(person or world.learner, course)
        (fact,) = structure_of(turn.edition_id).activities()
        enrolments.visit(
            enrolment=turn, module=structure_of(turn.edition_id).modules[0], now=when_begun or NOW()
        )
        attempt = attempts.begin(enrolment=turn, activity=fact, now=when_begun or NOW())
        client = world.client(person or world.learner)
        for drawn in drawn_of(attempt):
            if drawn.snapshot.data["type"] == "essay":
                post_answer(client, attempt, drawn, {f"q{drawn.position}": SECRET})
            else:
                given = right_fields(drawn) if rest == "right" else wrong_fields(drawn)
                post_answer(client, attempt, drawn, given)
        assert client.post(address(attempt, "send/")).status_code == 303
        attempt.refresh_from_db()
        return attempt

    return send


def to_mark(attempt) -> AnswerToMark:
    return AnswerToMark.objects.get(drawn__sitting__attempt=attempt)


def sheet_url(attempt) -> str:
    return reverse("quizzes_mark", args=[to_mark(attempt).uuid])


def mark(client, attempt, will="4", record="6", comment="", **more):
    """Send the marking page."""
    answer = to_mark(attempt)
    keys = [row["key"] for row in answer.drawn.snapshot.data["rubric"]]
    data = dict(zip([f"points-{key}" for key in keys], [will, record], strict=True))
    return client.post(sheet_url(attempt), data | {"comment": comment, "then": "queue"} | more)


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


@pytest.fixture
def second(world):
    """Another trainer of the house."""
    person = world.person("Sami Second", roles_=("learner", "trainer"))
    return world.client(person)


@pytest.fixture
def third(world):
    return world.client(world.person("Thea Third", roles_=("learner", "trainer")))
