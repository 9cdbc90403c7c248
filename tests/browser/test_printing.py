"""Pages on paper: a debrief is something to take to supervision, not a pile."""

import datetime as dt
import io
import random
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

import lms.demo
from courses.models import Attempt
from courses.services.structures import structure_of
from lms.demo import contents, playing
from tests.factories.certificate import make_certificate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST = Path(lms.demo.__file__).parent / "content/modules/09-cultural-humility"


def sheets(page, address: str) -> int:
    """On how many sheets of A4 a page prints."""
    page.goto(address)
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as pdf:
        return len(pdf.pages)


def test_the_debrief_of_a_long_case_prints_on_a_few_sheets(page, signed_in_as, world):
    now = timezone.now()
    case = contents.scenario(LONGEST)
    contents.published(now, case)
    case.refresh_from_db()
    course = world.course(module_activities=[("scenario", case)])
    turn = world.enrol(world.learner, course)
    fact = structure_of(turn.edition_id).modules[0].activities[0]
    playing.take(turn, fact, playing.Pace(now - dt.timedelta(days=1), random.Random(5)))
    signed_in_as(page, world.learner.users.get())
    attempt = Attempt.objects.filter(state="finished").latest("pk")
    assert 2 <= sheets(page, f"/learn/review/{attempt.uuid}/") <= 6
    page.emulate_media(media="print")
    assert page.get_by_text("The roads you left").first.is_visible()  # all of it, opened


def test_certificates_print_as_a_list(page, signed_in_as, world):
    for number in range(4):
        make_certificate(world, course=world.course(f"Course {number}"))
    signed_in_as(page, world.learner.users.get())
    assert sheets(page, "/learn/certificates/") == 1
    page.emulate_media(media="print")
    assert page.get_by_role("link", name="Course 3").first.is_visible()
    assert not page.get_by_text("Download PDF").first.is_visible()
