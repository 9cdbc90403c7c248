"""The evaluation and the attestation in Chromium, by keyboard, on a phone, axe clean."""

import pytest
from django.urls import reverse

from courses.evaluations.models import EvaluationResponse, Signature

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user(world):
    return world.learner.users.get()


def test_an_evaluation_is_answered_by_keyboard(
    page, evaluation, user, signed_in_as, assert_axe_clean
):
    address = reverse("evaluations:evaluation", args=[evaluation.uuid])
    signed_in_as(page, user)
    page.goto(address)
    assert_axe_clean(page)
    page.get_by_label("1", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("I will ask first.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/learn/{evaluation.enrolment.uuid}/")

    assert EvaluationResponse.objects.get().answers.get(mark__isnull=False).mark == 2
    page.goto(address)
    assert page.get_by_text("I will ask first.").is_visible()
    assert_axe_clean(page)


def test_what_is_missing_is_named_on_a_phone(
    phone, evaluation, user, signed_in_as, assert_axe_clean, complaints
):
    complaints.ignore("422")
    signed_in_as(phone, user)
    phone.goto(reverse("evaluations:evaluation", args=[evaluation.uuid]))
    phone.evaluate("document.querySelectorAll('form').forEach((form) => (form.noValidate = true))")
    phone.get_by_role("button", name="Send your answers").click()

    phone.get_by_text("2 things need another look").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert_axe_clean(phone)


def test_a_statement_is_signed(page, attestation, user, signed_in_as, assert_axe_clean, complaints):
    complaints.ignore("422")
    address = reverse("attestations:sign", args=[attestation.uuid])
    signed_in_as(page, user)
    page.goto(address)
    assert_axe_clean(page)
    page.get_by_label("Your full name").fill("Lena")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.locator("#id_name_error").get_by_text("print your name as “Lena Learner”").wait_for()
    assert_axe_clean(page)

    page.get_by_label("Your full name").fill("lena learner")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url(f"**/learn/{attestation.enrolment.uuid}/")
    assert Signature.objects.count() == 1
    page.goto(address)
    assert page.get_by_text("Signed: lena learner").is_visible()
    assert_axe_clean(page)
