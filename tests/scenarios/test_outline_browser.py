"""The outline in Chromium: walked, mended, undone over a reload, and told to a second editor."""

import pytest

from tests.factories.scenario import make_scenario
from tests.scenarios import keys
from tests.scenarios.desk import document, edit, saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_outline_tells_the_story_and_arrow_keys_walk_it(desk):
    scenario = make_scenario()
    edit(desk, scenario)
    keys.go(desk, "Find a scene by its text")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("End")
    last = keys.name(desk)
    desk.keyboard.press("Home")
    assert keys.name(desk).startswith("What the case remembers")
    for _ in range(5):
        desk.keyboard.press("ArrowDown")
    assert "In the hall" in keys.name(desk)
    desk.keyboard.press("ArrowRight")
    inner = keys.name(desk)
    desk.keyboard.press("ArrowLeft")
    assert "In the hall" in keys.name(desk)
    assert inner != last
    # Two choices that lead to one scene are one line.
    kitchen = desk.locator("[role=treeitem][data-row=kitchen]").inner_text()
    assert "a. Ask what a good evening is" in kitchen
    assert "b. Put the form on the table" in kitchen
    assert desk.locator("[role=treeitem][tabindex='0']").count() == 1


def test_a_problem_is_told_at_once_and_leads_to_its_field(desk):
    scenario = make_scenario()
    edit(desk, scenario)
    keys.go(desk, "Find a scene by its text")
    keys.write(desk, "The call")
    desk.wait_for_timeout(200)
    desk.keyboard.press("Enter")
    keys.press(desk, "Write it as text")
    with desk.expect_response("**/scenarios/check/") as answer:
        keys.write(desk, "trust >= 3")
        began = desk.evaluate("performance.now()")
    assert "E08" in [one["rule"] for one in answer.value.json()["problems"]]
    desk.locator("[data-case-problems]").get_by_text("never").first.wait_for()
    assert desk.evaluate("performance.now()") - began < 500
    keys.go(desk, "What the case still needs", "Shift+Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.dataset.path").endswith(".when")
    assert desk.evaluate("document.activeElement.value") == "trust >= 3"


def test_a_branch_is_deleted_or_kept_and_undo_survives_a_reload(desk):
    scenario = make_scenario()
    edit(desk, scenario)
    before = document(desk)
    # Wagtail takes the form's first state a moment after the page is there.
    desk.wait_for_timeout(2500)
    keys.go(desk, "Find a scene by its text")
    keys.write(desk, "In the hall")
    desk.wait_for_timeout(200)
    desk.keyboard.press("Enter")
    keys.press(desk, "Delete this scene")
    desk.get_by_role("dialog").get_by_text("can be reached only from here").wait_for()
    keys.press(desk, "Cancel")
    assert document(desk) == before
    keys.press(desk, "Delete this scene")
    keys.press(desk, "Delete this one, keep the others unconnected")
    desk.get_by_text("Not connected:").wait_for()
    assert len(document(desk)["scenes"]) == len(before["scenes"]) - 1
    saved(desk)
    desk.reload()
    desk.locator(".case-editor--ready").wait_for()
    assert len(document(desk)["scenes"]) == len(before["scenes"]) - 1
    keys.press(desk, "Undo")
    assert len(document(desk)["scenes"]) == len(before["scenes"])
    assert document(desk)["start"] == before["start"]
    keys.press(desk, "Redo")
    assert len(document(desk)["scenes"]) == len(before["scenes"]) - 1


def test_a_second_editor_is_told_and_nothing_is_lost(
    desk, open_page, signed_in_as, world, complaints
):
    complaints.ignore("400 (Bad Request)")
    scenario = make_scenario()
    other = open_page(viewport={"width": 1400, "height": 1000})
    signed_in_as(other, world.trainer.users.get())
    for page in (desk, other):
        edit(page, scenario)
        page.wait_for_timeout(2500)
    title = desk.get_by_label("Title", exact=True).last
    title.fill("Written by one")
    saved(desk)
    other.get_by_label("Title", exact=True).last.fill("Written by the other")
    other.get_by_text("a newer version", exact=False).or_(
        other.get_by_text("Autosave is paused")
    ).first.wait_for()
    scenario.refresh_from_db()
    kept = scenario.get_latest_revision_as_object().graph()
    assert "Written by one" in [one.title for one in kept.scenes]
    assert "Written by the other" in [one["title"] for one in document(other)["scenes"]]
    other.evaluate("window.onbeforeunload = null")
    other.goto("about:blank")
    other.wait_for_timeout(400)
