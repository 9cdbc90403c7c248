"""Fetch a case's files from the library to take them out, and put files that came in into it."""

import hashlib
import io
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField

from courses import uploads
from courses.models.media import CandourImage, CandourMedia, validate_webvtt
from scenarios.attachments import Attachment, Key, Library, ending_of, key_of, renumbered, used
from scenarios.graph import Graph
from scenarios.importing.bounds import MOST_TEXT
from scenarios.importing.faults import ImportFault

# What fits into one file that can be brought in again.
MOST = 40 * 1024 * 1024
SOUNDS = ("mp3", "m4a", "ogg", "wav")
FILMS = ("mp4", "webm")


def of(*, graph: Graph) -> dict[Key, Attachment]:
    """The files that the scenes use, as long as they fit; what is missing isn't in it."""
    keys = used(graph)
    rows: dict[Key, Any] = {}
    libraries: tuple[tuple[Library, Any], ...] = (("image", CandourImage), ("media", CandourMedia))
    for library, model in libraries:
        numbers = [key[1] for key in keys if key[0] == library]
        if numbers:
            rows |= {(library, row.pk): row for row in model.objects.filter(pk__in=numbers)}
    found: dict[Key, Attachment] = {}
    left = MOST
    for key in keys:
        attachment = _fetched(key, rows[key], left) if key in rows else None
        if attachment is not None:
            found[key] = attachment
            left -= len(attachment.data)
    return found


def _fetched(key: Key, row: Any, left: int) -> Attachment | None:
    try:
        with row.file.open("rb") as file:
            data = file.read(min(left, MOST_TEXT) + 1)
        captions = ""
        if key[0] == "media" and row.captions:
            with row.captions.open("rb") as file:
                captions = file.read().decode(errors="replace")
    except OSError:  # the row outlived its file
        return None
    if len(data) > min(left, MOST_TEXT):
        return None
    return Attachment(key[0], key[1], row.title, ending_of(row.file.name), data, captions)


def check(*, attachments: Iterable[Attachment]) -> None:
    """Raise `ImportFault` when a file isn't what its name says, or is too large. Keeps nothing."""
    for one in attachments:
        try:
            _picture(one) if one.library == "image" else _recording(one)
        except ValidationError as error:
            raise ImportFault(" ".join(error.messages).rstrip("."), one.name) from error


def _picture(one: Attachment) -> None:
    file = SimpleUploadedFile(one.name.rpartition("/")[2], one.data)
    try:
        if not uploads.is_whole(one.data):
            raise ValueError
        WagtailImageField().clean(file)
        Image.open(io.BytesIO(one.data)).load()
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("The picture is damaged or cut off.")) from error


def _recording(one: Attachment) -> None:
    if one.ending not in (*SOUNDS, *FILMS):
        known = ", ".join((*SOUNDS, *FILMS))
        raise ValidationError(_("A recording ends in one of: %(known)s.") % {"known": known})
    if flaw := uploads.media_flaw(one.name, SimpleUploadedFile(one.name, one.data)):
        raise ValidationError(flaw)
    if one.captions:
        validate_webvtt(ContentFile(one.captions.encode(), name="captions.vtt"))


def stored(*, graph: Graph, attachments: Iterable[Attachment], user: Any = None) -> Graph:
    """Put the files into the library; return the graph with their numbers there.

    A picture that the library has already is used again. Call inside a transaction, after `check`.
    """
    numbers = {
        one.key: _image(one, graph, user) if one.library == "image" else _media(one, graph, user)
        for one in attachments
    }
    return renumbered(graph, lambda key: numbers.get(key, 0)) if numbers else graph


def _image(one: Attachment, graph: Graph, user: Any) -> int:
    digest = hashlib.sha1(one.data, usedforsecurity=False).hexdigest()  # as Wagtail hashes images
    same = CandourImage.objects.filter(file_hash=digest).order_by("pk").first()
    if same is not None:
        return int(same.pk)
    image = CandourImage(
        title=one.title,
        file=ContentFile(one.data, name=f"case.{one.ending}"),
        file_size=len(one.data),
        file_hash=digest,
        description=_words(one, graph, "alt")[:255],
        uploaded_by_user=user,
    )
    image.save()
    return int(image.pk)


def _words(one: Attachment, graph: Graph, name: str) -> str:
    """What the first scene that uses a file says of it."""
    found = (
        str(getattr(medium, name))
        for scene in graph.scenes
        for medium in scene.media
        if key_of(medium) == one.key and getattr(medium, name)
    )
    return next(found, "")


def _media(one: Attachment, graph: Graph, user: Any) -> int:
    media = CandourMedia(
        title=one.title,
        type="audio" if one.ending in SOUNDS else "video",
        duration=0,
        transcript=_words(one, graph, "transcript"),
        file=ContentFile(one.data, name=f"case.{one.ending}"),
        uploaded_by_user=user,
    )
    if one.captions:
        media.captions = ContentFile(one.captions.encode(), name="captions.vtt")
    media.save()
    return int(media.pk)
