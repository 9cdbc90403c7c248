"""A case in Chromium: with a script and without, on a desktop and a phone, read by axe."""

import pytest

from scenarios.models import Run, Step
from tests.factories.scenario import make_scenario
from tests.scenarios.test_media import case, library  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Because nobody has asked her yet."


@pytest.fixture
def attempt(world):
    course = world.course(modules=2, module_activities=[("scenario", make_scenario())])
    return world.begin(world.enrol(world.learner, course), "scenario")


def play(page, attempt):
    page.goto(f"/learn/case/{attempt.uuid}/")
    page.get_by_role("button", name="Ask what a good evening is").click()
    page.get_by_role("heading", name="In the kitchen").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="A pause").wait_for()
    page.get_by_label("What do you notice?").fill("Steam.")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="The call").wait_for()
    page.get_by_label("Tell her you will not lie").check()
    page.get_by_label("Fairly sure").check()
    page.get_by_label("Why this, and not the others?").fill(WHY)
    page.get_by_role("button", name="Do this").click()
    page.get_by_role("heading", name="At home").wait_for()
    page.get_by_label("Why did you choose as you did?").fill("For her.")
    page.get_by_role("button", name="Finish and read the debrief").click()
    page.wait_for_url("**/learn/review/**")
    assert page.get_by_text(WHY).is_visible()


def test_a_learner_plays_with_a_script(page, signed_in_as, world, attempt, assert_axe_clean):
    signed_in_as(page, world.learner.users.get())
    page.goto(f"/learn/case/{attempt.uuid}/")
    assert_axe_clean(page)
    play(page, attempt)
    assert_axe_clean(page)
    assert Step.objects.count() == 5


def test_a_learner_plays_without_a_script(no_js, signed_in_as, world, attempt):
    signed_in_as(no_js, world.learner.users.get())
    play(no_js, attempt)
    assert Run.objects.get().phase == "debriefed"


def test_the_next_scene_takes_the_focus_and_fits_a_phone(phone, signed_in_as, world, attempt):
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    phone.get_by_role("button", name="Ask what a good evening is").click()
    phone.get_by_role("heading", name="In the kitchen").wait_for()
    assert phone.evaluate("document.activeElement.textContent") == "In the kitchen"
    assert phone.title().startswith("In the kitchen")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= phone.viewport_size["width"]


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")
def test_a_scene_with_media_fits_a_phone_and_reads_well(
    phone,
    signed_in_as,
    world,
    case,  # noqa: F811
    assert_axe_clean,
):
    course = world.course(module_activities=[("scenario", case)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    assert phone.get_by_role("img", name="A blue door, ajar").is_visible()
    phone.get_by_text("Read what is said").click()
    assert phone.get_by_text("A bell rings twice.").is_visible()
    assert_axe_clean(phone)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= phone.viewport_size["width"]


def test_another_road_is_walked_from_the_debrief(
    phone, signed_in_as, world, attempt, assert_axe_clean
):
    signed_in_as(phone, world.learner.users.get())
    play(phone, attempt)
    assert_axe_clean(phone)
    phone.get_by_role("button", name="Try the other road from “In the hall”").click()
    phone.get_by_role("heading", name="In the hall").wait_for()
    assert phone.get_by_text("Another road, for practice").is_visible()
    assert_axe_clean(phone)
    phone.get_by_role("button", name="Put the form on the table").click()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("What do you notice?").fill("Steam.")
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Say nothing").click()
    phone.get_by_role("button", name="Finish and read the debrief").click()
    phone.get_by_text("This was another road").wait_for()
    assert_axe_clean(phone)
    phone.get_by_role("link", name="Back to your own way").click()
    phone.wait_for_url("**/learn/review/**")


def test_feedback_that_comes_at_once_reads_well_on_a_phone(
    phone, signed_in_as, world, assert_axe_clean
):
    scenario = make_scenario(feedback_timing="now")
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    phone.get_by_role("button", name="Ask what a good evening is").click()
    phone.get_by_role("heading", name="Looking back at “In the hall”").wait_for()
    assert phone.evaluate("document.activeElement.textContent") == "In the kitchen"
    assert phone.get_by_text("FEEDBACK-ASK").is_visible()
    assert_axe_clean(phone)


def test_an_earlier_scene_is_read_and_a_decision_taken_back(
    phone, signed_in_as, world, assert_axe_clean
):
    scenario = make_scenario(back_policy="free")
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    signed_in_as(phone, world.learner.users.get())
    phone.goto(f"/learn/case/{attempt.uuid}/")
    phone.get_by_role("button", name="Put the form on the table").click()
    phone.get_by_role("heading", name="In the kitchen").wait_for()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("heading", name="A pause").wait_for()
    phone.get_by_role("link", name="In the hall").click()
    phone.get_by_text("You are looking back.").wait_for()
    assert_axe_clean(phone)
    phone.get_by_role("link", name="Go on in “A pause”").click()
    phone.get_by_role("link", name="In the hall").click()
    phone.get_by_role("button", name="Take this decision back").click()
    phone.get_by_role("button", name="Ask what a good evening is").wait_for()
    assert Run.objects.get().path == []
