"""The session ends while somebody writes in a case: the reason comes back, and becomes a step."""

import pytest

from scenarios.models import Step
from tests.factories.scenario import make_scenario, send
from tests.factories.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Because nobody has asked her yet."


@pytest.fixture
def at_the_call(world):
    """The learner's case, at the decision that asks for a reason."""
    course = world.course(module_activities=[("scenario", make_scenario())])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    return attempt


def write_and_lose(page, signed_in_as, world, attempt, look=None):
    signed_in_as(page, world.learner.users.get())
    page.goto(f"/learn/case/{attempt.uuid}/")
    page.get_by_label("Tell her you will not lie").check()
    page.get_by_label("Fairly sure").check()
    page.get_by_label("Why this, and not the others?").fill(WHY)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Do this").click()
    page.get_by_role("heading", name="Your session has ended").wait_for()
    assert page.get_by_text(WHY).is_visible()
    if look:
        look(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    door = opened.value
    door.get_by_label("Email address").fill(world.learner.users.get().email)
    door.get_by_label("Password").fill(PASSWORD)
    door.locator("main").get_by_role("button", name="Sign in").click()
    door.get_by_role("heading", name="My learning").wait_for()
    door.close()
    page.get_by_role("button", name="Send it again").click()


def test_with_a_script(page, signed_in_as, world, at_the_call, complaints, assert_axe_clean):
    complaints.ignore("401")
    steps = Step.objects.count()
    write_and_lose(page, signed_in_as, world, at_the_call, assert_axe_clean)
    page.get_by_role("heading", name="At home").wait_for()
    assert Step.objects.count() == steps + 1


def test_without_a_script(no_js, signed_in_as, world, at_the_call, complaints):
    complaints.ignore("401")
    complaints.ignore("403")
    steps = Step.objects.count()
    write_and_lose(no_js, signed_in_as, world, at_the_call)
    no_js.get_by_role("heading", name="This page was open for a long time").wait_for()
    no_js.get_by_role("button", name="Send it again").click()
    no_js.get_by_role("heading", name="At home").wait_for()
    assert Step.objects.count() == steps + 1
