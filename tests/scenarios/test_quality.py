"""Points are shown only where a case gives any, and compared with what was open on the way."""

import copy

import pytest

from scenarios import quality
from tests.factories.scenario import CASE, finish, make_scenario, publish, send
from tests.scenarios.cases import case, choice, decision, ending, info

SCALES = [{"key": "care", "label": "Care"}]


def points(number: int) -> dict:
    return {"points": {"care": number}}


def graph(**fields):
    return case(
        decision(
            "one",
            choice("good", "two", **points(3)),
            choice("quick", "end", **points(1)),
            choice("shut", "end", when="trust >= 4", **points(9)),
        ),
        info("two", "three"),
        decision("three", choice("stay", "end", **points(2)), choice("go", "one", **points(-1))),
        ending(),
        **{"scales": SCALES, **fields},
    )


def found(*ways: str):
    (one,) = quality.worth(graph(), 1, ways)
    return one.points, one.best, one.quality


def test_a_way_is_compared_with_what_was_open_at_its_own_decisions():
    assert found("good", "", "stay") == (5, 5, 100)
    assert found("quick") == (1, 3, 33)  # short and poor is not the whole


def test_points_count_once_however_often_somebody_comes_by():
    assert found("good", "", "go", "good", "", "stay") == (3 - 1 + 0 + 2, 3 + 2 + 1 + 2, 50)


def test_a_case_without_scales_has_no_numbers():
    assert quality.worth(graph(scales=[]), 1, ["quick"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("scored", [True, False])
def test_the_debrief_shows_points_only_where_the_case_gives_any(world, scored):
    document = copy.deepcopy(CASE)
    if scored:
        document["scales"] = SCALES
        document["scenes"][0]["choices"][0]["points"] = {"care": 2}
    content = [("scenario", make_scenario(document))]
    course = world.course(module_activities=content)
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    assert "In numbers" not in client.get(f"/learn/case/{attempt.uuid}/").content.decode()
    finish(client, attempt)
    text = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert ("2 points of 2 that were open to you (100 in 100)" in text) == scored
    assert ("In numbers" in text) == scored
    attempt.refresh_from_db()
    assert attempt.score is None


@pytest.mark.django_db
def test_who_went_over_to_a_newer_version_reads_the_points_of_both(world):
    document = copy.deepcopy(CASE)
    document["scales"] = SCALES
    for scene, worth in ((0, 2), (3, 3)):
        document["scenes"][scene]["choices"][0]["points"] = {"care": worth}
    scenario = make_scenario(document)
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-push")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    extra = {"key": "call-wait", "label": "Wait", "to": "end-moved", "rating": "acceptable"}
    draft = copy.deepcopy(scenario.draft)
    call = next(scene for scene in draft["scenes"] if scene["key"] == "call")
    call["choices"].append({**call["choices"][1], **extra, "points": {"care": 4}})
    scenario.draft = draft
    publish(scenario)
    assert send(client, attempt, "newer").status_code == 302
    send(client, attempt, "choose", choice="call-wait", confidence=3, reason="Nobody is ready yet.")
    send(client, attempt, "close", answer_0="Because.")
    text = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert "4 points of 6 that were open to you (67 in 100)" in text
