"""A learner keeps the whole way in words: and not one that the debrief has still to say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.scenario import finish, make_scenario, send
from tests.scenarios.test_cost import long_case, statements

pytestmark = pytest.mark.django_db
WHY = "Because nobody has asked her yet."


def begin(world, document=None, **changes):
    content = [("scenario", make_scenario(document, **changes))]
    course = world.course(modules=2, module_activities=content)
    return world.begin(world.enrol(world.learner, course), "scenario")


def told(client, attempt) -> str:
    answer = client.get(f"/learn/case/{attempt.uuid}/transcript/")
    assert answer.status_code == 200
    return answer.content.decode() + str(dict(answer.headers))


def walk(client, attempt):
    send(client, attempt, "choose", choice="hall-push")
    send(client, attempt, "back")
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam on the window.")
    send(client, attempt, "choose", choice="call-tell", confidence=4, reason=WHY)


def test_it_holds_every_choice_reason_and_feedback_and_what_was_taken_back(world):
    attempt, client = begin(world), world.client(world.learner)
    walk(client, attempt)
    text = told(client, attempt)
    for word in ["Put the form on the table", "no longer on your way", "Steam on the window."]:
        assert word in text
    assert WHY in text and "certain" in text and "The kettle boils." in text
    secrets = ["FEEDBACK-", "EXPERT-", "DEBRIEF-", "The strongest choice", "It did harm"]
    assert [word for word in secrets if word in text] == []
    finish(client, attempt)
    text = told(client, attempt)
    for word in ["FEEDBACK-PUSH", "FEEDBACK-ASK", "FEEDBACK-TELL", "The strongest choice"]:
        assert word in text
    assert "Because she asked me to." in text and "Why did you choose as you did?" in text
    review = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert f"/learn/case/{attempt.uuid}/transcript/" in review


@pytest.mark.parametrize(
    ("timing", "early", "late"), [("now", True, True), ("after_reflection", False, True)]
)
def test_feedback_stands_in_it_once_the_case_gives_it(world, timing, early, late):
    attempt, client = begin(world, feedback_timing=timing), world.client(world.learner)
    send(client, attempt, "choose", choice="hall-ask")
    assert ("FEEDBACK-ASK" in told(client, attempt)) == early
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    assert ("FEEDBACK-ASK" in told(client, attempt)) == late
    send(client, attempt, "choose", choice="call-tell", confidence=4, reason=WHY)
    assert ("FEEDBACK-TELL" in told(client, attempt)) == early


def test_where_nobody_may_look_back_it_waits_for_the_end(world):
    attempt, client = begin(world, mode="assessment"), world.client(world.learner)
    send(client, attempt, "choose", choice="hall-ask")
    address = f"/learn/case/{attempt.uuid}/transcript/"
    assert client.get(address).status_code == 403
    finish(client, attempt)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("scenes", [10, 60])
def test_it_takes_the_same_statements_at_any_length(world, scenes):
    attempt, client = begin(world, long_case(scenes)), world.client(world.learner)
    finish(client, attempt)
    told(client, attempt)
    with CaptureQueriesContext(connection) as captured:
        told(client, attempt)
    assert len(statements(captured)) <= 7, statements(captured)


def test_it_is_nobody_else_s(world):
    attempt = begin(world)
    for person in (world.outsider, world.colleague, world.manager, world.trainer):
        answer = world.client(person).get(f"/learn/case/{attempt.uuid}/transcript/")
        assert answer.status_code == 404
