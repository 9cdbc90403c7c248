"""Rollups: exact while people play, twice without effect, and the same however they were made."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from scenarios import tallies
from scenarios.models import RollupMark, Step
from scenarios.services import plays, rollups
from tests.factories.scenario import finish, make_scenario, send

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(hours=1)


def whole(counts):
    return {cell: tally for cell, tally in counts.items() if tally}


def test_counts_stay_exact_through_rollups_and_late_steps(world):
    scenario = make_scenario()
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-push")
    now = timezone.now() + LATER
    assert rollups.roll_up(now=now) == 1
    assert rollups.roll_up(now=now) == 0
    send(client, attempt, "back")
    other = world.begin(world.enrol(world.colleague, course), "scenario")
    finish(world.client(world.colleague), other)
    finish(client, attempt)
    ahead = whole(rollups.counts(scenario=scenario.uuid))
    assert ahead == whole(rollups.counts_since(scenario=scenario.uuid, after=0))
    rollups.roll_up(now=now)
    assert whole(rollups.counts(scenario=scenario.uuid)) == ahead
    call_command("roll_up_steps", "--anew")
    assert whole(rollups.counts(scenario=scenario.uuid)) == ahead
    first = tallies.total(tally for cell, tally in ahead.items() if not cell.again)
    assert first["choices"]["hall"] == {"hall-push": 1, "hall-ask": 1}
    assert (first["runs"], first["finished"]) == (2, 2)


def test_a_second_try_and_another_turn_count_as_later_ones(world):
    scenario = make_scenario()
    course = world.course(modules=2, module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    finish(client, attempt)
    page = client.get(f"/learn/review/{attempt.uuid}/")
    client.post(page.context["replay_url"])
    finish(client, attempt.enrolment.attempts.get(number=2))
    cells = whole(rollups.counts(scenario=scenario.uuid))
    assert sorted(cell.again for cell in cells) == [False, True]
    later = next(tally for cell, tally in cells.items() if cell.again)
    assert (later["runs"], later["back"]) == (1, 1)
    assert Step.objects.count() > 8


def test_reading_takes_as_many_queries_for_one_run_as_for_five(world, django_assert_num_queries):
    scenario = make_scenario()
    course = world.course(module_activities=[("scenario", scenario)])
    for number in range(5):
        person = world.person(f"Peer {number}")
        finish(world.client(person), world.begin(world.enrol(person, course), "scenario"))
        with django_assert_num_queries(4):
            rollups.counts(scenario=scenario.uuid)


def test_a_quiet_cases_mark_goes_along_and_misses_no_step_that_is_young(world):
    quiet, busy = make_scenario(), make_scenario(title="The other kettle")
    both = [("scenario", quiet), ("scenario", busy)]
    turn = world.enrol(world.learner, world.course(module_activities=both))
    client = world.client(world.learner)
    first = world.begin(turn, "scenario")
    send(client, first, "choose", choice="hall-push")
    now = timezone.now() + LATER
    rollups.roll_up(now=now)
    other = world.begin(
        world.enrol(world.colleague, world.course("B", module_activities=[("scenario", busy)])),
        "scenario",
    )
    finish(world.client(world.colleague), other)
    rollups.roll_up(now=now)
    assert RollupMark.objects.get(scenario_uuid=quiet.uuid).horizon == Step.objects.latest("pk").pk
    # A step of the quiet case, then one of the busy case that was written late.
    send(client, first, "on")
    late = world.begin(world.enrol(world.outsider, other.enrolment.course), "scenario")
    play = plays.own_play(person=world.outsider, attempt=late.uuid)
    answer = plays.Answer(token=play.run.token(), choice="hall-ask")
    plays.choose(play=play, answer=answer, now=timezone.now() - LATER)
    ahead = whole(rollups.counts(scenario=quiet.uuid))
    assert rollups.roll_up(now=timezone.now()) == 1
    assert whole(rollups.counts(scenario=quiet.uuid)) == ahead
    assert ahead == whole(rollups.counts_since(scenario=quiet.uuid, after=0))
