"""The editor of cases as its author uses it: open a case, find a scene, read what is kept."""

import json

from django.urls import reverse

from tests.scenarios import keys

# The heading of the page is Wagtail's, and is of the second level.
HOUSE = ("page-has-heading-one",)


def edit(page, scenario):
    page.goto(reverse("wagtailsnippets_scenarios_scenario:edit", args=[scenario.pk]))
    page.locator(".case-editor--ready").wait_for()
    page.get_by_text("stops publishing").first.wait_for()


def document(page):
    return json.loads(page.evaluate("document.querySelector('[data-case-document]').value"))


def titles(page):
    return {scene["title"]: scene for scene in document(page)["scenes"] if scene.get("title")}


def saved(page):
    page.wait_for_timeout(900)
    page.locator(".w-autosave-indicator__state--saved:visible").wait_for()


def scene(page, title):
    """Go to the outline, walk down it to a scene and open it."""
    keys.go(page, "Find a scene by its text", "Shift+Tab")
    keys.write(page, title)
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "title => document.activeElement.matches('[data-case-heading]')"
        " && document.activeElement.textContent.includes(title)",
        arg=title,
    )


def clean(page, assert_axe_clean):
    """Let axe read the page from its top, where nothing lies under Wagtail's header."""
    page.evaluate("document.querySelector('main').scrollTo(0, 0)")
    assert_axe_clean(page, without=HOUSE)
