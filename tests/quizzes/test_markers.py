"""Who marks which texts, when, by which key, and what it costs."""

import datetime as dt
import io
import json

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Attempt, LearningEvent
from courses.people.models import Organisation, Person
from courses.quizzes.models import (
    AnswerToMark,
    KeyCorrection,
    Mark,
    MarkerTold,
    Question,
)
from courses.quizzes.services import closing, corrections
from courses.services import attempts, enrolments
from courses.services.structures import structure_of
from tests.factories.quiz import (
    address,
    drawn_of,
    make_category,
    make_question,
    make_quiz,
    post_answer,
    text,
)
from tests.factories.world import make_person
from tests.quizzes.essays import NOW, SECRET, TO_LEARNER, mark, sheet_url, to_mark

pytestmark = pytest.mark.django_db


# --- Who may ------------------------------------------------------------------------------------


def test_nobody_marks_their_own_answer(world, essay, second):
    attempt = essay(world.trainer)
    own = world.client(world.trainer)
    assert own.get(sheet_url(attempt)).status_code == 404
    assert mark(own, attempt).status_code == 404
    assert "No answer waits" in text(own.get(reverse("quizzes_marking")))
    assert mark(second, attempt).status_code == 302


def test_another_house_does_not_find_it(world, essay):
    attempt = essay()
    house = Organisation.objects.create(name="Other House", time_zone="Europe/London")
    stranger = world.client(make_person(house, "Olga Other", roles_=("learner", "trainer")))
    answer = to_mark(attempt).uuid
    assert stranger.get(sheet_url(attempt)).status_code == 404
    assert mark(stranger, attempt).status_code == 404
    for name in ("quizzes_mark_take", "quizzes_mark_back"):
        assert stranger.post(reverse(name, args=[answer])).status_code == 404
    assert "No answer waits" in text(stranger.get(reverse("quizzes_marking")))
    assert not Mark.objects.exists()


def test_whoever_has_left_marks_no_more(world, essay, trainer):
    attempt = essay()
    Person.objects.filter(pk=world.trainer.pk).update(left_on=dt.date(2024, 2, 1))
    assert trainer.get(sheet_url(attempt)).status_code == 403
    assert mark(trainer, attempt).status_code == 403
    assert not Mark.objects.exists()


def test_names_show_only_where_the_quiz_says_so(essay, trainer):
    attempt = essay(markers_see_names=True)
    assert "Lena Learner" in text(trainer.get(sheet_url(attempt)))
    assert "Lena Learner" in text(trainer.get(reverse("quizzes_marking")))


def test_what_one_marker_took_another_does_not_mark_for_an_hour(essay, trainer, second):
    attempt = essay()
    take = reverse("quizzes_mark_take", args=[to_mark(attempt).uuid])
    trainer.post(take)
    assert "Another marker is at this answer" in text(second.post(take, follow=True))
    refused = mark(second, attempt, comment=TO_LEARNER)
    assert refused.status_code == 422 and TO_LEARNER in text(refused)
    AnswerToMark.objects.update(claimed_at=NOW() - dt.timedelta(minutes=61))
    assert mark(second, attempt).status_code == 302


def test_an_answer_given_back_is_free_again(essay, trainer, second):
    attempt = essay()
    answer = to_mark(attempt).uuid
    trainer.post(reverse("quizzes_mark_take", args=[answer]))
    second.post(reverse("quizzes_mark_back", args=[answer]))  # not theirs to give
    assert to_mark(attempt).claimed_by is not None
    trainer.post(reverse("quizzes_mark_back", args=[answer]))
    assert to_mark(attempt).claimed_by is None


def test_after_a_mark_comes_the_oldest_that_is_left(world, essay, trainer):
    first = essay()
    course = first.enrolment.course
    newer, older = essay(world.colleague, course=course), essay(world.outsider, course=course)
    AnswerToMark.objects.filter(pk=to_mark(older).pk).update(sent_at=NOW() - dt.timedelta(days=3))
    assert mark(trainer, first, then="next").url == sheet_url(older)
    assert to_mark(older).claimed_by == world.trainer
    assert to_mark(newer).claimed_by is None


def test_whoever_withdrew_waits_for_nobody(essay, trainer):
    attempt = essay()
    enrolments.withdraw(enrolment=attempt.enrolment, now=NOW())
    assert "No answer waits" in text(trainer.get(reverse("quizzes_marking")))
    assert "has its mark already" in text(mark(trainer, attempt))


# --- Time, keys, mails, cost --------------------------------------------------------------------


