"""A text that people mark: from its author to the queue, to its marks, and back to its learner."""

import datetime as dt

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from courses.models import ActivityCompletion, Attempt, CourseCompletion, LearningEvent
from courses.quizzes.models import (
    AnswerToMark,
    FinalMark,
    Mark,
    Question,
)
from tests.factories.quiz import (
    address,
    make_category,
    make_question,
    make_quiz,
    text,
)
from tests.quizzes.essays import NOW, SECRET, TO_LEARNER, mark, sheet_url, to_mark
from tests.quizzes.test_authoring import (
    PUBLISH,
    QUESTIONS,
    QUIZZES,
    add,
    question_form,
    quiz_form,
    rich,
    rows,
)

pytestmark = pytest.mark.django_db


# --- Authors ----------------------------------------------------------------------------------


def criterion(name, points=3):
    return {"name": name, "points": points, "description": ""}


def test_a_trainer_writes_a_question_with_a_rubric_and_publishes_it(trainer):
    form = question_form(make_category(), kind="essay", min_words="50", max_words="200")
    form |= rows("rubric", criterion("Her will"), criterion("A record", 5))
    form |= {"model_answer": rich("She is asked first.")}
    assert add(trainer, QUESTIONS, form | PUBLISH).status_code == 302
    data = Question.objects.get().published_snapshot.data
    assert [(row["name"], row["points"]) for row in data["rubric"]] == [
        ("Her will", 3),
        ("A record", 5),
    ]
    assert "asked first" in data["model_answer"]


@pytest.mark.parametrize(
    ("rubric", "more", "words"),
    [
        ([], {}, "Write at least one thing that a marker looks for"),
        ([criterion("Her will"), criterion("her  WILL")], {}, "Another row of the rubric has this"),
        ([criterion("Her will")], {"min_words": 9, "max_words": 3}, "must not be fewer"),
    ],
)
def test_a_rubric_that_cannot_mark_is_refused_in_words(trainer, rubric, more, words):
    form = question_form(make_category(), kind="essay", **more) | rows("rubric", *rubric)
    refused = add(trainer, QUESTIONS, form | {"model_answer": "null"} | PUBLISH)
    assert refused.status_code == 200
    assert words in text(refused)
    assert not Question.objects.filter(live=True).exists()


def test_a_quiz_that_tells_at_once_takes_no_text(trainer):
    category = make_category()
    make_question(category, kind="essay", text="What would you write?")
    refused = add(trainer, QUIZZES, quiz_form([(category, 1)], feedback="immediate") | PUBLISH)
    assert "What would you write?” is marked by a person" in text(refused)
    taken = add(trainer, QUIZZES, quiz_form([(category, 1)], second_marker="on") | PUBLISH)
    assert taken.status_code == 302


# --- The way of one answer ----------------------------------------------------------------------


def test_the_learner_waits_in_words_and_nothing_is_told_early(world, essay, client):
    attempt = essay()
    assert attempt.state == Attempt.State.SUBMITTED
    for page in (
        address(attempt, "result/"),
        f"/learn/review/{attempt.uuid}/",
        f"/learn/{attempt.enrolment.uuid}/",
        f"/learn/{attempt.enrolment.uuid}/module-1/",
        "/learn/",
    ):
        shown = text(client.get(page))
        assert "sealed" not in shown and "canary" not in shown, page
        assert "marker" in shown or "person marks" in shown, page
    home = text(client.get("/learn/"))
    assert "You have done your part. What you sent waits for a marker." in home
    assert "Sent, and waiting for a marker" in home
    assert not CourseCompletion.objects.exists()


def test_a_marker_takes_marks_and_the_learner_reads_how_it_came_out(
    world, essay, trainer, client, django_capture_on_commit_callbacks
):
    attempt = essay()
    queue = text(trainer.get(reverse("quizzes_marking")))
    assert "1 answer waits for a marker" in queue and "without a name" in queue
    assert SECRET not in queue and "Lena" not in queue
    taken = trainer.post(reverse("quizzes_mark_take", args=[to_mark(attempt).uuid]))
    page = text(trainer.get(taken.url))
    assert SECRET in page and "sealed model answer" in page and "sealed: asked first" in page
    assert "Lena" not in page
    with django_capture_on_commit_callbacks(execute=True):
        kept = mark(trainer, attempt, "3,5", "5", TO_LEARNER)
    assert kept.url == reverse("quizzes_marking")
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.FINISHED
    assert attempt.evidence["earned"] == "37/20"
    assert attempt.evidence["people"] == [to_mark(attempt).drawn.position]
    result = text(client.get(address(attempt, "result/")))
    assert "You passed" in result and TO_LEARNER in result and "A person marked what you" in result

    assert "Marked: 8.5 of 10 points" in result and SECRET in result
    assert "sealed model answer" not in result
    assert "was marked" in text(client.get("/learn/"))
    assert "No answer waits for a marker" in text(trainer.get(reverse("quizzes_marking")))
    [letter] = mail.outbox
    assert letter.to == [world.learner.users.get().email]
    assert address(attempt, "result/") in letter.body
    whole = letter.subject + letter.body
    assert SECRET not in whole and TO_LEARNER not in whole and "8.5" not in whole


