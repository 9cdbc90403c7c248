"""Markers at one answer, and at the answers of one sitting, in the same moment, on PostgreSQL."""

import pytest
from django.utils import timezone

from courses.models import ActivityCompletion, LearningEvent
from courses.quizzes.models import AnswerToMark, FinalMark, Mark
from courses.quizzes.services import markings
from tests.factories.quiz import finish, make_category, make_question, make_quiz
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sent(world):
    """A function that sends a quiz of so many texts and gives back the answers to mark."""

    def send(number=1, **fields):
        category = make_category()
        for _number in range(number):
            make_question(category, kind="essay")
        quiz = make_quiz(category=category, draw=number, **fields)
        course = world.course(module_activities=[("quiz", quiz)])
        attempt = world.begin(world.enrol(world.learner, course), "quiz")
        finish(world.client(world.learner), attempt)
        return list(AnswerToMark.objects.select_related("drawn__snapshot"))

    return send


@pytest.fixture
def markers(world):
    return [world.person(f"Marker {n}", roles_=("learner", "trainer")) for n in range(4)]


def give(answer, marker):
    keys = [row["key"] for row in answer.drawn.snapshot.data["rubric"]]
    return lambda: markings.give(
        answers=markings.answers_for(marker),
        answer_uuid=answer.uuid,
        marker=marker,
        points=dict.fromkeys(keys, "4"),
        comment="",
        now=timezone.now(),
    )


def claim(answer, marker):
    return lambda: markings.claim(
        answers=markings.answers_for(marker),
        answer_uuid=answer.uuid,
        marker=marker,
        now=timezone.now(),
    )


def test_of_four_who_take_one_answer_one_has_it(sent, markers):
    (answer,) = sent()
    outcomes = race(*[claim(answer, marker) for marker in markers])
    assert len(values(outcomes)) == 1
    assert {type(error) for error in errors(outcomes)} == {markings.Claimed}


def test_of_four_who_mark_one_answer_one_mark_counts(sent, markers):
    (answer,) = sent()
    outcomes = race(*[give(answer, marker) for marker in markers])
    assert len(values(outcomes)) == 1
    assert {type(error) for error in errors(outcomes)} == {markings.AlreadySettled}
    assert Mark.objects.count() == FinalMark.objects.count() == 1
    assert ActivityCompletion.objects.count() == 1


def test_two_second_markers_at_once_give_two_marks_and_no_third(sent, markers):
    (answer,) = sent(second_marker=True)
    outcomes = race(*[give(answer, marker) for marker in markers])
    assert len(values(outcomes)) == 2
    assert sorted(Mark.objects.values_list("number", flat=True)) == [1, 2]
    assert FinalMark.objects.get().how == "mean"


def test_the_last_two_answers_of_a_sitting_marked_at_once_settle_it_once(sent, markers):
    every = sent(4)
    outcomes = race(*[give(answer, who) for answer, who in zip(every, markers, strict=True)])
    assert errors(outcomes) == []
    attempt = every[0].drawn.sitting.attempt
    attempt.refresh_from_db()
    assert attempt.state == "finished" and attempt.passed
    assert LearningEvent.objects.filter(verb="finished").count() == 1
    assert ActivityCompletion.objects.count() == 1
