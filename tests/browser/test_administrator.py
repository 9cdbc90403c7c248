"""An administrator merges a duplicate on a small phone, and lets a person join a team on a desk."""

import pytest

from courses.people.models import Membership, Merge
from tests.factories.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE_320 = {"width": 320, "height": 640}


def test_merge_a_duplicate(open_page, world, sign_in, assert_axe_clean, fits):
    twin = world.person("Lena-Marie Learner", team=world.other_team)
    page = open_page(viewport=PHONE_320, has_touch=True, is_mobile=True)

    def look(heading):
        page.get_by_role("heading", level=1, name=heading).wait_for()
        page.wait_for_load_state()
        assert_axe_clean(page)
        fits(page)

    sign_in(page, world.administrator.users.get().email, PASSWORD)
    page.goto(f"/manage/admin/people/{world.learner.uuid}/")
    page.get_by_role("link", name="This person is here twice").click()
    look("Which record is Lena Learner as well?")
    page.get_by_role("link", name=twin.name).click()
    look("Are these one person?")
    page.get_by_label("How do you know?").fill("The same staff card")
    page.get_by_role("button", name="Merge the two").click()
    # The browser itself asks for the tick first.
    assert page.get_by_role("heading", name="Are these one person?").is_visible()
    page.get_by_label("Both records are the same human being").check()
    page.get_by_role("button", name="Merge the two").click()
    look(world.learner.name)
    page.get_by_text("“The same staff card”").wait_for()

    assert Merge.objects.get().merged == twin


def test_choose_a_person_for_a_team(page, world, sign_in):
    sign_in(page, world.administrator.users.get().email, PASSWORD)
    page.goto("/admin/teams/people/new/")
    page.get_by_role("button", name="Choose a person").click()
    page.get_by_label("Name, staff number or e-mail").fill("otto")
    page.get_by_role("link", name=world.learner.name).wait_for(state="detached")
    page.get_by_role("link", name=world.outsider.name).click()
    page.get_by_text(world.outsider.name).wait_for()
    page.get_by_label("Team").select_option(value=str(world.team.pk))
    page.get_by_role("button", name="Create").click()
    page.get_by_text("created").first.wait_for()

    assert Membership.objects.filter(person=world.outsider, team=world.team).exists()
