"""What every activity type owes the core, from publishing to a review when all else is gone.

It runs over `activities.registry()`. A new type joins by its line in `settings.ACTIVITY_TYPES` and
a factory at `tests/factories/<slug>.py` with `make_<slug>()` and `finish(client, attempt)`; without
one it fails here.
"""

import importlib
import re

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.models import Revision

from courses import activities
from courses.models import (
    ActivityCompletion,
    Attempt,
    CourseCompletion,
    CoursePage,
    ModulePage,
    Snapshot,
)
from courses.services import guards, structures
from courses.structure import by_key
from tests.contract import rewriting

pytestmark = pytest.mark.django_db

PLACED = [
    pytest.param(slug, place, id=f"{slug}-{place}")
    for slug, kind in activities.registry().items()
    for place in sorted(kind.places)
]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def place(world, slug, where, content):
    """A course that asks for this one activity, and a turn whose way to it is open."""
    key = {activities.MODULE: "module_activities", activities.CLOSING: "closing"}[where]
    course = world.course(**{key: [(slug, content)]})
    turn = world.enrol(world.learner, course)
    world.client(world.learner).get(reverse("learn:module", args=[turn.uuid, "module-1"]))
    return course, turn


def review(client, attempt) -> str:
    """The review as read by a process that has just started."""
    structures.forget()
    from django.core.cache import cache

    cache.clear()
    response = client.get(reverse("learn:review", args=[attempt.uuid]))
    assert response.status_code == 200, response.status_code
    return TOKEN.sub("", response.content.decode())


def take_away(obj) -> None:
    """Delete something that people use: refused first, whole; then past the guard."""
    with pytest.raises(guards.InUse), transaction.atomic():
        obj.delete()
    assert type(obj).objects.filter(pk=obj.pk).exists()
    with guards.lifted():
        obj.delete()


@pytest.mark.parametrize("slug", activities.registry())
def test_the_type_has_a_factory(slug):
    factory = importlib.import_module(f"tests.factories.{slug}")
    assert callable(getattr(factory, f"make_{slug}"))
    assert callable(factory.finish)


@pytest.mark.parametrize("slug", activities.registry())
def test_the_type_is_named_and_can_be_placed(slug):
    kind = activities.get(slug)
    assert kind.slug == slug
    assert str(kind.label) and str(kind.verb) and kind.icon and kind.urls
    assert kind.places <= {activities.MODULE, activities.CLOSING} and kind.places


@pytest.mark.parametrize(("slug", "where"), PLACED)
def test_an_attempt_pins_what_was_published(world, slug, where):
    content = world.content(slug)
    assert content.published_snapshot is not None
    assert activities.get(slug).check(content) == []
    _course, turn = place(world, slug, where, content)
    attempt = world.begin(turn, slug)
    assert attempt.state == Attempt.State.OPEN
    assert attempt.snapshot == content.published_snapshot
    assert attempt.edition_activity.edition == turn.edition
    assert attempt.edition_activity.rules == activities.get(slug).rules(content)
    assert world.begin(turn, slug) == attempt


@pytest.mark.parametrize(("slug", "where"), PLACED)
def test_the_player_is_the_learners_alone(world, slug, where):
    _course, turn = place(world, slug, where, world.content(slug))
    attempt = world.begin(turn, slug)
    address = attempt.type.player_url(attempt)
    assert world.client(world.learner).get(address).status_code == 200
    for other in (world.outsider, world.manager, world.trainer, world.administrator):
        assert world.client(other).get(address).status_code == 404
    stranger = world.client(None).get(address)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("slug", "where"), PLACED)
def test_finishing_completes_activity_and_course_once(world, slug, where):
    _course, turn = place(world, slug, where, world.content(slug))
    attempt = world.begin(turn, slug)
    world.finish(attempt)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == (Attempt.State.FINISHED, True)
    completion = ActivityCompletion.objects.get(enrolment=turn)
    assert completion.attempt == attempt
    assert completion.activity_id in by_key(structures.structure_of(turn.edition_id))
    assert CourseCompletion.objects.get(enrolment=turn).edition == turn.edition
    # The player of a finished try leads on, or shows it; it never breaks.
    again = world.client(world.learner).get(attempt.type.player_url(attempt), follow=True)
    assert again.status_code == 200
    assert ActivityCompletion.objects.filter(enrolment=turn).count() == 1


@pytest.mark.parametrize(("slug", "where"), PLACED)
def test_a_finished_attempt_reads_as_it_was_when_all_else_is_gone(world, slug, where):
    kind, content = activities.get(slug), world.content(slug)
    course, turn = place(world, slug, where, content)
    attempt = world.begin(turn, slug)
    world.finish(attempt)
    client = world.client(world.learner)
    review(client, attempt)  # the message that it is done shows once
    before = review(client, attempt)
    assert rewriting.MARK not in before
    pinned = Snapshot.objects.values().get(pk=attempt.snapshot_id)

    rewriting.rewrite_everything(kind)
    fresh = type(content).objects.get(pk=content.pk)
    assert rewriting.MARK in str(fresh)
    assert rewriting.MARK in str(fresh.published_snapshot.data)
    assert review(client, attempt) == before
    call_command("purge_revisions")
    assert review(client, attempt) == before

    take_away(fresh)
    take_away(ModulePage.objects.get(title="Module 1"))
    take_away(CoursePage.objects.get(translation_key=course.key))
    with guards.lifted():
        for model in rewriting.written_models(kind):
            for obj in model.objects.all():
                obj.delete()
    Revision.objects.all().delete()
    assert review(client, attempt) == before
    assert Snapshot.objects.values().get(pk=attempt.snapshot_id) == pinned
    assert world.client(world.outsider).get(f"/learn/review/{attempt.uuid}/").status_code == 404
