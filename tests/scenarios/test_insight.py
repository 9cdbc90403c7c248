"""A trainer learns from a case: first answers without a name, filters, and a fixed cost."""

import copy
import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scenarios.models import PanelMember, PanelResponse, Run, ScenarioVersion
from scenarios.services import rollups
from tests.factories import answers as answers_of_many
from tests.factories.scenario import CASE, make_scenario, send
from tests.scenarios.crowds import kettle, open_attempt, play, twelve
from tests.scenarios.test_author import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(world):
    return world.client(world.trainer)


def page(scenario, **asked):
    return reverse("scenarios_insight", args=[scenario.pk], query=asked)


def answers(response):
    """People by choice, in every decision."""
    return {
        cell.key: cell.people
        for decision in response.context["decisions"]
        for cell, _word, _rating in decision["answers"]
    }


def test_first_answers_count_also_when_they_were_taken_back(world, author):
    scenario, course = kettle(world)
    twelve(world, course)
    got = author.get(page(scenario))
    assert answers(got) == {"hall-ask": 5, "hall-push": 7, "call-tell": 6, "call-hush": 6}
    assert got.context["finished"] == 12
    html = got.content.decode()
    assert "58 % of them chose what you rated problematic or harmful." in html
    assert "Harmful" in html and "came out well" in html
    assert "Peer" not in html and "Because she asked me" not in html and "Steam" not in html
    rows = {word: row.cells for word, row in got.context["sureness"]}
    assert rows["Problematic"] == (0, 0, 0, 6)
    # One certain “tell” goes with the five guesses: it could be told by subtraction.
    assert rows["Best"] == (None, 0, 0, None)


def test_the_ways_follow_what_stands_and_the_drawing_says_them_in_words(world, author):
    scenario, course = kettle(world)
    twelve(world, course)
    got = author.get(page(scenario))
    assert ("In the kitchen", "A pause", 10) in got.context["ways"]
    html = got.content.decode()
    assert "From “The call” to “At home”: about 5 people" in html
    assert 'role="img"' in html


def test_under_five_people_nothing_is_told(world, author):
    scenario, course = kettle(world)
    for number in range(4):
        play(*open_attempt(world, course, f"Peer {number}"), "hall-push", "call-hush")
    got = author.get(page(scenario))
    assert "decisions" not in got.context
    assert "Fewer than 5 people have begun this case here" in got.content.decode()
    play(*open_attempt(world, course, "Peer 5"), "hall-push", "call-hush")
    assert answers(author.get(page(scenario)))["hall-push"] == 5


def test_where_nobody_fits_the_filters_they_are_named_as_the_reason(author):
    scenario = make_scenario()
    assert "Nobody has begun this case here yet" in author.get(page(scenario)).content.decode()
    for since in ("nonsense", "2026-13"):
        assert "here yet" in author.get(page(scenario, since=since)).content.decode()
    narrow = author.get(page(scenario, since="2026-02", until="2025-01")).content.decode()
    assert "Nobody has begun this case in what you chose above" in narrow


def test_filters_tell_versions_editions_and_months_apart(world, author):
    scenario, course = kettle(world)
    twelve(world, course)
    scenario = draft(scenario, hall={"title": "In the long hall"})
    scenario.save_revision().publish()
    other = world.course("Coffee", module_activities=[("scenario", scenario)])
    for number in range(5):
        play(*open_attempt(world, other, f"Later {number}"), "hall-ask", "call-tell")
    first, second = ScenarioVersion.objects.order_by("number")
    assert author.get(page(scenario)).context["found"].people == 17
    assert author.get(page(scenario, version=first.pk)).context["found"].people == 12
    found = author.get(page(scenario, version=second.pk))
    assert answers(found)["hall-ask"] == 5
    assert "In the long hall" in found.content.decode()
    edition = other.current_edition_id
    assert author.get(page(scenario, edition=edition)).context["found"].people == 5
    month = timezone.now().strftime("%Y-%m")
    assert author.get(page(scenario, since=month, until=month)).context["found"].people == 17
    assert author.get(page(scenario, until="2001-01")).context["found"].people == 0
    strange = author.get(page(scenario, version="x", since="soon", edition=999999))
    assert strange.context["found"].people == 17


def test_who_left_and_who_is_under_way_stand_apart(world, author):
    scenario, course = kettle(world)
    for number in range(12):
        client, attempt = open_attempt(world, course, f"Peer {number}")
        send(client, attempt, "choose", choice="hall-ask")
        if number < 6:
            long_ago = timezone.now() - dt.timedelta(days=31)
            Run.objects.filter(attempt=attempt).update(last_at=long_ago)
    (row,) = author.get(page(scenario)).context["standing"]
    assert (row.title, row.left, row.under_way) == ("In the kitchen", 6, 6)


