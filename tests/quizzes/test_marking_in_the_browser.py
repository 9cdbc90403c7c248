"""A text, written on a narrow screen and marked by keyboard, in Chromium and sound to axe."""

import pytest
from django.urls import reverse

from courses.models import Attempt
from tests.factories.quiz import make_category, make_question, make_quiz
from tests.quizzes.test_quiz_in_the_browser import NARROW, fits, picture, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "I would ask her first, and write down what she says."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_text_is_written_sent_marked_and_read(
    scheme, world, open_page, signed_in_as, assert_axe_clean, complaints
):
    complaints.ignore("422")  # points that cannot be taken are answered so
    category = make_category()
    make_question(category, kind="essay", min_words=20)
    quiz = make_quiz(category=category, draw=1, title="What you would write", pass_mark=70)
    course = world.course("Writing", module_activities=[("quiz", quiz)])
    turn = world.enrol(world.learner, course)
    learner = open_page(viewport=NARROW, color_scheme=scheme)
    signed_in_as(learner, world.learner.users.get())
    learner.goto(f"/learn/{turn.uuid}/module-1/")
    attempt = start(learner)
    learner.get_by_label("Your answer").focus()
    learner.keyboard.type(WORDS)
    assert learner.locator("[data-words-count]").inner_text() == "11"
    learner.locator("[data-saved][data-state=saved]").wait_for()
    learner.reload()
    assert learner.get_by_label("Your answer").input_value() == WORDS
    assert_axe_clean(learner)
    assert fits(learner)
    picture(learner, f"essay-{scheme}-320")
    learner.get_by_role("button", name="Save and check answers").press("Enter")
    learner.get_by_role("button", name="Send answers").press("Enter")
    learner.get_by_role("heading", name="Sent: a person marks it").wait_for()
    assert_axe_clean(learner)

    marker = open_page(viewport=NARROW, color_scheme=scheme)
    signed_in_as(marker, world.trainer.users.get())
    marker.goto(reverse("quizzes_marking"))
    assert_axe_clean(marker)
    assert marker.evaluate("document.documentElement.scrollWidth") <= 320
    marker.get_by_role("button", name="Take it").press("Enter")
    marker.get_by_label("Her will").fill("9")
    marker.get_by_role("button", name="Give this mark", exact=True).press("Enter")
    marker.get_by_text("That is more than this row gives.").wait_for()
    assert_axe_clean(marker)
    assert marker.evaluate("document.documentElement.scrollWidth") <= 320
    picture(marker, f"mark-{scheme}-320")
    marker.get_by_label("Her will").fill("3,5")
    marker.get_by_label("A record").fill("6")
    marker.get_by_label("To the learner").fill("You ask her first.")
    marker.get_by_role("button", name="Give this mark", exact=True).press("Enter")
    marker.get_by_text("Your mark is kept.").wait_for()
    assert Attempt.objects.get(pk=attempt.pk).passed

    learner.goto("/learn/")
    learner.get_by_role("link", name="See how it came out").press("Enter")
    learner.get_by_text("You ask her first.").wait_for()
    assert "Marked: 9.5 of 10 points" in learner.inner_text("main")
    assert_axe_clean(learner)
    assert fits(learner)
