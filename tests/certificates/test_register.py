"""What administrators do in the Wagtail admin: look, correct, revoke; accreditation lines."""

import csv
import io
import uuid

import openpyxl
import pytest

from certificates.models import AccreditationLine, Certificate, Revocation
from certificates.services import certificates
from courses.people.models import Organisation
from tests.factories.certificate import ISSUED, make_certificate
from tests.factories.world import make_person

pytestmark = pytest.mark.django_db
REGISTER = "/admin/reports/certificates/"


def places(certificate) -> list[str]:
    base = f"/admin/certificates/{certificate.uuid}/"
    return [base, f"{base}correct/", f"{base}revoke/"]


def test_register_shows_every_certificate_and_leads_to_each(world):
    certificate = make_certificate(world)
    client = world.client(world.administrator)
    text = client.get(REGISTER).text
    assert certificate.number in text
    assert "Lena Learner" in text
    assert places(certificate)[0] in text
    detail = client.get(places(certificate)[0]).text
    assert certificate.pdf_sha256 in detail
    assert "Revoke" in detail


@pytest.mark.parametrize("count", [1, 3])
def test_register_costs_the_same_at_any_length(world, count, django_assert_max_num_queries):
    for number in range(count):
        make_certificate(world, course=world.course(f"Course {number}"))
    client = world.client(world.administrator)
    client.get(REGISTER)
    with django_assert_max_num_queries(16):
        client.get(REGISTER)


def test_register_is_searched_by_name_number_and_standing(world):
    course = world.course()
    first = make_certificate(world, world.learner, course)
    second = make_certificate(world, world.colleague, course)
    certificates.revoke(
        certificate=second, kind="error", reason="x", actor=world.administrator, now=ISSUED
    )
    client = world.client(world.administrator)
    for query, expected in (
        ({"text": "lena"}, [first]),
        ({"text": second.number[-3:]}, [second]),
        ({"state": "revoked"}, [second]),
        ({"state": "valid"}, [first]),
        ({"state": "superseded"}, []),
        ({"text": "nobody of this name"}, []),
    ):
        text = client.get(REGISTER, query).text
        found = [row for row in (first, second) if places(row)[0] in text]
        assert found == expected, query


def test_only_administrators_come_in(world):
    certificate = make_certificate(world)
    for person in (world.trainer, world.manager, world.learner, world.outsider, None):
        client = world.client(person)
        for path in (REGISTER, f"{REGISTER}?export=csv", *places(certificate)):
            response = client.get(path)
            assert response.status_code in (302, 403, 404), (person, path)
            assert certificate.number not in getattr(response, "text", "")
        data = {"kind": "error", "reason": "x", "name": "X"}
        assert client.post(places(certificate)[2], data).status_code in (302, 403, 404)
    assert Revocation.objects.count() == 0


def test_another_organisations_certificates_are_not_there(world):
    certificate = make_certificate(world)
    elsewhere = Organisation.objects.create(name="Elsewhere")
    stranger = make_person(elsewhere, "Stella Stranger", roles_=("administrator",))
    client = world.fresh_client(stranger)
    assert certificate.number not in client.get(REGISTER).text
    for path in places(certificate):
        assert client.get(path).status_code == 404


def test_revoking_asks_for_a_reason_and_happens_once(world):
    certificate = make_certificate(world)
    client = world.client(world.administrator)
    path = places(certificate)[2]
    page = client.get(path)
    assert "undone" in page.text
    assert client.post(path, {"kind": "error", "reason": "  "}).status_code == 200
    assert client.post(path, {"kind": "nonsense", "reason": "x"}).status_code == 200
    assert client.post(path, {"kind": "error", "reason": "x" * 501}).status_code == 200
    assert Revocation.objects.count() == 0
    for _ in range(2):
        response = client.post(path, {"kind": "error", "reason": "Wrong person"}, follow=True)
        assert response.status_code == 200
    assert "was revoked before" in response.text
    revocation = Revocation.objects.get()
    assert revocation.revoked_by == world.administrator
    assert revocation.reason == "Wrong person"