def test_the_panels_choices_stand_beside_while_they_may_be_counted(world, author):
    scenario, course = kettle(world)
    twelve(world, course)
    now = timezone.now()
    version = ScenarioVersion.objects.get()
    for number, consent in enumerate(("counted", "named", "withdrawn", "")):
        member = PanelMember.objects.create(
            scenario_uuid=scenario.uuid, name=f"Expert {number}", email=f"e{number}@example.org",
            consent=consent, invited_at=now, finished_at=now,
        )  # fmt: skip
        PanelResponse.objects.create(
            member=member, version=version, scene_key="hall", choice_key="hall-ask", at=now
        )
    (row,) = author.get(page(scenario)).context["agreement"]
    assert (row.panel, row.favourite) == (2, "Ask what a good evening is")
    assert round(row.with_favourite) == 42


def test_only_who_may_change_cases_sees_it_and_the_list_and_the_case_lead_there(world, author):
    scenario, _course = kettle(world)
    for who in (world.learner, world.manager, world.outsider):
        assert world.client(who).get(page(scenario)).status_code in (302, 403)
    for name, args in (("edit", [scenario.pk]), ("list", [])):
        door = author.get(reverse(f"wagtailsnippets_scenarios_scenario:{name}", args=args))
        assert page(scenario) in door.content.decode()


def test_the_page_takes_the_same_statements_for_six_people_and_for_eighteen(world, author):
    scenario, course = kettle(world)
    for number in range(6):
        play(*open_attempt(world, course, f"Peer {number}"), "hall-ask", "call-tell")
    rollups.roll_up(now=timezone.now() + dt.timedelta(hours=1))

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert author.get(page(scenario)).status_code == 200
        return len(captured)

    cost()
    few = cost()
    twelve(world, course)
    rollups.roll_up(now=timezone.now() + dt.timedelta(hours=1))
    assert cost() == few <= 20


def taken(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_answers_go_away_under_pseudonyms_of_one_file(world, author):
    scenario, course = kettle(world)
    twelve(world, course)
    where = reverse("scenarios_answers", args=[scenario.pk])
    assert author.get(where).status_code == 405
    first, again = taken(author.post(where)), taken(author.post(where))
    assert len(first) == 25
    assert len({row["Person"] for row in first}) == 12
    assert not {row["Person"] for row in first} & {row["Person"] for row in again}
    hall = [row for row in first if row["Scene key"] == "hall"]
    assert sorted(row["First answer"] for row in hall) == ["0"] + ["1"] * 12
    whole = str(first)
    assert "Peer" not in whole and "Because" not in whole and "Steam" not in whole
    edit = reverse("wagtailsnippets_scenarios_scenario:history", args=[scenario.pk])
    assert "Took the answers away as a sheet" in author.get(edit).content.decode()
    none = author.post(where, {"until": "2001-01"}, follow=True)
    assert "once 10 people have begun" in none.content.decode()


def test_no_cell_of_the_sheet_acts_as_a_formula(world, author):
    case = copy.deepcopy(CASE)
    case["scenes"][0]["choices"][1]["label"] = "=HYPERLINK(A1)"
    scenario = make_scenario(case)
    course = world.course("Sums", module_activities=[("scenario", scenario)])
    for number in range(10):
        play(*open_attempt(world, course, f"Peer {number}"), "hall-push", "call-hush")
    rows = taken(author.post(reverse("scenarios_answers", args=[scenario.pk])))
    assert {row["Choice"] for row in rows} == {"'=HYPERLINK(A1)", "Say nothing"}


def test_a_file_of_nine_people_is_refused(world, author):
    scenario, course = kettle(world)
    for number in range(9):
        play(*open_attempt(world, course, f"Peer {number}"), "hall-push", "call-hush")
    got = author.post(reverse("scenarios_answers", args=[scenario.pk]))
    assert got.status_code == 302


@pytest.mark.postgres
def test_the_benchmarks_million_is_what_learners_would_have_made(world, author):
    for number in range(10):
        world.person(f"Peer {number}")
    scenario = answers_of_many.make(world, steps=500, say=lambda _text: None)
    ahead = rollups.counts(scenario=scenario.uuid)
    assert answers_of_many.rolled_up() > 0
    assert rollups.counts(scenario=scenario.uuid) == ahead
    got = author.get(page(scenario))
    assert got.context["found"].people == 10
    assert sum(tally.get("runs", 0) for tally in ahead.values()) == 50
