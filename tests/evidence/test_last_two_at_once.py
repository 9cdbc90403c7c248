"""The last two activities of a course end in the same moment, on PostgreSQL."""

import pytest
from django.utils import timezone

from certificates.models import Award, Certificate
from courses.activities import Result
from courses.models import ActivityCompletion, Attempt, CourseCompletion, LearningEvent
from courses.services import attempts
from courses.services.structures import structure_of
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 3


def open_both(world, course):
    """Two open tries, the only two things that the course asks for."""
    turn = world.enrol(world.learner, course)
    return [
        attempts.begin(enrolment=turn, activity=fact, now=timezone.now())
        for fact in structure_of(turn.edition_id).activities()
    ]


def finish(attempt):
    def runner():
        own = Attempt.objects.select_related("enrolment").get(pk=attempt.pk)
        attempts.finish(attempt=own, result=Result(passed=True), now=timezone.now())

    return runner


def test_the_last_two_activities_at_once_complete_the_course_once(world):
    course = world.course(
        module_activities=[("scenario", world.content("scenario")), ("quiz", world.content("quiz"))]
    )
    for number in range(1, ROUNDS + 1):
        both = open_both(world, course)
        outcomes = race(*[finish(attempt) for attempt in both * 4])
        assert len(values(outcomes)) == 2
        assert {type(error) for error in errors(outcomes)} == {attempts.AlreadyFinished}
        turn = both[0].enrolment
        assert ActivityCompletion.objects.filter(enrolment=turn).count() == 2
        completion = CourseCompletion.objects.get(enrolment=turn)
        events = LearningEvent.objects.filter(verb="completed", person=world.learner)
        assert events.filter(object_uuid=completion.uuid).count() <= 1
        assert Award.objects.filter(completion=completion).count() == 1
        assert Certificate.objects.filter(award__completion=completion).count() == 1
        assert CourseCompletion.objects.filter(person=world.learner).count() == number
