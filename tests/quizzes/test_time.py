"""Time limits and waits: the server's clock decides, and nothing that was saved is lost."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.models import ActivityCompletion
from courses.people.services import accommodations
from courses.quizzes.models import Response, Sitting
from courses.quizzes.outcomes import percent_of
from courses.services import attempts
from courses.services.structures import structure_of
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

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "fetch"}


def ago(**ago_):
    return timezone.now() - dt.timedelta(**ago_)


@pytest.fixture
def timed(world):
    """A function that begins a learner's quiz of thirty minutes at some moment."""

    def begin(at=None, **fields):
        quiz = make_quiz(**({"time_limit": 30, "pass_mark": 30} | fields))
        course = world.course(module_activities=[("quiz", quiz)])
        turn = world.enrol(world.learner, course)
        (fact,) = structure_of(turn.edition_id).activities()
        return attempts.begin(enrolment=turn, activity=fact, now=at or timezone.now())

    return begin


def arrange(world, **what):
    accommodations.arrange(
        people=[world.learner],
        arranged=accommodations.Arranged(**what),
        actor=world.manager,
        now=timezone.now(),
    )


def test_the_page_says_until_when_before_and_after_the_start(timed, client):
    attempt = timed()
    sitting = Sitting.objects.get()
    assert sitting.deadline_at - attempt.started_at == dt.timedelta(minutes=30)
    page = text(client.get(address(attempt)))
    until = timezone.localtime(sitting.deadline_at)
    assert f"There is time until {until:%H:%M}" in page
    assert 'data-all="1800"' in page
    saved = client.post(address(attempt, "save/"), {"seen1": 0}, headers=SCRIPT)
    assert 1700 < saved.json()["left"] <= 1800
    other = timed(pass_mark=100, attempts=3, layout="all")
    finish(client, other, right=0)
    module = text(client.get(f"/learn/{other.enrolment.uuid}/module-1/"))
    assert "2 more tries" in module


def test_the_card_says_how_long_there_is_before_anybody_starts(world, client):
    course = world.course(module_activities=[("quiz", make_quiz(time_limit=30))])
    turn = world.enrol(world.learner, course)
    page = text(client.get(f"/learn/{turn.uuid}/module-1/"))
    assert "Once you start, there are 30 minutes" in page


@pytest.mark.parametrize(
    ("what", "minutes", "shown"),
    [
        ({"extra_time": 50}, 45, True),
        ({"no_time_limit": True}, None, False),
        ({"no_timers": True}, 30, False),
    ],
)
def test_what_is_arranged_is_in_the_deadline(world, timed, client, what, minutes, shown):
    arrange(world, **what)
    attempt = timed()
    ends = Sitting.objects.get().deadline_at
    assert (ends and (ends - attempt.started_at).seconds // 60) == minutes
    page = text(client.get(address(attempt)))
    assert ("timer.js" in page) is shown
    assert ("data-time-ask" in page) is shown
    assert ("There is time until" in page) is (minutes is not None)


def test_an_answer_in_the_grace_counts_and_one_after_it_does_not(timed, client):
    attempt = timed(ago(minutes=30, seconds=5))
    first = drawn_of(attempt)[0]
    assert answer(client, attempt, first, right_keys(first)).status_code == 303
    late = timed(ago(minutes=30, seconds=40), title="Another")
    drawn = drawn_of(late)[0]
    refused = answer(client, late, drawn, right_keys(drawn))
    assert (refused.status_code, refused.url) == (303, address(late, "result/"))
    assert Response.objects.count() == 1
    late.refresh_from_db()
    assert (late.state, late.passed, late.evidence["time_up"]) == ("finished", False, True)
    assert late.finished_at == late.sitting.deadline_at
    page = text(client.get(refused.url))
    assert "The time was over. What you had saved was sent" in page
    assert "The time was over: what had been saved was sent." in page


@pytest.mark.parametrize("door", ["", "1/", "check/", "save/", "send/"])
def test_whoever_comes_late_finds_what_was_saved_sent(timed, client, door):
    attempt = timed(ago(minutes=29))
    first = drawn_of(attempt)[0]
    answer(client, attempt, first, right_keys(first))
    late = client.get if door in ("", "1/", "check/") else client.post
    with Later(minutes=10):
        data = {} if late == client.get else {"seen2": 0, "q2": right_keys(drawn_of(attempt)[1])}
        found = late(address(attempt, door), data)
    assert (found.status_code, found.url) == (303, address(attempt, "result/"))
    attempt.refresh_from_db()
    assert attempt.evidence["right"] == 1
    assert ActivityCompletion.objects.filter(attempt=attempt).exists()


class Later:
    """The clock of the server, moved on for a while."""

    def __init__(self, **ahead):
        self.ahead = dt.timedelta(**ahead)

    def __enter__(self):
        self.patch = pytest.MonkeyPatch()
        real = timezone.now
        self.patch.setattr("django.utils.timezone.now", lambda: real() + self.ahead)

    def __exit__(self, *_error):
        self.patch.undo()


def test_a_script_that_comes_late_is_told_where_the_result_is(timed, client):
    attempt = timed(ago(hours=2))
    told = client.post(address(attempt, "save/"), {"seen1": 0, "q1": ""}, headers=SCRIPT)
    assert told.status_code == 409
    assert told.json()["url"] == address(attempt, "result/")


def test_the_sweep_sends_what_nobody_came_back_to_once(timed, client):
    attempt = timed(ago(hours=2))
    fresh = timed(title="Still running")
    for expected in ("Quiz: 1 sent because the time was over.", ""):
        out = io.StringIO()
        call_command("process_due_dates", stdout=out)
        assert ("because the time was over" in out.getvalue()) is bool(expected)
    attempt.refresh_from_db()
    fresh.refresh_from_db()
    assert (attempt.state, fresh.state) == ("finished", "open")


def test_a_next_try_waits_as_long_as_the_rules_say(world, client):
    quiz = make_quiz(delay_hours=24, pass_mark=100, questions=1)
    turn = world.enrol(world.learner, world.course(module_activities=[("quiz", quiz)]))
    attempt = world.begin(turn, "quiz")
    result = finish(client, attempt, right=0)
    page = text(client.get(result.url))
    assert "There is a wait between tries" in page
    assert "Try again" not in page
    assert "The next try may begin" in text(client.get(f"/learn/{turn.uuid}/module-1/"))
    refused = begin_again(client, attempt)
    assert refused.status_code == 409
    assert "no try was used" in text(refused)
    with Later(hours=25):
        assert "Try again" in text(client.get(result.url))
        assert begin_again(client, attempt).status_code == 302


def test_an_empty_form_on_the_first_question_is_no_error(sit, client):
    attempt = sit()
    assert client.post(address(attempt, "1/"), {}).url == address(attempt, "2/")
    assert client.post(address(attempt, "save/"), {}).json()["seen"] == {}
    finish(client, attempt)
    assert client.post(address(attempt, "1/"), {}).url == address(attempt, "result/")


@pytest.mark.parametrize(
    ("right", "asked", "shown"),
    [(7, 8, "87.5 %"), (2, 3, "66.6 %"), (799, 1000, "79.9 %"), (7999, 10_000, "79.9 %"),
     (0, 0, "0 %"), (3, 3, "100 %"), (1, 2, "50 %")],
)  # fmt: skip
def test_a_percentage_never_looks_like_more_than_it_is(right, asked, shown):
    assert percent_of(right, asked) == shown
