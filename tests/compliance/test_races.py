"""Two people, or one person twice, at the same moment. On PostgreSQL."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from courses.compliance.models import Asking, Standing
from courses.compliance.services import askings, standings
from courses.models import Assignment
from tests.compliance.world import complete
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SOON = dt.timedelta(days=20)


def asking(world, course, token):
    now = timezone.now()
    people = [world.learner.pk, world.colleague.pk]

    def ask():
        return askings.ask(
            token=token,
            actor=world.manager,
            person_ids=people,
            course=course,
            due_on=now.date() + SOON,
            now=now,
        ).pk

    return ask


def test_eight_clicks_on_ask_them_make_one_set(world):
    course = world.course()
    outcomes = race(*[asking(world, course, uuid.uuid4())] * 8)

    assert errors(outcomes) == []
    assert len(set(values(outcomes))) == 1
    assert Asking.objects.get().people_count == 2
    assert Assignment.objects.count() == 2
    assert Standing.objects.filter(due_on__isnull=False).count() == 2


def test_eight_pages_at_once_ask_each_person_once(world):
    course = world.course()
    outcomes = race(*[asking(world, course, uuid.uuid4()) for _ in range(8)])

    refused = {type(error) for error in errors(outcomes)}
    assert refused <= {askings.NobodyToAsk}
    assert Assignment.objects.count() == 2


def test_rebuilds_and_facts_at_once_leave_the_cache_right(world):
    course = world.course()
    turn = world.enrol(world.learner, course)

    def rebuild():
        return standings.rebuild(now=timezone.now())

    outcomes = race(*[rebuild] * 4, lambda: complete(turn).pk, *[rebuild] * 3)

    assert errors(outcomes) == []
    assert list(standings.differences()) == []
    assert Standing.objects.get(person=world.learner).satisfied


def test_two_sweeps_at_once_mend_it_once(world):
    course = world.course()
    for person in (world.learner, world.colleague):
        world.enrol(person, course)
    Standing.objects.all().delete()
    outcomes = race(*[lambda: standings.sweep(now=timezone.now())] * 4)

    assert errors(outcomes) == []
    assert Standing.objects.count() == 2
    assert list(standings.differences()) == []
