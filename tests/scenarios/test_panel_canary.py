"""No learner reads a word of a panel before, or unless, the case lets them."""

import pytest

from courses.models import Attempt
from scenarios.models import Run
from tests.factories.scenario import CASE, make_scenario, send
from tests.scenarios.test_panels import BOTH, take_part

pytestmark = pytest.mark.django_db
CANARIES = ("PANEL-CANARY", "Ada Canary", "canary-credentials", "Canary perspective")


def played(world, **changes) -> list[str]:
    """Every answer of a whole play, step by step, a form with mistakes included."""
    scenario = make_scenario(**changes)
    take_part(
        scenario,
        "Ada Canary",
        BOTH,
        consent="named",
        reason="PANEL-CANARY",
        credentials="canary-credentials",
        perspectives=["Canary perspective"],
    )
    course = world.course(module_activities=[("scenario", scenario)])
    client = world.client(world.learner)
    attempt: Attempt = world.begin(world.enrol(world.learner, course), "scenario")
    found = []

    def step(door: str, **data):
        answer = send(client, attempt, door, **data)
        found.append(told(answer))
        found.append(told(client.get(f"/learn/case/{attempt.uuid}/", follow=True)))

    found.append(told(client.get(f"/learn/case/{attempt.uuid}/")))
    step("choose", choice="hall-ask")
    step("on")
    step("on", text="Steam.")
    step("choose", choice="call-hush")
    step("choose", choice="call-hush", confidence=2, reason="She asked me not to tell.")
    step("close", answer_0="Because she asked me to.")
    assert not Run.objects.get(attempt=attempt).is_playing
    return found


def told(answer) -> str:
    return f"{answer.headers} {answer.content.decode()}"


def heard(answers: list[str]) -> list[int]:
    """The answers that hold a word of the panel."""
    return [place for place, text in enumerate(answers) if any(word in text for word in CANARIES)]


def test_a_panel_that_is_never_shown_is_never_told(world):
    assert heard(played(world, panel_show="hidden")) == []


def test_a_panel_for_the_debrief_is_told_there_and_nowhere_before(world):
    answers = played(world, panel_show="debrief")
    assert heard(answers) == [len(answers) - 1]


def test_a_scene_that_hides_it_hides_it_in_the_debrief_too(world):
    scenes = [{**s, "panel": "hidden"} if s["kind"] == "decision" else s for s in CASE["scenes"]]
    assert heard(played(world, panel_show="debrief", scenes=scenes)) == []


def test_a_panel_for_after_the_choice_is_not_told_before_it(world):
    answers = played(world, panel_show="after_commit")
    assert heard(answers) and 0 not in heard(answers)
