"""A learner at a quiz."""

import pytest

from tests.factories.quiz import make_quiz
from tests.quizzes.essays import essay, second, third, trainer

__all__ = ["essay", "second", "third", "trainer"]


@pytest.fixture
def sit(world):
    """A function that places a quiz in a course and opens a learner's attempt at it."""

    def begin(person=None, *, title="Boundaries", closing=False, **fields):
        quiz = make_quiz(**fields)
        place = "closing" if closing else "module_activities"
        course = world.course(title, **{place: [("quiz", quiz)]}, modules=0 if closing else 1)
        enrolment = world.enrol(person or world.learner, course)
        return world.begin(enrolment, "quiz")

    return begin


@pytest.fixture
def client(world):
    return world.client(world.learner)
