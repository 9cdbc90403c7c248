"""The outline in Chromium: walked, mended, undone over a reload, and told to a second editor."""

import re

import pytest
from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string

from courses.models.media import CandourImage
from scenarios.models import Scenario
from tests.factories.scenario import make_scenario
from tests.scenarios import keys
from tests.scenarios.desk import document, edit, saved
from tests.scenarios.importing.test_attachments import png

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
    for _ in range(6):
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
    with desk.expect_response(re.compile("/scenarios/check/")) as answer:
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
    # The session ends: it is said, and who signs in again elsewhere goes on here.
    desk.wait_for_timeout(1500)
    kept = desk.context.cookies()
    desk.context.clear_cookies(name="sessionid")
    desk.keyboard.type("0")
    desk.get_by_text("You are signed out. Sign in again in another tab").first.wait_for()
    fresh = [
        {**one, "value": get_random_string(32)} if one["name"] == "csrftoken" else one
        for one in kept
    ]
    desk.context.add_cookies(fresh)
    desk.keyboard.type("0")
    desk.get_by_text("stops publishing").first.wait_for()


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
    assert keys.name(desk) == "Cancel"
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


def test_a_decision_gets_a_time_limit_points_and_a_picture(desk):
    image = CandourImage.objects.create(
        title="The door", file=ContentFile(png(), name="door.png"), width=12, height=8
    )
    scenario = make_scenario()
    edit(desk, scenario)
    desk.wait_for_timeout(2500)
    desk.locator("[role=treeitem]", has_text="Points").first.click()
    desk.get_by_role("button", name="Add: Scale").click()
    desk.get_by_label("Name").fill("Care")
    desk.locator("[role=treeitem]", has_text="In the hall").first.click()
    desk.get_by_label("Care").first.fill("3")
    desk.get_by_text("More about this scene").click()
    limit = desk.get_by_role("group", name="Time limit")
    limit.get_by_label("When time is up, this is chosen").select_option("Put the form on the table")
    assert "timer" not in scene(desk, "hall")
    limit.get_by_label("Seconds").fill("45")
    desk.get_by_role("button", name="Add: Picture, recording or film").click()
    desk.get_by_label("Which one").fill("door")
    desk.get_by_role("option", name="The door").click()
    desk.get_by_label("What the picture shows").first.fill("A blue door")
    hall = scene(desk, "hall")
    assert hall["timer"] == {"seconds": 45, "choice": "hall-push"}
    assert hall["media"][0]["id"] == image.pk
    saved(desk)
    graph = Scenario.objects.get().latest_revision.as_object().graph()
    for _ in range(40):  # “saved” may still mean the save before
        here = graph.scene["hall"]
        if here.timer and here.media and here.media[0].alt == "A blue door":
            break
        desk.wait_for_timeout(250)
        graph = Scenario.objects.get().latest_revision.as_object().graph()
    kept = graph.scene["hall"]
    assert (kept.timer.seconds, kept.timer.choice) == (45, "hall-push")
    assert (kept.media[0].id, kept.media[0].alt) == (image.pk, "A blue door")
    assert dict(kept.choices[0].points) == {graph.scales[0].key: 3}
    assert graph.scales[0].label == "Care"
    assert all(other.timer is None for other in graph.scenes if other.key != "hall")


def scene(desk, key):
    """A scene of the draft that the page holds."""
    return next(one for one in document(desk)["scenes"] if one["key"] == key)
