"""The learner's pages and public verification."""

import hashlib
from http import HTTPStatus

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates import codes, uploads
from certificates.models import Certificate
from certificates.services import certificates
from certificates.views import verify
from tests.factories.certificate import ISSUED, make_certificate, make_completion

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(world):
    return make_certificate(world)


def correct(world, certificate, name="Lena Lerner"):
    return certificates.correct(
        certificate=certificate,
        facts={"name": name},
        reason="Misspelt",
        actor=world.administrator,
        now=ISSUED,
    )


def revoke(world, certificate, reason="A secret story"):
    return certificates.revoke(
        certificate=certificate,
        kind="requirements",
        reason=reason,
        actor=world.administrator,
        now=ISSUED,
    )


def stored(certificate) -> bytes:
    with storages["private"].open(certificate.pdf_name) as file:
        return file.read()


# --- One's own ----------------------------------------------------------------------------


def test_download_gives_the_stored_bytes_and_nothing_may_keep_them(world, certificate):
    response = world.client(world.learner).get(f"/learn/certificates/{certificate.uuid}/")
    assert response.status_code == 200
    assert response.content == stored(certificate)
    assert hashlib.sha256(response.content).hexdigest() == certificate.pdf_sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="CND-2026-000001.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_download_costs_at_most_four_queries(world, certificate, django_assert_max_num_queries):
    client = world.client(world.learner)
    address = f"/learn/certificates/{certificate.uuid}/"
    client.get(address)
    with django_assert_max_num_queries(4):
        client.get(address)


def test_another_persons_certificate_is_not_there(world, certificate):
    for person in (world.outsider, world.colleague, world.manager, world.administrator):
        client = world.client(person)
        assert client.get(f"/learn/certificates/{certificate.uuid}/").status_code == 404
        assert certificate.number not in client.get("/learn/certificates/").text
    response = world.client(None).get(f"/learn/certificates/{certificate.uuid}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "tail", ["nonsense/", "1/", "3f2b8c1e-0000-4000-8000-000000000000/", "%2e%2e/%2e%2e/etc/passwd"]
)
def test_an_id_that_is_nobodys_is_not_there(world, tail):
    assert world.client(world.learner).get(f"/learn/certificates/{tail}").status_code == 404


def test_a_completion_leads_to_its_newest_certificate(world, certificate):
    client = world.client(world.learner)
    address = f"/learn/certificates/of/{certificate.award.completion.uuid}/"
    assert client.get(address)["Location"] == f"/learn/certificates/{certificate.uuid}/"
    later = correct(world, certificate)
    assert client.get(address)["Location"] == f"/learn/certificates/{later.uuid}/"
    revoke(world, later)
    assert client.get(address)["Location"] == "/learn/certificates/"
    assert world.client(world.outsider).get(address).status_code == 404


def test_a_missing_file_is_said_in_words_and_the_record_stands(world, certificate, caplog):
    storages["private"].delete(certificate.pdf_name)
    response = world.client(world.learner).get(f"/learn/certificates/{certificate.uuid}/")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Your certificate itself stands" in response.text
    assert certificate.number in response.text
    assert certificate.number in caplog.text
    assert world.client(None).get(f"/verify/{certificate.code}/").status_code == 200


def test_a_damaged_file_is_not_handed_out(world, certificate):
    storages["private"].delete(certificate.pdf_name)
    storages["private"].save(certificate.pdf_name, ContentFile(b"%PDF-1.7 something else"))
    response = world.client(world.learner).get(f"/learn/certificates/{certificate.uuid}/")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "not what was issued" in response.text


def test_list_says_what_was_replaced_and_revoked_newest_first(world, certificate):
    later = correct(world, certificate)
    client = world.client(world.learner)
    text = client.get("/learn/certificates/").text
    assert "Replaced on 20 November 2026 by CND-2026-000002" in text
    assert text.index(later.number) < text.index(f"{certificate.number}</span>")
    revoke(world, later)
    text = client.get("/learn/certificates/").text
    assert "Revoked on 20 November 2026" in text
    assert "A secret story" not in text
    for each in (certificate, later):
        assert client.get(f"/learn/certificates/{each.uuid}/").status_code == 200


