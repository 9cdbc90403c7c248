"""A case on two small devices, by keyboard, without a script: nothing but forms and links."""

import pytest

from tests.factories.scenario import make_scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Because nobody has asked her yet."
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def fits():
    """A function that fails if a page can be scrolled sideways."""

    def check(page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SMALL["width"], f"{page.url} is {wide} px wide"

    return check


def reach(page, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(e => (e.labels?.[0]?.textContent || e.textContent || '').replace(/\\s+/g, ' '))"
            "(document.activeElement)"
        )[:120]
        if name in said:
            return
        seen.append(said)
    raise AssertionError(f"no Tab leads to “{name}”: {seen}")


def press(page, name: str, key: str = "Enter") -> None:
    reach(page, name)
    page.keyboard.press(key)


def test_a_case_is_played_by_keyboard_without_a_script_on_two_small_devices(
    open_page, signed_in_as, world, fits
):
    course = world.course(modules=2, module_activities=[("scenario", make_scenario())])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    first = open_page(viewport=SMALL, javascript=False)
    signed_in_as(first, world.learner.users.get())
    first.goto(f"/learn/case/{attempt.uuid}/")
    fits(first)
    press(first, "Ask what a good evening is")
    first.get_by_role("heading", name="In the kitchen").wait_for()
    press(first, "Go on")
    first.get_by_role("heading", name="A pause").wait_for()

    # Another device, the same place.
    other = open_page(viewport=SMALL, javascript=False)
    signed_in_as(other, world.learner.users.get())
    other.goto(f"/learn/case/{attempt.uuid}/")
    other.get_by_role("heading", name="A pause").wait_for()
    reach(other, "What do you notice?")
    other.keyboard.type("Steam on the window.")
    press(other, "Go on")
    other.get_by_role("heading", name="The call").wait_for()
    fits(other)
    press(other, "Tell her you will not lie", "Space")
    press(other, "A guess", "ArrowDown")
    reach(other, "Why this, and not the others?")
    other.keyboard.type(WHY)
    press(other, "Do this")
    other.get_by_role("heading", name="At home").wait_for()
    reach(other, "Why did you choose as you did?")
    other.keyboard.type("For her.")
    press(other, "Finish and read the debrief")
    other.wait_for_url("**/learn/review/**")
    fits(other)

    press(other, "transcript")
    other.wait_for_url("**/transcript/")
    fits(other)
    other.emulate_media(media="print")
    sheet = other.locator("main").inner_text()
    for said in ("Ask what a good evening is", "Steam on the window.", WHY, "FEEDBACK-TELL"):
        assert said in sheet
