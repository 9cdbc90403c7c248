"""The preview shows what learners meet: the time limit, what the panel and colleagues answered."""

import pytest
from django.urls import reverse

from scenarios.editing import graph_document
from scenarios.models import Run
from tests.factories.scenario import CASE, finish, make_scenario, send
from tests.scenarios.test_editing import sent
from tests.scenarios.test_panels import take_part

pytestmark = pytest.mark.django_db
WAY = ["hall-ask", "-", "-", "call-tell", "debrief"]


@pytest.fixture
def author(world):
    return world.client(world.trainer)


def preview(author, scenario, *way, **fields) -> str:
    """The page at the end of a way through what stands in the editor."""
    where = reverse("wagtailsnippets_scenarios_scenario:preview_on_edit", args=[scenario.pk])
    author.post(where, sent(graph_document(scenario.graph()), **fields))
    return author.get(where, {"way": way}).content.decode()


def timed(seconds=30):
    timer = {"seconds": seconds, "choice": "hall-push"}
    scenes = [{**s, "timer": timer} if s["key"] == "hall" else s for s in CASE["scenes"]]
    return {**CASE, "scenes": scenes}


def test_a_time_limit_is_told_and_does_not_run(author):
    page = preview(author, make_scenario(timed()))
    assert "You have 30 seconds to decide." in page
    assert "this happens: Put the form on the table" in page
    assert "In the preview no time runs." in page
    assert "You have" not in preview(author, make_scenario(timed()), "hall-ask")


@pytest.mark.parametrize("setting", ["after_commit", "debrief", "hidden"])
def test_the_panel_speaks_where_learners_hear_it(author, setting):
    scenario = make_scenario(panel_show=setting)
    chosen = {"hall": "hall-ask", "call": "call-tell"}
    take_part(scenario, "Ada Open", chosen, consent="named", reason="PANEL-REASON")
    assert "PANEL-REASON" not in preview(author, scenario, panel_show=setting)
    after = preview(author, scenario, "hall-ask", panel_show=setting)
    assert ("PANEL-REASON" in after) == (setting == "after_commit")
    assert ("One answered as you did." in after) == (setting == "after_commit")
    debrief = preview(author, scenario, *WAY, panel_show=setting)
    assert "DEBRIEF-HOME" in debrief
    assert ("PANEL-REASON" in debrief) == (setting != "hidden")
    assert not Run.objects.exists()


def test_colleagues_answers_stand_where_learners_read_them(author, world, monkeypatch):
    monkeypatch.setattr("scenarios.colleagues.PEERS", 1)
    monkeypatch.setattr("scenarios.colleagues.CELL", 1)
    scenario = make_scenario(peer_compare="after_commit")
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-push")
    finish(client, attempt)
    after = preview(author, scenario, "hall-ask", peer_compare="after_commit")
    assert "What your colleagues chose first:" in after and "100 in 100" in after
    quiet = preview(author, scenario, "hall-ask", peer_compare="debrief")
    assert "What your colleagues chose first" not in quiet
    assert "What your colleagues chose first" in preview(
        author, scenario, *WAY, peer_compare="debrief"
    )
