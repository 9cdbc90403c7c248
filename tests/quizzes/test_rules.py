"""Tries, draws, pins: what the rules of a quiz and its authors do to a learner."""

import pytest
from django.db import connection, transaction

from courses.models import ActivityCompletion, Attempt, EvidenceLocked
from courses.quizzes.models import (
    DrawnQuestion,
    Question,
    QuestionCategory,
    Quiz,
    Response,
    Sitting,
)
from courses.services import guards
from courses.services.structures import structure_of
from tests.factories import quiz as factory
from tests.factories.quiz import (
    address,
    answer,
    begin_again,
    drawn_of,
    finish,
    make_quiz,
    right_keys,
    text,
)


def test_tries_end_where_the_rules_say(sit, client):
    attempt = sit(attempts=2, pass_mark=100)
    finish(client, attempt, right=0)
    result = text(client.get(address(attempt, "result/")))
    assert "You have one more try" in result
    assert "Try again" in result
    assert "is shown once you have passed or no try is left" in result
    again = begin_again(client, attempt)
    second = Attempt.objects.get(number=2)
    assert again.url == address(second)
    assert "This is try 2 of 2" in text(client.get(again.url))
    assert "Another try is under way" in text(client.get(address(attempt, "result/")))
    finish(client, second, right=0)
    result = text(client.get(address(second, "result/")))
    assert "Every try is used" in result
    assert "Try again" not in result
    assert begin_again(client, attempt).status_code == 409
    assert Attempt.objects.count() == 2


def test_a_quiz_without_a_limit_can_be_tried_again(sit, client):
    attempt = sit(pass_mark=100)
    finish(client, attempt, right=2)
    assert "as often as you like" in text(client.get(address(attempt, "result/")))
    assert begin_again(client, attempt).status_code == 302


def test_a_pass_is_kept_when_a_later_try_misses(world, client):
    quiz, other = make_quiz(pass_mark=100), make_quiz()
    course = world.course(module_activities=[("quiz", quiz)], closing=[("quiz", other)])
    first = world.begin(world.enrol(world.learner, course), "quiz")
    finish(client, first)
    begin_again(client, first)
    second = Attempt.objects.get(number=2)
    finish(client, second, right=0)
    result = text(client.get(address(second, "result/")))
    assert "your pass stands" in result
    assert "canary" in result  # once passed, right and wrong may be shown
    completion = ActivityCompletion.objects.get()
    assert completion.attempt == first


def test_a_retake_prefers_questions_that_were_not_met(world, client):
    quiz = make_quiz(questions=6, draw=3, pass_mark=100)
    course = world.course(module_activities=[("quiz", quiz)])
    first = world.begin(world.enrol(world.learner, course), "quiz")
    finish(client, first, right=0)
    begin_again(client, first)
    second = Attempt.objects.get(number=2)
    met = {d.question_uuid for d in drawn_of(first)}
    assert not met & {d.question_uuid for d in drawn_of(second)}
    begin = world.begin(world.enrol(world.colleague, course), "quiz")
    assert len(drawn_of(begin)) == 3  # what others met counts for nobody else


def test_fixed_questions_come_first_when_nothing_is_shuffled(sit):
    attempt = sit(questions=3, draw=2, fixed=2, shuffle_questions=False, shuffle_options=False)
    drawn = drawn_of(attempt)
    assert len(drawn) == 4
    fixed = [row["question"] for row in attempt.snapshot.data["fixed_questions"]]
    assert [d.snapshot.data["pk"] for d in drawn[:2]] == fixed
    for one in drawn:
        assert one.option_order == [o["key"] for o in one.snapshot.data["options"]]


def test_drafts_and_unpublished_questions_are_never_drawn(world):
    category = factory.make_category()
    factory.make_question(category, text="The only one")
    for _number in range(4):  # enough that a lot which knew them would hit one
        factory.make_question(category, publish=False)
        factory.make_question(category).unpublish()
    quiz = make_quiz(category=category, draw=1)
    attempt = world.begin(
        world.enrol(world.learner, world.course(module_activities=[("quiz", quiz)])), "quiz"
    )
    assert ["The only one" in d.snapshot.data["text"] for d in drawn_of(attempt)] == [True]


