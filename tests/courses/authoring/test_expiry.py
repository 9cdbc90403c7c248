"""What a live course asks for does not expire of itself."""

import datetime as dt
import logging

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from courses import activities
from courses.quizzes.models import Question

pytestmark = pytest.mark.django_db
PLACES = [(slug, place) for slug, kind in activities.registry().items() for place in kind.places]


@pytest.fixture
def placed(world):
    """A function that publishes a content of a type and a course that asks for it."""

    def place(slug, where=activities.MODULE):
        content = world.content(slug)
        row = [(slug, content)]
        named = {"module_activities": row} if where == activities.MODULE else {"closing": row}
        return content, world.course(**named)

    return place


def in_days(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


@pytest.mark.parametrize(("slug", "where"), PLACES)
def test_a_day_of_expiry_is_refused_where_a_live_course_asks(world, placed, slug, where):
    content, course = placed(slug, where)
    content.expire_at = in_days(3)
    page = world.page(course)
    asking = page if where == activities.CLOSING else page.get_children().get()
    with pytest.raises(ValidationError) as refusal:
        content.full_clean()
    (words,) = refusal.value.messages
    assert "take its day of expiry out" in words
    assert f"“{asking.title}”" in words
    asking.unpublish()
    content.full_clean()  # nothing that is live asks for it


@pytest.mark.parametrize(("slug", "where"), PLACES)
def test_what_a_course_came_to_ask_later_stays_and_the_log_says_so(
    world, placed, caplog, slug, where
):
    content, _course = placed(slug, where)
    free = world.content(slug, title="Not asked for")
    type(content).objects.update(expire_at=in_days(-1))
    with caplog.at_level(logging.WARNING, logger="courses"):
        call_command("publish_scheduled")
    for each in (content, free):
        each.refresh_from_db()
    assert (content.live, free.live) == (True, False)
    assert [record.levelname for record in caplog.records if "stays published" in record.message]
    assert f"{content.pk} stays published" in caplog.text


def test_a_question_that_a_draw_needs_stays_too(world):
    world.content("quiz")
    question = Question.objects.first()
    question.expire_at = in_days(2)
    with pytest.raises(ValidationError, match="would be left"):
        question.full_clean()
    Question.objects.filter(pk=question.pk).update(expire_at=in_days(-1))
    call_command("publish_scheduled")
    question.refresh_from_db()
    assert question.live
