"""The debrief: what peers chose, the map, and the way of a run that was left."""

import pytest
from django.utils import timezone

from courses.services import attempts
from scenarios import colleagues, maps
from scenarios.models import Scenario
from tests.factories.scenario import finish, make_scenario, send
from tests.scenarios.cases import case, choice, decision, ending, info

GRAPH = case(
    decision("a", choice("a-x", "end"), choice("a-y", "end"), choice("a-z", "end")), ending()
)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a-x": 9}, []),
        ({"a-x": 10}, [("Do a-x", 100)]),
        ({"a-x": 5, "a-y": 5}, [("Do a-x", 50), ("Do a-y", 50)]),
        ({"a-x": 16, "a-y": 4}, []),
        ({"a-x": 8, "a-y": 6, "a-z": 1}, [("Do a-x", 53), ("Something else", 47)]),
        ({"a-x": 20, "a-y": 3, "a-z": 2}, [("Do a-x", 80), ("Something else", 20)]),
        ({"a-x": 6, "gone": 6}, [("Do a-x", 50), ("Something else", 50)]),
    ],
)
def test_no_share_stands_for_fewer_than_five_or_gives_them_away(counts, shown):
    found = colleagues.shares(GRAPH, counts, "a-x")
    assert sorted((share.label, share.percent) for share in found) == sorted(shown)


def test_the_map_goes_from_left_to_right_and_names_only_what_was_seen():
    graph = case(
        decision("a", choice("a-x", "b"), choice("a-y", "c")),
        info("b", "c"),
        decision("c", choice("c-x", "a"), choice("c-y", "end")),
        ending(),
        ending("other"),
    )
    drawn = maps.draw(graph, ["a", "c", "end"])
    places = {node.key: node.x for node in drawn.nodes}
    assert places["a"] < places["c"] < places["end"]
    assert "other" not in places
    assert {node.key for node in drawn.nodes if node.label} == {"a", "c", "end"}
    assert drawn.taken.count("M") == 2


def test_a_map_of_one_scene_can_be_drawn():
    assert len(maps.draw(case(ending()), ["end"]).nodes) == 1


@pytest.mark.django_db
def test_peers_show_from_ten_people_of_the_organisation_and_first_answers_only(world):
    course = world.course(modules=2, module_activities=[("scenario", make_scenario())])

    def play(person):
        attempt = world.begin(world.enrol(person, course), "scenario")
        finish(world.client(person), attempt)
        return attempt

    for number in range(8):
        play(world.person(f"Peer {number}"))
    ninth = play(world.colleague)
    page = world.client(world.colleague).get(f"/learn/review/{ninth.uuid}/")
    assert [moment.shares for moment in page.context["moments"]] == [[], []]
    again = page.context["replay_url"]
    world.client(world.colleague).post(again)
    second = attempts.own_attempt(
        person=world.colleague,
        uuid=type(ninth).objects.get(enrolment=ninth.enrolment, number=2).uuid,
        type="scenario",
    )
    finish(world.client(world.colleague), second)
    mine = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, mine, "choose", choice="hall-push")
    send(client, mine, "back")
    finish(client, mine)
    page = client.get(f"/learn/review/{mine.uuid}/")
    hall, call = page.context["moments"]
    assert hall.shares == []
    assert [(share.percent, share.mine) for share in call.shares] == [(100, True)]


@pytest.mark.django_db
def test_a_case_that_compares_nothing_shows_no_peers(world):
    course = world.course(module_activities=[("scenario", make_scenario(peer_compare="off"))])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    finish(world.client(world.learner), attempt)
    page = world.client(world.learner).get(f"/learn/review/{attempt.uuid}/")
    assert "What your colleagues chose first" not in page.content.decode()


@pytest.mark.django_db
def test_a_try_that_was_left_shows_its_way_and_nothing_of_the_debrief(world):
    course = world.course(module_activities=[("scenario", make_scenario())])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-push")
    attempts.abandon(attempt=attempt, now=timezone.now())
    page = client.get(f"/learn/case/{attempt.uuid}/", follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert "In the hall" in text
    assert "FEEDBACK" not in text
    assert send(client, attempt, "on").status_code == 302
    assert attempt.run.steps.count() == 1


@pytest.mark.django_db
def test_the_debrief_needs_no_case_but_the_one_that_was_played(world):
    scenario = make_scenario()
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    finish(world.client(world.learner), attempt)
    Scenario.objects.filter(pk=scenario.pk)._raw_delete("default")
    page = world.client(world.learner).get(f"/learn/review/{attempt.uuid}/")
    assert "DEBRIEF-HOME" in page.content.decode()