def test_correcting_issues_the_one_that_replaces_it(world):
    certificate = make_certificate(world)
    world.learner.name = "Lena <i>Lerner</i>"
    world.learner.save()
    client = world.client(world.administrator)
    path = places(certificate)[1]
    assert "Lena &lt;i&gt;Lerner&lt;/i&gt;" in client.get(path).text
    for nothing in (" ", "\u200b", "\u2060\u3164"):
        assert client.post(path, {"name": nothing, "reason": "x"}).status_code == 200
    assert client.post(path, {"name": "X", "reason": ""}).status_code == 200
    assert Certificate.objects.count() == 1
    data = {"name": world.learner.name, "reason": "Misspelt"}
    assert client.post(path, data).status_code == 302
    assert "was replaced before" in client.post(path, data, follow=True).text
    later = Certificate.objects.get(supersedes=certificate)
    assert later.issued_by == world.administrator
    assert later.facts["name"] == "Lena <i>Lerner</i>"
    assert world.client(world.learner).get(f"/learn/certificates/{later.uuid}/").status_code == 200


def test_nobody_acts_on_their_own(world):
    certificate = make_certificate(world, world.administrator)
    client = world.client(world.administrator)
    detail, correct, revoke = places(certificate)
    assert "This is your own certificate" in client.get(detail).text
    assert client.get(correct).status_code in (302, 403)
    data = {"kind": "error", "reason": "x", "name": "X"}
    assert client.post(revoke, data).status_code in (302, 403)
    assert client.post(correct, data).status_code in (302, 403)
    assert (Revocation.objects.count(), Certificate.objects.count()) == (0, 1)


def test_an_id_that_is_nobodys_is_not_there(world):
    client = world.client(world.administrator)
    for tail in ("", "correct/", "revoke/"):
        assert client.get(f"/admin/certificates/{uuid.uuid4()}/{tail}").status_code == 404


def test_exports_are_safe_to_open(world):
    world.learner.name = "=HYPERLINK(1)"
    world.learner.save()
    make_certificate(world)
    client = world.client(world.administrator)
    response = client.get(REGISTER, {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert rows[0]["Name as printed"] == "'=HYPERLINK(1)"
    assert rows[0]["Number"] == "CND-2026-000001"
    response = client.get(REGISTER, {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


LINES = "/admin/snippets/certificates/accreditationline/"


def line_of(course) -> dict:
    return {
        "course": course.pk,
        "body": "NBCC",
        "provider_number": "7777",
        "course_number": "",
        "approved_from": "2026-01-01",
        "approved_until": "2026-12-31",
        "statement": "{organisation} has been approved by NBCC, ACEP No. {provider_number}.",
    }


def test_administrators_write_accreditation_lines(world):
    data = line_of(world.course())
    client = world.client(world.administrator)
    assert client.get(LINES).status_code == 200
    response = client.post(f"{LINES}add/", {**data, "statement": "{nonsense}"})
    assert "Nothing is known as {nonsense}." in response.text
    response = client.post(f"{LINES}add/", {**data, "approved_until": "2025-12-31"})
    assert "The approval ends before it begins." in response.text
    assert AccreditationLine.objects.count() == 0
    assert client.post(f"{LINES}add/", data).status_code == 302
    assert AccreditationLine.objects.get().body == "NBCC"
    assert world.client(world.manager).get(LINES).status_code in (302, 403)


def test_trainers_read_accreditation_lines_and_change_none(world):
    data = line_of(world.course())
    world.client(world.administrator).post(f"{LINES}add/", data)
    line = AccreditationLine.objects.get()
    client = world.client(world.trainer)
    assert "Accreditation lines" in client.get("/admin/").text
    listing = client.get(LINES).text
    assert f"{LINES}inspect/{line.pk}/" in listing
    assert not any(f"{LINES}{door}/" in listing for door in ("add", f"edit/{line.pk}"))
    assert "7777" in client.get(f"{LINES}inspect/{line.pk}/").text
    bulk = "/admin/bulk/certificates/accreditationline/delete/"
    for door in (
        f"{LINES}add/",
        f"{LINES}edit/{line.pk}/",
        f"{LINES}copy/{line.pk}/",
        f"{LINES}delete/{line.pk}/",
        f"{bulk}?id={line.pk}&next=/admin/",
    ):
        client.post(door, {**data, "body": "Made up"})
    assert list(AccreditationLine.objects.values_list("pk", "body")) == [(line.pk, "NBCC")]


def test_a_shown_state_needs_no_further_query(world, django_assert_num_queries):
    from certificates import reports

    certificate = make_certificate(world)
    certificates.revoke(
        certificate=certificate, kind="error", reason="x", actor=world.administrator, now=ISSUED
    )
    rows = reports.register(organisation=world.organisation)
    with django_assert_num_queries(1):
        assert [row.state for row in rows] == ["revoked"]
