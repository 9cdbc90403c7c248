"""What the player shows beside a scene: time limits, a newer version, a panel's answers."""

import copy
import datetime as dt

import pytest
from django.utils import timezone

from scenarios.models import Run, Scenario, ScenarioVersion, Step
from scenarios.services import versions
from tests.factories.scenario import CASE, make_scenario, publish, send
from tests.scenarios.test_panels import take_part

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "She has to hear it from him, and he has to hear himself say it."


def begin(world, document=None, **changes):
    scenario = make_scenario(document, **changes)
    course = world.course(modules=2, module_activities=[("scenario", scenario)])
    return world.begin(world.enrol(world.learner, course), "scenario")


def timed(seconds: int) -> dict:
    document = copy.deepcopy(CASE)
    document["scenes"][0]["timer"] = {"seconds": seconds, "choice": "hall-push"}
    return document


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_time_limit_counts_down_runs_out_and_is_turned_off_by_keyboard(
    phone, signed_in_as, world, assert_axe_clean
):
    attempt = begin(world, timed(30))
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    phone.get_by_text("Seconds left:").wait_for()
    assert_axe_clean(phone)
    assert fits(phone)
    phone.get_by_role("button", name="Turn time limits off").focus()
    phone.keyboard.press("Enter")
    phone.get_by_text("Time limits are off.").wait_for()
    assert_axe_clean(phone)
    assert Run.objects.get().timers_off

    Run.objects.update(timers_off=False, last_at=timezone.now() - dt.timedelta(seconds=28))
    phone.reload()
    phone.get_by_role("heading", name="In the kitchen").wait_for()
    assert Step.objects.get().choice_key == "hall-push"


def test_without_a_script_the_page_says_that_the_time_is_up(no_js, signed_in_as, world):
    attempt = begin(world, timed(30))
    Run.objects.update(last_at=timezone.now() - dt.timedelta(seconds=90))
    signed_in_as(no_js, world.learner.users.get())
    no_js.goto(f"/learn/case/{attempt.uuid}/")
    assert no_js.get_by_text("The time is up.").is_visible()
    no_js.get_by_role("button", name="Go on").click()
    no_js.get_by_role("heading", name="In the kitchen").wait_for()
    assert Step.objects.get().choice_key == "hall-push"


def test_a_newer_version_and_a_withdrawn_one_read_well(
    phone, signed_in_as, world, assert_axe_clean
):
    attempt = begin(world)
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    scenario = Scenario.objects.get()
    scenario.draft["scenes"][1]["next"] = "call"
    del scenario.draft["scenes"][2]
    publish(scenario)
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    phone.get_by_text("There is a newer version of this case.").wait_for()
    assert_axe_clean(phone)
    assert fits(phone)
    phone.get_by_role("button", name="Go on with the newer version").click()
    phone.get_by_role("heading", name="The call").wait_for()
    for version in ScenarioVersion.objects.all():
        versions.withdraw(version=version, reason="A dose.", by=world.trainer, now=timezone.now())
    phone.reload()
    phone.get_by_role("heading", name="This version of the case was withdrawn").wait_for()
    assert_axe_clean(phone)


def test_a_panel_s_reasons_read_well_after_a_choice_and_in_the_debrief(
    phone, signed_in_as, world, assert_axe_clean
):
    attempt = begin(world, panel_show="after_commit")
    scenario = Scenario.objects.get()
    for number in range(11):
        first = "hall-ask" if number % 3 else "hall-push"
        take_part(
            scenario,
            f"N{number} Example",
            {"hall": first, "call": "call-tell"},
            consent="named" if number % 2 else "unnamed",
            reason=WHY,
            credentials="MSW",
        )
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    phone.get_by_role("button", name="Ask what a good evening is").click()
    phone.get_by_text("11 experienced colleagues").wait_for()
    assert_axe_clean(phone)
    assert fits(phone)


def test_a_transcript_and_the_numbers_of_a_debrief_read_well(
    phone, signed_in_as, world, assert_axe_clean
):
    document = copy.deepcopy(CASE)
    document["scales"] = [{"key": "care", "label": "Care"}]
    document["scenes"][0]["choices"][0]["points"] = {"care": 2}
    attempt = begin(world, document)
    client = world.client(world.learner)
    take_part(Scenario.objects.get(), "Ada", {"hall": "hall-push", "call": "call-tell"}, reason=WHY)
    send(client, attempt, "choose", choice="hall-push")
    send(client, attempt, "back")
    world.finish(attempt)
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/review/{attempt.uuid}/")
    phone.get_by_text("2 points of 2 that were open to you (100 in 100)").wait_for()
    phone.get_by_text("What the panel answered, and why").first.click()
    assert_axe_clean(phone)
    phone.get_by_role("link", name="Read the whole transcript").click()
    phone.get_by_text("no longer on your way").wait_for()
    assert_axe_clean(phone)
    assert fits(phone)
