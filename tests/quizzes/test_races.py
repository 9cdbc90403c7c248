"""Eight threads at one sitting, on PostgreSQL."""

import pytest
from django.utils import timezone

from courses.models import ActivityCompletion, Attempt, LearningEvent
from courses.quizzes.models import DrawnQuestion, Response, Sitting
from courses.quizzes.services import answers
from courses.quizzes.services.answers import Answer
from courses.services import attempts
from courses.services.structures import structure_of
from tests.factories.quiz import drawn_of, make_quiz, right_keys, wrong_keys
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def save(world, attempt, given):
    """A save of these answers, as a thread's work."""
    return lambda: answers.save(
        person=world.learner, attempt_uuid=attempt.uuid, answers=given, now=timezone.now()
    )


def send(world, attempt, given=None):
    return lambda: answers.send(
        person=world.learner, attempt_uuid=attempt.uuid, answers=given or {}, now=timezone.now()
    )


def test_eight_clicks_on_start_draw_once(world):
    course = world.course(module_activities=[("quiz", make_quiz(attempts=1))])
    enrolment = world.enrol(world.learner, course)
    (fact,) = structure_of(enrolment.edition_id).activities()

    def begin():
        return attempts.begin(enrolment=enrolment, activity=fact, now=timezone.now()).pk

    outcomes = race(*[begin] * 8)

    assert errors(outcomes) == []
    assert len(set(values(outcomes))) == 1
    assert Attempt.objects.count() == Sitting.objects.count() == 1
    assert list(DrawnQuestion.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_eight_clicks_on_send_mark_once(world, sit):
    attempt = sit(closing=True)
    for drawn in drawn_of(attempt):
        save(world, attempt, {drawn.position: Answer(tuple(right_keys(drawn)), 0)})()

    outcomes = race(*[send(world, attempt)] * 8)

    assert len(values(outcomes)) == 1
    assert {type(error) for error in errors(outcomes)} == {answers.AlreadyFinished}
    assert ActivityCompletion.objects.filter(attempt=attempt).count() == 1
    assert LearningEvent.objects.filter(object_uuid=attempt.uuid, verb="finished").count() == 1
    attempt.refresh_from_db()
    assert attempt.score == 1.0


def test_the_same_answer_from_eight_threads_is_one_row(world, sit):
    attempt = sit()
    first = drawn_of(attempt)[0]

    outcomes = race(*[save(world, attempt, {1: Answer(tuple(right_keys(first)), 0)})] * 8)

    assert errors(outcomes) == []
    assert [saved.seen for saved in values(outcomes)] == [{1: 1}] * 8
    assert list(Response.objects.values_list("seq", flat=True)) == [1]


def test_different_answers_from_eight_tabs_keep_one_and_tell_the_others(world, sit):
    attempt = sit(questions=1)
    (drawn,) = drawn_of(attempt)
    keys = [right_keys(drawn)[0], wrong_keys(drawn)[0]]

    outcomes = race(
        *[save(world, attempt, {1: Answer((keys[number % 2],), 0)}) for number in range(8)]
    )

    assert len(values(outcomes)) == 4
    assert [type(error) for error in errors(outcomes)] == [answers.AnsweredElsewhere] * 4
    assert Response.objects.count() == 1


def test_what_was_kept_before_the_sending_is_what_was_marked(world, sit):
    """Saves and a sending at once: an answer is either marked, or told that it came too late."""
    attempt = sit(questions=7, pass_mark=1)
    every = drawn_of(attempt)
    savers = [
        save(world, attempt, {drawn.position: Answer(tuple(right_keys(drawn)), 0)})
        for drawn in every
    ]

    outcomes = race(*savers, send(world, attempt))

    saved = values(outcomes[:7])
    assert {type(error) for error in errors(outcomes)} <= {answers.AlreadyFinished}
    assert outcomes[7].error is None
    attempt.refresh_from_db()
    assert Response.objects.count() == len(saved) == attempt.evidence["right"]


def test_racing_starts_never_pass_the_limit(world):
    """Each of a person's tries ends as soon as it is begun, by threads that race for the next."""
    course = world.course(module_activities=[("quiz", make_quiz(attempts=3, pass_mark=100))])
    enrolment = world.enrol(world.learner, course)
    (fact,) = structure_of(enrolment.edition_id).activities()

    def begin_and_send():
        for _turn in range(6):
            attempt = attempts.begin(enrolment=enrolment, activity=fact, now=timezone.now())
            try:
                send(world, attempt)()
            except answers.AlreadyFinished:
                continue

    outcomes = race(*[begin_and_send] * 8)

    assert {type(error) for error in errors(outcomes)} == {attempts.NoTriesLeft}
    assert Attempt.objects.count() == 3
    assert set(Attempt.objects.values_list("state", flat=True)) == {"finished"}
