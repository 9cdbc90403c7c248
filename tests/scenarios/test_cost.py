"""What a step costs, at 10, 200 and 2,000 scenes, and that a race makes one step."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import ActivityCompletion
from scenarios.models import Justification, Run, Step
from scenarios.services import plays
from scenarios.services.plays import Answer
from tests.factories.scenario import finish, make_scenario, send
from tests.plugins.race import errors, race, values

SAVEPOINTS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def long_case(scenes: int) -> dict:
    """A case of so many decisions in a row, two choices each, and an ending."""
    keys = [f"s{number}" for number in range(scenes - 1)]
    found = []
    for key, to in zip(keys, [*keys[1:], "end"], strict=True):
        found.append(
            {
                "key": key,
                "kind": "decision",
                "title": f"Scene {key}",
                "body": "She waits, and it rains. " * 12,
                "choices": [
                    {"key": f"{key}-a", "label": f"Ask at {key}", "to": to, "rating": "best"},
                    {"key": f"{key}-b", "label": f"Wait at {key}", "to": to, "rating": "harmful"},
                ],
            }
        )
    ending = {"key": "end", "kind": "ending", "title": "After", "body": "x", "debrief": "Well."}
    return {"key": "long", "title": "A long case", "start": "s0", "scenes": [*found, ending]}


def statements(captured) -> list[str]:
    return [row["sql"] for row in captured if not row["sql"].startswith(SAVEPOINTS)]


@pytest.fixture
def begun(world):
    def begin(document=None):
        course = world.course(module_activities=[("scenario", make_scenario(document))])
        return world.begin(world.enrol(world.learner, course), "scenario")

    return begin


@pytest.mark.django_db
@pytest.mark.parametrize("scenes", [10, 200, 2_000])
def test_a_step_takes_eight_statements_with_session_and_user(world, begun, scenes):
    attempt = begun(long_case(scenes))
    client = world.client(world.learner)
    page = f"/learn/case/{attempt.uuid}/"
    client.get(page)
    token = str(Run.objects.get().token())
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.post(f"{page}choose/", {"token": token, "choice": "s0-a"}, follow=True)
    assert len(statements(captured)) == 8, statements(captured)
    token = str(Run.objects.get().token())
    with CaptureQueriesContext(connection) as captured:
        client.post(f"{page}choose/", {"token": token, "choice": "s1-a"}, headers={"X-Step": "1"})
    assert len(statements(captured)) == 5, statements(captured)


@pytest.mark.django_db
@pytest.mark.parametrize("scenes", [10, 60])
def test_a_debrief_takes_the_same_statements_for_a_short_and_a_long_way(world, begun, scenes):
    attempt = begun(long_case(scenes))
    client = world.client(world.learner)
    finish(client, attempt)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/learn/review/{attempt.uuid}/").status_code == 200
    assert len(statements(captured)) == 10, statements(captured)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_are_one_step(world, begun):
    attempt = begun()
    token = Run.objects.get().token()

    def click():
        client = Client()
        client.force_login(world.learner.users.get())
        data = {"token": str(token), "choice": "hall-ask"}
        return client.post(f"/learn/case/{attempt.uuid}/choose/", data).status_code

    outcomes = race(*[click] * 8)
    assert errors(outcomes) == []
    assert values(outcomes) == [302] * 8
    assert Step.objects.count() == 1
    assert Run.objects.get().seq == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_choices_at_once_are_one_step_and_one_refusal(world, begun):
    attempt = begun()

    def choose(key):
        def click():
            play = plays.own_play(person=world.learner, attempt=attempt.uuid)
            answer = Answer(token=play.run.token(0), choice=key)
            return plays.choose(play=play, answer=answer, now=timezone.now()).run.scene_key

        return click

    outcomes = race(*[choose("hall-ask"), choose("hall-push")] * 4)
    assert values(outcomes) == ["kitchen"] * 4
    assert {type(error) for error in errors(outcomes)} == {plays.Stale}
    assert Step.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_closing_eight_times_at_once_finishes_once_and_keeps_one_text(world, begun):
    attempt = begun()
    client = world.client(world.learner)
    for _ in range(20):
        if client.get(f"/learn/case/{attempt.uuid}/").context["is_over"]:
            break
        run = Run.objects.get()
        if run.scene_key in ("hall", "call"):
            key = "hall-ask" if run.scene_key == "hall" else "call-tell"
            send(client, attempt, "choose", choice=key, confidence=2, reason="She has her reasons.")
        else:
            send(client, attempt, "on")
    token = Run.objects.get().token()

    def close():
        play = plays.own_play(person=world.learner, attempt=attempt.uuid)
        answer = Answer(token=token, texts=["Because."])
        return plays.close(play=play, answer=answer, now=timezone.now()).run.phase

    outcomes = race(*[close] * 8)
    assert errors(outcomes) == []
    assert values(outcomes) == ["debriefed"] * 8
    assert Step.objects.filter(kind="close").count() == 1
    assert Justification.objects.filter(step__kind="close").count() == 1
    assert ActivityCompletion.objects.count() == 1