def test_list_of_nobody_says_what_gives_one(world):
    assert "No certificate yet" in world.client(world.learner).get("/learn/certificates/").text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(world, count, django_assert_num_queries):
    for number in range(count):
        later = make_certificate(world, course=world.course(f"Course {number}"))
        correct(world, later)
        make_completion(world, course=world.course(f"Queued {number}"))
    client = world.client(world.learner)
    client.get("/learn/certificates/")
    with django_assert_num_queries(4):
        text = client.get("/learn/certificates/").text
    assert text.count('<article class="cert') == 3 * count


# --- Verification -------------------------------------------------------------------------


def test_a_valid_code_shows_what_is_needed_and_no_more(world, certificate):
    response = world.client(None).get(f"/verify/{certificate.code}/")
    assert response.status_code == 200
    text = response.text
    for part in (
        "This certificate is valid",
        "Lena Learner",
        "Boundaries",
        "1 November 2026",
        "20 November 2026",
        "2.0 contact hours, Ethics, self-paced online",
        certificate.number,
        certificate.pdf_sha256,
    ):
        assert part in text, part
    for part in ("Case manager", "Ada Example", "@example.org", str(certificate.uuid)):
        assert part not in text, part


@pytest.mark.parametrize("path", ["", "code", "unknown", "malformed"])
def test_no_verification_page_is_kept_indexed_or_told_to_others(world, certificate, path):
    tails = {
        "": "",
        "code": f"{certificate.code}/",
        "unknown": f"{codes.new()}/",
        "malformed": "nonsense/",
    }
    response = world.client(None).get(f"/verify/{tails[path]}")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex' in response.text
    assert not response.cookies


def test_a_code_is_forgiven_how_it_is_typed(world, certificate):
    client = world.client(None)
    shown = codes.shown(certificate.code)
    for typed in (shown, shown.lower(), shown.replace("-", "%20"), certificate.code.lower()):
        assert client.get(f"/verify/{typed}/").status_code == 200, typed
    response = client.get("/verify/", {"code": f" {shown.lower()} "})
    assert response["Location"] == f"/verify/{certificate.code}/"


def test_a_malformed_code_looks_like_one_that_nobody_issued(world, certificate):
    client = world.client(None)
    unknown = client.get(f"/verify/{codes.new()}/")
    assert unknown.status_code == 404
    assert "No certificate has this code" in unknown.text
    malformed = (
        "nonsense/",
        "a/b/c/",
        "%00/",
        "..%2f..%2fetc/",
        f"{'9' * 5000}/",
        "%F0%9F%92%A9/",
        "%3Cscript%3E/",
        f"{certificate.code[:-1]}/",
        f"{certificate.code}X/",
        f"{certificate.number}/",
        f"{certificate.uuid}/",
    )
    for tail in malformed:
        response = client.get(f"/verify/{tail}")
        assert (response.status_code, response.text) == (404, unknown.text), tail
    response = client.get("/verify/", {"code": "<b>nonsense</b>"})
    assert (response.status_code, response.text) == (404, unknown.text)


def test_malformed_and_unknown_codes_ask_the_same_of_the_database(world, django_assert_num_queries):
    for typed in (codes.new(), "nonsense"):
        with django_assert_num_queries(2):
            world.client(None).get(f"/verify/{typed}/")


def test_an_empty_form_says_what_to_enter(world):
    response = world.client(None).get("/verify/", {"code": "  "})
    assert response.status_code == 400
    assert "Enter the code that is printed on the certificate." in response.text


def test_a_revoked_code_says_since_when_and_one_word(world, certificate):
    revoke(world, certificate)
    response = world.client(None).get(f"/verify/{certificate.code}/")
    assert response.status_code == 200
    assert "This certificate was revoked" in response.text
    assert "20 November 2026: requirements not met" in response.text
    assert "A secret story" not in response.text
    assert "is valid" not in response.text


