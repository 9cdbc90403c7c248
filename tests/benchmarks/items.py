"""The page about the questions of a quiz that many people took."""

import random
import time
import uuid

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse
from django.utils import timezone

from courses.models import Attempt, Course
from courses.people.models import Person
from courses.quizzes.models import DrawnQuestion, Question, Quiz, Response, Sitting
from courses.quizzes.services import items
from tests.benchmarks.browser import Browser
from tests.benchmarks.goals import FEW_ITEMS, ITEMS
from tests.benchmarks.meter import Action
from tests.factories.quiz import make_quiz
from tests.factories.world import World

ASKED = 10
RESPONSES = {ITEMS: 100_000, FEW_ITEMS: 1_000}


def quiz_taken(world: World, take, *, responses: int) -> tuple[Quiz, float]:
    """A quiz of ten questions with so many answers, all counted, and the seconds that took.

    `take` is the crowd's: it puts people into a course, each with a finished first try.
    """
    quiz = make_quiz(questions=ASKED, kinds=("single",))
    course: Course = world.course(
        f"Asked {responses}",
        module_activities=[("quiz", quiz), ("journal", world.content("journal"))],
    )
    take(course, responses // ASKED)
    _answer(quiz, course)
    began = time.monotonic()
    items.roll_up(quiz=uuid.UUID(str(quiz.uuid)))
    return quiz, time.monotonic() - began


def _answer(quiz: Quiz, course: Course) -> None:
    """Sittings for the tries that are there, answered by people of different strength."""
    draw, now = random.Random(11), timezone.now()
    questions = list(Question.objects.filter(category__draws__quiz=quiz).order_by("pk"))
    keys = {
        question.pk: [row["key"] for row in question.published_snapshot.data["options"]]
        for question in questions
    }
    attempts = list(
        Attempt.objects.filter(enrolment__course=course, snapshot__source_key=str(quiz.uuid))
    )
    marks = {}
    for attempt in attempts:
        strength = draw.random()
        marks[attempt.pk] = [int(draw.random() < 0.35 + strength * 0.6) for _q in questions]
        attempt.evidence = {
            "right": sum(marks[attempt.pk]), "asked": ASKED, "pass_mark": 80,
            "marks": marks[attempt.pk],
        }  # fmt: skip
    Attempt.objects.bulk_update(attempts, ["evidence"], batch_size=500)
    sittings = Sitting.objects.bulk_create(
        [Sitting(attempt=attempt, seed=1) for attempt in attempts], batch_size=2000
    )
    drawn = DrawnQuestion.objects.bulk_create(
        [
            DrawnQuestion(
                sitting=sitting,
                position=place,
                question_uuid=question.uuid,
                snapshot_id=question.published_snapshot_id,
                option_order=keys[question.pk],
            )
            for sitting in sittings
            for place, question in enumerate(questions, start=1)
        ],
        batch_size=2000,
    )
    Response.objects.bulk_create(
        [
            Response(
                drawn=one,
                seq=1,
                chosen=[
                    keys[questions[place % ASKED].pk][
                        0 if marks[one.sitting.attempt_id][place % ASKED] else draw.choice([1, 2])
                    ]
                ],
                at=now,
            )
            for place, one in enumerate(drawn)
        ],
        batch_size=2000,
    )


def reading(app: WSGIHandler, trainer: Person, quiz: Quiz, name: str) -> Action:
    """The author's page about the questions of a quiz."""
    who = Browser(app).sign_in(trainer.users.get())
    path = reverse("quizzes_items", args=[quiz.pk])
    return Action(name, lambda _ready: who.get(path), browser=who)
