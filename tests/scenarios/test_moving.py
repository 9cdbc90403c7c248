"""A case is corrected while people are in it: nobody is moved who does not want to be."""

import copy

import pytest
from django.utils import timezone

from scenarios.models import Run, Scenario, ScenarioVersion, Step
from scenarios.services import rollups, versions
from tests.factories.scenario import finish, make_scenario, publish, send

pytestmark = pytest.mark.django_db
OFFER = "There is a newer version of this case."
WHY = "Because nobody has asked her yet."


@pytest.fixture
def attempt(world):
    course = world.course(modules=2, module_activities=[("scenario", make_scenario())])
    return world.begin(world.enrol(world.learner, course), "scenario")


@pytest.fixture
def client(world):
    return world.client(world.learner)


def here(client, attempt):
    return client.get(f"/learn/case/{attempt.uuid}/")


def change(edit) -> ScenarioVersion:
    scenario = Scenario.objects.get()
    draft = copy.deepcopy(scenario.draft)
    edit(draft, {scene["key"]: scene for scene in draft["scenes"]})
    scenario.draft = draft
    publish(scenario)
    return ScenarioVersion.objects.order_by("-number").first()


def without_the_kitchen(draft, scenes):
    for choice in scenes["hall"]["choices"]:
        choice["to"] = "call"
    draft["scenes"] = [s for s in draft["scenes"] if s["key"] not in ("kitchen", "pause")]


def to_the_call(client, attempt):
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")


def test_a_newer_version_is_offered_at_a_resting_place_and_taken_only_by_who_accepts(
    client, attempt
):
    newer = change(without_the_kitchen)
    assert newer.change_class == "T2"
    send(client, attempt, "choose", choice="hall-ask")
    assert OFFER not in here(client, attempt).content.decode()
    assert send(client, attempt, "newer").status_code == 409
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    page = here(client, attempt)
    assert page.context["case"].number == 1
    assert OFFER in page.content.decode()

    token = str(Run.objects.get().token())
    assert send(client, attempt, "newer", token=token).status_code == 302
    assert send(client, attempt, "newer", token=token).status_code == 302
    assert Step.objects.filter(kind="move").count() == 1
    page = here(client, attempt)
    assert OFFER not in page.content.decode()
    assert (page.context["case"].number, page.context["scene"].key) == (2, "call")
    assert page.context["counters"][0]["word"] == "open"
    # No way leads behind the move, and none breaks.
    assert send(client, attempt, "back").status_code == 403
    assert client.get(f"/learn/case/{attempt.uuid}/look/0/").status_code == 404
    send(client, attempt, "choose", choice="call-hush", confidence=3, reason=WHY)
    send(client, attempt, "back")
    assert Run.objects.get().state["vars"] == {"trust": 2}
    finish(client, attempt)
    attempt.refresh_from_db()
    assert attempt.evidence["version"] == 2
    review = client.get(f"/learn/review/{attempt.uuid}/")
    text = review.content.decode()
    assert [moment.title for moment in review.context["moments"]] == ["In the hall", "The call"]
    assert "FEEDBACK-ASK" in text and "Steam." in text
    assert [moment.may_fork for moment in review.context["moments"]] == [False, True]
    fork = client.post(f"/learn/case/{attempt.uuid}/road/", {"seq": 0})
    assert fork.url == f"/learn/review/{attempt.uuid}/"
    last = review.context["moments"][1].seq
    assert "/road/" in client.post(f"/learn/case/{attempt.uuid}/road/", {"seq": last}).url
    assert Run.objects.get(parent__isnull=False).scene_key == "call"


def test_who_does_not_accept_plays_on_as_they_began(client, attempt):
    change(without_the_kitchen)
    finish(client, attempt)
    attempt.refresh_from_db()
    assert attempt.evidence["version"] == 1


def rated_anew(draft, scenes):
    scenes["hall"]["choices"][0]["rating"] = "acceptable"


def another_memory(draft, scenes):
    draft["vars"][0] |= {"max": 1, "words": ["closed", "wary"]}
    without_the_kitchen(draft, scenes)


def the_call_removed(draft, scenes):
    scenes["pause"]["next"] = "end-home"
    draft["scenes"] = [s for s in draft["scenes"] if s["key"] not in ("call", "end-moved")]


@pytest.mark.parametrize("edit", [rated_anew, another_memory, the_call_removed])
def test_what_judges_differently_or_cannot_hold_the_way_is_not_offered(client, attempt, edit):
    change(edit)
    to_the_call(client, attempt)
    assert OFFER not in here(client, attempt).content.decode()
    assert send(client, attempt, "newer").status_code == 409
    assert Run.objects.get().version.number == 1


def test_a_withdrawn_version_shows_no_scene_and_offers_a_new_beginning(world, client, attempt):
    send(client, attempt, "choose", choice="hall-ask")
    first = ScenarioVersion.objects.get()
    versions.withdraw(
        version=first, reason="The dose was wrong.", by=world.trainer, now=timezone.now()
    )
    page = here(client, attempt)
    text = page.content.decode()
    assert "was withdrawn" in text and "The dose was wrong." in text
    assert "The kettle boils." not in text and "Begin again" not in text
    assert send(client, attempt, "on").status_code == 409
    assert send(client, attempt, "restart").status_code == 409

    change(without_the_kitchen)
    assert "Begin again" in here(client, attempt).content.decode()
    token = str(Run.objects.get().token())
    again = client.post(
        f"/learn/case/{attempt.uuid}/restart/", {"token": token}, headers={"X-Step": "1"}
    )
    assert again.context["scene"].key == "hall"
    send(client, attempt, "restart", token=token)
    run = Run.objects.get()
    assert (run.scene_key, run.path, run.version.number) == ("hall", [], 2)
    assert run.state["vars"] == {"trust": 1}
    send(client, attempt, "choose", choice="hall-push")
    # The first answer stays the first.
    assert list(Step.objects.first_answers().values_list("choice_key", flat=True)) == ["hall-ask"]
    finish(client, attempt)
    assert client.get(f"/learn/review/{attempt.uuid}/").context["taken_back"] == []
    total = rollups.counts(scenario=run.version.scenario_uuid)
    assert sum(tally.get("finished", 0) for tally in total.values()) == 1


def test_a_text_that_is_corrected_after_a_withdrawal_plays_on(world, client, attempt):
    send(client, attempt, "choose", choice="hall-ask")
    versions.withdraw(
        version=ScenarioVersion.objects.get(),
        reason="A name.",
        by=world.trainer,
        now=timezone.now(),
    )

    def typo(draft, scenes):
        scenes["kitchen"]["body"] = "The old kettle boils."

    change(typo)
    assert "The old kettle boils." in here(client, attempt).content.decode()


def test_who_begins_on_a_withdrawn_version_begins_on_the_newest(world, client, attempt):
    versions.withdraw(
        version=ScenarioVersion.objects.get(), reason="x", by=world.trainer, now=timezone.now()
    )
    change(without_the_kitchen)
    course = attempt.enrolment.course
    again = world.begin(world.enrol(world.colleague, course), "scenario")
    assert Run.objects.get(attempt=again).version.number == 2


def test_nobody_else_moves_a_run(world, attempt):
    other = world.client(world.outsider)
    for door in ("newer", "restart"):
        assert send(other, attempt, door).status_code == 404
