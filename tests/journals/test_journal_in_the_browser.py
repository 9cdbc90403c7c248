"""An entry in Chromium: saved while it is written, in two tabs, after a session ended, by phone."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from courses.journals.models import Entry
from courses.journals.services import entries
from tests.factories.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = "[data-saved][data-state=saved]"


@pytest.fixture
def user(world):
    return world.learner.users.get()


def texts(journal) -> list[str]:
    entry = Entry.objects.get(attempt=journal)
    return [entries.read(entry=entry, version=row)[0] for row in entry.versions.order_by("number")]


def test_words_are_saved_while_they_are_written_and_finish_the_entry(
    page, journal, at, user, signed_in_as, assert_axe_clean
):
    signed_in_as(page, user)
    page.goto(at("write"))
    assert_axe_clean(page)
    page.get_by_label("Your words").fill("He had the pen in his hand")
    assert page.locator("[data-words-count]").inner_text() == "7"
    page.locator(SAVED).wait_for()
    page.reload()
    assert page.get_by_label("Your words").input_value() == "He had the pen in his hand"

    page.get_by_label("Your words").fill("He had the pen in his hand before I spoke.")
    page.get_by_role("button", name="Save and finish").click()
    page.wait_for_url("**/module-1/**")
    page.goto(at("write"))
    assert_axe_clean(page)
    assert page.get_by_text("before I spoke.").is_visible()
    page.get_by_role("link", name="Earlier versions").click()
    page.wait_for_url(at("versions"))
    assert_axe_clean(page)
    page.goto(reverse("journals:list"))
    assert_axe_clean(page)
    assert texts(journal)[-1] == "He had the pen in his hand before I spoke."


def test_two_tabs_lose_nothing(page, journal, at, user, signed_in_as, complaints):
    complaints.ignore("409")
    signed_in_as(page, user)
    page.goto(at("write"))
    other = page.context.new_page()
    other.goto(at("write"))
    other.get_by_label("Your words").fill("The newer words")
    other.locator(SAVED).wait_for()

    page.get_by_label("Your words").fill("The older tab")
    page.locator("[data-notice=conflict]").wait_for()
    assert page.get_by_label("Your words").input_value() == "The older tab"
    page.get_by_role("button", name="Save and finish").click()
    page.get_by_text("Nothing was overwritten, and nothing is lost").wait_for()
    assert page.get_by_label("Your words").input_value() == "The older tab"
    assert set(texts(journal)) == {"The newer words", "The older tab"}

    page.get_by_role("button", name="Save and finish").click()
    page.wait_for_url("**/module-1/**")


def test_after_the_session_ended_one_signs_in_again_and_the_words_are_kept(
    page, journal, at, user, signed_in_as, sign_in, complaints
):
    complaints.ignore("401")
    signed_in_as(page, user)
    page.goto(at("write"))
    Session.objects.all().delete()
    page.get_by_label("Your words").fill("Written for an hour")
    page.locator("[data-notice=session-ended]").wait_for()
    assert texts(journal) == []

    other = page.context.new_page()
    sign_in(other, user.email, PASSWORD)
    other.close()
    page.get_by_label("Your words").press_sequentially(".")
    page.locator(SAVED).wait_for()
    assert page.locator("[data-notice=session-ended]").is_hidden()
    page.get_by_role("button", name="Save and finish").click()
    page.wait_for_url("**/module-1/**")
    assert texts(journal) == ["Written for an hour."]


def held(page) -> str:
    """Everything that the browser keeps of a page, as text."""
    return page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")


def test_words_written_without_a_connection_survive_a_closed_tab(
    page, journal, at, user, signed_in_as, assert_axe_clean, complaints
):
    complaints.ignore("ERR_INTERNET_DISCONNECTED")
    signed_in_as(page, user)
    page.goto(at("write"))
    page.get_by_label("Your words").fill("Sent")
    page.locator(SAVED).wait_for()
    page.context.set_offline(True)
    page.get_by_label("Your words").fill("Sent, and written in the lift")
    page.get_by_text("kept on this device").wait_for()
    assert "candour-draft" in held(page)
    assert "lift" not in held(page)

    later = page.context.new_page()
    page.close(run_before_unload=False)
    later.context.set_offline(False)
    later.goto(at("write"))
    offer = later.locator("[data-draft-offer]")
    offer.wait_for()
    assert "written in the lift" in offer.inner_text()
    assert_axe_clean(later)
    later.get_by_role("button", name="Put them back").click()
    later.locator(SAVED).wait_for()
    assert later.get_by_label("Your words").input_value() == "Sent, and written in the lift"
    later.wait_for_function("!JSON.stringify({...localStorage}).includes('candour-draft')")
    assert texts(journal) == ["Sent", "Sent, and written in the lift"]

    later.reload()
    assert later.locator("[data-draft-offer]").is_hidden()


def test_too_long_a_text_is_said_in_words_beside_the_page(page, at, user, signed_in_as, complaints):
    complaints.ignore("422")
    signed_in_as(page, user)
    page.goto(at("write"))
    page.get_by_label("Your words").fill("x" * 20_001)

    page.get_by_text("An entry holds 20,000 characters and this one is 1 over.").wait_for()


def test_an_entry_is_written_without_javascript(no_js, journal, at, user, signed_in_as):
    signed_in_as(no_js, user)
    no_js.goto(at("write"))
    no_js.get_by_label("Your words").fill("Half of it")
    no_js.get_by_role("button", name="Save and leave for now").click()
    no_js.goto(at("write"))
    no_js.get_by_label("Your words").fill("Half of it, and the rest")
    no_js.get_by_role("button", name="Save and finish").click()
    no_js.wait_for_url("**/module-1/**")
    assert texts(journal) == ["Half of it", "Half of it, and the rest"]


def test_the_page_fits_a_phone(phone, at, user, signed_in_as, assert_axe_clean):
    signed_in_as(phone, user)
    phone.goto(at("write"))
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= phone.viewport_size["width"]
    assert_axe_clean(phone)


def test_an_entry_of_ones_own_from_beginning_to_deletion_on_a_phone(
    phone, user, signed_in_as, assert_axe_clean
):
    """By keyboard where a form is sent; every page fits and axe finds nothing."""

    def fine():
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
        assert_axe_clean(phone)

    signed_in_as(phone, user)
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(reverse("journals:begin"))
    fine()
    phone.get_by_label("A free page").focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    phone.get_by_label("Your words").fill("I sat with Tobias, a 73-year-old man.")
    phone.get_by_role("button", name="Check for identifying details").press("Enter")
    phone.get_by_text("2 details may identify somebody").wait_for()
    fine()
    phone.get_by_role("button", name="Save", exact=True).press("Enter")
    phone.wait_for_url("**/read/")
    fine()
    phone.get_by_role("link", name="Tie it to standards").click()
    fine()
    for name in ("take", "account", "list"):
        phone.goto(reverse(f"journals:{name}"))
        fine()
    own = Entry.objects.get(attempt=None)
    phone.goto(reverse("journals:check", args=[own.uuid]))
    fine()
    phone.goto(reverse("journals:delete", args=[own.uuid]))
    fine()
    phone.get_by_label("Delete this entry for good").press("Space")
    phone.get_by_role("button", name="Delete it for good").press("Enter")
    phone.wait_for_url("**/journal/")
    own.refresh_from_db()
    assert own.erased_at is not None
