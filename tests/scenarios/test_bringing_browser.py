"""Scenes that come and go, comments, the map, a phone, and conditions in rows, in Chromium."""

import pytest
from django.urls import reverse

from scenarios.condition_trees import Condition
from scenarios.models import SceneComment
from tests.factories.scenario import make_scenario
from tests.scenarios import keys
from tests.scenarios.desk import HOUSE, document, edit, scene, titles
from tests.scenarios.test_bringing import OUTLINE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_scenes_go_from_one_case_to_another_and_their_trust_becomes_ours(desk):
    edit(desk, make_scenario())
    scene(desk, "The call")
    keys.press(desk, "Copy for another case")
    keys.press(desk, "Copy the branch")
    desk.get_by_text("were copied").wait_for()
    desk.goto(reverse("wagtailsnippets_scenarios_scenario:add"))
    desk.locator(".case-editor--ready").wait_for()
    keys.press(desk, "Begin with this: One dilemma")
    desk.get_by_text("scenes came in").wait_for()
    before = document(desk)
    assert before["start"].startswith("scene-")
    assert len(before["scenes"]) == 3
    keys.press(desk, "Bring in scenes", back=True)
    keys.press(desk, "Bring in the copied scenes")
    keys.press(desk, "Bring in 3 scenes")
    desk.get_by_text("Not connected: 3 scenes").wait_for()
    after = document(desk)
    # The hands are on the first scene that came, in the outline.
    row = desk.evaluate("document.activeElement.dataset.row")
    assert row == titles(desk)["The call"]["key"]
    keyed = [scene["key"] for scene in after["scenes"]]
    assert len(keyed) == len(set(keyed)) == 6
    assert "call" not in keyed
    assert after["start"] == before["start"]
    call = titles(desk)["The call"]
    assert {choice["to"] for choice in call["choices"]} <= set(keyed)
    assert [one["key"] for one in after["vars"]] == ["trust"]
    keys.press(desk, "Undo", back=True)
    assert desk.locator("[data-case-said]").inner_text() == ""
    assert len(document(desk)["scenes"]) == 3


def test_a_case_is_pasted_as_text_with_its_report(desk):
    desk.goto(reverse("wagtailsnippets_scenarios_scenario:add"))
    desk.locator(".case-editor--ready").wait_for()
    keys.press(desk, "Paste a case as text")
    keys.fill(desk, "Text to read", "Only prose.")
    keys.press(desk, "Read the text")
    desk.get_by_role("alert").get_by_text("Scene: At the door").wait_for()
    keys.go(desk, "Text to read", "Shift+Tab")
    desk.keyboard.press("ControlOrMeta+a")
    desk.keyboard.insert_text(OUTLINE)
    keys.press(desk, "Read the text")
    keys.press(desk, "Bring in 3 scenes")
    desk.get_by_role("treeitem").get_by_text("The box").first.wait_for()
    assert titles(desk)["At the door"]["choices"][0]["to"] == titles(desk)["The box"]["key"]


def test_colleagues_talk_at_a_choice_and_settle_it(desk, world):
    scenario = make_scenario()
    edit(desk, scenario)
    scene(desk, "In the hall")
    keys.go(desk, "Rating")
    keys.press(desk, "Add a comment")
    keys.fill(desk, "What you want to say to your colleagues", "Too easy to see?")
    keys.press(desk, "Add the comment")
    desk.get_by_text("1 open comment").first.wait_for()
    assert SceneComment.objects.get().anchor == "hall-ask"
    desk.reload()
    desk.locator(".case-editor--ready").wait_for()
    desk.get_by_role("treeitem").get_by_text("1 open comment").wait_for()
    keys.press(desk, "Find a scene by its text", key="ArrowDown")
    keys.go(desk, "What the case remembers")
    for _ in range(5):
        desk.keyboard.press("ArrowDown")
    assert keys.name(desk).startswith("Comments")
    desk.keyboard.press("Enter")
    keys.press(desk, "1. In the hall")
    assert keys.name(desk) == "1 open comment"
    keys.press(desk, "This is settled: Too easy to see?")
    desk.get_by_text("settled by").wait_for()
    assert SceneComment.objects.get().resolved_by == world.administrator.users.get()


