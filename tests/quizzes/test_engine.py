"""One learner, two tabs, a clock that runs on: whatever the order, what is kept is what is marked.

A state machine over the services, on PostgreSQL: saves, reloads, sends, sweeps and expiries in any
order, compared with a model of ten lines.
"""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from courses.models import ActivityCompletion, Attempt
from courses.quizzes import reports
from courses.quizzes.models import Response, Sitting
from courses.quizzes.services import answers, clock, closing
from courses.quizzes.services.answers import Answer
from courses.services import attempts
from courses.services.structures import structure_of
from tests.factories.quiz import drawn_of, make_quiz, right_keys, wrong_keys
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LIMIT = dt.timedelta(minutes=10)
TABS = st.integers(0, 1)
PLACES = st.integers(1, 3)


def test_any_order_of_events_keeps_the_answers_and_ends_once(world):
    course = world.course(module_activities=[("quiz", make_quiz(time_limit=10, pass_mark=60))])
    (fact,) = structure_of(course.current_edition_id).activities()

    class Learner(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.now = timezone.now()
            turn = world.enrol(world.learner, course)
            self.attempt = attempts.begin(enrolment=turn, activity=fact, now=self.now)
            self.drawn = {row.position: row for row in drawn_of(self.attempt)}
            self.kept: dict[int, list[str]] = {}
            self.numbers = dict.fromkeys(self.drawn, 0)
            self.tabs = [dict.fromkeys(self.drawn, 0) for _tab in range(2)]
            self.result = None

        def teardown(self):
            if self.result is None:
                attempts.abandon(
                    attempt=Attempt.objects.get(pk=self.attempt.pk), now=timezone.now()
                )

        @property
        def is_over(self):
            return self.now > self.attempt.started_at + LIMIT + clock.grace()

        def ended(self):
            """The model of marking: what is kept now is what counts."""
            self.result = [
                self.kept.get(place) == sorted(right_keys(row)) for place, row in self.drawn.items()
            ]

        @rule(tab=TABS)
        def reload(self, tab):
            paper = reports.paper(person=world.learner, attempt_uuid=self.attempt.uuid)
            for question in paper.questions:
                ticked = [choice.key for choice in question.choices if choice.chosen]
                assert sorted(ticked) == self.kept.get(question.position, [])
                self.tabs[tab][question.position] = question.seen

        @rule(tab=TABS, place=PLACES, right=st.booleans())
        def save(self, tab, place, right):
            row = self.drawn[place]
            keys = sorted(right_keys(row) if right else wrong_keys(row)[:1])
            given = {place: Answer(tuple(keys), self.tabs[tab][place])}
            try:
                saved = answers.save(
                    person=world.learner,
                    attempt_uuid=self.attempt.uuid,
                    answers=given,
                    now=self.now,
                )
            except answers.AlreadyFinished:
                assert self.result is not None
            except answers.TimeOver:
                assert self.result is None and self.is_over
            except answers.AnsweredElsewhere:
                assert self.tabs[tab][place] < self.numbers[place]
                assert keys != self.kept[place]
            else:
                assert self.result is None and not self.is_over
                if keys != self.kept.get(place):
                    self.numbers[place] += 1
                    self.kept[place] = keys
                self.tabs[tab][place] = saved.seen[place]
                assert saved.seen[place] == self.numbers[place]

        @rule()
        def send(self):
            try:
                answers.send(
                    person=world.learner,
                    attempt_uuid=self.attempt.uuid,
                    answers={},
                    now=self.now,
                )
            except answers.AlreadyFinished:
                assert self.result is not None
            else:
                assert self.result is None
                self.ended()

        @rule()
        def sweep(self):
            sent = closing.sweep(now=self.now)
            assert sent == int(self.result is None and self.is_over)
            if sent:
                self.ended()

        @precondition(lambda self: not self.is_over)
        @rule(seconds=st.sampled_from([5, 120, 620]))
        def wait(self, seconds):
            self.now += dt.timedelta(seconds=seconds)

        @invariant()
        def what_is_kept_is_what_was_given(self):
            found = dict(
                Response.objects.filter(drawn__sitting__attempt=self.attempt)
                .order_by("seq")
                .values_list("drawn__position", "chosen")
            )
            assert found == self.kept
            attempt = Attempt.objects.get(pk=self.attempt.pk)
            assert (attempt.state == Attempt.State.FINISHED) is (self.result is not None)
            if self.result is not None:
                assert attempt.evidence["marks"] == [int(right) for right in self.result]
                done = ActivityCompletion.objects.filter(enrolment=attempt.enrolment)
                assert attempt.passed is (sum(self.result) >= 2)
                assert not attempt.passed or done.exists()

    Learner.TestCase.settings = settings(
        max_examples=25,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    Learner.TestCase("runTest").runTest()


def test_fifty_learners_and_fifty_clicks_never_pass_the_limit(world):
    """A try that ends at once, taken by fifty threads of one person and by fifty people."""
    course = world.course(module_activities=[("quiz", make_quiz(attempts=2, pass_mark=100))])
    (fact,) = structure_of(course.current_edition_id).activities()
    people = [world.person(f"Racer {number}", team=world.team) for number in range(10)]
    turns = [world.enrol(person, course) for person in [world.learner, *people]]

    def begin_and_send(turn):
        def act():
            for _try in range(3):
                attempt = attempts.begin(enrolment=turn, activity=fact, now=timezone.now())
                try:
                    answers.send(
                        person=turn.person,
                        attempt_uuid=attempt.uuid,
                        answers={},
                        now=timezone.now(),
                    )
                except answers.AlreadyFinished:
                    continue

        return act

    mine, *others = turns
    runners = [begin_and_send(mine)] * 20 + [begin_and_send(turn) for turn in others * 3]
    outcomes = race(*runners)

    assert len(outcomes) == 50
    assert {type(error) for error in errors(outcomes)} <= {attempts.NoTriesLeft}
    for turn in turns:
        tries = Attempt.objects.filter(enrolment=turn)
        assert tries.count() == Sitting.objects.filter(attempt__enrolment=turn).count() == 2
        assert set(tries.values_list("state", flat=True)) == {"finished"}
    assert len(values(outcomes)) < 50
