"""A trainer at a phone and at a desk: what would come of a file, and what is lost of one."""

import os

import pytest
from django.urls import reverse

from courses.quizzes.models import Question
from tests.factories.quiz import make_category, make_question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The heading of the page is Wagtail's, and is of the second level.
HOUSE = ("page-has-heading-one",)
GIFT = """::Refusal:: A capable adult refuses. What counts? {=her decision ~%50%her family}

$CATEGORY: Ethics/Consent

Which two must be told? {~%50%risks ~%50%alternatives ~%-50%prices}

Only words, with an_unbroken_word_that_is_longer_than_any_column_of_a_table_on_a_phone_could_be.

Match. {=Autonomy -> own rule =Beneficence -> doing good}
"""


@pytest.mark.parametrize("width", [320, 1400])
def test_questions_come_in_and_go_out(page, signed_in_as, world, assert_axe_clean, width):
    page.set_viewport_size({"width": width, "height": 900})
    signed_in_as(page, world.trainer.users.get())
    page.goto(reverse("wagtailsnippets_quizzes_question:list"))

    page.goto(reverse("quizzes_import"))
    assert_axe_clean(page, without=HOUSE)
    _shot(page, f"import-{width}")
    page.get_by_label("File").set_input_files(
        {"name": "bank.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}
    )
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("Nothing is saved yet").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_axe_clean(page, without=HOUSE)
    _shot(page, f"preview-{width}")
    page.get_by_role("button", name="Bring them in").click()
    page.get_by_text("3 new, 0 changed, 1 skipped").wait_for()
    assert Question.objects.count() == 3

    make_question(make_category("Order"), kind="ordering", text="In which order?")
    page.goto(reverse("quizzes_export"))
    page.get_by_label("Format").select_option("gift")
    page.get_by_role("button", name="Look at what goes out").click()
    page.get_by_role("heading", name="no place for").wait_for()
    assert_axe_clean(page, without=HOUSE)
    _shot(page, f"export-{width}")
    with page.expect_download() as file:
        page.get_by_role("link", name="Download").click()
    assert file.value.suggested_filename == "questions.gift"


def _shot(page, name):
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
