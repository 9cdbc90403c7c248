"""The pictures in an H5P package: known by their bytes, bounded, each kept once."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from courses.wholeness import is_whole
from scenarios.attachments import Attachment
from scenarios.graph import Media
from scenarios.importing.bounds import Archive
from scenarios.importing.findings import Action
from scenarios.importing.prose import plain
from scenarios.importing.story import Page, Story

KINDS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
LARGEST = 8 * 1024 * 1024
MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PIXELS_IN_ALL = 400_000_000
LONGEST_ALT = 500
BROKEN = (OSError, SyntaxError, ValueError, KeyError)


class NoPicture(ValueError):
    """Why a file cannot be brought along, in words."""


def looked_into(data: bytes) -> tuple[str, int, int]:
    """The ending for a picture, its width and its height. Raises `NoPicture`."""
    if len(data) > LARGEST:
        raise NoPicture("is larger than 8 MB")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as image:
            kind, (width, height) = KINDS[str(image.format)], image.size
            if width * height > MOST_PIXELS:
                raise NoPicture("has too many pixels")
            if not is_whole(data):
                raise NoPicture("is damaged or cut off")
            image.load()
    except NoPicture:
        raise
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture("is no PNG, JPEG, GIF or WebP, or damaged") from error
    return kind, width, height


@dataclass
class Pictures:
    """Takes the pictures of one package. Without an archive there are none to take."""

    story: Story
    archive: Archive | None = None
    folder: str = ""  # where the content's own files stand, with a slash at its end
    taken: dict[str, int] = field(default_factory=dict)  # hash -> number
    pixels: int = 0
    bytes: int = 0

    def bring(
        self, page: Page, file: Any, alt: str = "", decorative: bool = False, what: str = ""
    ) -> bool:
        """Put a picture into a page's media. One that cannot come is noted as lost, by its name."""
        path = file.get("path") if isinstance(file, Mapping) else None
        if not isinstance(path, str) or not path.strip():
            return False
        path = path.removesuffix("#tmp")
        alt = plain(alt)[:LONGEST_ALT]
        try:
            number = self._number(path, alt)
        except NoPicture as reason:
            before = f"{what}: " if what else ""
            action: Action = "note" if alt else "dropped"
            self.story.findings.lose("L-MEDIA", page.name, f"{before}{path}: {reason}", action)
            return False
        medium = Media(id=number, alt="" if decorative else alt, decorative=decorative)
        if medium not in page.media:
            page.media.append(medium)
        return True

    def _number(self, path: str, alt: str) -> int:
        name = f"{self.folder}{path}"
        if self.archive is None:
            raise NoPicture("does not come with content.json alone")
        if ":" in path or "\\" in path or path.startswith("/") or ".." in path.split("/"):
            raise NoPicture("is not in the package")
        if name not in self.archive.names:
            raise NoPicture("is missing in the package")
        if self.archive.size(name) > LARGEST:
            raise NoPicture("is larger than 8 MB")
        data = self.archive.read(name)
        title = (alt or path.rpartition("/")[2])[:255]
        one = Attachment("image", len(self.taken) + 1, title, "", data)
        if one.sha256 in self.taken:
            return self.taken[one.sha256]
        ending, width, height = looked_into(data)
        if self.bytes + len(data) > MOST_BYTES or self.pixels + width * height > MOST_PIXELS_IN_ALL:
            raise NoPicture("is more than the pictures of one case may weigh")
        self.bytes += len(data)
        self.pixels += width * height
        self.taken[one.sha256] = one.number
        self.story.files[one.key] = Attachment("image", one.number, one.title, ending, data)
        return one.number
