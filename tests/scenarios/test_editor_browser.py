"""The editor in Chromium: a case is built, checked, played and published by keyboard alone."""

import pytest
from django.urls import reverse

from scenarios.models import Scenario, ScenarioVersion
from tests.factories.scenario import make_scenario
from tests.scenarios import keys
from tests.scenarios.desk import clean, document, edit, saved, scene, titles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choice(page, label, to, rating):
    keys.fill(page, "What the learner would do", label)
    keys.lead(page, "Leads to", to)
    keys.pick(page, "Rating", rating)


def ending(page, title, tone, debrief):
    scene(page, title)
    keys.pick(page, "What kind of scene", "Ending")
    keys.fill(page, "What happens", "Weeks later.")
    keys.pick(page, "How it came out", tone)
    keys.fill(page, "Debrief of this ending", debrief)


def test_the_gift_is_built_checked_played_and_published_by_keyboard(desk, assert_axe_clean):
    desk.goto(reverse("wagtailsnippets_scenarios_scenario:add"))
    desk.locator(".case-editor--ready").wait_for()
    keys.fill(desk, "Title*", "A gift")
    keys.press(desk, "Begin with an empty scene")
    keys.write(desk, "At the door")
    keys.go(desk, "What kind of scene", "Shift+Tab")
    desk.keyboard.type("dec")
    assert desk.evaluate("document.activeElement.value") == "decision"
    keys.fill(desk, "What happens", "She hands you a small box.")
    keys.press(desk, "+ Add: Choice")
    choice(desk, "Take it", "The box", "Problematic")
    keys.go(desk, "+ Add: Choice")
    desk.keyboard.press("Enter")
    choice(desk, "Hand it back", "A pause", "Best")

    scene(desk, "The box")
    keys.fill(desk, "What happens", "A watch, and a card with your name.")
    keys.lead(desk, "Then", "Supervision")
    scene(desk, "A pause")
    keys.fill(desk, "What happens", "Nobody speaks.")
    keys.lead(desk, "Then", "Supervision")

    scene(desk, "Supervision")
    keys.pick(desk, "What kind of scene", "Decision")
    keys.fill(desk, "What happens", "Thursday. You have half an hour.")
    keys.press(desk, "+ Add: Choice")
    choice(desk, "Tell it as it was", "Said aloud", "Best")
    keys.press(desk, "+ Add: Choice")
    choice(desk, "Keep it to yourself", "Found later", "Harmful")
    ending(desk, "Said aloud", "Constructive", "What was said can be worked with.")
    ending(desk, "Found later", "Harmful", "What was kept had to be found.")
    two_rules(desk)
    desk.get_by_text("Nothing stops publishing.").wait_for()
    clean(desk, assert_axe_clean)
    keys.press(desk, "Map", back=True)
    desk.locator(".react-flow__node").nth(5).wait_for()
    clean(desk, assert_axe_clean)
    assert len(document(desk)["scenes"]) == 6
    saved(desk)
    plays(desk)
    keys.press(desk, "More actions")
    keys.press(desk, "Publish")
    desk.wait_for_url("**/scenario/")
    assert ScenarioVersion.objects.get().number == 1
    assert len(Scenario.objects.get(live=True).graph().scenes) == 6


def two_rules(desk):
    """A number that a choice changes, and a choice that asks for it and for a scene."""
    keys.go(desk, "Find a scene by its text", "Shift+Tab")
    keys.write(desk, " ")
    desk.keyboard.press("Escape")
    goes = desk.get_by_role("treeitem").get_by_text("goes to 3. Supervision")
    assert "(also reached from 2)" in goes.inner_text()
    desk.keyboard.press("ArrowDown")
    assert keys.name(desk).startswith("What the case remembers")
    desk.keyboard.press("Enter")
    keys.press(desk, "+ Add: Variable")
    keys.write(desk, "Trust")
    scene(desk, "At the door")
    keys.press(desk, "+ Add: Effect")
    trust = document(desk)["vars"][0]["key"]
    assert titles(desk)["At the door"]["choices"][0]["effects"] == [{"var": trust, "op": "add"}]
    scene(desk, "Supervision")
    keys.press(desk, "+ Add a condition")
    keys.lead(desk, "What condition 1 asks about", "Trust")
    keys.pick(desk, "How condition 1 compares", "is at least")
    keys.fill(desk, "Value of condition 1", "1")
    desk.get_by_text("Trust is at least 1").wait_for()
    keys.press(desk, "+ Add: Choice")
    choice(desk, "Ask for time", "Said aloud", "Acceptable")
    keys.press(desk, "+ Add a condition")
    keys.lead(desk, "What condition 1 asks about", "scene: A pause")
    desk.get_by_text("have been in “A pause”").or_(desk.get_by_text("A pause")).first.wait_for()
    pause = next(one["key"] for one in document(desk)["scenes"] if one["title"] == "A pause")
    whens = [one.get("when") for one in titles(desk)["Supervision"]["choices"]]
    assert whens == [f"{trust} >= 1", None, f"visited({pause})"]


def plays(desk):
    """Preview it: the way with the box meets the choice that asks for trust, and an ending."""
    keys.press(desk, "Toggle preview")
    with desk.context.expect_page() as opened:
        keys.press(desk, "Preview in new tab")
    play = opened.value
    for wanted, scene_after in (
        ("Take it", "The box"),
        ("Go on", "Supervision"),
        ("Tell it as it was", "Said aloud"),
    ):
        keys.press(play, wanted)
        play.get_by_role("heading", name=scene_after).wait_for()
    play.close()


# The answer to a save takes as long as over a mobile line.
SLOW = """() => {
  const real = window.fetch;
  window.saves = 0;
  window.fetch = async (...all) => {
    const answer = await real(...all);
    if (all[1]?.method?.toLowerCase() === "post" && all[1].body instanceof FormData) {
      window.saves += 1;
      await new Promise((go) => setTimeout(go, 400));
    }
    return answer;
  };
}"""


def test_what_is_written_during_a_save_is_saved_too(desk):
    scenario = make_scenario()
    edit(desk, scenario)
    desk.wait_for_timeout(2500)
    desk.evaluate(SLOW)
    title = desk.get_by_label("Title", exact=True).last
    title.fill("Written before")
    desk.wait_for_function("() => window.saves === 1")
    title.fill("Written during")
    desk.wait_for_function("() => window.saves === 2")
    saved(desk)
    scenario.refresh_from_db()
    kept = scenario.get_latest_revision_as_object().graph()
    assert "Written during" in [one.title for one in kept.scenes]
    # And then it rests: the second save asks for no third.
    desk.wait_for_timeout(2500)
    assert desk.evaluate("window.saves") == 2
