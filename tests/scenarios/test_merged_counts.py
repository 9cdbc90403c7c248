"""Two records that were found to be one person count as one: in counts, shares and thresholds."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.people.models import Person
from courses.people.services import merging
from scenarios import analyticsdata, colleagues, tallies
from scenarios.analyticsdata import Asked
from scenarios.models import RollupMark, Run
from scenarios.services import rollups, versions
from tests.factories.scenario import make_scenario, send
from tests.scenarios.crowds import kettle, open_attempt, play, twelve
from tests.scenarios.test_panel_shown import with_question

pytestmark = pytest.mark.django_db


def merge(world, kept: Person, merged: Person) -> None:
    merging.merge_people(
        kept=kept, merged=merged, actor=world.administrator, reason="One", now=timezone.now()
    )


def first(scenario):
    cells = rollups.counts(scenario=scenario.uuid)
    return tallies.total(tally for cell, tally in cells.items() if not cell.again)


def test_a_merged_person_has_one_first_try_in_counts_that_were_kept_ready(
    world, django_capture_on_commit_callbacks
):
    scenario, course = kettle(world)
    twelve(world, course)
    rollups.roll_up(now=timezone.now() + rollups.LAG * 2)
    assert first(scenario)["runs"] == 12
    one, two = Person.objects.get(name="Peer 2"), Person.objects.get(name="Peer 9")
    with django_capture_on_commit_callbacks(execute=True):
        merge(world, kept=two, merged=one)
    assert not RollupMark.objects.filter(scenario_uuid=scenario.uuid).exists()
    tally = first(scenario)
    assert tally["runs"] == 11
    assert tally["choices"]["hall"] == {"hall-push": 7, "hall-ask": 4}
    rollups.roll_up(now=timezone.now() + rollups.LAG * 2)
    assert first(scenario) == tally


def test_a_merge_leaves_the_counts_of_cases_that_one_record_met(
    world, django_capture_on_commit_callbacks
):
    scenario, course = kettle(world)
    client, attempt = open_attempt(world, course, "Peer One")
    play(client, attempt, "hall-ask", "call-tell")
    rollups.roll_up(now=timezone.now() + rollups.LAG * 2)
    with django_capture_on_commit_callbacks(execute=True):
        merge(world, kept=world.learner, merged=Person.objects.get(name="Peer One"))
    assert RollupMark.objects.filter(scenario_uuid=scenario.uuid).exists()


def test_colleagues_shares_and_who_stands_part_way_count_them_once(world):
    scenario, course = kettle(world)
    twelve(world, course)
    case = versions.case_of(versions.newest_open(scenario_uuid=scenario.uuid).uuid)
    chosen = {"hall": "hall-ask"}

    def shares():
        found = colleagues.peers(case=case, person=world.learner, chosen=chosen)
        return {share.label: share.percent for share in found.get("hall", [])}

    assert shares() == {"Put the form on the table": 58, "Ask what a good evening is": 42}
    # The kept record speaks: of the seven who pushed, one is somebody who asked.
    merge(
        world,
        kept=Person.objects.get(name="Peer 9"),
        merged=Person.objects.get(name="Peer 2"),
    )
    assert shares() == {"Put the form on the table": 55, "Ask what a good evening is": 45}
    for one, two in (("Peer 10", "Peer 3"), ("Peer 11", "Peer 4")):
        merge(world, kept=Person.objects.get(name=one), merged=Person.objects.get(name=two))
    assert shares() == {}, "nine people are too few"

    _client, attempt = open_attempt(world, course, "Late")
    Run.objects.filter(attempt=attempt).update(seq=1)
    other = world.begin(
        world.enrol(
            Person.objects.get(name="Peer 5"),
            world.course("Again", module_activities=[("scenario", scenario)]),
        ),
        "scenario",
    )
    Run.objects.filter(attempt=other).update(seq=1)
    merge(world, kept=Person.objects.get(name="Peer 5"), merged=attempt.enrolment.person)
    assert versions.effect_of(scenario_uuid=scenario.uuid, draft=case.graph).part_way == 1
    found = analyticsdata.gather(scenario=scenario.uuid, asked=Asked(), now=timezone.now())
    assert found.standing == [], "they came to the debrief under their other record"


def test_answers_on_a_scale_are_counted_first_ones_alone(world):
    scenario = make_scenario(with_question())
    course = world.course(module_activities=[("scenario", scenario)])
    for number in range(10):
        client, attempt = open_attempt(world, course, f"Peer {number}")
        send(client, attempt, "choose", choice="hall-ask")
        send(client, attempt, "on")
        send(client, attempt, "on", scale="1" if number < 5 else "-1")
        if number == 0:
            send(client, attempt, "back")
            send(client, attempt, "choose", choice="hall-push")
            send(client, attempt, "on")
            send(client, attempt, "on", scale="2")
    assert first(scenario)["scales"] == {"pause": {"1": 5, "-1": 5}}
    author = world.client(world.trainer)
    page = author.get(reverse("scenarios_insight", args=[scenario.pk]))
    (row,) = page.context["scales"]
    assert (row.people, [step.people for step in row.steps]) == (10, [0, 5, 0, 5, 0])
    assert "No panel has answered it." in page.content.decode()