def test_a_sitting_that_ran_out_of_time_says_so_before_and_after_its_mark(
    world, client, trainer, essay
):
    category = make_category()
    make_question(category, kind="essay")
    quiz = make_quiz(category=category, draw=1, time_limit=30, pass_mark=50)
    course = world.course(module_activities=[("quiz", quiz)])
    turn = world.enrol(world.learner, course)
    (fact,) = structure_of(turn.edition_id).activities()
    attempt = attempts.begin(enrolment=turn, activity=fact, now=NOW())
    (drawn,) = drawn_of(attempt)
    post_answer(client, attempt, drawn, {"q1": SECRET})
    later = NOW() + dt.timedelta(hours=2)
    assert closing.sweep(now=later) == 1
    attempt.refresh_from_db()
    assert attempt.evidence == {"time_up": True}
    assert "The time was over" in text(client.get(address(attempt, "result/")))
    deadline = attempt.sitting.deadline_at
    assert to_mark(attempt).sent_at == deadline
    mark(trainer, attempt)
    attempt.refresh_from_db()
    assert attempt.evidence["time_up"] and attempt.finished_at == deadline
    assert "The time was over" in text(client.get(address(attempt, "result/")))


def test_marking_again_after_a_wrong_key_leaves_the_marks_of_people_alone(world, essay, trainer):
    attempt = essay(rest="wrong", pass_mark=90)
    mark(trainer, attempt, "4", "5")
    attempt.refresh_from_db()
    assert not attempt.passed
    question = Question.objects.get(type="true_false")
    for option in question.options.all():
        option.correct = not option.correct
        question.options.add(option)
    question.save()
    question.save_revision().publish()
    question.refresh_from_db()
    corrections.correct(question=question, actor=world.trainer, why="Turned round", now=NOW())
    attempt.refresh_from_db()
    place = attempt.evidence["people"][0] - 1
    assert attempt.evidence["shares"][place] == "9/10"
    assert attempt.passed and attempt.score == 0.95
    text_question = Question.objects.get(type="essay")
    assert corrections.plan(question=text_question).changes == ()


def test_a_key_that_was_corrected_while_a_sitting_waited_counts_when_it_is_marked(
    world, essay, trainer
):
    waiting = essay(rest="wrong", pass_mark=90)
    told = essay(world.colleague, course=waiting.enrolment.course, rest="wrong")
    mark(trainer, told, "4", "6")
    question = Question.objects.get(type="true_false")
    for option in question.options.all():
        option.correct = not option.correct
        question.options.add(option)
    question.save()
    question.save_revision().publish()
    question.refresh_from_db()
    corrections.correct(question=question, actor=world.trainer, why="Turned round", now=NOW())
    assert KeyCorrection.objects.get().attempts.count() == 1
    mark(trainer, waiting, "4", "5")
    waiting.refresh_from_db()
    assert waiting.passed and "regraded" in waiting.evidence


def digest():
    call_command("process_due_dates", stdout=io.StringIO())


def test_markers_are_told_once_a_day_and_only_of_what_is_new(world, essay):
    essay()
    mail.outbox.clear()
    digest()
    digest()
    told = sorted(address for letter in mail.outbox for address in letter.to)
    wanted = [world.trainer, world.administrator]
    assert told == sorted(person.users.get().email for person in wanted)
    assert "1 answer waits" in mail.outbox[0].subject
    assert SECRET not in mail.outbox[0].body and "Lena" not in mail.outbox[0].body
    MarkerTold.objects.update(at=NOW() - dt.timedelta(days=2))
    AnswerToMark.objects.update(sent_at=NOW() - dt.timedelta(days=3))
    digest()
    assert len(mail.outbox) == 2
    MarkerTold.objects.update(at=NOW() - dt.timedelta(days=8))
    digest()
    assert len(mail.outbox) == 4


def test_no_log_line_or_event_holds_a_word(essay, trainer, caplog):
    with caplog.at_level("DEBUG"):
        attempt = essay()
        mark(trainer, attempt, comment=TO_LEARNER)
    assert SECRET not in caplog.text and TO_LEARNER not in caplog.text
    log = json.dumps(list(LearningEvent.objects.values_list("data", flat=True)))
    assert SECRET not in log and TO_LEARNER not in log
    kept = Attempt.objects.values_list("evidence", flat=True)
    assert SECRET not in json.dumps(list(kept))


def test_the_queue_and_the_page_cost_the_same_for_one_and_for_many(world, essay, trainer):
    attempt = essay()
    trainer.get(reverse("quizzes_marking"))

    def cost(url):
        with CaptureQueriesContext(connection) as found:
            assert trainer.get(url).status_code == 200
        return len(found)

    alone = cost(reverse("quizzes_marking")), cost(sheet_url(attempt))
    for number in range(6):
        essay(world.person(f"Person {number}"), course=attempt.enrolment.course)
    assert (cost(reverse("quizzes_marking")), cost(sheet_url(attempt))) == alone
