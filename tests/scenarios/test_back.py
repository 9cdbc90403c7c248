"""The ways back that an author may set: none, looking, the last decision, any decision."""

import copy

import pytest

from scenarios.models import Run, Step
from tests.factories.scenario import CASE, make_scenario, send

pytestmark = pytest.mark.django_db
WHY = "Because she has not been asked."


def begin(world, document=None, **changes):
    course = world.course(
        modules=2, module_activities=[("scenario", make_scenario(document, **changes))]
    )
    return world.begin(world.enrol(world.learner, course), "scenario")


def to_the_ending(client, attempt):
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    send(client, attempt, "choose", choice="call-hush", confidence=3, reason=WHY)


def look(client, attempt, seq):
    return client.get(f"/learn/case/{attempt.uuid}/look/{seq}/")


@pytest.fixture
def client(world):
    return world.client(world.learner)


@pytest.mark.parametrize(
    ("changes", "may_look", "may_undo"),
    [
        ({"back_policy": "none"}, False, False),
        ({"back_policy": "look"}, True, False),
        ({"back_policy": "undo_to_commit"}, True, True),
        ({"back_policy": "free"}, True, True),
        ({"back_policy": "free", "mode": "assessment"}, False, False),
    ],
)
def test_what_is_not_allowed_has_no_control_and_no_address(
    world, client, changes, may_look, may_undo
):
    attempt = begin(world, **changes)
    to_the_ending(client, attempt)
    page = client.get(f"/learn/case/{attempt.uuid}/").content.decode()

    assert ("/look/0/" in page) is may_look
    assert look(client, attempt, 0).status_code == (200 if may_look else 403)
    assert ("Go back to your last decision" in page) is may_undo
    assert send(client, attempt, "back").status_code == (302 if may_undo else 403)
    assert Step.objects.filter(kind="undo").count() == may_undo


def test_looking_back_shows_the_scene_as_it_was_and_changes_nothing(world, client):
    attempt = begin(world, back_policy="look")
    to_the_ending(client, attempt)
    kept = Run.objects.values().get()

    answer = look(client, attempt, 0)

    page = answer.content.decode()
    assert answer.context["counters"][0]["word"] == "wary"  # what it was then
    assert "Ask what a good evening is" in page
    assert "Put the form on the table" not in page
    assert "FEEDBACK" not in page
    assert "Take this decision back" not in page
    assert Run.objects.values().get() == kept


def test_any_decision_is_taken_back_where_the_case_is_free(world, client):
    attempt = begin(world, back_policy="free")
    to_the_ending(client, attempt)
    assert "Take this decision back" in look(client, attempt, 0).content.decode()
    assert "Take this decision back" not in look(client, attempt, 1).content.decode()

    assert send(client, attempt, "back", to=0).status_code == 302

    run = Run.objects.get()
    assert (run.scene_key, run.path, run.state["vars"]) == ("hall", [], {"trust": 1})
    undo = Step.objects.get(kind="undo")
    assert undo.back_to == 0
    assert Step.objects.count() == 5  # nothing was deleted
    send(client, attempt, "choose", choice="hall-push")
    firsts = Step.objects.first_answers().filter(scene_key="hall")
    assert [step.choice_key for step in firsts] == ["hall-ask"]


def test_only_the_last_decision_is_taken_back_where_the_case_says_so(world, client):
    attempt = begin(world, back_policy="undo_to_commit")
    to_the_ending(client, attempt)

    assert "Take this decision back" not in look(client, attempt, 0).content.decode()
    assert "Take this decision back" in look(client, attempt, 3).content.decode()
    assert send(client, attempt, "back", to=0).status_code == 403
    assert send(client, attempt, "back", to=3).status_code == 302
    assert Run.objects.get().scene_key == "call"


@pytest.mark.parametrize("to", ["1", "99", "4"])
def test_what_was_no_decision_is_not_taken_back(world, client, to):
    attempt = begin(world, back_policy="free")
    to_the_ending(client, attempt)

    assert send(client, attempt, "back", to=to).status_code == 403
    assert Run.objects.get().scene_key == "end-moved"


@pytest.mark.parametrize("to", ["-1", "x", "9" * 30])
def test_a_broken_number_changes_nothing_and_says_so(world, client, to):
    attempt = begin(world, back_policy="free")
    to_the_ending(client, attempt)

    assert send(client, attempt, "back", to=to).status_code == 422
    assert Run.objects.get().scene_key == "end-moved"


def test_a_scene_can_close_the_way_back_that_the_case_opens(world, client):
    document = copy.deepcopy(CASE)
    next(scene for scene in document["scenes"] if scene["key"] == "call")["back"] = "none"
    attempt = begin(world, document, back_policy="free")
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    assert look(client, attempt, 0).status_code == 200
    send(client, attempt, "on", text="Steam.")

    assert Run.objects.get().scene_key == "call"
    refused = look(client, attempt, 0)
    assert refused.status_code == 403
    assert "This case does not let anyone go back at this point." in refused.content.decode()
    assert send(client, attempt, "back").status_code == 403


def test_going_back_twice_with_one_form_is_one_step(world, client):
    attempt = begin(world, back_policy="free")
    to_the_ending(client, attempt)
    token = str(Run.objects.get().token())

    for _number in range(2):
        assert send(client, attempt, "back", to=0, token=token).status_code == 302
    assert Step.objects.filter(kind="undo").count() == 1


def test_a_step_that_never_was_is_not_found_and_a_debrief_is_not_looked_back_into(world, client):
    attempt = begin(world)
    to_the_ending(client, attempt)
    assert look(client, attempt, 17).status_code == 404
    send(client, attempt, "close", answer_0="For her.")
    assert look(client, attempt, 0).url == f"/learn/review/{attempt.uuid}/"


def test_looking_back_costs_the_same_after_a_long_way(world, client, django_assert_num_queries):
    attempt = begin(world, back_policy="look")
    to_the_ending(client, attempt)
    look(client, attempt, 0)
    for seq in (0, 3):
        with django_assert_num_queries(3):
            look(client, attempt, seq)
