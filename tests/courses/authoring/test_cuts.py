"""Whatever changes a live course cuts it once, at commit."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from courses.models import CataloguePage, Course, CoursePage, Edition, ModulePage
from tests.factories.quiz import make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(world):
    """Three modules, and somebody in the edition, so that each cut adds one."""
    course = world.course(modules=3)
    world.enrol(world.learner, course)
    return course


def numbers(course):
    return list(
        Edition.objects.filter(course=course).order_by("number").values_list("number", flat=True)
    )


def modules(world, course):
    return list(ModulePage.objects.child_of(world.page(course)).order_by("path"))


def keys(course):
    course.refresh_from_db()
    return [row.slug for row in course.current_edition.modules.order_by("position")]


def test_a_reordered_module_cuts_one_edition(world, course, committed):
    first, *_rest = modules(world, course)
    with committed():
        first.move(world.page(course), pos="last-child")
    assert numbers(course) == [1, 2]
    assert keys(course) == ["module-2", "module-3", "module-1"]


def test_an_unpublished_module_cuts_one_edition(world, course, committed):
    with committed():
        modules(world, course)[1].unpublish()
    assert numbers(course) == [1, 2]
    assert keys(course) == ["module-1", "module-3"]


def test_a_deleted_module_cuts_one_edition(world, course, committed):
    spare = world.module(world.page(course), "Spare")
    world.cut(world.page(course))
    with committed():
        spare.delete()
    assert keys(course) == ["module-1", "module-2", "module-3"]


def test_a_module_moved_to_another_course_cuts_both_once(world, course, committed):
    other = world.course("Other")
    world.enrol(world.learner, other)
    with committed():
        modules(world, course)[2].move(world.page(other), pos="last-child")
    assert numbers(course) == [1, 2]
    assert numbers(other) == [1, 2]
    assert keys(other) == ["module-1", "module-3"]


def test_many_events_in_one_transaction_cut_one_edition(world, course, committed):
    first, second, third = modules(world, course)
    page = world.page(course)
    with committed(), transaction.atomic():
        first.move(page, pos="last-child")
        second.title = "Second thoughts"
        second.save_revision().publish()
        ModulePage.objects.get(pk=third.pk).unpublish()
        page = world.page(course)
        page.summary = "Reworded."
        page.save_revision().publish()
    assert numbers(course) == [1, 2]


def test_publishing_what_did_not_change_cuts_nothing(world, course, committed):
    with committed():
        world.page(course).save_revision().publish()
    assert numbers(course) == [1]


def test_what_is_rolled_back_cuts_nothing(world, course, committed):
    with committed():
        with pytest.raises(RuntimeError), transaction.atomic():
            modules(world, course)[0].unpublish()
            raise RuntimeError
    assert numbers(course) == [1]


def test_content_published_unpublished_and_deleted_cuts_its_course(world, committed):
    quiz = make_quiz()
    course = world.course(module_activities=[("quiz", quiz)])
    with committed():
        quiz.title = "Renamed"
        quiz.save_revision().publish()
    course.refresh_from_db()
    assert course.current_edition.activities.get().title == "Renamed"
    with committed():
        quiz.unpublish()
    course.refresh_from_db()
    assert not course.current_edition.activities.exists()
    with committed():
        quiz.save_revision().publish()
    with committed():
        quiz.delete()
    course.refresh_from_db()
    assert not course.current_edition.activities.exists()


def test_an_unpublished_course_is_closed_and_keeps_its_edition(world, course, committed):
    with committed():
        world.page(course).unpublish()
    course.refresh_from_db()
    assert (course.open, numbers(course)) == (False, [1])
    assert course.current_edition is not None


def test_a_course_with_nothing_in_it_takes_nobody(world, course, committed):
    empty = CoursePage(title="Soon", slug="soon", summary="To be written.")
    with committed():
        CataloguePage.objects.get().add_child(instance=empty)
        empty.save_revision().publish()
    soon = Course.objects.get(key=empty.translation_key)
    outsider = world.client(world.outsider)
    assert "takes nobody new at the moment" in outsider.get(empty.url).text
    assert outsider.post(reverse("learn:enrol", args=[soon.uuid])).status_code == 409
    assert not soon.enrolments.exists()
    assert "so nobody can begin it" in world.client(world.trainer).get("/admin/").text
    with committed():
        first = world.module(empty, "The first")
        first.save_revision().publish()
    assert "Start the course" in outsider.get(empty.url).text
    with committed():
        first.unpublish()
    soon.refresh_from_db()
    assert not soon.open


def test_a_copied_course_is_new_work(world, course, committed):
    quiz = make_quiz()
    world.module(world.page(course), "With a quiz", activities=[("quiz", quiz)])
    world.cut(world.page(course))
    page = Page.objects.get(pk=world.page(course).pk)
    with committed():
        copied = page.specific.copy(
            recursive=True, update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=True
        )
    twin = Course.objects.get(key=copied.translation_key)
    assert twin.pk != course.pk
    assert numbers(twin) == [1]
    assert len(keys(twin)) == 4
    ours = {a.activity_id for e in course.editions.all() for a in e.activities.all()}
    theirs = {row.activity_id for row in twin.current_edition.activities.all()}
    assert theirs
    assert not ours & theirs
