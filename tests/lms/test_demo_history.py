"""The demo's two years of history, on machines that have all and on one that lacks something."""

import datetime as dt

import pytest
from django.utils import timezone

from certificates import rendering
from certificates.models import Award, Certificate
from courses.models import Assignment, CourseCompletion
from lms.demo import history


@pytest.fixture
def courses(world):
    """Three that bear the names by which the history knows them."""
    found = []
    for slug in ("professional-boundaries", "cultural-competence", "ethical-codes"):
        signing = ("attestation", world.content("attestation"))
        course = world.course(slug, closing=[signing])
        course.slug = slug
        course.save(update_fields=["slug"])
        found.append(course)
    return found


@pytest.fixture
def people(world):
    """Enough people that some finish; long in post."""
    return [world.person(f"Person {number}", team=world.team) for number in range(4)]


def test_without_pango_the_history_is_whole_and_certificates_wait(
    world, courses, people, monkeypatch
):
    def fail(**kwargs):
        raise rendering.LibrariesMissing("libpango-1.0.so.0: cannot open shared object file")

    monkeypatch.setattr(rendering, "render", fail)
    history.load_history(people=people, courses=courses, now=timezone.now(), say=str)

    completed = CourseCompletion.objects.count()
    assert completed > 0
    assert Award.objects.count() == completed
    assert not Certificate.objects.exists()
    assert set(Assignment.objects.values_list("person", flat=True)) == {p.pk for p in people}


def test_a_certificate_of_the_history_is_dated_when_the_course_was_completed(
    world, courses, people
):
    history.load_history(people=people[:1], courses=courses, now=timezone.now(), say=str)

    issued = Certificate.objects.select_related("award__completion")
    assert issued
    for certificate in issued:
        gap = certificate.issued_at - certificate.award.completion.completed_at
        assert abs(gap) < dt.timedelta(days=1)
