"""Each type of question in Chromium: by keyboard on a narrow screen, and without script."""

import pytest

from courses.models import Attempt
from courses.quizzes.models import Response
from tests.factories.quiz import NEWER_TYPES, RIGHT_TEXT, drawn_of, make_quiz
from tests.factories.world import make_world
from tests.quizzes.test_quiz_in_the_browser import NARROW, fits, picture, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_types(signed_in_as):
    """A function that opens the module of a quiz with one question of each newer type."""

    def open_module(page, **fields):
        world = make_world()
        quiz = make_quiz(title="Every way to answer", questions=5, kinds=NEWER_TYPES, **fields)
        course = world.course(
            "Ways", module_activities=[("quiz", quiz)], closing=[("quiz", make_quiz())]
        )
        turn = world.enrol(world.learner, course)
        signed_in_as(page, world.learner.users.get())
        page.goto(f"/learn/{turn.uuid}/module-1/")

    return open_module


def choose(page, label, words):
    """Choose from a list as a keyboard does: reach it, and type what it says."""
    box = page.get_by_label(label, exact=True)
    box.focus()
    page.keyboard.type(words)


def put_in_order(page, names):
    """Move each thing up until it stands in its place, by keyboard."""
    for place, name in enumerate(names):
        texts = page.locator("fieldset:not([hidden]) .order__text").all_inner_texts()
        page.get_by_role("button", name=f"Move up: {name}").focus()
        for _step in range(texts.index(name) - place):
            page.keyboard.press("Enter")
    last = names[-1]
    page.get_by_role("button", name=f"Move up: {last}").press("Enter")
    page.get_by_role("button", name=f"Move down: {last}").press("Enter")


def answer_rightly(page, kind):
    if kind == "matching":
        choose(page, "Autonomy", "She")
        choose(page, "Justice", "All")
    elif kind == "ordering":
        put_in_order(page, ["Ask her", "Listen", "Write it down"])
    elif kind == "cloze":
        choose(page, "Gap 1", "Ask")
        page.get_by_label("Gap 2").focus()
        page.keyboard.type("Sealed consent")
    elif kind == "numeric":
        page.get_by_label("Your number").focus()
        page.keyboard.type(RIGHT_TEXT[kind])
        choose(page, "Unit", "mg")
    else:
        page.get_by_label("Your answer").focus()
        page.keyboard.type(RIGHT_TEXT[kind])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_type_by_keyboard_on_a_narrow_screen(open_page, at_types, assert_axe_clean, scheme):
    page = open_page(viewport=NARROW, color_scheme=scheme)
    at_types(page, pass_mark=100)
    attempt = start(page)
    for drawn in drawn_of(attempt):
        kind = drawn.snapshot.data["type"]
        page.get_by_text(f"Question {drawn.position} of 5", exact=True).wait_for()
        assert fits(page), kind
        answer_rightly(page, kind)
        assert_axe_clean(page)
        picture(page, f"type-{kind}-{scheme}-320")
        page.locator("[data-saved]", has_text="Saved ").wait_for()
        page.get_by_role("button", name="Save and").first.press("Enter")
    page.get_by_text("You can still change any of them").wait_for()
    page.get_by_role("button", name="Send answers").press("Enter")
    page.get_by_role("heading", name="You passed").wait_for()
    assert fits(page)
    assert_axe_clean(page)
    picture(page, f"types-passed-{scheme}-320")


def test_every_type_without_script(no_js, at_types):
    page = no_js
    at_types(page, pass_mark=100, layout="all", feedback="after_submission")
    attempt = start(page)
    every = drawn_of(attempt)
    picture(page, "types-all-desktop")
    for drawn in every:
        kind = drawn.snapshot.data["type"]
        if kind == "ordering":
            assert not page.get_by_role("button", name="Move up: Listen").is_visible()
            for place, name in enumerate(["Write it down", "Listen", "Ask her"], start=1):
                page.get_by_label(f"Place of: {name}").select_option(str(place))
        else:
            answer_rightly(page, kind)
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed yet").wait_for()
    page.get_by_text("4 of 5 right").wait_for()
    picture(page, "types-result-desktop")


def test_typed_words_are_saved_while_they_are_typed(page, at_types):
    at_types(page)
    attempt = start(page)
    drawn = next(d for d in drawn_of(attempt) if d.snapshot.data["type"] == "short_text")
    page.locator(f'[data-number="{drawn.position}"]').click()
    page.get_by_label("Your answer").press_sequentially("First I")
    page.locator("[data-saved]", has_text="Saved ").wait_for()
    assert Response.objects.get(drawn=drawn).chosen == {"text": "First I"}
    assert Attempt.objects.get(pk=attempt.pk).is_open
