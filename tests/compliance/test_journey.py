"""A manager's story in Chromium: who is overdue, ask others, take it away, look at one person."""

import datetime as dt

import pytest
from django.utils import timezone

from courses.models import Assignment
from tests.compliance.world import begin, complete, overdue
from tests.factories.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(world):
    course = world.course("Boundaries")
    overdue(world.learner, course)
    done = world.person("Done Person", team=world.team)
    complete(world.enrol(done, course))
    begin(world, world.person("Under Way", team=world.team), course)
    return course


def ask_the_team(page, world, course, assert_axe_clean):
    page.get_by_role("link", name="Ask people to take a course").click()
    assert_axe_clean(page)
    page.get_by_label("Course").select_option(str(course.uuid))
    page.get_by_label("Finish by").fill((timezone.now().date() + dt.timedelta(30)).isoformat())
    page.get_by_label("Find people by name").fill("cato")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Cato Colleague").check()
    page.get_by_role("button", name="See who would be asked").click()
    page.get_by_text("1 person will be asked").wait_for()
    assert_axe_clean(page)
    page.get_by_role("button", name="Ask 1 person").click()
    page.get_by_text("1 person was asked.").wait_for()


@pytest.mark.parametrize("screen", ["page", "phone"])
def test_a_manager_s_story(request, screen, world, staff, sign_in, assert_axe_clean):
    page = request.getfixturevalue(screen)
    sign_in(page, world.manager.users.get().email, PASSWORD)
    page.goto("/manage/")
    page.get_by_text("Of 3 people, 1 has done it, 1 is under way, 1 is overdue.").wait_for()
    assert_axe_clean(page)

    ask_the_team(page, world, staff, assert_axe_clean)
    assert Assignment.objects.filter(person=world.colleague).count() == 1
    assert_axe_clean(page)

    page.goto("/manage/people/?status=overdue")
    assert page.locator("tbody tr").count() == 1
    assert_axe_clean(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Take away as CSV").click()
    assert download.value.suggested_filename.startswith("people-")

    page.get_by_role("link", name="Lena Learner").click()
    page.get_by_text("Overdue: Boundaries.").wait_for()
    assert_axe_clean(page)
    page.get_by_role("link", name="Take back").click()
    assert_axe_clean(page)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("The assignment was taken back.").wait_for()


def test_the_story_needs_no_script(no_js, world, staff, sign_in, assert_axe_clean):
    sign_in(no_js, world.manager.users.get().email, PASSWORD)
    no_js.goto("/manage/")
    ask_the_team(no_js, world, staff, lambda page: None)

    assert Assignment.objects.filter(person=world.colleague).count() == 1
