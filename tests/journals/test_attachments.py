"""Files beside an entry: sealed, bounded, known by their bytes, never shown, and their author's."""

import io
import itertools
import struct
import uuid
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from courses.journals import files
from courses.journals.models import Attachment
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db
LETTER = b"%PDF-1.7 Dear Ms Invented"


@pytest.fixture
def send(client, entry, at):
    """Send a file as the page does."""

    def sent(data=LETTER, name="Letter to a client.pdf", page=None):
        upload = SimpleUploadedFile(name, data, "application/octet-stream")
        return client.post(at("files"), {"file": upload, "page": str(page or uuid.uuid4())})

    return sent


def photo(**extra) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}  # GPS
    exif[0x010F] = "Invented Cameras"
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=exif, **extra)
    return out.getvalue()


def vast_photo() -> bytes:
    """A few bytes that say they are a photo of 400 million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    size = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + rows + chunk(b"IEND", b"")


def packed(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_file_is_sealed_listed_fetched_and_removed(client, send, at):
    assert send().status_code == 302
    row = Attachment.objects.get()
    assert LETTER not in bytes(row.sealed)
    assert b"Letter" not in bytes(row.sealed_name)
    assert "Letter to a client.pdf" in client.get(at("files")).content.decode()

    answer = client.get(at("file", row.uuid))
    assert answer.content == LETTER
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]

    for _click in range(2):
        assert client.post(at("remove_file", row.uuid)).status_code == 302
    assert not Attachment.objects.exists()


def test_two_clicks_make_one_and_five_are_the_most(client, send, at):
    mark = uuid.uuid4()
    for _click in range(2):
        assert send(page=mark).status_code == 302
    assert Attachment.objects.count() == 1
    for _more in range(4):
        send()
    refused = send()
    assert refused.status_code == 422
    assert "Remove one first" in refused.content.decode()
    assert Attachment.objects.count() == 5


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.pdf", "Choose a file first"),
        (b"MZ\x90\x00\x03 a program", "letter.pdf", "Only PDF"),
        (b"<svg xmlns='x'>\x00</svg>", "a.svg", "Only PDF"),
        (b"\xff\xd8\xff\xe0 no photo", "a.jpg", "damaged"),
        (packed(word__document_xml="?"), "a.docx", "Only PDF"),
        (b"%PDF-" + b"x" * files.MOST_BYTES, "big.pdf", "larger than 5 MB"),
        (b"%PDF-" + b"x" * (files.MOST_BYTES + 100_000), "big.pdf", "larger than 5 MB"),
        (b"PK\x03\x04 torn", "a.docx", "damaged"),
        (vast_photo(), "wall.png", "50 million points"),
    ],
    ids=itertools.count(),  # what is packed holds the time, and names must stay the same
)
def test_what_is_not_taken_is_refused_in_words(send, data, name, said):
    answer = send(data=data, name=name)
    assert answer.status_code in (413, 422)
    assert said in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_word_file_is_taken_without_macros_only(send):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert send(data=out.getvalue(), name="a.docm").status_code == 302
    assert Attachment.objects.get().kind == "docx"
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", "x")
    assert "holds macros" in send(data=out.getvalue(), name="b.docx").content.decode()


def test_a_photo_loses_where_and_when_it_was_taken(client, send, at):
    assert b"Invented Cameras" in photo()
    assert send(data=photo(), name="IMG_1.jpeg").status_code == 302
    kept = client.get(at("file", Attachment.objects.get().uuid)).content
    assert b"Invented Cameras" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.size == (60, 40)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\notes\\a.html", "a.txt"),
        ("\u202egpj.exe\r\nX: y", "gpj.txt"),
        ("", "file.txt"),
        ("x" * 400, "x" * 120 + ".txt"),
    ],
)
def test_names_are_made_plain(name, plain):
    assert files.look(name=name, data=b"words").name == plain


@pytest.mark.parametrize("who", ["colleague", "manager", "trainer", "administrator"])
def test_nobody_else_has_them_not_even_a_reader(world, client, send, at, who):
    client.post(at("autosave"), sheet("Shared words"))
    send()
    email = getattr(world, who).users.get().email
    client.post(at("share"), {"email": email, "days": "7"})
    row, other = Attachment.objects.get(), world.client(getattr(world, who))
    for name, *args in [("files",), ("file", row.uuid)]:
        assert other.get(at(name, *args)).status_code == 404
    assert other.post(at("remove_file", row.uuid)).status_code == 404
    assert Attachment.objects.exists()


def test_they_are_taken_along_and_go_with_the_entry(client, send, at):
    client.post(at("autosave"), sheet("Words"))
    send()
    taken = client.get(reverse("journals:take_all", args=["zip"]))
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        names = archive.namelist()
        assert archive.read(names[-1]) == LETTER
    assert names[:2] == ["journal.html", "journal.json"]
    assert names[2].endswith("/1 Letter to a client.pdf")
    client.post(at("delete"), {"sure": "on"})
    assert not Attachment.objects.exists()


def test_without_the_key_it_is_said(client, send, at, settings):
    send()
    settings.SEALING_KEYS = []
    assert client.get(at("files")).status_code == 503
    assert client.get(at("file", Attachment.objects.get().uuid)).status_code == 503
    assert client.get(reverse("journals:take_all", args=["zip"])).status_code == 503


def test_the_token_is_asked_for(world, entry, at):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.learner.users.get())
    upload = SimpleUploadedFile("a.pdf", LETTER)
    assert strict.post(at("files"), {"file": upload, "page": str(uuid.uuid4())}).status_code == 403
    assert not Attachment.objects.exists()


def test_the_page_asks_a_fixed_number_of_times(client, send, at, django_assert_max_num_queries):
    for _more in range(2):
        send()
        with django_assert_max_num_queries(9):
            client.get(at("files"))