def test_a_quiz_whose_questions_are_gone_costs_no_try(world, client):
    quiz = make_quiz(questions=1, attempts=1)
    course = world.course(module_activities=[("quiz", quiz)])
    Question.objects.all().delete()
    enrolment = world.enrol(world.learner, course)
    attempt = world.begin(enrolment, "quiz")
    page = client.get(address(attempt))
    assert "costs you no try" in text(page)
    assert client.get(address(attempt, "check/")).url == address(attempt)
    assert client.post(address(attempt, "send/")).url == address(attempt)
    left = client.post(address(attempt, "leave/"))
    assert left.status_code == 303
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.ABANDONED
    assert client.post(address(attempt, "leave/")).status_code == 303
    assert begin_again(client, attempt).status_code == 302
    assert client.get(address(attempt)).status_code == 302
    assert "not marked" in text(client.get(f"/learn/review/{attempt.uuid}/"))


def test_a_sitting_with_questions_cannot_be_given_back(sit, client):
    attempt = sit()
    assert client.post(address(attempt, "leave/")).url == address(attempt)
    attempt.refresh_from_db()
    assert attempt.is_open


def test_what_was_drawn_stays_when_authors_edit_and_delete(sit, client, world):
    attempt = sit(pass_mark=100, feedback="after_submission")
    before = text(client.get(address(attempt, "1/")))
    for question in Question.objects.all():
        question.text = "<p>Rewritten</p>"
        options = list(question.options.all())
        new_right = next(option for option in options if not option.correct)
        for option in options:
            option.text, option.correct = f"Turned {option.pk}", option is new_right
        question.options.set(options)
        question.save_revision().publish()
    assert "Rewritten" not in text(client.get(address(attempt, "1/")))
    with guards.lifted():
        Question.objects.all().delete()
        QuestionCategory.objects.all().delete()
        Quiz.objects.all().delete()
    after = text(client.get(address(attempt, "1/")))
    words = [d.snapshot.data["text"] for d in drawn_of(attempt)]
    assert all(word in before and word in after for word in words)
    finish(client, attempt)
    attempt.refresh_from_db()
    assert attempt.passed
    review = client.get(f"/learn/review/{attempt.uuid}/")
    assert review.status_code == 200
    assert all(word in text(review) for word in words)
    assert "Rewritten" not in text(review)


def test_the_rules_in_force_are_those_of_the_edition(sit, client, world):
    attempt = sit(pass_mark=50, questions=2)
    quiz = Quiz.objects.get()
    quiz.pass_mark = 100
    quiz.save_revision().publish()
    finish(client, attempt, right=1)
    attempt.refresh_from_db()
    assert attempt.passed


def test_a_closing_quiz_waits_and_leads_back_to_the_course(sit, client):
    attempt = sit(closing=True)
    finish(client, attempt)
    result = client.get(address(attempt, "result/"))
    assert f"/learn/{attempt.enrolment.uuid}/" in text(result)
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.state == "completed"


def test_evidence_is_never_changed(sit, client):
    attempt = sit()
    drawn = drawn_of(attempt)[0]
    answer(client, attempt, drawn, right_keys(drawn))
    response = Response.objects.get()
    response.chosen = []
    with pytest.raises(EvidenceLocked):
        response.save()
    for model in (Response, DrawnQuestion, Sitting):
        with pytest.raises(EvidenceLocked):
            model.objects.all().delete()
        with pytest.raises(Exception, match="evidence is never changed"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_the_module_points_at_the_quiz_and_its_result(sit, client):
    attempt = sit()
    place = f"/learn/{attempt.enrolment.uuid}/"
    structure = structure_of(attempt.enrolment.edition_id)
    module = client.get(f"{place}{structure.modules[0].slug}/")
    assert "Go on where you stopped" in text(module)
    finish(client, attempt)
    assert f"/learn/review/{attempt.uuid}/" in text(
        client.get(f"{place}{structure.modules[0].slug}/")
    )
