"""A learner in Chromium, from the sign-in form to the certificate and the page that verifies it."""

import hashlib
import re

import pytest

from certificates.models import Certificate
from courses.models import CourseCompletion
from tests.browser.walk import Keys, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE_320 = {"width": 320, "height": 640}


def collect(page, look, tmp_path) -> Certificate:
    """Download the certificate from the completed course's page, and verify it as anybody may."""
    certificate = Certificate.objects.get()
    with page.expect_download() as download:
        page.get_by_role("link", name="Open my certificate").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == f"{certificate.number}.pdf"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == certificate.pdf_sha256
    page.goto("/learn/certificates/")
    look(page)
    page.get_by_role("link", name=certificate.course_title, exact=True).click()
    page.get_by_role("heading", name="This certificate is valid").wait_for()
    look(page)
    assert page.locator("main").get_by_text(certificate.printed_name).first.is_visible()
    page.goto("/learn/")
    look(page)
    assert page.get_by_role("link", name=re.compile(r"^Certificate ?: Boundaries")).is_visible()
    return certificate


def the_whole_way(page, world, course, look, tmp_path) -> None:
    walk = Walk(page, world.learner, look)
    walk.sign_in()
    walk.start(course)
    walk.finish(course)
    certificate = collect(page, look, tmp_path)
    assert certificate.award.completion == CourseCompletion.objects.get(person=world.learner)


def test_on_a_desktop(page, world, course, assert_axe_clean, fits, tmp_path):
    def look(at):
        assert_axe_clean(at)
        fits(at)

    the_whole_way(page, world, course, look, tmp_path)


def test_on_a_small_phone(open_page, world, course, assert_axe_clean, fits, tmp_path):
    phone = open_page(viewport=PHONE_320, has_touch=True, is_mobile=True, color_scheme="dark")

    def look(at):
        assert_axe_clean(at)
        fits(at)

    the_whole_way(phone, world, course, look, tmp_path)


def test_without_javascript(no_js, world, course, fits, tmp_path):
    the_whole_way(no_js, world, course, fits, tmp_path)


def test_with_the_keyboard_alone(page, world, course):
    walk = Walk(page, world.learner, lambda at: None, hands=Keys(page))
    walk.sign_in()
    walk.start(course)
    walk.finish(course)
    assert CourseCompletion.objects.filter(person=world.learner).exists()
