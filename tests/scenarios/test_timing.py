"""A scene with a time limit: what time decides is named before, said after, and never a trap."""

import copy
import datetime as dt

import pytest
from django.utils import timezone

from courses.people.services import accommodations
from scenarios.models import Run, Step
from scenarios.services import plays, timing
from scenarios.services.plays import Answer
from tests.factories.scenario import CASE, finish, make_scenario, send

pytestmark = pytest.mark.django_db
PUSHED = "If you do not, this happens: Put the form on the table"


@pytest.fixture
def attempt(world):
    document = copy.deepcopy(CASE)
    document["scenes"][0]["timer"] = {"seconds": 30, "choice": "hall-push"}
    content = [("scenario", make_scenario(document))]
    course = world.course(modules=2, module_activities=content)
    return world.begin(world.enrol(world.learner, course), "scenario")


@pytest.fixture
def client(world):
    return world.client(world.learner)


def here(client, attempt):
    return client.get(f"/learn/case/{attempt.uuid}/")


def ago(seconds: int) -> None:
    Run.objects.update(last_at=timezone.now() - dt.timedelta(seconds=seconds))


def test_the_limit_and_what_it_does_are_said_before(client, attempt):
    page = here(client, attempt).content.decode()
    assert "You have 30 seconds to decide." in page and PUSHED in page
    assert "Turn time limits off" in page
    send(client, attempt, "choose", choice="hall-ask")
    assert Step.objects.get().choice_key == "hall-ask"


def test_who_answers_too_late_gets_the_named_choice_and_is_told_in_the_debrief(client, attempt):
    ago(40)
    page = here(client, attempt)
    text = page.content.decode()
    assert "The time is up." in text and "Ask what a good evening is" not in text
    token = str(Run.objects.get().token())
    for _ in range(2):
        answer = send(client, attempt, "choose", choice="hall-push", token=token)
        assert answer.status_code == 302
    step = Step.objects.get()
    assert (step.choice_key, step.first, step.confidence) == ("hall-push", False, None)
    told = here(client, attempt).content.decode()
    assert "The time was up before you decided" in told
    assert "So this happened: Put the form on the table" in told
    finish(client, attempt)
    review = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert "The time was up before you decided" in review


def test_a_late_answer_is_not_taken_for_another_choice(client, attempt):
    ago(40)
    send(client, attempt, "choose", choice="hall-ask")
    assert Step.objects.get().choice_key == "hall-push"


def test_time_cannot_be_claimed_before_it_is_over(world, client, attempt):
    ago(10)
    assert send(client, attempt, "choose").status_code == 422
    play = plays.own_play(person=world.learner, attempt=attempt.uuid)
    with pytest.raises(plays.NotOpen):
        timing.run_out(play=play, answer=Answer(token=play.run.token()), now=timezone.now())
    ago(32)  # on its way when the time ended
    send(client, attempt, "choose", choice="hall-ask")
    assert Step.objects.get().choice_key == "hall-ask"


def test_a_learner_turns_limits_off_even_when_the_time_is_up_and_they_stay_off(
    world, client, attempt
):
    ago(4000)
    send(client, attempt, "timers", limits="off")
    text = here(client, attempt).content.decode()
    assert "Time limits are off." in text and "Ask what a good evening is" in text
    send(client, attempt, "choose", choice="hall-ask")
    step = Step.objects.get()
    assert (step.choice_key, step.first) == ("hall-ask", True)
    finish(client, attempt)
    again = client.post(client.get(f"/learn/review/{attempt.uuid}/").context["replay_url"])
    assert "Time limits are off." in client.get(again.url).content.decode()


def test_limits_come_back_with_the_next_scene_and_never_at_once(client, attempt):
    send(client, attempt, "timers", limits="off")
    ago(4000)
    send(client, attempt, "timers", limits="on")
    assert "Time limits are off." in here(client, attempt).content.decode()
    send(client, attempt, "choose", choice="hall-ask")
    assert Step.objects.get().choice_key == "hall-ask"
    send(client, attempt, "back")
    assert PUSHED in here(client, attempt).content.decode()


def test_nobody_else_turns_them_off(world, attempt):
    assert send(world.client(world.outsider), attempt, "timers").status_code == 404


def test_what_is_arranged_for_a_person_holds_in_a_case(world, client, attempt):
    def arrange(**what):
        accommodations.arrange(
            people=[world.learner],
            arranged=accommodations.Arranged(**what),
            actor=world.manager,
            now=timezone.now(),
        )

    arrange(extra_time=100)
    assert "You have 60 seconds to decide." in here(client, attempt).content.decode()
    ago(40)
    send(client, attempt, "choose", choice="hall-ask")
    assert Step.objects.get().choice_key == "hall-ask"


def test_no_time_limits_can_be_arranged_for_good(world, client, attempt):
    accommodations.arrange(
        people=[world.learner],
        arranged=accommodations.Arranged(no_time_limit=True),
        actor=world.manager,
        now=timezone.now(),
    )
    ago(40)
    page = here(client, attempt).content.decode()
    assert "Time limits are off" in page
    assert "Use time limits again" not in page
    send(client, attempt, "choose", choice="hall-ask")
    assert Step.objects.get().choice_key == "hall-ask"
