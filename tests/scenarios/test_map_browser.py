"""The map in Chromium, under the strict policy: seen, walked, and telling what the author did."""

import json

import pytest
from django.template import Context, Template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "/admin/scenarios/map-alone/"
GRAPH = {
    "start": "hall",
    "scenes": [
        {"key": "end", "kind": "ending", "title": "At home", "ending": {"tone": "mixed"}},
        {"key": "hall", "kind": "decision", "title": "In the hall", "choices": [
            {"key": "ask", "label": "Ask her", "to": "kitchen"},
            {"key": "push", "label": "Push the form", "to": "pause"},
        ]},
        {"key": "kitchen", "kind": "info", "title": "In the kitchen", "next": "end"},
        {"key": "pause", "kind": "reflect", "title": "A pause", "next": "end"},
        {"key": "lost", "kind": "info", "title": "Nobody comes here"},
    ],
    "interrupts": [{"when": "trust = 0", "to": "end"}],
}  # fmt: skip
PROBLEM = {"rule": "E03", "severity": "E", "key": "lost", "field": "", "message": "Unreached"}


@pytest.fixture
def shown(page, signed_in_as, world, live_server):
    """The map alone on a page with the policy of the public side."""
    signed_in_as(page, world.trainer.users.get())
    page.goto("/accounts/password/change/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    inner = Template("{% load case_map %}{% case_map %}").render(Context())
    folder = "/static/scenarios/vendor/case-map/case-map"
    html = f"""<!doctype html><html lang="en"><head><title>Map</title>
      <link rel="icon" href="data:,"><link rel="stylesheet" href="{folder}.css">
      <script type="module" src="{folder}.js"></script></head><body><main><h1>Map</h1>
      <form><input type="hidden" name="csrfmiddlewaretoken" value="{token}">{inner}</form>
      </main></body></html>"""
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
    page.route(
        f"**{ADDRESS}",
        lambda route: route.fulfill(
            body=html,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": f"{policy}; img-src data:"},
        ),
    )
    page.goto(ADDRESS)
    page.evaluate(
        """([graph, problems]) => {
          const map = document.querySelector('case-map');
          window.heard = [];
          for (const name of ['select', 'connect', 'move', 'reset'])
            document.addEventListener(
              `case-map:${name}`, (event) => heard.push([name, event.detail]));
          map.graph = graph;
          map.problems = problems;
        }""",
        [GRAPH, [PROBLEM]],
    )
    page.locator(".react-flow__node").first.wait_for()
    return page


def heard(page):
    return json.loads(page.evaluate("JSON.stringify(heard)"))


def scene(page, key):
    return page.locator(f'.react-flow__node[data-id="{key}"]')


def test_the_map_shows_scenes_problems_and_rules_in_words(shown, assert_axe_clean):
    assert shown.locator(".react-flow__node").count() == 5
    assert shown.locator(".react-flow__edge").count() == 4
    assert "1 to mend" in scene(shown, "lost").inner_text()
    assert "By a rule, at any moment" in scene(shown, "end").inner_text()
    assert "Start" in scene(shown, "hall").inner_text()
    assert_axe_clean(shown)
    assert heard(shown) == []


def test_the_keyboard_walks_the_story_and_selects(shown):
    order = [one.get_attribute("data-id") for one in shown.locator(".react-flow__node").all()]
    assert order == ["hall", "kitchen", "end", "pause", "lost"]
    scene(shown, "hall").focus()
    at = "document.activeElement.dataset.id"
    for pressed, key in [
        ("ArrowRight", "kitchen"),
        ("ArrowDown", "pause"),
        ("ArrowLeft", "hall"),
        ("Tab", "kitchen"),
    ]:
        shown.keyboard.press(pressed)
        shown.wait_for_function(f"{at} === '{key}'")
    shown.keyboard.press("Enter")
    assert heard(shown) == [["select", {"key": "kitchen"}]]
    shown.keyboard.press("Escape")
    assert shown.evaluate("document.activeElement.className").endswith("case-map__after")


def test_dragging_moves_a_scene_and_connects_two(shown):
    def drag(start, end):
        before = len(heard(shown))
        shown.mouse.move(*start)
        shown.mouse.down()
        shown.mouse.move(start[0] + 12, start[1] + 8, steps=3)
        shown.mouse.move(*end, steps=8)
        shown.mouse.up()
        for _ in range(50):  # the map tells of it when it has drawn
            if len(heard(shown)) > before:
                return
            shown.wait_for_timeout(100)

    def still(locator):
        """Wait until the map has come to rest; it moves while it fits itself to its place."""
        box = None
        while box != (box := locator.bounding_box()):
            shown.wait_for_timeout(300)

    def middle(locator):
        box = locator.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    still(scene(shown, "pause"))
    x, y = middle(scene(shown, "pause"))
    drag((x, y), (x + 30, y + 60))
    name, detail = heard(shown)[-1]
    assert (name, detail["key"]) == ("move", "pause")
    assert {type(detail["x"]), type(detail["y"])} == {int}
    source = scene(shown, "hall").locator('.react-flow__handle[data-handleid="push"]')
    drag(middle(source), middle(scene(shown, "kitchen").locator(".react-flow__handle-left")))
    assert heard(shown)[-1] == ["connect", {"from": "hall", "choice": "push", "to": "kitchen"}]
    drag(
        middle(scene(shown, "lost").locator(".react-flow__handle-right")),
        middle(scene(shown, "end").locator(".react-flow__handle-left")),
    )
    assert heard(shown)[-1] == ["connect", {"from": "lost", "choice": None, "to": "end"}]


def test_a_scene_is_found_by_its_title(shown):
    shown.get_by_label("Find a scene").fill("pause")
    shown.keyboard.press("Enter")
    shown.wait_for_function("document.activeElement.dataset.id === 'pause'")


def test_a_long_case_opens_where_it_can_be_read(shown):
    chain = [
        {"key": f"s{number}", "kind": "info", "title": f"Scene {number}", "next": f"s{number + 1}"}
        for number in range(60)
    ]
    shown.goto(ADDRESS)
    shown.evaluate(
        "graph => { document.querySelector('case-map').graph = graph }",
        {"start": "s0", "scenes": [*chain, {"key": "s60", "kind": "ending", "title": "The end"}]},
    )
    start = scene(shown, "s0")
    start.wait_for()
    # The story begins at the left, in letters that can be read.
    shown.wait_for_function(
        "node => node.getBoundingClientRect().width > 100", arg=start.element_handle()
    )
    assert "Scene 1" in scene(shown, "s1").inner_text()
    shown.get_by_role("button", name="Whole case").click()
    shown.wait_for_function(
        "node => node.getBoundingClientRect().width < 40", arg=start.element_handle()
    )
