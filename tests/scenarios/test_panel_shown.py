"""Learners read what a panel answered when the author says, with the reasons its members share."""

import json

import pytest

from scenarios.models import Step
from scenarios.services import panels
from tests.factories.scenario import CASE, finish, make_scenario, send
from tests.scenarios.test_panels import CONCORDANCE, NOW, ask, take_part

pytestmark = pytest.mark.django_db
HALL = {"hall": "hall-ask", "call": "call-tell"}


def begin(world, document=None, **changes):
    scenario = make_scenario(document, **changes)
    course = world.course(modules=2, module_activities=[("scenario", scenario)])
    return scenario, world.begin(world.enrol(world.learner, course), "scenario")


def here(client, attempt) -> str:
    answer = client.get(f"/learn/case/{attempt.uuid}/", follow=True)
    return json.dumps(dict(answer.headers)) + answer.content.decode()


def with_question(**fields) -> dict:
    """The kettle, with a concordance question in place of the pause."""
    scenes = [
        {**CONCORDANCE, "key": "pause", "next": "call", **fields} if s["key"] == "pause" else s
        for s in CASE["scenes"]
    ]
    return {**CASE, "scenes": scenes}


def test_after_a_choice_the_panel_s_reasons_stand_there_and_never_before(world):
    scenario, attempt = begin(world, panel_show="after_commit")
    client = world.client(world.learner)
    take_part(scenario, "Ada Open", HALL, consent="named", reason="PANEL-NAMED")
    take_part(scenario, "Ben Shy", HALL, consent="unnamed", reason="PANEL-UNNAMED")
    take_part(scenario, "Cyd Count", HALL, consent="counted", reason="PANEL-COUNTED")
    gone = take_part(scenario, "Dee Gone", HALL, consent="named", reason="PANEL-GONE")
    panels.withdraw(member=gone, now=NOW)
    assert "PANEL-" not in here(client, attempt)
    send(client, attempt, "choose", choice="hall-push")
    page = here(client, attempt)
    assert "PANEL-NAMED" in page and "Ada Open" in page
    assert "PANEL-UNNAMED" in page and "Ben Shy" not in page
    assert "PANEL-COUNTED" not in page and "Cyd Count" not in page
    assert "PANEL-GONE" not in page
    assert "3 experienced colleagues" in page and "Nobody answered as you did." in page
    send(client, attempt, "on")
    assert "PANEL-" not in here(client, attempt)


@pytest.mark.parametrize("setting", ["debrief", "hidden"])
def test_in_the_debrief_means_not_a_word_before_it(world, setting):
    scenario, attempt = begin(world, panel_show=setting)
    client = world.client(world.learner)
    take_part(scenario, "Ada Open", HALL, consent="named", reason="PANEL-NAMED")
    for door, data in [("choose", {"choice": "hall-ask"}), ("on", {}), ("on", {"text": "Steam."})]:
        assert "PANEL-" not in here(client, attempt) and "Ada Open" not in here(client, attempt)
        send(client, attempt, door, **data)
    finish(client, attempt)
    text = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert ("PANEL-NAMED" in text) == (setting == "debrief")


def test_a_scene_may_show_what_the_case_keeps_for_the_debrief(world):
    scenes = [{**s, "panel": "after_commit"} if s["key"] == "hall" else s for s in CASE["scenes"]]
    scenario, attempt = begin(world, {**CASE, "scenes": scenes}, panel_show="debrief")
    client = world.client(world.learner)
    take_part(scenario, "Ada Open", HALL, consent="named", reason="PANEL-NAMED")
    send(client, attempt, "choose", choice="hall-ask")
    assert "PANEL-NAMED" in here(client, attempt)


def test_a_concordance_answer_is_kept_and_shown_beside_the_panel_s_and_never_marked(world):
    scenario, attempt = begin(world, with_question(panel="after_commit"))
    client = world.client(world.learner)
    member, _code = ask(scenario, "Ada Open")
    panels.agree(member=member, consent="named", now=NOW)
    for key, choice in HALL.items():
        panels.answer(member=member, scene_key=key, choice_key=choice, reason="R.", now=NOW)
    panels.answer(member=member, scene_key="pause", scale=2, reason="PANEL-SCALE", now=NOW)
    panels.finish(member=member, now=NOW)
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    assert "PANEL-SCALE" not in here(client, attempt)
    send(client, attempt, "on", scale=-1)
    assert Step.objects.get(scene_key="pause").answer == -1
    page = here(client, attempt)
    assert "PANEL-SCALE" in page and "A little less likely" in page and "(your answer)" in page
    finish(client, attempt)
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.score) == (True, None)
    text = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert "PANEL-SCALE" in text and "A little less likely" in text and "Much more likely" in text


@pytest.mark.parametrize("setting", ["after_commit", "debrief", "hidden"])
def test_the_transcript_tells_the_panel_s_answers_once_they_may_be_read(world, setting):
    scenario, attempt = begin(world, panel_show=setting)
    client = world.client(world.learner)
    take_part(scenario, "Ada Open", HALL, consent="named", reason="PANEL-NAMED")
    where = f"/learn/case/{attempt.uuid}/transcript/"
    send(client, attempt, "choose", choice="hall-ask")
    text = client.get(where).content.decode()
    assert ("PANEL-NAMED" in text) == (setting == "after_commit")
    finish(client, attempt)
    text = client.get(where).content.decode()
    assert ("PANEL-NAMED" in text and "One answered as you did." in text) == (setting != "hidden")
