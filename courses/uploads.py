"""Look into an uploaded file: is it what its name says? Reads its beginning, unpacks nothing."""

import zipfile
from typing import Any

from django.utils.translation import gettext as _

from courses.wholeness import BEGINNING
from courses.wholeness import is_whole as is_whole  # part of looking into an upload

ZIP = b"PK\x03\x04"
# Part of a package that says what kind of document it is.
OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
MOST_PARTS = 5000
# What a browser might take for a page or a program, however the file is called.
NOT_TEXT = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"%pdf-", b"mz\x90", b"\x7felf")
LARGEST_THUMBNAIL = 4 * 1024 * 1024
LARGEST_MEDIA = 500 * 1024 * 1024


def _peek(file: Any, size: int = BEGINNING) -> bytes:
    file.seek(0)
    start = file.read(size)
    file.seek(0)
    return start


def extension(name: str) -> str:
    """The last part of a file name, in lower case and without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def document_flaw(name: str, file: Any) -> str:
    """Say in words why a document is not what its extension says; an empty string when it is."""
    kind = extension(name)
    start = _peek(file)
    if not start:
        return _("The file is empty.")
    if kind == "pdf" and not start.startswith(b"%PDF-"):
        return _("Its name ends in .pdf, but it is not a PDF file.")
    if kind == "rtf" and not start.startswith(b"{\\rtf"):
        return _("Its name ends in .rtf, but it is not a rich text file.")
    if kind in ("txt", "csv"):
        return _text_flaw(kind, start)
    if kind in OFFICE or kind == "odt":
        return _package_flaw(kind, start, file)
    return ""


def _text_flaw(kind: str, start: bytes) -> str:
    if b"\0" in start or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(NOT_TEXT):
        return _("Its name ends in .%(kind)s, but it is not plain text.") % {"kind": kind}
    return ""


def _package_flaw(kind: str, start: bytes, file: Any) -> str:
    wrong = _("Its name ends in .%(kind)s, but it is not such a document.") % {"kind": kind}
    if not start.startswith(ZIP):
        return wrong
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return _("The file is damaged: its contents cannot be listed.")
    finally:
        file.seek(0)
    if len(names) > MOST_PARTS:
        return _("The file has more parts than a document needs.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return _("The file contains macros. Save it without them and try again.")
    if kind == "odt":
        return "" if "content.xml" in names and ODT_TYPE in start else wrong
    is_one = "[Content_Types].xml" in names and any(n.startswith(OFFICE[kind]) for n in names)
    return "" if is_one else wrong


def media_flaw(name: str, file: Any) -> str:
    """Say in words why a video or sound file is not what its extension says; else nothing."""
    kind = extension(name)
    if file.size > LARGEST_MEDIA:
        return _("The file is larger than %(most)d MB.") % {"most": LARGEST_MEDIA // 1024**2}
    start = _peek(file, 64)
    known = {
        "mp3": start.startswith(b"ID3") or (start[:1] == b"\xff" and start[1:2] >= b"\xe0"),
        "m4a": start[4:8] == b"ftyp",
        "mp4": start[4:8] == b"ftyp",
        "ogg": start.startswith(b"OggS"),
        "wav": start.startswith(b"RIFF") and start[8:12] == b"WAVE",
        "webm": start.startswith(b"\x1a\x45\xdf\xa3"),
    }
    if known.get(kind, True):
        return ""
    return _("Its name ends in .%(kind)s, but it is not such a file.") % {"kind": kind}


def thumbnail_flaw(name: str, file: Any) -> str:
    """Say in words why a thumbnail is no picture that a browser shows; else an empty string."""
    start = _peek(file, 16)
    kinds = {
        b"\xff\xd8\xff": ("jpg", "jpeg"),
        b"\x89PNG": ("png",),
        b"GIF8": ("gif",),
        b"RIFF": ("webp",),
    }
    if file.size > LARGEST_THUMBNAIL:
        return _("The thumbnail is larger than %(most)d MB.") % {
            "most": LARGEST_THUMBNAIL // 1024**2
        }
    for magic, names in kinds.items():
        if start.startswith(magic) and extension(name) in names:
            return ""
    return _("The thumbnail must be a JPEG, PNG, GIF or WebP picture, named as what it is.")
