"""How the questions of a quiz do: the page of its authors, its rollups and its sheet."""

import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Attempt
from courses.quizzes import itempage
from courses.quizzes.models import CountedSitting, ItemRollup, Question, Quiz
from courses.quizzes.services import corrections, items
from tests.factories.quiz import (
    begin_again,
    finish,
    make_quiz,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(world):
    """A function with which so many more people take one quiz of three questions."""
    quiz = make_quiz(questions=0, fixed=3, shuffle_questions=False, attempts=2)
    course = world.course(module_activities=[("quiz", quiz)])

    def take(people, start=0):
        for number in range(start, start + people):
            person = world.person(f"Taker {number}")
            attempt = world.begin(world.enrol(person, course), "quiz")
            finish(world.client(person), attempt, right=number % 4)
        return quiz

    return take


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


def page_of(client, quiz, more=""):
    return text(client.get(reverse("quizzes_items", args=[quiz.pk]) + more))


def _page(quiz):
    return itempage.page(quiz=quiz.uuid)


def count(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_too_few_sittings_are_told_as_a_number_only(taken, trainer):
    quiz = taken(9)
    page = page_of(trainer, quiz)
    assert "9 sittings count here" in page and "Too few to say" in page
    assert "What do you do first" not in page
    sheet = trainer.get(reverse("quizzes_items_csv", args=[quiz.pk])).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(sheet)))
    assert {line["facility"] for line in lines} == {""}


def test_an_author_reads_how_each_question_does_without_a_name(taken, trainer):
    quiz = taken(12)
    page = page_of(trainer, quiz)
    assert "12 sittings count here" in page and "Taker" not in page
    assert "75 %" in page and "50 %" in page and "25 %" in page  # 1 to 3 of 4, as they were taken
    assert page.count('<g class="items__point') == 3 and "Few get it right" in page
    sheet = trainer.get(reverse("quizzes_items_csv", args=[quiz.pk])).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(sheet)))
    assert sorted({line["facility"] for line in lines}) == ["0.25", "0.5", "0.75"]
    assert len(lines) == 9 and "Taker" not in sheet


def test_what_is_rolled_up_and_what_is_not_say_the_same(taken, trainer):
    quiz = taken(12)
    before = _page(quiz)
    call_command("process_due_dates", stdout=io.StringIO())
    assert CountedSitting.objects.count() == 12
    kept = list(ItemRollup.objects.values_list("tally", flat=True))
    assert items.roll_up() == 0 and list(ItemRollup.objects.values_list("tally", flat=True)) == kept
    assert _page(quiz) == before
    taken(4, start=12)
    assert "16 sittings count here" in page_of(trainer, quiz)
    assert items.roll_up(quiz=quiz.uuid) == 4
    assert "16 sittings count here" in page_of(trainer, quiz)


def test_later_tries_count_only_when_they_are_asked_for(taken, trainer, world):
    quiz = taken(12)
    failed = Attempt.objects.filter(passed=False).first()
    client = world.client(failed.enrolment.person)
    begin_again(client, failed)
    again = Attempt.objects.get(enrolment=failed.enrolment, number=2)
    finish(client, again)
    assert "12 sittings count here" in page_of(trainer, quiz)
    assert "13 sittings count here" in page_of(trainer, quiz, "?tries=all")


def test_each_version_has_its_own_numbers(taken, trainer):
    quiz = taken(10)
    question = Question.objects.order_by("pk").first()
    question.text = "<p>What now? Said better</p>"
    question.save_revision().publish()
    taken(10, start=10)
    page = page_of(trainer, quiz)
    assert "Said better" in page and "as it was from" in page
    rows = {row.number: row.item.n for row in _page(quiz).rows}
    assert sorted(rows.values()) == [10, 10, 20, 20]


def test_a_corrected_key_counts_anew_for_the_right_version(taken, world):
    quiz = taken(12)
    items.roll_up()
    question = Question.objects.order_by("pk").first()
    for option in question.options.all():
        option.correct = option.sort_order == 1
        question.options.add(option)
    question.save()
    question.save_revision().publish()
    question.refresh_from_db()
    corrections.correct(question=question, actor=world.trainer, why="Wrong", now=timezone.now())
    assert not CountedSitting.objects.exists() and not ItemRollup.objects.exists()
    rows = [row for row in _page(quiz).rows if row.snapshot.source_key == str(question.uuid)]
    told = {row.snapshot.pk: row.item for row in rows}
    assert told[question.published_snapshot_id].n > 0
    assert sum(item.n for item in told.values()) == 12


def test_the_page_costs_the_same_for_few_sittings_and_for_many(taken, trainer):
    quiz = taken(10)
    url = reverse("quizzes_items", args=[quiz.pk])
    trainer.get(url)
    few = count(trainer, url)
    taken(14, start=10)
    assert count(trainer, url) == few
    items.roll_up()
    assert count(trainer, url) <= few


def test_a_quiz_that_nobody_took_says_so(trainer):
    quiz = make_quiz()
    assert "Nobody has finished this quiz yet" in page_of(trainer, quiz)
    assert Quiz.objects.count() == 1
