"""A learner lets others read a reason; a trainer decides; and it can be taken back."""

import pytest
from django.urls import reverse

from scenarios.models import Run, SharedReason
from tests.factories.scenario import make_scenario, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario():
    return make_scenario()


@pytest.fixture
def course(world, scenario):
    return world.course(module_activities=[("scenario", scenario)])


def play(world, course, person, reason: str):
    """A whole play with a reason at the call; the attempt."""
    client = world.client(person)
    attempt = world.begin(world.enrol(person, course), "scenario")
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    send(client, attempt, "choose", choice="call-hush", confidence=2, reason=reason)
    send(client, attempt, "close", answer_0="Because she asked me to.")
    return attempt


def act(world, person, attempt, what: str):
    seq = next(e["seq"] for e in Run.objects.get(attempt=attempt).path if e["scene"] == "call")
    url = reverse("cases:share", args=[attempt.uuid, seq])
    return world.client(person).post(url, {"act": what})


def debrief(world, person, attempt) -> str:
    return world.client(person).get(reverse("learn:review", args=[attempt.uuid])).text


def many(world, course, count: int):
    """So many people who share a reason each."""
    found = []
    for number in range(count):
        person = world.person(f"Sharer {number}", team=world.team)
        attempt = play(world, course, person, f"REASON-{number} of mine.")
        assert act(world, person, attempt, "share").status_code == 302
        found.append((person, attempt))
    return found


def queue(world, scenario):
    url = reverse("scenarios_reasons", args=[scenario.pk])
    return world.client(world.trainer).get(url).text


def decide(world, scenario, row: SharedReason, what: str):
    url = reverse("scenarios_reasons", args=[scenario.pk])
    return world.client(world.trainer).post(url, {"reason": row.pk, what: "1"}, follow=True)


def test_a_reason_is_nobodys_until_its_writer_shares_it(world, course, scenario):
    attempt = play(world, course, world.learner, "REASON-MINE, all mine.")
    assert "Share it without my name" in debrief(world, world.learner, attempt)
    assert not SharedReason.objects.exists()
    for _ in range(2):
        act(world, world.learner, attempt, "share")
    row = SharedReason.objects.get()
    assert (row.text, row.scene_key, row.choice_key) == (
        "REASON-MINE, all mine.", "call", "call-hush",
    )  # fmt: skip
    assert row.is_shown is None
    assert "Nobody reads it before a trainer has" in debrief(world, world.learner, attempt)


def test_a_trainer_reads_none_before_five_people_shared_one(world, course, scenario):
    many(world, course, 4)
    assert "REASON-" not in queue(world, scenario)
    assert decide(world, scenario, SharedReason.objects.first(), "show").status_code == 200
    assert not SharedReason.objects.filter(is_shown=True).exists()
    fifth = play(world, course, world.learner, "REASON-FIVE of mine.")
    act(world, world.learner, fifth, "share")
    page = queue(world, scenario)
    assert page.count("REASON-") == 5 and "Sharer" not in page and "Lena" not in page


def test_others_read_what_a_trainer_shows_and_nothing_else(world, course, scenario):
    sharers = many(world, course, 5)
    later = play(world, course, world.learner, "Something else entirely.")
    assert "REASON-" not in debrief(world, world.learner, later)
    one, two, *_rest = SharedReason.objects.order_by("text")
    decide(world, scenario, one, "show")
    decide(world, scenario, two, "leave")
    page = debrief(world, world.learner, later)
    assert page.count("REASON-") == 1 and "REASON-0 of mine." in page
    assert "Sharer" not in page
    # Its writer reads it once, as their own.
    own = debrief(world, *sharers[0])
    assert own.count("REASON-0") == 1 and "Others read this reason" in own
    assert "A trainer has left this reason out" in debrief(world, *sharers[1])


def test_what_is_taken_back_is_read_by_nobody(world, course, scenario):
    (person, attempt), *_rest = many(world, course, 5)
    row = SharedReason.objects.order_by("text").first()
    decide(world, scenario, row, "show")
    later = play(world, course, world.learner, "Something else entirely.")
    assert "REASON-0" in debrief(world, world.learner, later)
    act(world, person, attempt, "back")
    assert "REASON-0" not in debrief(world, world.learner, later)
    assert "taken this reason back" in decide(world, scenario, row, "show").text
    assert "REASON-0" in debrief(world, person, attempt)  # sealed, and still their own


def test_nobody_shares_another_persons_reason_or_one_of_an_open_case(world, course, scenario):
    attempt = play(world, course, world.learner, "REASON-MINE, all mine.")
    for person in (world.colleague, world.trainer, world.manager):
        assert act(world, person, attempt, "share").status_code == 404
        assert act(world, person, attempt, "back").status_code == 404
    client = world.client(world.learner)
    assert client.post(reverse("cases:share", args=[attempt.uuid, 99])).status_code == 404
    begun = world.begin(world.enrol(world.colleague, course), "scenario")
    send(world.client(world.colleague), begun, "choose", choice="hall-ask")
    url = reverse("cases:share", args=[begun.uuid, 0])
    assert world.client(world.colleague).post(url).status_code == 404
    assert not SharedReason.objects.exists()


def test_a_case_that_compares_nobody_offers_no_sharing(world):
    scenario = make_scenario(peer_compare="off")
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = play(world, course, world.learner, "REASON-MINE, all mine.")
    assert "Share it without my name" not in debrief(world, world.learner, attempt)
