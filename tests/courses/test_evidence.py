"""Evidence is written once: by the model, and by the database whoever asks it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from courses.models import (
    ActivityCompletion,
    CourseCompletion,
    EvidenceLocked,
    LearningEvent,
    Snapshot,
)
from courses.services import snapshots

pytestmark = pytest.mark.django_db


@pytest.fixture
def completion(world):
    enrolment = world.enrol(world.learner, world.course())
    world.client(world.learner).get(f"/learn/{enrolment.uuid}/module-1/")
    return CourseCompletion.objects.get(enrolment=enrolment)


@pytest.mark.parametrize("model", [CourseCompletion, LearningEvent, Snapshot])
def test_models_refuse_update_and_delete(completion, model):
    row = model.objects.first()
    with pytest.raises(EvidenceLocked):
        row.save()
    with pytest.raises(EvidenceLocked):
        row.delete()
    with pytest.raises(EvidenceLocked):
        model.objects.all().delete()
    with pytest.raises(EvidenceLocked):
        model.objects.update(pk=0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE courses_coursecompletion SET completed_at = started_at",
        "DELETE FROM courses_coursecompletion",
        "UPDATE courses_learningevent SET verb = 'nothing'",
        "DELETE FROM courses_learningevent",
        "UPDATE courses_snapshot SET title = 'other'",
        "DELETE FROM courses_snapshot",
    ],
)
def test_the_database_refuses_too(completion, statement):
    before = CourseCompletion.objects.values().get()
    with pytest.raises(DatabaseError, match="evidence is never changed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    assert CourseCompletion.objects.values().get() == before


def test_a_person_with_evidence_cannot_be_deleted(completion):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError), transaction.atomic():
        completion.person.delete()
    assert ActivityCompletion.objects.count() == 0


def test_the_same_content_gives_the_same_snapshot(world):
    page = world.page(world.course())
    first = snapshots.take(obj=page, now=timezone.now())
    page.save_revision().publish()
    page.refresh_from_db()
    assert snapshots.take(obj=page, now=timezone.now()).pk == first.pk
    page.summary = "Other words."
    assert snapshots.take(obj=page, now=timezone.now()).pk != first.pk


def test_events_hold_ids_and_no_words(completion, world):
    for event in LearningEvent.objects.all():
        assert world.learner.name not in str(event.data)
    verbs = set(LearningEvent.objects.filter(person=world.learner).values_list("verb", flat=True))
    assert verbs == {"enrolled", "completed"}
