"""What people chose, in Chromium: by keyboard, light and dark, on a phone, and sound to axe."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from scenarios.models import Run
from scenarios.services import risks
from tests.scenarios.crowds import kettle, twelve

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 700}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_author_reads_the_case_by_keyboard(
    scheme, open_page, signed_in_as, world, assert_axe_clean
):
    scenario, course = kettle(world)
    twelve(world, course)
    page = open_page(color_scheme=scheme)
    signed_in_as(page, world.trainer.users.get())
    page.goto(reverse("scenarios_insight", args=[scenario.pk]))
    assert_axe_clean(page)
    page.get_by_label("Begun from").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Show these").press("Enter")
    page.wait_for_url("**since=2*")
    page.get_by_text("The same as a table").press("Enter")
    assert page.get_by_role("group", name="Ways as a table").get_by_text("A pause").count() == 2
    assert page.get_by_role("img", name="Ways through the case").is_visible()


def test_it_fits_a_phone(open_page, signed_in_as, world, assert_axe_clean):
    scenario, course = kettle(world)
    twelve(world, course)
    page = open_page(viewport=PHONE)
    signed_in_as(page, world.trainer.users.get())
    page.goto(reverse("scenarios_insight", args=[scenario.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_axe_clean(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_manager_reads_the_sheet(scheme, open_page, signed_in_as, world, assert_axe_clean):
    _scenario, course = kettle(world)
    twelve(world, course, team=world.team)
    Run.objects.update(debriefed_at=timezone.now() - dt.timedelta(days=32))
    risks.close_batches(now=timezone.now())
    page = open_page(viewport=PHONE, color_scheme=scheme)
    signed_in_as(page, world.manager.users.get())
    page.goto("/manage/")
    page.get_by_role("link", name="Where teams take risks").click()
    page.get_by_text("7 of 12 (58 %)").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_axe_clean(page)