# The scenes that lie under the small map.
COVERED = """() => {
  const box = (node) => node.getBoundingClientRect();
  const small = box(document.querySelector('.react-flow__minimap'));
  const under = (one) => one.right > small.left && one.left < small.right
    && one.bottom > small.top && one.top < small.bottom;
  return [...document.querySelectorAll('.react-flow__node')]
    .filter((node) => under(box(node))).map((node) => node.dataset.id);
}"""


def test_the_map_and_the_outline_are_one_case(desk):
    edit(desk, make_scenario())
    desk.get_by_role("button", name="Map", exact=True).click()
    node = desk.locator('.react-flow__node[data-id="pause"]')
    node.wait_for()
    desk.wait_for_timeout(300)
    assert desk.evaluate(COVERED) == []
    node.click()
    desk.locator("[data-case-heading]", has_text="A pause").wait_for()
    box = node.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.mouse.move(x, y)
    desk.mouse.down()
    desk.mouse.move(x + 15, y + 15, steps=3)
    desk.mouse.move(x + 20, y + 60, steps=6)
    desk.mouse.up()
    assert set(titles(desk)["A pause"]["position"]) == {"x", "y"}
    desk.get_by_role("button", name="Lay out anew").click()
    assert "position" not in titles(desk)["A pause"]
    desk.get_by_role("button", name="Undo", exact=True).click()
    assert "position" in titles(desk)["A pause"]
    # The keyboard goes from a scene on the map to its fields.
    desk.locator('.react-flow__node[data-id="kitchen"]').focus()
    desk.keyboard.press("Enter")
    assert "In the kitchen" in keys.name(desk)
    assert desk.locator('.case-view[aria-pressed="true"]').inner_text() == "Map"
    desk.get_by_role("button", name="Outline", exact=True).click()
    current = desk.locator("[role=treeitem][aria-selected=true]")
    assert "In the kitchen" in current.inner_text()


def test_a_phone_shows_one_side_at_a_time(phone, signed_in_as, writer, assert_axe_clean):
    phone.set_viewport_size({"width": 320, "height": 740})
    phone.emulate_media(color_scheme="dark")
    signed_in_as(phone, writer)
    phone.goto(reverse("wagtailsnippets_scenarios_scenario:edit", args=[make_scenario().pk]))
    phone.locator(".case-editor--ready").wait_for()
    for name in ("Outline", "Scene", "To mend", "Map"):
        phone.locator(".case-view", has_text=name).click()
        shown = phone.locator("[data-case-outline], .case-pane, .case-panel, [data-case-map]")
        assert [one.is_visible() for one in shown.all()].count(True) == 1
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, name
    phone.locator(".case-view", has_text="Scene").click()
    phone.evaluate("document.querySelector('main').scrollTo(0, 0)")
    # Wagtail's own toggle of the minimap is small.
    assert_axe_clean(phone, without=(*HOUSE, "target-size"))
    phone.goto("about:blank")
    phone.wait_for_timeout(400)


ROWS = [
    "trust >= 3",
    "not flagged and trust < 2 and visited(kitchen)",
    'mood = "calm" or mood != "angry" or chose(hall-ask)',
    "3 <= visits(hall)",
    "total(points) > -2",
    "not visited(hall)",
]
DEEP = [
    "trust > 1 and (flagged or visited(hall))",
    "a or b and c",
    "not (trust > 1)",
    "trust > more",
]


def test_a_condition_in_rows_is_the_same_condition(desk):
    edit(desk, make_scenario())
    came = desk.evaluate(
        """async (texts) => {
          const { read, write } = await import("/static/scenarios/js/editor/language.js");
          return texts.map((text) => { const rule = read(text); return rule && write(rule); });
        }""",
        ROWS + DEEP,
    )
    for text, again in zip(ROWS, came, strict=False):
        assert says(again) == says(text), (text, again)
    assert came[len(ROWS) :] == [None] * len(DEEP)


def says(text):
    """What a condition says, however it is turned round."""
    node = Condition.from_text(text).to_json()
    compare = node.get("cmp")
    if compare and compare[0] == 3:
        return {"cmp": [compare[2], ">=", 3]}
    return node
