"""A manager on a small phone: sees how people stand, asks a whole team, sees it, exports.

The desktop, and asking by name, are in `tests/compliance/test_journey.py`.
"""

import csv
import datetime as dt

import pytest
from django.utils import timezone

from tests.factories.certificate import make_completion
from tests.factories.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE_320 = {"width": 320, "height": 640}


def test_a_manager_asks_a_team(
    open_page, world, sign_in, assert_axe_clean, fits, tmp_path, complaints
):
    complaints.ignore("422")  # a form that is sent empty is told so
    course = world.course("Boundaries at the door")
    make_completion(world, world.colleague, course, completed_at=timezone.now())
    page = open_page(viewport=PHONE_320, has_touch=True, is_mobile=True)

    def look(heading):
        page.get_by_role("heading", level=1, name=heading).wait_for()
        page.wait_for_load_state()
        assert_axe_clean(page)
        fits(page)

    sign_in(page, world.manager.users.get().email, PASSWORD)
    page.goto("/manage/")
    look("My people")
    page.get_by_role("link", name="Ask people to take a course").click()

    look("Ask people to take a course")
    page.get_by_label("Course", exact=True).select_option(label=course.title)
    due_on = timezone.now().date() + dt.timedelta(days=30)
    page.get_by_label("Finish by").fill(due_on.isoformat())
    page.get_by_role("button", name="See who would be asked").click()
    page.get_by_text("Choose a team, or at least one person, to ask.").first.wait_for()
    assert_axe_clean(page)
    page.get_by_label(world.team.name, exact=True).check()
    page.get_by_role("button", name="See who would be asked").click()

    look("Before you ask them")
    assert page.get_by_text(world.learner.name).is_visible()
    page.get_by_text("Left out, done already: 1").wait_for()
    page.get_by_role("button", name="Ask 1 person").click()

    page.wait_for_url("**/manage/**")
    page.goto("/manage/")
    look("My people")
    page.get_by_role("link", name=course.title, exact=True).click()
    look(course.title)
    page.get_by_role("link", name="Not started 1").click()
    page.get_by_role("link", name=world.learner.name).click()
    look(world.learner.name)
    page.get_by_text(course.title).first.wait_for()

    page.goto("/manage/people/")
    look("Everybody")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take away as CSV").click()
    file = tmp_path / "people.csv"
    download.value.save_as(file)
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    names = {world.learner.name, world.colleague.name}
    assert names <= {cell for row in rows for cell in row}
    assert world.outsider.name not in file.read_text(encoding="utf-8-sig")
