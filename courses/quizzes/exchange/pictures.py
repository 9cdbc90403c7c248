"""Pictures that come with questions: looked into, bounded, and kept once in the library."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.fields import WagtailImageField

from courses import uploads
from courses.models import CandourImage
from courses.quizzes.exchange.items import Picture

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}


def flaw(picture: Picture) -> str:
    """Say in words why it is no picture that the library takes; an empty string when it is."""
    if len(picture.data) > LARGEST:
        return "is larger than 10 MB"
    try:
        kind, (width, height) = _look(picture.data)
        if kind not in ENDINGS:
            return "is no JPEG, PNG, GIF or WebP"
        if width * height > MOST_PIXELS:
            return "has too many pixels"
        if not uploads.is_whole(picture.data):
            return "is damaged or cut off"
        WagtailImageField().clean(SimpleUploadedFile(f"picture.{ENDINGS[kind]}", picture.data))
        Image.open(io.BytesIO(picture.data)).load()
    except ValidationError as error:
        return " ".join(error.messages).rstrip(".")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "is no picture, or damaged"
    return ""


def _look(data: bytes) -> tuple[str, tuple[int, int]]:
    with Image.open(io.BytesIO(data)) as image:
        return str(image.format), image.size


def read(image: Any, *, alt: str = "") -> Picture | None:
    """A picture of the library as it goes out; None where its file is gone."""
    if image is None:
        return None
    try:
        with image.file.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:  # the row outlived its file
        return None
    return Picture(image.file.name.rpartition("/")[2], data, alt)


class Keeper:
    """Puts pictures into the library. The files of an import that fails are taken away again."""

    def __init__(self, user: Any = None) -> None:
        self._user = user
        self._made: list[CandourImage] = []

    def keep(self, picture: Picture) -> CandourImage:
        """The picture in the library; one that is there already is used again. Ask `flaw` first."""
        same = CandourImage.objects.filter(file_hash=picture.sha1).order_by("pk").first()
        if same is not None:
            return same
        kind, _size = _look(picture.data)
        title = picture.name.rpartition("/")[2].rpartition(".")[0] or "Figure"
        image = CandourImage(
            title=title[:255],
            file=ContentFile(picture.data, name=f"question.{ENDINGS[kind]}"),
            file_size=len(picture.data),
            file_hash=picture.sha1,
            description=picture.alt[:255],
            uploaded_by_user=self._user,
        )
        self._made.append(image)
        image.save()
        return image

    def undo(self) -> None:
        """Delete the files; their rows went with the transaction."""
        for image in self._made:
            image.file.storage.delete(image.file.name)
        self._made = []
