import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from courses.evaluations.models import Attestation, Signature
from courses.evaluations.services import signatures
from courses.models import Attempt, CourseCompletion, EvidenceLocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(attestation):
    return reverse("attestations:sign", args=[attestation.uuid])


def test_a_statement_is_signed_and_read_again(world, client, attestation, address):
    assert b"I completed this course myself." in client.get(address).content

    response = client.post(address, {"name": "lena  LEARNER"})

    assert response.url == reverse("learn:course", args=[attestation.enrolment.uuid])
    signature = Signature.objects.get(attempt=attestation)
    assert signature.typed_name == "lena  LEARNER"
    attestation.refresh_from_db()
    assert attestation.state == Attempt.State.FINISHED
    assert attestation.evidence == {"signature": str(signature.uuid)}
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1
    read = client.get(address, follow=True).content
    assert b"Signed: lena  LEARNER" in read
    assert b"I completed this course myself." in read


@pytest.mark.parametrize("name", ["Lena", "Otto Outsider", "Lena Learner Lena Learner"])
def test_another_name_is_refused_and_the_right_one_named(client, attestation, address, name):
    response = client.post(address, {"name": name})

    assert response.status_code == 422
    assert "print your name as “Lena Learner”".encode() in response.content
    assert f'value="{name}"'.encode() in response.content
    assert not Signature.objects.exists()
    attestation.refresh_from_db()
    assert attestation.is_open


def test_the_service_takes_no_other_name_whoever_asks(attestation):
    with pytest.raises(signatures.OtherName):
        signatures.sign(attempt=attestation, typed_name="Otto Outsider", now=timezone.now())

    assert not Signature.objects.exists()


@pytest.mark.parametrize("data", [{}, {"name": ""}, {"name": "  "}, {"name": "x" * 201}])
def test_a_name_that_is_none_is_refused(client, attestation, address, data):
    assert client.post(address, data).status_code == 422
    assert not Signature.objects.exists()


def test_two_clicks_make_one_signature(client, attestation, address):
    client.post(address, {"name": "Lena Learner"})
    second = client.post(address, {"name": "Lena Learner"})

    assert second.url == reverse("learn:review", args=[attestation.uuid])
    assert Signature.objects.count() == 1


def test_the_signed_statement_stays_when_its_author_rewrites_and_deletes_it(
    client, attestation, address
):
    client.post(address, {"name": "Lena Learner"})
    statement = Attestation.objects.get()
    statement.text = "<p>Something else entirely.</p>"
    statement.save_revision().publish()
    Attestation.objects.all()._raw_delete("default")  # past the guard of what people use

    read = client.get(address, follow=True).content
    assert b"I completed this course myself." in read


@pytest.mark.parametrize("who", ["colleague", "outsider", "manager", "trainer", "administrator"])
def test_everyone_else_finds_nothing(world, attestation, address, who):
    other = world.client(getattr(world, who))

    assert other.get(address).status_code == 404
    assert other.post(address, {"name": "Lena Learner"}).status_code == 404
    assert not Signature.objects.exists()


def test_strangers_are_asked_to_sign_in(world, address):
    assert world.client(None).get(address).url == f"/accounts/login/?next={address}"


def test_an_attempt_of_another_type_is_not_found(client, world, attestation):
    assert client.get(f"/learn/evaluation/{attestation.uuid}/").status_code == 404


def test_a_signature_is_never_changed_or_deleted(client, attestation, address):
    client.post(address, {"name": "Lena Learner"})
    signature = Signature.objects.get()

    for act in [signature.save, signature.delete, Signature.objects.all().delete]:
        with pytest.raises(EvidenceLocked):
            act()
    table = Signature._meta.db_table
    for sql in [f"DELETE FROM {table}", f"UPDATE {table} SET typed_name = 'x'"]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client, address, django_assert_num_queries
):
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)
