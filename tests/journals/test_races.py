"""Eight threads at one entry, on PostgreSQL."""

import uuid

import pytest
from django.utils import timezone

from courses.journals.models import Entry
from courses.journals.services import entries
from courses.journals.writing import Sheet
from courses.models import ActivityCompletion, Attempt, CourseCompletion, LearningEvent
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def own(world, attempt) -> Entry:
    return entries.own_entry(person=world.learner, attempt=attempt.uuid)


def test_eight_clicks_on_finish_end_it_once(world, journal):
    sheet = Sheet(texts=("Once.",), base=0, page=uuid.uuid4())

    def finish():
        return entries.finish(entry=own(world, journal), sheet=sheet, now=timezone.now()).number

    outcomes = race(*[finish] * 8)

    assert errors(outcomes) == []
    assert values(outcomes) == [1] * 8
    assert Entry.objects.get(attempt=journal).versions.count() == 1
    assert Attempt.objects.get(pk=journal.pk).state == Attempt.State.FINISHED
    assert ActivityCompletion.objects.filter(attempt=journal).count() == 1
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1
    assert LearningEvent.objects.filter(object_uuid=journal.uuid, verb="finished").count() == 1


def test_eight_tabs_lose_no_words(world, journal):
    def save(number):
        sheet = Sheet(texts=(f"Tab {number}",), base=0, page=uuid.uuid4())
        return lambda: entries.save(entry=own(world, journal), sheet=sheet, now=timezone.now())

    outcomes = race(*[save(number) for number in range(8)])

    assert len(values(outcomes)) == 1
    assert [type(error) for error in errors(outcomes)] == [entries.Overtaken] * 7
    entry = Entry.objects.get(attempt=journal)
    kept = {entries.read(entry=entry, version=version) for version in entry.versions.all()}
    assert kept == {(f"Tab {number}",) for number in range(8)}
    assert list(entry.versions.order_by("number").values_list("number", flat=True)) == list(
        range(1, 9)
    )
    assert entries.standing(entry=entry) == values(outcomes)[0]
