"""A panel member in Chromium: by keyboard, without a script, on a small phone, read by axe."""

import pytest
from django.utils import timezone

from scenarios.models import PanelMember, Scenario
from scenarios.services import panels
from tests.factories.scenario import CASE, make_scenario
from tests.scenarios.test_panels import CONCORDANCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Her wish comes first, and I can come back on Thursday."


@pytest.fixture
def link(world):
    """The address in an invitation to a case with two decisions and a concordance question."""
    scenes = [{**s, "next": "news"} if s["key"] == "kitchen" else s for s in CASE["scenes"]]
    scenes.insert(2, {**CONCORDANCE, "next": "pause"})
    _member, code = panels.invite(
        scenario_uuid=make_scenario(scenes=scenes).uuid,
        name="Ines Invented",
        email="ines@panel.example",
        perspectives=["Nursing"],
        message="You know kitchens like this one.",
        by=world.trainer.users.get(),
        now=timezone.now(),
    )
    return f"/panel/{code}/"


def answer(page, label: str) -> None:
    page.get_by_label(label, exact=True).check()
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Keep and go on").click()


def take_part(page, link: str, look) -> None:
    """From the link to the thanks; `look` is shown every page."""
    page.goto(link)
    look(page)
    page.get_by_label("My reasons, without my name").check()
    page.get_by_role("button", name="I agree: begin").click()
    page.get_by_role("heading", name="In the hall").wait_for()
    look(page)
    answer(page, "Ask what a good evening is")
    page.get_by_role("heading", name="News").wait_for()
    look(page)
    page.get_by_label("A little less likely").check()
    page.get_by_role("button", name="Keep and stop here").click()
    page.get_by_text("The reason is missing").wait_for()
    look(page)
    page.get_by_role("link", name="Go on").click()
    assert page.get_by_label("A little less likely").is_checked()
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("heading", name="The call").wait_for()
    page.get_by_text("How the story came here").click()
    look(page)
    answer(page, "Tell her you will not lie")
    page.get_by_text("Everything is answered").wait_for()
    look(page)
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    look(page)


def test_an_expert_takes_part_with_a_script(page, link, assert_axe_clean):
    take_part(page, link, assert_axe_clean)
    assert PanelMember.objects.get().finished_at


def test_an_expert_takes_part_without_a_script_on_320_pixels(open_page, link):
    page = open_page(viewport={"width": 320, "height": 640}, javascript=False)

    def fits(page):
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url

    take_part(page, link, fits)
    assert PanelMember.objects.get().finished_at
    page.get_by_role("link", name="Take everything back").click()
    fits(page)
    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("heading", name="Your answers are deleted").wait_for()


def test_an_expert_takes_part_by_keyboard(page, link):
    page.goto(link)
    page.get_by_label("My reasons, without my name").focus()
    page.keyboard.press("Space")
    page.get_by_label("Your work or experience").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="In the hall").wait_for()
    page.wait_for_load_state("networkidle")
    page.get_by_label("Ask what a good evening is").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(WHY)
    page.wait_for_function("why => document.activeElement.value === why", arg=WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="News").wait_for()
    given = PanelMember.objects.get().responses.get()
    assert (given.choice_key, given.reason) == ("hall-push", WHY)


def test_a_link_that_opens_nothing_and_a_second_thought_are_clean(
    page, link, assert_axe_clean, complaints
):
    complaints.ignore("404")
    page.goto("/panel/nothing/")
    assert_axe_clean(page)
    page.goto(link)
    page.get_by_role("button", name="I would rather not take part").click()
    page.get_by_text("You said that you would rather not").wait_for()
    assert_axe_clean(page)


def test_the_trainers_pages_are_clean(page, signed_in_as, world, link, assert_axe_clean):
    member = PanelMember.objects.get()
    panels.agree(member=member, consent="named", now=timezone.now())
    for key, choice in (("hall", "hall-ask"), ("call", "call-hush")):
        panels.answer(
            member=member, scene_key=key, choice_key=choice, reason=WHY, now=timezone.now()
        )
    panels.answer(member=member, scene_key="news", scale=0, reason=WHY, now=timezone.now())
    panels.finish(member=member, now=timezone.now())
    signed_in_as(page, world.trainer.users.get())
    scenario = Scenario.objects.get(uuid=member.scenario_uuid)
    for path in ("panel/", "panel/said/"):
        page.goto(f"/admin/scenarios/{scenario.pk}/{path}")
        page.get_by_role("heading", name="The kettle", exact=True).wait_for()
        assert_axe_clean(page)
