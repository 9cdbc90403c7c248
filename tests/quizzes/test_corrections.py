"""A wrong key: a trial first, then a fact that gives and never takes a pass away."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from courses.models import ActivityCompletion, CourseCompletion, LearningEvent
from courses.quizzes.models import CorrectedAttempt, KeyCorrection, Question
from courses.quizzes.services import corrections
from tests.factories.quiz import (
    address,
    answer,
    drawn_of,
    make_category,
    make_question,
    make_quiz,
    make_quiz_of,
    right_keys,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong_key(world):
    """Two people took a quiz whose only question had the wrong key; then it was mended."""
    category = make_category()
    question = make_question(category, kind="true_false")
    quiz = make_quiz(category=category, draw=1, attempts=1, feedback="after_submission")
    course = world.course(closing=[("quiz", quiz)], modules=0)
    found = {}
    for who, is_right in ((world.learner, False), (world.colleague, True)):
        attempt = world.begin(world.enrol(who, course), "quiz")
        (drawn,) = drawn_of(attempt)
        options = drawn.snapshot.data["options"]
        key = next(o["key"] for o in options if o["correct"] is is_right)
        answer(world.client(who), attempt, drawn, [key])
        world.client(who).post(address(attempt, "send/"))
        attempt.refresh_from_db()
        found[who] = attempt
    options = list(question.options.all())
    for option in options:
        option.correct = not option.correct
    question.options.set(options)
    question.save_revision().publish()
    return Question.objects.get(pk=question.pk), found[world.learner], found[world.colleague]


def correct(world, question):
    return corrections.correct(
        question=question, actor=world.trainer, why="Turned round", now=timezone.now()
    )


def test_the_trial_says_who_gains_and_changes_nothing(world, wrong_key):
    question, missed, passed = wrong_key
    assert (missed.passed, passed.passed) == (False, True)
    page = text(world.client(world.trainer).get(reverse("quizzes_correct", args=[question.pk])))
    page = " ".join(page.split())
    assert "2 answers were marked so far." in page
    assert "1 result gets better. 1 person passes now" in page
    assert "1 result gets worse. Nobody loses a pass." in page
    assert "0 of 1 right" in page and "keeps the pass" in page
    assert world.learner.name not in page
    missed.refresh_from_db()
    assert not missed.passed and not KeyCorrection.objects.exists()


def test_the_correction_is_on_record_and_completes_the_course(world, wrong_key):
    question, missed, passed = wrong_key
    client = world.client(world.trainer)
    where = reverse("quizzes_correct", args=[question.pk])
    assert client.post(where, {"why": " "}).status_code == 422
    for _click in range(2):
        client.post(where, {"why": "True and false were turned round"})
    row = KeyCorrection.objects.get()
    assert (row.made_by, row.why) == (world.trainer, "True and false were turned round")
    kept = {fact.attempt_id: fact for fact in CorrectedAttempt.objects.all()}
    fact = kept[missed.pk]
    assert (fact.before["right"], fact.after["right"]) == (0, 1)
    assert (fact.passed_before, fact.passed_after) == (False, True)
    assert (kept[passed.pk].passed_before, kept[passed.pk].passed_after) == (True, True)
    missed.refresh_from_db()
    assert missed.passed and missed.evidence["corrected"][0]["by"] == str(row.uuid)
    completion = ActivityCompletion.objects.get(attempt=missed)
    assert completion.completed_at == row.made_at
    assert CourseCompletion.objects.filter(enrolment=missed.enrolment).exists()
    assert LearningEvent.objects.filter(object_uuid=missed.uuid, verb="corrected").count() == 1
    result = text(world.client(world.learner).get(address(missed, "result/")))
    assert "You passed" in result and "marked again since then" in result
    assert "option--wrong" not in result
    passed.refresh_from_db()
    assert passed.passed
    assert "option--wrong" in text(world.client(world.colleague).get(address(passed, "result/")))


def test_nothing_to_correct_writes_nothing(world, wrong_key):
    question, _missed, _passed = wrong_key
    correct(world, question)
    with pytest.raises(corrections.NothingToCorrect):
        correct(world, question)
    assert KeyCorrection.objects.count() == 1
    page = text(world.client(world.trainer).get(reverse("quizzes_correct", args=[question.pk])))
    assert "every answer is marked by this key already" in page and "Turned round" in page


def test_answers_whose_options_are_gone_stay_as_they_are(world, wrong_key):
    question, _missed, _passed = wrong_key
    other = make_question(question.category, kind="true_false")
    question.options.set([])
    for option in other.options.all():
        option.pk = None
        question.options.add(option)
    question.save_revision().publish()
    plan = corrections.plan(question=Question.objects.get(pk=question.pk))
    assert (plan.answered, plan.unlike, plan.changes) == (2, 2, ())


def test_the_database_refuses_to_take_a_pass_away(world, wrong_key):
    question, _missed, passed = wrong_key
    row = correct(world, question)
    fact = CorrectedAttempt(
        correction=row, attempt=passed, before={}, after={}, passed_before=True, passed_after=False
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        fact.save()


def test_parts_of_a_mark_and_points_are_marked_again_exactly(world):
    """Half right becomes wholly right: two thirds of six points, then all of them."""
    category = make_category()
    question = make_question(category, kind="multiple", credit="partial")
    heavy = {"question": question, "points": 4}
    other = {"question": make_question(category), "points": 2}
    quiz = make_quiz_of(fixed=[heavy, other], pass_mark=100, attempts=1)
    attempt = world.begin(
        world.enrol(world.learner, world.course(module_activities=[("quiz", quiz)])), "quiz"
    )
    client = world.client(world.learner)
    first, second = drawn_of(attempt)
    answer(client, attempt, first, right_keys(first)[:1])
    answer(client, attempt, second, right_keys(second))
    client.post(address(attempt, "send/"))
    attempt.refresh_from_db()
    assert (attempt.evidence["shares"], attempt.evidence["earned"]) == (["1/2", "1"], "4")

    unasked = right_keys(first)[1]
    question.options.set(
        [option for option in question.options.all() if str(option.key) != unasked]
    )
    question.save_revision().publish()
    question = Question.objects.get(pk=question.pk)
    found = corrections.plan(question=question)
    assert (found.more, found.passing) == (1, 1)
    correct(world, question)

    attempt.refresh_from_db()
    assert attempt.passed
    assert (attempt.evidence["earned"], attempt.evidence["possible"]) == ("6", 6)
    assert attempt.evidence["points"] == [4, 2]
    row = CorrectedAttempt.objects.get()
    assert (row.before["earned"], row.after["earned"]) == ("4", "6")
