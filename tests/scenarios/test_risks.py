"""Managers learn where a team takes risks, and no difference between two sheets tells of a few."""

import copy
import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from courses.models import EvidenceLocked
from courses.people.models import Management, Membership, Person
from courses.people.services import merging
from scenarios.models import RiskBatch, Run
from scenarios.risks import TEAM, Risk, band, grouped, is_whole, may_be_told, settle
from scenarios.services import risks
from tests.factories.scenario import CASE, make_scenario, send
from tests.plugins.race import errors, race, values
from tests.scenarios.crowds import kettle, open_attempt, play, twelve

SHEET = reverse("risks:teams")
counts = st.tuples(st.integers(0, 30), st.integers(0, 30))


def risk(risky, people, scene="one"):
    return Risk(scene, scene.title(), risky, people)


@pytest.mark.parametrize(
    ("risky", "people", "told"),
    [
        (0, 10, True), (0, 9, False), (5, 10, True), (4, 10, False), (6, 10, False),
        (10, 10, False), (20, 20, False), (19, 24, True), (1, 400, False), (399, 400, False),
    ],
)  # fmt: skip
def test_of_each_kind_five_or_nobody_and_never_everybody(risky, people, told):
    assert may_be_told(risk(risky, people)) is told


@given(st.lists(counts, min_size=1, max_size=8))
def test_what_a_month_adds_to_a_sheet_is_never_a_few_people(months):
    waiting, whole = [], Counter()
    for risky, rest in months:
        told, waiting = settle([risk(risky, risky + rest)], waiting)
        whole.update(risky=risky, people=risky + rest)
        for each in told:
            assert each.people >= TEAM
            assert each.risky == 0 or each.risky >= 5
            assert each.people - each.risky >= 5
            whole.subtract(risky=each.risky, people=each.people)
    left = waiting[0] if waiting else risk(0, 0)
    assert (whole["risky"], whole["people"]) == (left.risky, left.people)


@given(
    st.dictionaries(
        st.sampled_from(["a", "ab", "abc", "abd", "ac", "x"]), st.integers(0, 25), max_size=6
    )
)
@example({"ab": 5, "ac": 6})
@example({"abc": 9, "abd": 12, "a": 1})
def test_everybody_is_told_in_one_team_at_the_most_and_never_with_fewer_than_nine_others(sizes):
    number = iter(range(1000))
    members = {team: [next(number) for _ in range(size)] for team, size in sizes.items()}
    parents = {"ab": "a", "abc": "ab", "abd": "ab", "ac": "a"}
    found = grouped(members, parents)
    assert all(len(runs) >= TEAM for runs in found.values())
    told = [run for runs in found.values() for run in runs]
    assert len(told) == len(set(told))
    for team, runs in members.items():
        if len(runs) >= TEAM:
            assert set(runs) <= set(found[team])
    left = set(range(sum(sizes.values()))) - set(told)
    assert len(left & {run for team in sizes if team != "x" for run in members[team]}) < TEAM


@pytest.mark.parametrize(
    ("people", "batches", "whole"),
    [
        (12, [12], True), (10, [12], False), (25, [12, 13], True), (12, [12, 13], True),
        (13, [12, 13], False), (24, [12, 13], False), (12, [12, 13, 10], True),
    ],
)  # fmt: skip
def test_a_count_is_told_when_nobody_can_say_how_few_went_round_it(people, batches, whole):
    """Twelve finished, ten came to a decision: then two went another way, and one could ask who."""
    assert is_whole(risk(5, people), batches) is whole


@given(counts)
def test_the_words_of_a_third_are_true(count):
    risky, rest = count
    if risky + rest:
        share, third = risky / (risky + rest), band(risk(risky, risky + rest))
        assert (third - 1) / 3 < share <= third / 3 if third else not risky


def last_month():
    """Let everybody who has come to the debrief have come to it a month ago."""
    Run.objects.filter(phase=Run.Phase.DEBRIEFED).update(
        debriefed_at=timezone.now() - dt.timedelta(days=32)
    )


@pytest.fixture
def twelve_in_the_team(world):
    scenario, course = kettle(world)
    twelve(world, course, team=world.team)
    last_month()
    return scenario, course


@pytest.mark.django_db
def test_a_manager_sees_shares_and_no_name(world, twelve_in_the_team):
    call_command("roll_up_steps")
    html = world.client(world.manager).get(SHEET).content.decode()
    assert "7 of 12 (58 %)" in html and "6 of 12 (50 %)" in html
    assert "12 people who finished before" in html
    assert "Peer" not in html and "Because" not in html
    assert SHEET in world.client(world.manager).get(reverse("manage:home")).content.decode()
    call_command("roll_up_steps")
    batch = RiskBatch.objects.get()
    assert (batch.people, batch.counted.count()) == (12, 12)
    with pytest.raises(EvidenceLocked):
        batch.save()


@pytest.mark.django_db
def test_a_manager_of_another_team_sees_nothing_of_it(world, twelve_in_the_team):
    risks.close_batches(now=timezone.now())
    Management.objects.filter(person=world.manager).update(team=world.other_team)
    html = world.client(world.manager).get(SHEET).content.decode()
    assert "of 12" not in html
    assert "Nothing can be told yet" in html


@pytest.mark.django_db
def test_this_month_waits_for_the_next(world):
    _scenario, course = kettle(world)
    twelve(world, course, team=world.team)
    assert risks.close_batches(now=timezone.now()) == 0
    assert risks.close_batches(now=timezone.now() + dt.timedelta(days=32)) == 1


