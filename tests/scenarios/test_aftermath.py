"""Feedback comes when the author says, and not a word of it before, in a page or a header."""

import copy
import json

import pytest

from courses.people.models import Person
from scenarios.models import Step
from tests.factories.scenario import CASE, make_scenario, send

pytestmark = pytest.mark.django_db
WHY = "Because she has not been asked."
JUDGEMENTS = ("The strongest choice here", "It cost something", "It did harm", "A sound choice")
EVERY = ("FEEDBACK-", "EXPERT-", "DEBRIEF-", "BLOCK-", "colleagues chose", *JUDGEMENTS)


def begin(world, document=None, **changes):
    course = world.course(
        modules=2, module_activities=[("scenario", make_scenario(document, **changes))]
    )
    return world.begin(world.enrol(world.learner, course), "scenario")


def said(answer) -> str:
    """Everything that a browser gets."""
    return json.dumps(dict(answer.headers)) + answer.content.decode()


def here(client, attempt) -> str:
    return said(client.get(f"/learn/case/{attempt.uuid}/"))


def secrets_in(text: str) -> list[str]:
    return [word for word in EVERY if word in text]


def step(client, attempt, door, **data) -> str:
    """The answer to a step with script: the next scene in the same response."""
    run = attempt.run
    run.refresh_from_db()
    answer = client.post(
        f"/learn/case/{attempt.uuid}/{door}/",
        {"token": str(run.token()), **data},
        headers={"X-Step": "1"},
    )
    assert answer.status_code == 200
    return said(answer)


def test_in_a_case_that_says_so_feedback_comes_with_the_next_scene_and_goes_with_it(world):
    attempt, client = begin(world, feedback_timing="now"), world.client(world.learner)
    assert secrets_in(here(client, attempt)) == []

    page = step(client, attempt, "choose", choice="hall-ask")
    assert secrets_in(page) == ["FEEDBACK-", "The strongest choice here"]
    assert "FEEDBACK-ASK" in page
    assert "FEEDBACK-PUSH" not in page
    assert "FEEDBACK-ASK" in here(client, attempt)  # as long as the learner stands there

    assert secrets_in(step(client, attempt, "on")) == []


def test_after_reflection_means_after_the_learner_s_own_words(world):
    attempt = begin(world, feedback_timing="after_reflection")
    client = world.client(world.learner)
    assert secrets_in(step(client, attempt, "choose", choice="hall-ask")) == []
    assert secrets_in(step(client, attempt, "on")) == []

    page = step(client, attempt, "on", text="Steam on the window.")
    assert secrets_in(page) == ["FEEDBACK-", "The strongest choice here"]

    # Nothing is reflected on after the last decision: the debrief says the rest.
    ending = step(client, attempt, "choose", choice="call-hush", confidence=3, reason=WHY)
    assert secrets_in(ending) == []


def test_by_default_nothing_is_said_before_the_debrief(world):
    attempt, client = begin(world), world.client(world.learner)
    pages = [
        here(client, attempt),
        step(client, attempt, "choose", choice="hall-push"),
        step(client, attempt, "back"),
        step(client, attempt, "choose", choice="hall-ask"),
        step(client, attempt, "on"),
        step(client, attempt, "on", text="Steam."),
        step(client, attempt, "choose", choice="call-hush", confidence=3, reason=WHY),
    ]
    assert [secrets_in(page) for page in pages] == [[]] * 7

    send(client, attempt, "close", answer_0="For her.")
    assert "FEEDBACK-ASK" in client.get(f"/learn/review/{attempt.uuid}/").content.decode()


def test_a_choice_can_be_earlier_than_its_case(world):
    document = copy.deepcopy(CASE)
    document["scenes"][0]["choices"][0]["feedback"]["timing"] = "now"
    attempt, client = begin(world, document), world.client(world.learner)

    assert "FEEDBACK-ASK" in step(client, attempt, "choose", choice="hall-ask")


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_colleagues_choices_come_after_one_s_own_and_from_ten_people_only(world, people, shown):
    scenario = make_scenario(peer_compare="after_commit")
    course = world.course(modules=2, module_activities=[("scenario", scenario)])
    for number in range(people):
        person = world.person(f"Peer {number:02}", team=world.team)
        attempt = world.begin(world.enrol(person, course), "scenario")
        peer = world.client(person)
        send(peer, attempt, "choose", choice="hall-ask" if number % 2 else "hall-push")
        send(peer, attempt, "on")
        send(peer, attempt, "on", text="Steam.")
        send(peer, attempt, "choose", choice="call-hush", confidence=3, reason=WHY)
        send(peer, attempt, "close", answer_0="For her.")
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    assert "colleagues chose" not in here(client, attempt)

    page = step(client, attempt, "choose", choice="hall-ask")

    assert ("colleagues chose" in page) is shown
    assert ("50 in 100" in page) is shown
    assert secrets_in(page) == (["colleagues chose"] if shown else [])


def prompted(**prompt):
    """The case with another prompt in its reflection."""
    document = copy.deepcopy(CASE)
    document["scenes"][2]["prompt"] = {"question": "Will she stay?", **prompt}
    return document


@pytest.mark.parametrize(
    ("prompt", "sent", "word"),
    [
        ({"type": "scale", "low": "surely not", "high": "surely"}, 5, "5: surely"),
        (
            {"type": "likert_sct", "new_info": "Her daughter has a key."},
            -2,
            "Much less likely",
        ),
    ],
)
def test_an_answer_on_a_scale_is_kept_with_its_step_and_read_in_the_debrief(
    world, prompt, sent, word
):
    attempt, client = begin(world, prompted(**prompt)), world.client(world.learner)
    step(client, attempt, "choose", choice="hall-ask")
    page = step(client, attempt, "on")
    assert prompt.get("new_info", "") in page
    assert page.count('name="scale"') == 5

    refused = send(client, attempt, "on")
    assert refused.status_code == 422
    assert "Choose one of the five." in refused.content.decode()
    assert send(client, attempt, "on", scale="9").status_code == 422
    step(client, attempt, "on", scale=sent)
    assert Step.objects.get(scene_key="pause").answer == sent

    step(client, attempt, "choose", choice="call-hush", confidence=3, reason=WHY)
    send(client, attempt, "close", answer_0="For her.")
    debrief = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert "Will she stay?" in debrief
    assert word in debrief


def test_shares_cost_one_query_and_only_where_they_are_asked(world, django_assert_num_queries):
    assert Person.objects.exists()
    plain, asking = begin(world), begin(world, peer_compare="after_commit")
    client = world.client(world.learner)
    for attempt, queries in ((plain, 3), (asking, 4)):
        step(client, attempt, "choose", choice="hall-ask")
        with django_assert_num_queries(queries):
            here(client, attempt)
