"""What another system kept of a person is evidence: written once, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from courses.models import EvidenceLocked, ImportedResult

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(world):
    return make_result(world.learner)


def make_result(person, **fields):
    given = {
        "source": "an old site", "source_key": "1", "title": "Consent", "state": "finished",
        "asked": 4, "right": 3, "score": 3, "sha256": "0" * 64, "data": {},
        "imported_at": timezone.now(),
    }  # fmt: skip
    return ImportedResult.objects.create(person=person, **(given | fields))


def test_the_model_refuses_to_change_or_delete_it(result):
    result.score = 4
    with pytest.raises(EvidenceLocked):
        result.save()
    with pytest.raises(EvidenceLocked):
        result.delete()
    with pytest.raises(EvidenceLocked):
        ImportedResult.objects.update(score=4)


def refused(statement):
    before = list(ImportedResult.objects.values())
    with pytest.raises(DatabaseError, match="evidence is never changed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(ImportedResult.objects.values()) == before


STATEMENTS = pytest.mark.parametrize(
    "statement",
    ["UPDATE courses_importedresult SET score = 4", "DELETE FROM courses_importedresult"],
)


@STATEMENTS
def test_the_database_refuses_too(result, statement):
    refused(statement)


@pytest.mark.postgres
@STATEMENTS
def test_postgresql_refuses_too(result, statement):
    refused(statement)


def test_each_state_of_a_row_is_kept_once(result):
    make_result(result.person, seq=2, score=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_result(result.person, seq=2, score=1)


def test_a_person_whose_results_were_brought_in_cannot_be_deleted(world):
    person = world.person("Olga Earlier")
    make_result(person)

    with pytest.raises(ProtectedError):
        person.delete()
