"""What saves an author's way and words: F6, branches that move, a library, a lost session."""

import copy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from courses.models.media import CandourImage
from tests.factories.scenario import CASE, make_scenario
from tests.scenarios import keys
from tests.scenarios.desk import clean, document, edit, scene, titles
from tests.scenarios.importing.test_attachments import png

QUICK_MS = 500

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def cautious():
    """The kettle, where trust starts at 5, ends at 10 and gains at most 3 on any way."""
    scenes = copy.deepcopy(CASE["scenes"])
    hall, call = (next(one for one in scenes if one["key"] == key) for key in ("hall", "call"))
    hall["choices"][0]["effects"][0]["value"] = 3
    call["choices"][0]["when"] = "trust >= 1"
    trust = {**CASE["vars"][0], "initial": 5, "max": 10, "words": []}
    return make_scenario(vars=[trust], scenes=scenes, interrupts=[], debrief={})


def within(page, change, shown):
    """Milliseconds from a key until the check says that a choice can never appear, or no more."""
    page.evaluate(
        "() => document.activeElement.addEventListener('input',"
        " () => { window.began = performance.now() }, { once: true })"
    )
    page.keyboard.press(change)
    return page.wait_for_function(
        """shown => {
          const items = [...document.querySelectorAll('[data-case-problems] li')];
          const there = items.some((one) => one.textContent.includes('can never appear'));
          return there === shown && performance.now() - window.began;
        }""",
        arg=shown,
        polling=10,
    ).json_value()


def is_saved(response):
    return response.request.method == "POST" and "/scenario/edit/" in response.url and response.ok


