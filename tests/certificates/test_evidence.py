"""Awards and certificates are written once, and outlive whatever is edited or deleted."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from certificates import rendering
from certificates.models import AccreditationLine, Award, Certificate, Revocation
from certificates.services import awards, certificates, numbers
from courses.models import EvidenceLocked, LearningEvent
from courses.services import guards
from tests.factories.certificate import COMPLETED, ISSUED, make_certificate, make_completion

pytestmark = pytest.mark.django_db


def read(certificate) -> bytes:
    with storages["private"].open(certificate.pdf_name) as file:
        return file.read()


def line(course, **changes):
    values = {
        "course": course,
        "body": "ASWB ACE",
        "provider_number": "1234",
        "approved_from": dt.date(2026, 1, 1),
        "approved_until": dt.date(2026, 12, 31),
        "statement": "{organisation}, provider #{provider_number}, until {until}: {credit}.",
        **changes,
    }
    return AccreditationLine.objects.create(**values)


def test_award_freezes_every_fact(world):
    organisation = world.organisation
    organisation.provider_address = "12 Quay Street, Bristol"
    organisation.signatory_name = "Eleanor Whitcombe"
    organisation.signatory_role = "Director"
    organisation.save()
    world.learner.own_time_zone = "Pacific/Auckland"
    world.learner.save()
    course = world.course("Boundaries", hours="1.50")
    line(course)
    award = awards.award(completion=make_completion(world, course=course), now=ISSUED)
    facts = award.facts
    assert facts["name"] == "Lena Learner"
    assert facts["course"] == {"uuid": str(course.uuid), "title": "Boundaries", "edition": 1}
    assert facts["started"]["at"] == "2026-11-01T09:00:00Z"
    # Half past four in London is the next morning in Auckland, where the learner is.
    assert facts["completed"] == {
        "on": "2026-11-21",
        "printed": "21 November 2026",
        "at": "2026-11-20T16:30:00Z",
    }
    assert facts["time_zone"] == "Pacific/Auckland"
    assert facts["credits"] == [
        {
            "amount": "1.50",
            "unit": "contact hours",
            "category": "Ethics",
            "delivery": "self-paced online",
        }
    ]
    assert facts["presenters"][0]["name"] == "Ada Example"
    assert facts["objectives"] == ["Say what a boundary is for"]
    assert facts["provider"] == {
        "organisation": "Harbour Care",
        "address": "12 Quay Street, Bristol",
        "signatory_name": "Eleanor Whitcombe",
        "signatory_role": "Director",
    }
    assert [each["statement"] for each in facts["accreditation"]] == [
        "Harbour Care, provider #1234, until 31 December 2026: 1.5 contact hours."
    ]
    assert award.number == "CND-2026-000001"
    assert len(award.code) == 28


@pytest.mark.parametrize(
    ("first", "last", "applies"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 11, 20), True),
        (dt.date(2026, 11, 21), dt.date(2027, 1, 1), False),
        (dt.date(2025, 1, 1), dt.date(2026, 11, 19), False),
    ],
)
def test_accreditation_applies_on_the_day_of_completion_alone(world, first, last, applies):
    course = world.course()
    line(course, approved_from=first, approved_until=last)
    award = awards.award(completion=make_completion(world, course=course), now=ISSUED)
    assert bool(award.facts["accreditation"]) is applies
    assert award.facts["not_accredited"] == "Certificate of completion, not accredited."


def test_award_and_issue_are_idempotent(world):
    completion = make_completion(world)
    first = awards.award(completion=completion, now=ISSUED)
    assert awards.award(completion=completion, now=ISSUED).pk == first.pk
    certificate = certificates.issue(award=first, now=ISSUED)
    assert certificates.issue(award=first, now=ISSUED).pk == certificate.pk
    assert (Award.objects.count(), Certificate.objects.count()) == (1, 1)
    assert (certificate.number, certificate.code) == (first.number, first.code)
    pdf = read(certificate)
    assert hashlib.sha256(pdf).hexdigest() == certificate.pdf_sha256
    assert len(pdf) == certificate.pdf_bytes
    assert certificate.template_version == rendering.TEMPLATE_VERSION
    assert certificate.facts["verify_address"].endswith(f"/verify/{certificate.code}/")


def test_a_completion_that_is_not_the_persons_own_earns_nothing(world):
    completion = make_completion(world)
    completion_of_other = type(completion)(
        enrolment=world.enrol(world.outsider, completion.course),
        person=world.colleague,
        course=completion.course,
        edition=completion.edition,
        started_at=COMPLETED,
        completed_at=COMPLETED,
    )
    completion_of_other.save()
    with pytest.raises(awards.NotTheirs):
        awards.award(completion=completion_of_other, now=ISSUED)
    assert Award.objects.count() == 0


def test_numbers_run_without_gaps_each_year(world):
    assert numbers.next_number(year=2026) == "CND-2026-000001"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        numbers.next_number(year=2026)
        raise ZeroDivisionError
    assert numbers.next_number(year=2026) == "CND-2026-000002"
    assert numbers.next_number(year=2027) == "CND-2027-000001"


@pytest.mark.parametrize("model", [Award, Certificate, Revocation])
def test_model_and_database_refuse_change_and_deletion(world, model):
    certificate = make_certificate(world)
    certificates.revoke(
        certificate=certificate, kind="error", reason="x", actor=world.administrator, now=ISSUED
    )
    row = model.objects.get()
    for act in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(EvidenceLocked):
            act()
    with pytest.raises(EvidenceLocked):
        model.objects.update(pk=row.pk)
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET id = id + 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="evidence is never changed"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
    assert model.objects.count() == 1


def test_whatever_is_edited_or_deleted_the_same_bytes_come_back(world, monkeypatch):
    course = world.course()
    approval = line(course)
    certificate = make_certificate(world, course=course)
    before = read(certificate)
    address = f"/learn/certificates/{certificate.uuid}/"
    world.learner.name = "Somebody Else"
    world.learner.save()
    world.organisation.provider_address = "Elsewhere"
    world.organisation.save()
    approval.statement = "Changed"
    approval.save()
    approval.delete()
    page = world.page(course)
    page.title = "Another course"
    page.credit_rows.all().delete()
    page.save_revision().publish()
    world.cut(page)
    with guards.lifted():
        type(page).objects.get(pk=page.pk).delete()

    def never(**kwargs):
        raise AssertionError("rendered again")

    monkeypatch.setattr(rendering, "render", never)
    response = world.client(world.learner).get(address)
    assert response.status_code == 200
    assert response.content == before
    verified = world.client(None).get(f"/verify/{certificate.code}/")
    assert verified.status_code == 200
    assert "Lena Learner" in verified.text
    assert "Boundaries" in verified.text
    assert certificates.issue(award=certificate.award, now=ISSUED).pk == certificate.pk


def test_what_a_certificate_hangs_on_cannot_be_deleted(world):
    certificate = make_certificate(world)
    person = certificate.award.completion.person
    with pytest.raises((ProtectedError, EvidenceLocked)), transaction.atomic():
        person.delete()
    assert Certificate.objects.count() == 1


def test_correction_supersedes_with_a_number_of_its_own(world):
    first = make_certificate(world)
    second = certificates.correct(
        certificate=first,
        facts={"name": "Lena Lerner"},
        reason="Misspelt",
        actor=world.administrator,
        now=ISSUED,
    )
    assert second.supersedes_id == first.pk
    assert (second.number, second.facts["replaces"]) == ("CND-2026-000002", first.number)
    assert second.code != first.code
    assert second.facts["name"] == "Lena Lerner"
    assert second.facts["completed"] == first.facts["completed"]
    assert read(first) != read(second)
    first, second = Certificate.objects.order_by("pk")
    assert (first.state, second.state) == ("superseded", "valid")
    with pytest.raises(certificates.AlreadySuperseded):
        certificates.correct(
            certificate=first,
            facts={"name": "X"},
            reason="r",
            actor=world.administrator,
            now=ISSUED,
        )
    with pytest.raises(certificates.AlreadySuperseded):
        certificates.revoke(
            certificate=first, kind="error", reason="r", actor=world.administrator, now=ISSUED
        )


def test_correction_refuses_dates_and_empty_changes(world):
    certificate = make_certificate(world)
    for facts, error in (
        ({"completed": {}}, certificates.NotCorrectable),
        ({"course": {}}, certificates.NotCorrectable),
        ({"name": "  Lena   Learner "}, certificates.NothingToCorrect),
    ):
        with pytest.raises(error):
            certificates.correct(
                certificate=certificate,
                facts=facts,
                reason="r",
                actor=world.administrator,
                now=ISSUED,
            )
    assert Certificate.objects.count() == 1


def test_revocation_is_once_and_never_of_ones_own(world):
    certificate = make_certificate(world, world.administrator)
    with pytest.raises(certificates.AboutThemselves):
        certificates.revoke(
            certificate=certificate, kind="error", reason="r", actor=world.administrator, now=ISSUED
        )
    with pytest.raises(certificates.AboutThemselves):
        certificates.correct(
            certificate=certificate,
            facts={"name": "Sir Adam"},
            reason="r",
            actor=world.administrator,
            now=ISSUED,
        )
    certificates.revoke(
        certificate=certificate, kind="error", reason="r", actor=world.trainer, now=ISSUED
    )
    with pytest.raises(certificates.AlreadyRevoked):
        certificates.revoke(
            certificate=certificate, kind="error", reason="r", actor=world.trainer, now=ISSUED
        )
    assert Certificate.objects.get().state == "revoked"


def test_the_log_tells_of_award_certificate_and_revocation_without_a_name(world):
    certificate = make_certificate(world)
    certificates.revoke(
        certificate=certificate, kind="error", reason="x", actor=world.administrator, now=ISSUED
    )
    lines = LearningEvent.objects.filter(verb__in=["earned", "issued", "revoked"])
    assert [(each.verb, each.person, each.actor) for each in lines.order_by("pk")] == [
        ("earned", world.learner, world.learner),
        ("issued", world.learner, world.learner),
        ("revoked", world.learner, world.administrator),
    ]
    assert "Lena" not in str(list(lines.values("data")))


def test_a_storage_that_fails_leaves_no_row(world, monkeypatch):
    award = awards.award(completion=make_completion(world), now=ISSUED)

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(storages["private"], "save", full)
        with pytest.raises(OSError, match="No space"):
            certificates.issue(award=award, now=ISSUED)
    assert Certificate.objects.count() == 0
    assert certificates.issue(award=award, now=ISSUED).number == award.number


def test_bytes_lie_under_a_name_nobody_can_guess(world):
    certificate = make_certificate(world)
    name = certificate.pdf_name.removeprefix("certificates/").removesuffix(".pdf").replace("/", "")
    assert len(name) == 48 and set(name) <= set("0123456789abcdef")
    assert certificate.number not in certificate.pdf_name
    private, media = Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT)
    assert private != media and media not in private.parents
    for client in (world.client(None), world.client(world.learner)):
        assert client.get(f"/media/{certificate.pdf_name}").status_code == 404