def test_a_superseded_code_names_the_newest_number_alone(world, certificate):
    second = correct(world, certificate)
    third = correct(world, second, "Lena L. Lerner")
    response = world.client(None).get(f"/verify/{certificate.code}/")
    assert "This certificate was replaced" in response.text
    assert f"certificate {third.number} took its place" in response.text
    for code in (second.code, third.code):
        assert code not in response.text
    assert "This certificate is valid" in world.client(None).get(f"/verify/{third.code}/").text
    revoke(world, third)
    response = world.client(None).get(f"/verify/{certificate.code}/")
    assert "That one was revoked on 20 November 2026." in response.text


def test_hostile_names_are_escaped_on_every_page(world):
    name = "<script>alert(1)</script>"
    world.learner.name = name
    world.learner.save()
    certificate = make_certificate(world, course=world.course(name))
    for client, path in (
        (world.client(None), f"/verify/{certificate.code}/"),
        (world.client(world.learner), "/learn/certificates/"),
    ):
        text = client.get(path).text
        assert name not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def upload(world, certificate, content: bytes, name="certificate.pdf"):
    return world.client(None).post(
        f"/verify/{certificate.code}/", {"file": SimpleUploadedFile(name, content)}
    )


def test_a_file_is_compared_to_the_last_byte(world, certificate):
    pdf = stored(certificate)
    same = upload(world, certificate, pdf)
    assert (same.status_code, "to the last byte" in same.text) == (200, True)
    for changed in (pdf + b"\n", pdf[:-1], pdf.replace(b"1.7", b"1.6", 1), b"MZ not a PDF at all"):
        other = upload(world, certificate, changed)
        assert (other.status_code, "Not the same file" in other.text) == (200, True)
    newer = correct(world, certificate)
    assert "Not the same file" in upload(world, newer, pdf).text
    replaced = upload(world, certificate, pdf).text
    assert "Same file, and it does not hold any more" in replaced
    assert "notice--success" not in replaced


def test_an_absent_or_empty_file_is_said_in_words(world, certificate):
    client = world.client(None)
    for data in ({}, {"file": "words"}, {"file": SimpleUploadedFile("x.pdf", b"")}):
        response = client.post(f"/verify/{certificate.code}/", data)
        assert response.status_code == 400
        assert "Choose the PDF first." in response.text


@pytest.mark.parametrize("size", [uploads.MOST_BYTES + 1, 3 * uploads.MOST_BYTES])
def test_a_file_over_two_megabytes_is_refused(world, certificate, size):
    response = upload(world, certificate, b"x" * size)
    assert response.status_code == 413
    assert "larger than 2 MB" in response.text


def test_an_uploaded_file_is_never_stored(world, certificate, monkeypatch, tmp_path):
    import tempfile

    def never(*args, **kwargs):
        raise AssertionError("a temporary file was opened")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", never)
    monkeypatch.setattr(tempfile, "mkstemp", never)
    assert upload(world, certificate, b"x" * uploads.MOST_BYTES).status_code == 200
    assert Certificate.objects.count() == 1


def test_a_file_for_an_unknown_code_is_a_404(world):
    response = world.client(None).post(
        f"/verify/{codes.new()}/", {"file": SimpleUploadedFile("x.pdf", b"x")}
    )
    assert response.status_code == 404


def test_too_many_tries_from_one_address_have_to_wait(world, certificate, monkeypatch):
    monkeypatch.setattr(verify, "TRIES", 3)
    client = world.client(None)
    statuses = [client.get(f"/verify/{codes.new()}/").status_code for _ in range(5)]
    assert statuses == [404, 404, 404, 429, 429]
    refused = client.get(f"/verify/{certificate.code}/")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert refused["X-Robots-Tag"] == "noindex, nofollow"
    other = client.get(f"/verify/{certificate.code}/", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