def solid(value):
    """A document without the empty lists and groups that fields leave when they are drawn."""
    if isinstance(value, dict):
        kept = {name: solid(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in ({}, [])}
    return [solid(one) for one in value] if isinstance(value, list) else value


def title(page):
    return page.locator("[data-case-main]").get_by_label("Title", exact=True)


def test_a_choice_that_can_never_appear_is_told_while_typing_and_f6_leads_back(
    desk, assert_axe_clean
):
    edit(desk, cautious())
    scene(desk, "The call")
    keys.go(desk, "Value of condition 1")
    keys.write(desk, "8")
    desk.get_by_text("is at least 8").first.wait_for()
    assert desk.get_by_text("can never appear").count() == 0
    assert within(desk, "ArrowUp", shown=True) < QUICK_MS
    # F6 leads from a field to the line of its scene, and from there to its fields.
    desk.keyboard.press("F6")
    assert desk.evaluate("document.activeElement.dataset.row") == "call"
    desk.keyboard.press("F6")
    assert desk.evaluate("document.activeElement.matches('[data-case-heading]')")
    link = desk.get_by_role("button", name="Back to the outline (F6)")
    assert link.count() == 4
    link.nth(2).press("Enter")
    assert desk.evaluate("document.activeElement.dataset.row") == "call"
    # One more gain, and the choice can appear.
    scene(desk, "In the hall")
    keys.go(desk, "How much")
    assert within(desk, "ArrowUp", shown=False) < QUICK_MS
    assert titles(desk)["In the hall"]["choices"][0]["effects"][0]["value"] == 4
    clean(desk, assert_axe_clean)


def test_a_branch_moves_to_another_place_or_into_a_case_of_its_own(desk):
    edit(desk, make_scenario())
    before = solid(document(desk))
    scene(desk, "The call")
    keys.press(desk, "Move the branch")
    box = desk.get_by_role("dialog")
    assert "“A pause”" in box.inner_text()
    assert keys.name(desk) == "Cancel"
    assert "“A pause”" not in box.get_by_role("combobox").inner_text()
    box.get_by_label("Where a way should lead to it").select_option(label="1. In the hall")
    box.get_by_role("button", name="Move it there").click()
    desk.get_by_text("“In the hall” leads to it now").wait_for()
    after = titles(desk)
    assert after["In the hall"]["choices"][-1]["to"] == "call"
    assert not after["A pause"].get("next")
    keys.press(desk, "Undo", back=True)
    assert solid(document(desk)) == before

    scene(desk, "The call")
    keys.press(desk, "Move the branch")
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Move it into a new case").click()
    fresh = opened.value
    fresh.locator(".case-editor--ready").wait_for()
    fresh.get_by_text("scenes came in").wait_for()
    moved = document(fresh)
    gone = {one["title"] for one in before["scenes"]} - set(titles(desk))
    assert {one["title"] for one in moved["scenes"]} == gone
    assert titles(fresh)["The call"]["key"] == moved["start"]
    fresh.evaluate("window.onbeforeunload = null")
    fresh.close()
    keys.press(desk, "Undo", back=True)
    assert solid(document(desk)) == before


def test_an_old_file_of_the_library_is_found_by_typing(desk):
    content = png()
    old = CandourImage.objects.create(
        title="A very old door", file=ContentFile(content, name="a.png"), width=12, height=8
    )
    CandourImage.objects.bulk_create(
        CandourImage(title=f"New {number}", file=old.file.name, width=12, height=8)
        for number in range(300)
    )
    edit(desk, make_scenario())
    scene(desk, "In the hall")
    desk.get_by_text("More about this scene").click()
    desk.get_by_role("button", name="Add: Picture, recording or film").click()
    desk.get_by_label("Which one").fill("old door")
    desk.get_by_role("option", name="A very old door").click()
    assert titles(desk)["In the hall"]["media"][0]["id"] == old.pk


def test_who_is_signed_out_reads_so_and_loses_no_word(desk):
    edit(desk, make_scenario())
    desk.wait_for_timeout(1500)
    desk.context.clear_cookies(name="sessionid")
    scene(desk, "In the hall")
    desk.get_by_text("Add a comment").first.click()
    area = desk.get_by_label("What you want to say to your colleagues").first
    area.fill("Is this too soon?")
    desk.get_by_role("button", name="Add the comment").first.click()
    told = "You are signed out. Sign in again in another tab; your words are kept here."
    desk.get_by_role("alert").get_by_text(told).first.wait_for()
    assert area.input_value() == "Is this too soon?"
    desk.get_by_label("Title", exact=True).last.fill("Written without a session")
    desk.locator("[data-case-problems]").get_by_text(told).wait_for()
    assert "Written without a session" in titles(desk)
    keys.press(desk, "Bring in scenes", back=True)
    keys.fill(desk, "Text to read", "Scene: A")
    keys.press(desk, "Read the text")
    desk.get_by_role("dialog").get_by_text(told).wait_for()
    assert desk.get_by_label("Text to read").input_value() == "Scene: A"


def test_what_is_typed_at_once_or_during_a_save_is_saved_too(desk):
    scenario = make_scenario()
    edit(desk, scenario)
    title(desk).fill("Typed at once")
    # Letters that come while the save is on its way are not in it.
    late = "document.addEventListener('w-autosave:save', () => setTimeout(() => {"
    late += " const field = document.activeElement; field.value = 'Typed while it saved';"
    late += " field.dispatchEvent(new Event('input', { bubbles: true })) }), { once: true })"
    desk.evaluate(late)

    def kept():
        return scenario.get_latest_revision_as_object().graph().scene["hall"].title

    with desk.expect_response(is_saved):
        pass
    scenario.refresh_from_db()
    assert kept() == "Typed at once"
    with desk.expect_response(is_saved):
        pass
    scenario.refresh_from_db()
    assert kept() == "Typed while it saved"


def test_words_that_came_second_are_offered_back_after_a_reload(
    desk, open_page, signed_in_as, world, complaints
):
    complaints.ignore("400 (Bad Request)")
    scenario = make_scenario()
    other = open_page(viewport={"width": 1400, "height": 1000})
    signed_in_as(other, world.trainer.users.get())
    for page in (desk, other):
        edit(page, scenario)
    with desk.expect_response(is_saved):
        title(desk).fill("Written by one")
    scene(other, "The call")
    title(other).fill("Written by the other")
    other.locator("#w-autosave-indicator").get_by_text("Autosave is paused").wait_for()
    scene(other, "In the hall")
    title(other).fill("In the dark hall")
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(reverse("wagtailsnippets_scenarios_scenario:edit", args=[scenario.pk]))
    other.locator(".case-editor--ready").wait_for()
    box = other.get_by_role("dialog")
    box.get_by_text("You had written something that was not saved").wait_for()
    both = "In the dark hall (they changed it too)"
    assert box.get_by_role("listitem").all_inner_texts() == [both, "Written by the other"]
    with other.expect_response(is_saved):
        keys.press(other, "Bring my words back", back=True)
    scenario.refresh_from_db()
    written = {one.title for one in scenario.get_latest_revision_as_object().graph().scenes}
    assert {"In the dark hall", "Written by the other"} <= written
    # What the first had written is one step of undo away.
    keys.press(other, "Undo", back=True)
    assert "Written by one" in titles(other)
    other.goto("about:blank")
    other.wait_for_timeout(400)
