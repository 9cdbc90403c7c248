"""Uploads that are not what their name says, are too large, or would run in a reader's browser."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from courses import uploads
from courses.models import CandourDocument, CandourImage, CandourMedia

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a document's file, opened to be hashed, to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def package(*names, first=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


TYPES = "[Content_Types].xml"
ODT = b"application/vnd.oasis.opendocument.text"
GOOD = {
    "sheet.pdf": b"%PDF-1.7\n",
    "sheet.rtf": b"{\\rtf1 words}",
    "list.csv": "naïve,café\n".encode(),
    "list.txt": "\ufeffWörter".encode(),
    "sheet.docx": package(TYPES, "word/document.xml"),
    "sheet.xlsx": package(TYPES, "xl/workbook.xml"),
    "sheet.pptx": package(TYPES, "ppt/presentation.xml"),
    "sheet.odt": package("content.xml", first=ODT),
}
BAD = [
    ("sheet.pdf", HTML),
    ("sheet.pdf", b""),
    ("list.txt", HTML),
    ("list.csv", b"\xef\xbb\xbf  <HTML>"),
    ("list.csv", b"a,b\0c"),
    ("list.txt", b"%PDF-1.7"),
    ("sheet.rtf", b"words"),
    ("sheet.docx", b"%PDF-1.7"),
    ("sheet.docx", b"PK\x03\x04 cut off"),
    ("sheet.docx", package(TYPES, "xl/workbook.xml")),
    ("sheet.xlsx", package(TYPES, "word/document.xml")),
    ("sheet.docx", package("word/document.xml")),
    ("sheet.docx", package(TYPES, "word/document.xml", "word/vbaProject.bin")),
    ("sheet.odt", package("content.xml", first=b"application/zip")),
    ("page.html", HTML),
    ("picture.svg", b"<svg/>"),
    ("program.exe", b"MZ\x90"),
]


def form_of(client, url, **data):
    response = client.post(url, {"collection": Collection.get_first_root_node().pk, **data})
    return response, response.content.decode()


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_document_that_is_what_its_name_says_is_taken(trainer, name):
    file = SimpleUploadedFile(name, GOOD[name])
    response, _html = form_of(trainer, reverse("wagtaildocs:add"), title="A file", file=file)
    assert response.status_code == 302
    assert CandourDocument.objects.get().title == "A file"


@pytest.mark.parametrize(("name", "content"), BAD)
def test_a_document_that_is_not_what_its_name_says_is_refused(trainer, name, content):
    file = SimpleUploadedFile(name, content)
    response, html = form_of(trainer, reverse("wagtaildocs:add"), title="A file", file=file)
    assert response.status_code == 200
    assert 'aria-invalid="true"' in html or "error" in html
    assert not CandourDocument.objects.exists()


def test_the_uploader_of_many_files_looks_into_them_too(trainer):
    url = reverse("wagtaildocs:add_multiple")
    file = SimpleUploadedFile("sheet.pdf", HTML)
    data = {"title": "A", "files[]": file, "collection": Collection.get_first_root_node().pk}
    answer = trainer.post(url, data, headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert answer["success"] is False
    assert "not a PDF" in answer["error_message"]


def test_a_document_that_is_too_large_is_refused_in_words(trainer, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    file = SimpleUploadedFile("sheet.pdf", b"%PDF-1.7" + b" " * 200)
    _response, html = form_of(trainer, reverse("wagtaildocs:add"), title="A file", file=file)
    assert "too big" in html
    assert "is not allowed" not in html  # as if it had no name: the one mistake has one message
    assert not CandourDocument.objects.exists()


def test_the_uploader_of_many_files_says_once_what_is_wrong(trainer, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    file = SimpleUploadedFile("sheet.pdf", b"%PDF-1.7" + b" " * 200)
    data = {"title": "A", "files[]": file, "collection": Collection.get_first_root_node().pk}
    url = reverse("wagtaildocs:add_multiple")
    answer = trainer.post(url, data, headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert answer["error_message"].startswith("This file is too big")
    assert "\n" not in answer["error_message"]


@pytest.mark.parametrize(
    ("view", "name"), [("wagtaildocs:add", "sheet.pdf"), ("wagtailmedia:add", "talk.mp3")]
)
def test_an_empty_file_is_refused_with_one_message(trainer, view, name):
    url = reverse(view, args=["audio"] if "media" in view else [])
    file = SimpleUploadedFile(name, b"")
    response, _html = form_of(trainer, url, title="A file", file=file, duration=1)
    assert response.context["form"].errors["file"] == ["The submitted file is empty."]


def test_documents_are_saved_never_opened_in_our_origin(world, trainer):
    file = SimpleUploadedFile("sheet.pdf", GOOD["sheet.pdf"])
    form_of(trainer, reverse("wagtaildocs:add"), title="A file", file=file)
    response = world.client(world.learner).get(CandourDocument.objects.get().url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def picture(size=(20, 10), kind="PNG"):
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("door.png", HTML),
        ("door.png", picture(kind="JPEG")),
        ("door.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("door.png", picture((9000, 9000))),  # 81 million pixels in a few kilobytes
        ("door.png", picture()[:30]),
    ],
)
def test_a_picture_that_is_none_or_too_large_is_refused(trainer, name, content):
    file = SimpleUploadedFile(name, content, "image/png")
    response, _html = form_of(trainer, reverse("wagtailimages:add"), title="A door", file=file)
    assert response.status_code == 200
    assert not CandourImage.objects.exists()


def test_a_picture_is_taken(trainer):
    file = SimpleUploadedFile("door.png", picture(), "image/png")
    response, _html = form_of(trainer, reverse("wagtailimages:add"), title="A door", file=file)
    assert response.status_code == 302
    assert CandourImage.objects.exists()


def media(client, kind="video", **files):
    data = {"title": "A talk", "duration": 0, "transcript": "Words.", **files}
    return form_of(client, reverse("wagtailmedia:add", args=[kind]), **data)


MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 20


@pytest.mark.parametrize(
    ("kind", "name", "content", "taken"),
    [
        ("video", "talk.mp4", MP4, True),
        ("video", "talk.webm", b"\x1a\x45\xdf\xa3 more", True),
        ("audio", "talk.mp3", b"ID3 more", True),
        ("audio", "talk.wav", b"RIFF1234WAVE", True),
        ("audio", "talk.ogg", b"OggS more", True),
        ("video", "talk.mp4", HTML, False),
        ("video", "talk.webm", MP4, False),
        ("video", "talk.html", MP4, False),
        ("audio", "talk.mp3", HTML, False),
        ("audio", "talk.wav", b"RIFF1234AVI ", False),
        ("audio", "talk.mp4", MP4, False),
    ],
)
def test_media_is_what_its_name_says(trainer, kind, name, content, taken):
    media(trainer, kind, file=SimpleUploadedFile(name, content))
    assert CandourMedia.objects.exists() is taken


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("talk.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", True),
        ("talk.vtt", b"\xef\xbb\xbfWEBVTT\n", True),
        ("talk.vtt", b"1\n00:00:00,000 --> 00:00:01,000\nHello\n", False),
        ("talk.html", b"WEBVTT <script>alert(1)</script>", False),
        ("talk.vtt", b"WEBVTT" + b" " * (512 * 1024), False),
    ],
)
def test_captions_are_webvtt(trainer, name, content, taken):
    media(
        trainer,
        file=SimpleUploadedFile("talk.mp4", MP4),
        captions=SimpleUploadedFile(name, content),
    )
    assert CandourMedia.objects.exists() is taken


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("door.png", picture(), True),
        ("door.png", HTML, False),
        ("door.html", picture(), False),
        ("door.jpg", picture(), False),
    ],
)
def test_a_thumbnail_is_a_picture(trainer, name, content, taken):
    media(
        trainer,
        file=SimpleUploadedFile("talk.mp4", MP4),
        thumbnail=SimpleUploadedFile(name, content),
    )
    assert CandourMedia.objects.exists() is taken


def test_a_large_media_file_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_MEDIA", 10)
    assert "larger" in uploads.media_flaw("talk.mp4", SimpleUploadedFile("talk.mp4", MP4))


def test_a_stored_file_is_not_looked_into_again(trainer):
    form_of(
        trainer,
        reverse("wagtaildocs:add"),
        title="A file",
        file=SimpleUploadedFile("sheet.pdf", GOOD["sheet.pdf"]),
    )
    document = CandourDocument.objects.get()
    document.file.storage.delete(document.file.name)
    document.title = "Renamed"
    document.full_clean()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_stops_before_its_end_is_told_by_its_bytes(kind):
    buffer = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(buffer, kind)
    data = buffer.getvalue()

    assert uploads.is_whole(data)
    assert uploads.is_whole(data + b"\0" * 16)
    for share in (0.4, 0.8, 0.97):
        assert not uploads.is_whole(data[: int(len(data) * share)]), share
