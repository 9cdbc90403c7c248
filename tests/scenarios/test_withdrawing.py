"""A trainer takes a published version back: whom it reaches stands there before it is done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from scenarios.models import Scenario, VersionWithdrawal
from tests.factories.scenario import finish, make_scenario, publish, send
from tests.scenarios.test_author import draft
from tests.scenarios.test_moving import change, without_the_kitchen

pytestmark = pytest.mark.django_db
REASON = "The dose in the kitchen was wrong."
UNSEEN = "\u200b \u2800\u00a0"


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


@pytest.fixture
def played(world):
    """A published case, with a learner in its second scene."""
    scenario = make_scenario()
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    send(world.client(world.learner), attempt, "choose", choice="hall-ask")
    return scenario, attempt


def correct_words(scenario: Scenario, title: str = "At the kitchen table") -> None:
    draft(scenario, kitchen={"title": title}).save_revision().publish()


def door(scenario: Scenario, number: int) -> str:
    return reverse("scenarios_withdraw", args=[scenario.pk, number])


def table(scenario: Scenario) -> str:
    return reverse("scenarios_versions", args=[scenario.pk])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def take_back(client, scenario, number: int, reason: str = REASON, **fields):
    form = {"reason": reason, "is_meant": "on", **fields}
    return client.post(door(scenario, number), form, follow=True)


def test_people_in_a_withdrawn_version_are_told_and_begin_again_on_the_other(
    world, trainer, played
):
    scenario, attempt = played
    change(without_the_kitchen)
    learner = world.client(world.learner)
    assert "The kettle boils." in words(learner.get(f"/learn/case/{attempt.uuid}/"))

    edit = reverse("wagtailsnippets_scenarios_scenario:edit", args=[scenario.pk])
    assert table(scenario) in trainer.get(edit).content.decode()
    versions = words(trainer.get(table(scenario)))
    assert "The first version" in versions and "Ways moved or taken away" in versions
    assert door(scenario, 1) in versions and door(scenario, 2) in versions
    told = words(trainer.get(door(scenario, 1)))
    assert "1 person is in the middle of it now." in told
    assert "They begin again on version 2, as the same try." in told
    assert "can't be taken back" in told and "No other version" not in told
    assert "is older" not in told
    assert not VersionWithdrawal.objects.exists()

    done = words(take_back(trainer, scenario, 1))
    assert "Version 1 is withdrawn." in done and REASON in done and world.trainer.name in done
    assert door(scenario, 1) not in done and door(scenario, 2) in done
    assert "They see no scene of it." in done
    (row,) = VersionWithdrawal.objects.all()
    assert (row.version.number, row.reason, row.by) == (1, REASON, world.trainer)
    page = words(learner.get(f"/learn/case/{attempt.uuid}/"))
    assert REASON in page and "Begin again" in page and "The kettle boils." not in page
    entry = ModelLogEntry.objects.get(action="scenarios.withdraw_version")
    assert entry.data == {"number": 1}


def test_withdrawing_twice_is_harmless_and_the_first_reason_stands(trainer, played):
    scenario, _attempt = played
    take_back(trainer, scenario, 1)
    again = words(take_back(trainer, scenario, 1, reason="Another reason"))
    assert "was withdrawn already" in again and REASON in again and "Another reason" not in again
    assert "was withdrawn already" in words(trainer.get(door(scenario, 1), follow=True))
    assert VersionWithdrawal.objects.get().reason == REASON
    assert ModelLogEntry.objects.filter(action="scenarios.withdraw_version").count() == 1


@pytest.mark.parametrize(
    "form, said",
    [
        ({"reason": ""}, "Write the reason in words"),
        ({"reason": UNSEEN}, "Write the reason in words"),
        ({"reason": "x" * 301}, "The reason has 301 characters. Shorten it to 300."),
        ({"is_meant": ""}, "Tick this box to withdraw the version"),
    ],
)
def test_without_a_reason_and_a_tick_nothing_is_withdrawn(trainer, played, form, said):
    scenario, _attempt = played
    assert said in words(take_back(trainer, scenario, 1, **form))
    assert not VersionWithdrawal.objects.exists()


def test_a_reason_of_several_lines_becomes_one(trainer, played):
    scenario, _attempt = played
    take_back(trainer, scenario, 1, reason="a" * 149 + "\r\n" + "b" * 150)
    assert VersionWithdrawal.objects.get().reason == f"{'a' * 149} {'b' * 150}"


def test_who_stands_in_a_version_whose_words_alone_were_corrected_goes_on(world, trainer, played):
    scenario, attempt = played
    correct_words(scenario)
    rows = {row.version.number: row for row, _words in trainer.get(table(scenario)).context["rows"]}
    assert (rows[1].part_way, rows[2].part_way) == (0, 1)
    assert "Who began it reads version 2." in words(trainer.get(table(scenario)))
    told = words(trainer.get(door(scenario, 1)))
    assert "nothing changes" in told and "begin again" not in told
    told = words(trainer.get(door(scenario, 2)))
    assert "go on where they are, and read version 1" in told
    assert "Version 1 is older." in told and "begin again" not in told

    take_back(trainer, scenario, 2)
    page = words(world.client(world.learner).get(f"/learn/case/{attempt.uuid}/"))
    assert "In the kitchen" in page and REASON not in page


def test_without_another_version_nobody_can_play_until_one_is_published(world, trainer, played):
    scenario, attempt = played
    told = words(trainer.get(door(scenario, 1)))
    assert "No other version of this case can be played." in told
    assert "version None" not in told
    assert "Every version is withdrawn" in words(take_back(trainer, scenario, 1))
    where = f"/learn/case/{attempt.uuid}/"
    learner = world.client(world.learner)
    assert "A corrected version is not there yet" in words(learner.get(where))
    correct_words(scenario)
    assert "At the kitchen table" in words(learner.get(where))
    assert "Every version is withdrawn" not in words(trainer.get(table(scenario)))


def test_what_was_finished_stays(world, trainer, played):
    scenario, attempt = played
    learner = world.client(world.learner)
    finish(learner, attempt)
    assert "Nobody is in the middle of it now." in words(trainer.get(door(scenario, 1)))
    take_back(trainer, scenario, 1)
    attempt.refresh_from_db()
    assert attempt.state == "finished"
    assert "FEEDBACK-ASK" in words(learner.get(f"/learn/review/{attempt.uuid}/"))


def test_a_case_that_was_never_published_has_no_versions(world, trainer):
    scenario = make_scenario(title="Other")
    assert trainer.get(door(scenario, 2)).status_code == 404
    assert trainer.get(reverse("scenarios_versions", args=[10**6])).status_code == 404
    assert trainer.put(door(scenario, 1)).status_code == 405


def test_the_pages_are_for_those_who_may_publish(world, played):
    scenario, _attempt = played
    for person in (world.learner, world.manager, world.outsider):
        client = world.client(person)
        assert client.get(table(scenario)).status_code in (302, 403)
        form = {"reason": REASON, "is_meant": "on"}
        assert client.post(door(scenario, 1), form).status_code in (302, 403)
    assert not VersionWithdrawal.objects.exists()
    assert world.client(world.administrator).get(door(scenario, 1)).status_code == 200


def test_who_may_change_cases_but_not_publish_them_withdraws_nothing(world, played):
    scenario, _attempt = played
    user = world.trainer.users.get()
    for group in user.groups.all():
        group.permissions.remove(*group.permissions.filter(codename="publish_scenario"))
    client = world.client(world.trainer)
    edit = client.get(reverse("wagtailsnippets_scenarios_scenario:edit", args=[scenario.pk]))
    assert edit.status_code == 200 and table(scenario) not in edit.content.decode()
    assert client.get(table(scenario)).status_code in (302, 403)
    take_back(client, scenario, 1)
    assert not VersionWithdrawal.objects.exists()


@pytest.mark.parametrize("where", [table, lambda scenario: door(scenario, 1)])
def test_the_pages_take_the_same_statements_for_one_version_and_for_four(
    world, trainer, played, where, django_assert_num_queries
):
    scenario, _attempt = played
    trainer.get(where(scenario))
    with CaptureQueriesContext(connection) as first:
        trainer.get(where(scenario))
    expected = len(first)  # the log is emptied by the requests that follow
    for title in ("Second", "Third"):
        correct_words(scenario, title)
    change(without_the_kitchen)
    take_back(trainer, scenario, 2)
    take_back(trainer, scenario, 4)
    trainer.get(where(scenario))  # what it says of the withdrawal is shown once
    course = world.course("Again", module_activities=[("scenario", scenario)])
    for name in ("Ada", "Ben", "Cleo"):
        world.begin(world.enrol(world.person(name), course), "scenario")
    with django_assert_num_queries(expected):
        trainer.get(where(scenario))


def without_the_pause(scenario: Scenario) -> None:
    draft = scenario.draft
    scenes = [{**s, "next": "call"} if s["key"] == "kitchen" else s for s in draft["scenes"]]
    scenario.draft = {**draft, "scenes": [s for s in scenes if s["key"] != "pause"]}
    publish(scenario)


def test_the_page_says_that_what_is_played_instead_is_newer(world, trainer, played):
    scenario, attempt = played
    without_the_pause(scenario)
    take_back(trainer, scenario, 1)
    told = words(world.client(world.learner).get(f"/learn/case/{attempt.uuid}/"))
    assert "There is a newer version." in told and "earlier version" not in told


def test_or_that_it_is_older_and_the_transcript_does_not_call_it_newer(world, trainer, played):
    scenario, _attempt = played
    without_the_pause(scenario)
    course = world.course("Again", module_activities=[("scenario", scenario)])
    later = world.begin(world.enrol(world.colleague, course), "scenario")
    colleague = world.client(world.colleague)
    send(colleague, later, "choose", choice="hall-ask")
    take_back(trainer, scenario, 2)
    told = words(colleague.get(f"/learn/case/{later.uuid}/"))
    assert "an earlier version is played in its place" in told and "newer version" not in told
    send(colleague, later, "restart")
    page = words(colleague.get(f"/learn/case/{later.uuid}/transcript/"))
    assert "You began the case again, in another version." in page
    assert "went over to a newer version" not in page