def test_a_mark_below_the_pass_leaves_another_try(essay, trainer, client):
    attempt = essay(attempts=2)
    mark(trainer, attempt, "0", "1", TO_LEARNER)
    result = text(client.get(address(attempt, "result/")))
    assert "Not passed yet" in result and "You have one more try" in result
    # The words to the learner come at once; what each row got waits for the quiz's own rule.
    assert TO_LEARNER in result and "sealed: asked first" not in result


def test_the_day_that_counts_is_the_day_on_which_it_was_sent(world, essay, trainer):
    attempt = essay(when_begun=NOW() - dt.timedelta(days=12))
    sent = NOW() - dt.timedelta(days=9)
    AnswerToMark.objects.update(sent_at=sent)
    mark(trainer, attempt)
    attempt.refresh_from_db()
    assert attempt.finished_at == sent
    assert ActivityCompletion.objects.get().completed_at == sent
    done = CourseCompletion.objects.get()
    assert done.completed_at == sent
    finished = LearningEvent.objects.get(verb="finished")
    assert NOW() - finished.at < dt.timedelta(minutes=1)  # the log says when it was known


def test_the_course_is_done_on_the_day_of_the_last_thing(world, essay, trainer):
    attempt = essay()
    AnswerToMark.objects.update(sent_at=NOW() - dt.timedelta(days=9))
    mark(trainer, attempt)
    seen = attempt.enrolment.visits.get().first_at  # opened after the (moved) day of sending
    assert CourseCompletion.objects.get().completed_at == seen


def test_a_text_left_empty_needs_nobody(world, client):
    category = make_category()
    make_question(category, kind="essay")
    course = world.course(module_activities=[("quiz", make_quiz(category=category, draw=1))])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    client.post(address(attempt, "send/"))
    attempt.refresh_from_db()
    assert attempt.passed is False and not AnswerToMark.objects.exists()


def test_points_that_cannot_be_read_keep_the_page_as_it_was(essay, trainer):
    attempt = essay()
    refused = mark(trainer, attempt, "5", "", TO_LEARNER)
    page = text(refused)
    assert refused.status_code == 422
    assert "That is more than this row gives." in page and "0 is a mark too" in page
    assert TO_LEARNER in page and 'value="5"' in page
    assert not Mark.objects.exists()


def test_two_clicks_give_one_mark(essay, trainer):
    attempt = essay()
    mark(trainer, attempt, "4", "6")
    again = mark(trainer, attempt, "0", "0")
    assert "has its mark already" in text(again)
    assert Mark.objects.count() == FinalMark.objects.count() == 1
    assert LearningEvent.objects.filter(verb="marked").count() == 1


def test_marks_are_inserted_and_never_changed(essay, trainer):
    mark(trainer, essay())
    for row in (Mark.objects.get(), FinalMark.objects.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


# --- Two markers --------------------------------------------------------------------------------


def test_two_marks_that_lie_near_give_their_mean_and_neither_marker_sees_the_other(
    essay, trainer, second
):
    attempt = essay(second_marker=True, marks_gap=20)
    mark(trainer, attempt, "4", "5", "From the first.")
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SUBMITTED
    assert "Another person must give the second mark" in text(trainer.get(sheet_url(attempt)))
    assert "You have marked this answer" in text(mark(trainer, attempt, "1", "1"))
    page = text(second.get(sheet_url(attempt)))
    assert "From the first." not in page and "Tara" not in page
    mark(second, attempt, "3", "4", "From the second.")
    final = FinalMark.objects.get()
    assert (final.how, final.share) == ("mean", "4/5")
    attempt.refresh_from_db()
    assert attempt.passed


@pytest.mark.parametrize("way", ["third", "agreed"])
def test_two_marks_that_lie_apart_are_settled_by_a_third_or_by_agreeing(
    essay, trainer, second, third, client, way
):
    attempt = essay(second_marker=True, marks_gap=20)
    mark(trainer, attempt, "4", "6", "Splendid.")
    mark(second, attempt, "1", "1", "Thin.")
    assert to_mark(attempt).state == AnswerToMark.State.APART
    assert "Two marks lie apart" in text(second.get(reverse("quizzes_marking") + "?shelf=apart"))
    if way == "third":
        mark(third, attempt, "4", "4", "Good enough.")
    else:
        refused = mark(second, attempt, "4", "4", "Good enough.")
        assert "Tick that both of you agree" in text(refused)
        mark(second, attempt, "4", "4", "Good enough.", agreed="yes")
    final = FinalMark.objects.get()
    assert (final.how, final.share) == (way, "4/5")
    result = text(client.get(address(attempt, "result/")))
    assert "Good enough." in result and "Splendid." not in result and "Thin." not in result
