"""A quiz in Chromium: with script, without, by keyboard, on a phone, in an older tab."""

import os

import pytest

from courses.models import Attempt
from courses.quizzes.models import Response
from tests.factories.quiz import address, drawn_of, make_quiz, right_keys, wrong_keys
from tests.factories.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def at_quiz(signed_in_as):
    """A function that opens the module that holds a quiz."""

    def open_module(page, **fields):
        world = make_world()
        quiz = make_quiz(title="What you would do first", **fields)
        course = world.course(
            "Boundaries", module_activities=[("quiz", quiz)], closing=[("quiz", make_quiz())]
        )
        turn = world.enrol(world.learner, course)
        signed_in_as(page, world.learner.users.get())
        page.goto(f"/learn/{turn.uuid}/module-1/")
        return world

    return open_module


def picture(page, name):
    """Keep a screenshot where somebody asked for them: PICTURES=/folder."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def start(page):
    page.locator("form[action*='/begin/'] button").first.click(timeout=4000)
    page.wait_for_url("**/learn/quiz/**")
    return Attempt.objects.latest("pk")


def tick(page, drawn, keys):
    for key in keys:
        page.locator(f'input[value="{key}"]').check()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_ten_questions_with_script_take_twelve_requests(page, at_quiz, assert_axe_clean):
    at_quiz(page, questions=10)
    asked = []
    page.on("request", lambda request: asked.append(request))
    attempt = start(page)
    every = drawn_of(attempt)
    for drawn in every:
        page.get_by_text(f"Question {drawn.position} of 10", exact=True).wait_for()
        tick(page, drawn, right_keys(drawn))
        if drawn.position == 2:
            picture(page, "question-desktop")
            assert_axe_clean(page)
        last = drawn.position == 10
        page.get_by_role(
            "button", name="Save and check answers" if last else "Save and go on"
        ).click()
    page.wait_for_timeout(2500)  # somebody looks over the answers before sending them
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="You passed").wait_for()
    ours = [r for r in asked if r.resource_type in ("document", "fetch")]
    assert len(ours) == 12, [f"{r.method} {r.url}" for r in ours]
    assert page.url.endswith(address(attempt, "result/"))
    assert page.title().startswith("Passed")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert_axe_clean(page)
    picture(page, "passed-desktop")
    page.reload()
    page.get_by_role("heading", name="You passed").wait_for()
    page.get_by_role("link", name="Go on").click()
    page.wait_for_url("**/module-1/**")


def test_going_back_from_the_result_leads_to_the_result(page, at_quiz):
    at_quiz(page)
    attempt = start(page)
    for drawn in drawn_of(attempt):
        tick(page, drawn, right_keys(drawn))
        page.get_by_role("button", name="Save and").click()
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="You passed").wait_for()
    page.go_back()
    page.wait_for_url(f"**{address(attempt, 'result/')}")
    page.get_by_role("heading", name="You passed").wait_for()


def test_each_answer_is_saved_on_the_page(page, at_quiz, assert_axe_clean):
    at_quiz(page, questions=3)
    attempt = start(page)
    first, second, _third = drawn_of(attempt)
    tick(page, first, right_keys(first))
    page.locator("[data-saved]", has_text="Saved ").wait_for()
    assert Response.objects.filter(drawn=first).latest("seq").chosen == sorted(right_keys(first))
    page.locator('[data-number="2"]').click()
    page.get_by_text("Question 2 of 3", exact=True).wait_for()
    tick(page, second, wrong_keys(second)[:1])
    page.get_by_role("button", name="Back").click()
    page.get_by_text("Question 1 of 3", exact=True).wait_for()
    page.go_back()
    page.get_by_text("Question 2 of 3", exact=True).wait_for()
    page.goto(address(attempt, "check/"))
    page.get_by_text("Not every question has an answer").wait_for()
    assert_axe_clean(page)
    picture(page, "check-desktop")
    page.get_by_role("link", name="Question 3").click()
    page.get_by_text("Question 3 of 3", exact=True).wait_for()


def test_an_answer_outlives_a_closed_page(page, at_quiz):
    at_quiz(page, questions=3)
    attempt = start(page)
    first = drawn_of(attempt)[0]
    tick(page, first, right_keys(first))
    page.goto("/learn/")  # at once, before the pause is over
    page.goto(address(attempt, "1/"))
    assert page.locator(f'input[value="{right_keys(first)[0]}"]').is_checked()


def test_an_older_tab_is_told(page, at_quiz, complaints):
    complaints.ignore("409")
    at_quiz(page, questions=3)
    attempt = start(page)
    first = drawn_of(attempt)[0]
    older = page.context.new_page()
    older.goto(address(attempt, "1/"))
    tick(page, first, right_keys(first)[:1])
    page.locator("[data-saved]", has_text="Saved ").wait_for()
    tick(older, first, wrong_keys(first)[:1])
    older.get_by_text("Question 1 was answered on another page").wait_for()
    picture(older, "older-tab")
    older.get_by_role("link", name="Show it").click()
    older.wait_for_load_state()
    assert older.locator(f'input[value="{right_keys(first)[0]}"]').is_checked()
    page.goto(address(attempt, "check/"))
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed yet").wait_for()
    tick(older, first, wrong_keys(first)[:1])
    older.get_by_text("had already been sent").wait_for()
    older.get_by_role("link", name="See it").click()
    older.get_by_role("heading", name="Not passed yet").wait_for()


def test_an_ended_session_is_told_and_the_answer_waits(page, at_quiz, signed_in_as):
    world = at_quiz(page, questions=3)
    attempt = start(page)
    first = drawn_of(attempt)[0]
    page.context.clear_cookies(name="sessionid")
    tick(page, first, right_keys(first)[:1])
    page.get_by_text("Your session has ended").wait_for()
    signed_in_as(page, world.learner.users.get())
    page.get_by_role("button", name="Save and go on").click()
    page.locator("[data-saved]", has_text="Saved ").wait_for()
    assert Response.objects.filter(drawn=first).count() == 1


def test_without_script_one_question_a_page(no_js, at_quiz, assert_axe_clean):
    page = no_js
    at_quiz(page, questions=3, pass_mark=100, attempts=2)
    attempt = start(page)
    every = drawn_of(attempt)
    for drawn in every:
        tick(page, drawn, right_keys(drawn) if drawn.position > 1 else wrong_keys(drawn)[:1])
        last = drawn.position == 3
        page.get_by_role(
            "button", name="Save and check answers" if last else "Save and go on"
        ).click()
    page.get_by_text("You can still change any of them").wait_for()
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed yet").wait_for()
    picture(page, "again-desktop")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("This is try 2 of 2").wait_for()
    second = Attempt.objects.latest("pk")
    page.locator('[data-number="3"]').click()
    page.get_by_text("Question 3 of 3", exact=True).wait_for()
    assert second.number == 2


def test_all_on_one_page_without_script(no_js, at_quiz):
    page = no_js
    at_quiz(page, questions=3, layout="all", feedback="after_submission", pass_mark=100)
    attempt = start(page)
    picture(page, "all-desktop")
    every = drawn_of(attempt)
    for drawn in every[:2]:
        tick(page, drawn, right_keys(drawn))
    page.get_by_role("button", name="Send answers").click()
    page.get_by_text("Not every question has an answer").wait_for()
    page.get_by_role("link", name="Question 3").click()
    tick(page, every[2], wrong_keys(every[2])[:1])
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed yet").wait_for()
    page.get_by_text("canary: overall").first.wait_for()
    picture(page, "shown-desktop")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_screen_in_both_schemes(open_page, at_quiz, assert_axe_clean, scheme):
    page = open_page(viewport=NARROW, color_scheme=scheme)
    at_quiz(page, questions=3, feedback="after_submission", pass_mark=100)
    attempt = start(page)
    for drawn in drawn_of(attempt):
        assert fits(page)
        assert_axe_clean(page)
        picture(page, f"question-{drawn.position}-{scheme}-320")
        tick(page, drawn, wrong_keys(drawn)[:1])
        page.get_by_role("button", name="Save and").first.click()
    page.get_by_role("button", name="Send answers").wait_for()
    assert fits(page)
    assert_axe_clean(page)
    picture(page, f"check-{scheme}-320")
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed yet").wait_for()
    assert fits(page)
    assert_axe_clean(page)
    picture(page, f"result-{scheme}-320")
    page.goto(f"/learn/review/{attempt.uuid}/")
    assert fits(page)
    assert_axe_clean(page)
    picture(page, f"review-{scheme}-320")


def test_by_keyboard_alone(page, at_quiz):
    at_quiz(page, questions=1, pass_mark=100)
    attempt = start(page)
    (drawn,) = drawn_of(attempt)
    place = drawn.option_order.index(right_keys(drawn)[0])
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    for _step in range(place):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # the first button: go on
    page.get_by_role("button", name="Send answers").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="You passed").wait_for()


def test_typed_words_are_there_after_signing_in_in_the_same_tab(page, at_quiz, signed_in_as):
    world = at_quiz(page, questions=3, kinds=("short_text",))
    attempt = start(page)
    page.get_by_text("Question 1 of 3", exact=True).wait_for()
    page.context.clear_cookies(name="sessionid")
    page.locator("#q1").fill("Her own words")
    page.get_by_text("Your session has ended").wait_for()
    page.goto("/accounts/login/")  # in this very tab, the page with the words is gone
    signed_in_as(page, world.learner.users.get())
    page.context.clear_cookies(name="csrftoken")  # a new one, as signing in gives
    page.goto(address(attempt, "1/"))
    page.get_by_text("is here again, and is being saved").wait_for()
    assert page.locator("#q1").input_value() == "Her own words"
    page.locator("[data-saved]", has_text="Saved ").wait_for()
    picture(page, "restored")
    assert Response.objects.get().chosen == {"text": "Her own words"}
    page.goto(address(attempt, "1/"))
    assert page.locator('[data-notice="restored"]').is_hidden()
    assert not page.evaluate(
        "Object.keys(sessionStorage).filter((k) => k.startsWith('candour-quiz')).length"
    )