@pytest.mark.django_db
def test_nine_people_wait_for_others_and_are_then_told_with_them(world):
    _scenario, course = kettle(world)
    for number in range(9):
        person = open_attempt(world, course, f"Peer {number}", world.team)
        play(*person, "hall-push", "call-hush")
    last_month()
    now = timezone.now()
    assert risks.close_batches(now=now) == 0
    for number in range(6):
        person = open_attempt(world, course, f"Later {number}", world.team)
        play(*person, "hall-ask", "call-tell")
    assert risks.close_batches(now=now + dt.timedelta(days=32)) == 1
    assert "9 of 15 (60 %)" in world.client(world.manager).get(SHEET).content.decode()


@pytest.mark.django_db
def test_people_of_a_small_team_are_told_with_the_team_above(world):
    _scenario, course = kettle(world)
    for number, team in enumerate([world.team] * 6 + [world.other_team] * 6):
        person = open_attempt(world, course, f"Peer {number}", team)
        play(*person, "hall-push" if number % 2 else "hall-ask", "call-hush")
    last_month()
    risks.close_batches(now=timezone.now())
    (batch,) = RiskBatch.objects.all()
    assert (batch.team, batch.people) == (world.top, 12)
    assert [row["scene"] for row in batch.told] == ["hall"]
    assert [row["scene"] for row in batch.waiting] == ["call"]
    html = world.client(world.administrator).get(SHEET).content.decode()
    assert "6 of 12 (50 %)" in html
    assert "“The call”" in html and "12 of 12" not in html


@pytest.mark.django_db
def test_somebody_who_moves_is_told_once(world, twelve_in_the_team):
    _scenario, course = twelve_in_the_team
    risks.close_batches(now=timezone.now())
    Membership.objects.filter(team=world.team).update(team=world.other_team)
    assert risks.close_batches(now=timezone.now() + dt.timedelta(days=32)) == 0
    assert RiskBatch.objects.count() == 1
    for number in range(10):
        person = open_attempt(world, course, f"Later {number}", world.other_team)
        play(*person, "hall-ask", "call-tell")
    assert risks.close_batches(now=timezone.now() + dt.timedelta(days=64)) == 1
    assert RiskBatch.objects.latest("pk").people == 10


@pytest.mark.django_db
def test_a_decision_that_two_went_round_is_told_in_words_alone(world):
    """A sheet of twelve with “5 of 10” would say that two chose the other way."""
    scenes = copy.deepcopy(CASE["scenes"])
    for choice, to in zip(scenes[0]["choices"], ("call", "end-moved"), strict=True):
        choice["to"] = to
    used = [scene for scene in scenes if scene["key"] in ("hall", "call") or "ending" in scene]
    scenario = make_scenario(scenes=used)
    course = world.course("Fork", module_activities=[("scenario", scenario)])
    for number in range(12):
        client, attempt = open_attempt(world, course, f"Peer {number}", world.team)
        if number < 2:
            send(client, attempt, "choose", choice="hall-push")
        else:
            send(client, attempt, "choose", choice="hall-ask")
            key = "call-hush" if number % 2 else "call-tell"
            send(
                client, attempt, "choose", choice=key, confidence=2, reason="Because she asked me."
            )
        send(client, attempt, "close", answer_0="Because.")
    last_month()
    risks.close_batches(now=timezone.now())
    (batch,) = RiskBatch.objects.all()
    assert [(row["scene"], row["risky"], row["people"]) for row in batch.told] == [("call", 5, 10)]
    html = world.client(world.manager).get(SHEET).content.decode()
    assert "12 people who finished before" in html
    assert "a third to two thirds of those who came here" in html
    assert "of 10" not in html and "50 %" not in html and "50.0" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("first_is_kept", [True, False])
def test_who_was_counted_under_one_record_is_not_counted_under_another(world, first_is_kept):
    """The record that was merged had begun first, and came to its debrief after the other."""
    _scenario, course = kettle(world)
    early = open_attempt(world, course, "Early", world.team)
    play(*early, "hall-push", "call-hush", close=False)
    twelve(world, course, team=world.team)
    last_month()
    now = timezone.now()
    assert risks.close_batches(now=now) == 1
    send(*early, "close", answer_0="Because.")
    people = [Person.objects.get(name=name) for name in ("Early", "Peer 3")]
    kept, merged = people if first_is_kept else reversed(people)
    merging.merge_people(kept=kept, merged=merged, actor=world.administrator, reason="One", now=now)
    for number in range(9):
        play(*open_attempt(world, course, f"Late {number}", world.team), "hall-ask", "call-tell")
    later = now + dt.timedelta(days=32)
    assert risks.close_batches(now=later) == 0  # nine, since the tenth is in a batch already
    play(*open_attempt(world, course, "Late 9", world.team), "hall-ask", "call-tell")
    assert risks.close_batches(now=later + dt.timedelta(days=32)) == 1
    assert [batch.people for batch in RiskBatch.objects.order_by("month")] == [12, 10]


@pytest.mark.django_db
def test_a_sheet_takes_the_same_statements_for_one_case_and_for_three(world, twelve_in_the_team):
    client = world.client(world.manager)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SHEET).status_code == 200
        return len(captured)

    risks.close_batches(now=timezone.now())
    client.get(SHEET)
    one = cost()
    for number in range(2):
        _scenario, course = kettle(world, f"Cup {number}")
        twelve(world, course, f"Guest {number}", team=world.team)
    last_month()
    assert risks.close_batches(now=timezone.now()) == 2
    assert cost() == one


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_who_close_a_month_at_once_make_one_batch(world, twelve_in_the_team):
    now = timezone.now()
    outcomes = race(*[lambda: risks.close_batches(now=now)] * 4)
    assert errors(outcomes) == []
    assert sum(values(outcomes)) == 1
    assert RiskBatch.objects.get().counted.count() == 12
