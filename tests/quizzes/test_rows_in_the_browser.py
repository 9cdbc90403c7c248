"""Sections, a case and certainty in Chromium: narrow and wide, light and dark, with no script."""

import pytest

from courses.models import Attempt
from courses.quizzes.models import Response
from tests.factories.quiz import (
    address,
    drawn_of,
    make_case,
    make_category,
    make_question,
    make_quiz,
    make_quiz_of,
    right_keys,
    wrong_keys,
)
from tests.factories.world import make_world
from tests.quizzes.test_quiz_in_the_browser import NARROW, fits, picture, start, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1400, "height": 900}


@pytest.fixture
def at_parts(signed_in_as):
    """A function that opens the module of a quiz in two sections, with a case, by certainty."""

    def open_module(page, **fields):
        world = make_world()
        category = make_category()
        make_question(category)
        quiz = make_quiz_of(
            title="What you know, and how well",
            fixed=[{"vignette": make_case("The open door", questions=2), "points": 2}],
            draws=[{"category": category, "count": 1, "section": 2}],
            sections=["A case", "Rules"],
            **({"certainty": "counted", "feedback": "after_submission"} | fields),
        )
        course = world.course(
            "Parts", module_activities=[("quiz", quiz)], closing=[("quiz", make_quiz())]
        )
        turn = world.enrol(world.learner, course)
        signed_in_as(page, world.learner.users.get())
        page.goto(f"/learn/{turn.uuid}/module-1/")

    return open_module


@pytest.mark.parametrize(("screen", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_parts_by_keyboard_on_each_screen(open_page, at_parts, assert_axe_clean, screen, scheme):
    page = open_page(viewport=screen, color_scheme=scheme)
    at_parts(page)
    name = f"parts-{screen['width']}-{scheme}"
    picture(page, f"{name}-module")
    attempt = start(page)
    for drawn in drawn_of(attempt):
        page.get_by_text(f"Question {drawn.position} of 3", exact=True).wait_for()
        assert fits(page)
        assert_axe_clean(page)
        picture(page, f"{name}-{drawn.position}")
        keys = right_keys(drawn) if drawn.position != 2 else wrong_keys(drawn)[:1]
        page.locator(f'input[value="{keys[0]}"]').focus()
        page.keyboard.press("Space")
        if drawn.position < 3:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")  # not sure
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")  # very sure
        page.get_by_role("button", name="Save and").first.press("Enter")
    page.get_by_text("it counts as not sure").locator("visible=true").wait_for()
    assert fits(page)
    assert_axe_clean(page)
    picture(page, f"{name}-check")
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed yet").wait_for()
    assert fits(page)
    assert_axe_clean(page)
    picture(page, f"{name}-result")
    assert list(Response.objects.order_by("drawn__position").values_list("certainty", flat=True))[
        -3:
    ] == [3, 3, None]
    page.emulate_media(media="print")
    picture(page, f"{name}-print")


def test_parts_on_one_page_without_script(no_js, at_parts, assert_axe_clean):
    page = no_js
    at_parts(page, layout="all")
    attempt = start(page)
    picture(page, "parts-all")
    assert page.get_by_text("The open door: what happened there.").count() == 1
    for drawn in drawn_of(attempt):
        tick(page, drawn, right_keys(drawn))
        page.locator(f'input[name="c{drawn.position}"][value="3"]').check()
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="You passed").wait_for()
    attempt.refresh_from_db()
    assert attempt.evidence["certainty"] == [3, 3, 3]
    assert page.url.endswith(address(Attempt.objects.get(pk=attempt.pk), "result/"))
