"""Time, answers that stand, and a trainer who marks again, in Chromium on each screen."""

import pytest
from django.urls import reverse

from courses.models import Attempt
from courses.quizzes.models import Question
from tests.factories.quiz import address, drawn_of, make_quiz, wrong_keys
from tests.factories.world import make_world
from tests.quizzes.test_quiz_in_the_browser import NARROW, fits, picture, start, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1400, "height": 900}


@pytest.mark.parametrize(("screen", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_time_and_standing_answers(open_page, signed_in_as, assert_axe_clean, screen, scheme):
    page = open_page(viewport=screen, color_scheme=scheme)
    world = make_world()
    quiz = make_quiz(questions=3, feedback="immediate", time_limit=20, pass_mark=100, attempts=1)
    course = world.course("Time", module_activities=[("quiz", quiz)])
    turn = world.enrol(world.learner, course)
    signed_in_as(page, world.learner.users.get())
    page.goto(f"/learn/{turn.uuid}/module-1/")
    name = f"immediate-{screen['width']}-{scheme}"
    picture(page, f"{name}-module")
    attempt = start(page)
    for drawn in drawn_of(attempt):
        page.get_by_text(f"Question {drawn.position} of 3", exact=True).wait_for()
        ask = page.get_by_role("button", name="How much time is left?")
        ask.wait_for()  # our script shows it
        ask.press("Enter")
        page.get_by_text("minutes left").wait_for()
        assert fits(page)
        assert_axe_clean(page)
        picture(page, f"{name}-{drawn.position}")
        tick(page, drawn, wrong_keys(drawn)[:1])
        page.get_by_role("button", name="Give this answer").press("Enter")
        page.get_by_text("Not right").wait_for()
        assert fits(page)
        assert_axe_clean(page)
        picture(page, f"{name}-{drawn.position}-told")
        page.get_by_role(
            "link", name="See all and send" if drawn.position == 3 else "Go on"
        ).click()
    page.get_by_text("you have seen what is right").wait_for()
    assert_axe_clean(page)
    picture(page, f"{name}-check")
    page.get_by_role("button", name="Send answers").click()
    page.get_by_role("heading", name="Not passed").wait_for()
    assert page.url.endswith(address(Attempt.objects.get(pk=attempt.pk), "result/"))
    picture(page, f"{name}-result")

    question = Question.objects.get(type="single")
    options = list(question.options.all())
    for option in options:
        option.correct = str(option.key) in {
            key for drawn in drawn_of(attempt) for key in wrong_keys(drawn)[:1]
        }
    question.options.set(options)
    question.save_revision().publish()
    signed_in_as(page, world.trainer.users.get())
    page.goto(reverse("quizzes_correct", args=[question.pk]))
    page.get_by_role("heading", name="What would change").wait_for()
    assert fits(page)
    picture(page, f"{name}-regrade")
    page.goto(reverse("wagtailsnippets_quizzes_question:list"))
    picture(page, f"{name}-list")
    url = reverse("wagtail_bulk_action", args=["quizzes", "question", "move_questions"])
    page.goto(f"{url}?id={question.pk}")
    page.get_by_role("button", name="Move").wait_for()
    picture(page, f"{name}-bulk")
