"""From enrolment to completion, and the public pages before it."""

import pytest

from courses.models import CourseCompletion

pytestmark = pytest.mark.django_db


def test_a_course_of_text_alone_completes_when_every_module_was_opened(world):
    enrolment = world.enrol(world.learner, world.course(modules=2))
    client = world.client(world.learner)
    assert client.get(f"/learn/{enrolment.uuid}/module-1/").status_code == 200
    assert not CourseCompletion.objects.exists()
    assert client.get(f"/learn/{enrolment.uuid}/module-2/").status_code == 200
    completion = CourseCompletion.objects.get()
    assert completion.person == world.learner
    page = client.get(f"/learn/{enrolment.uuid}/").content.decode()
    assert "You have completed this course" in page
    assert client.get(f"/learn/{enrolment.uuid}/module-2/").status_code == 200
    assert CourseCompletion.objects.count() == 1


@pytest.mark.parametrize("path", ["/", "/catalogue/", "/catalogue/?q=bound", "/health/"])
def test_pages_that_a_stranger_sees(world, path):
    world.course()
    assert world.client(None).get(path).status_code == 200


def test_a_course_page_names_its_modules_and_credit_but_not_their_text(world):
    page = world.client(None).get(world.page(world.course()).url).content.decode()
    assert "Module 1" in page
    assert "2 contact hours" in page
    assert "kettle" not in page
    assert "Sign in" in page
