"""What may be attached to an entry: kinds known by their bytes, bounded; photos lose their place.

Nothing here is shown in a browser or opened by us, but for photos, which are written anew.
"""

import io
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from courses.bounds import Archive
from courses.faults import ImportFault

MOST_BYTES = 5 * 1024 * 1024
MOST_FILES = 5
MOST_PIXELS = 50_000_000
LONGEST_NAME = 120
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


class Refused(Exception):
    """Why a file is not taken, in words for whoever chose it."""


@dataclass(frozen=True)
class Kept:
    """A file as it will be sealed."""

    name: str = field(repr=False)
    kind: str
    data: bytes = field(repr=False)


@sensitive_variables()
def look(*, name: str, data: bytes) -> Kept:
    """Know a file by its bytes, and give it a plain name with the ending of what it is.

    Raises `Refused`. A photo comes back without its metadata, turned as it was shown.
    """
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB. Choose a smaller one."))
    kind = _kind(data)
    if kind is None:
        raise Refused(
            _("Only PDF, Word (.docx), plain text and photos (JPEG, PNG) can be attached.")
        )
    if kind in ("png", "jpg"):
        data = _photo(data, kind)
    return Kept(name=_plain_name(name, kind), kind=kind, data=data)


def _kind(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if any(sign < " " and sign not in "\t\r\n\f" for sign in text) else "txt"


def _packed(data: bytes) -> str | None:
    try:
        names = Archive(data).names
    except ImportFault as fault:
        raise Refused(_("The Word file is damaged or holds what it may not.")) from fault
    if "word/document.xml" not in names:
        return None
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        raise Refused(_("The Word file holds macros. Save it as .docx without them."))
    return "docx"


@sensitive_variables()
def _photo(data: bytes, kind: str) -> bytes:
    # Imported late: few requests need it.
    from PIL import Image, ImageOps, UnidentifiedImageError

    form = "PNG" if kind == "png" else "JPEG"
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("The photo has more than 50 million points. Make it smaller."))
            turned = ImageOps.exif_transpose(image)
            turned.info = {}
            out = io.BytesIO()
            turned.save(out, format=form, **({} if form == "PNG" else {"quality": 88}))
    except Image.DecompressionBombError as error:  # raised before we may ask how large it is
        raise Refused(_("The photo has more than 50 million points. Make it smaller.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(_("The photo is damaged and can't be read.")) from error
    if out.tell() > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB. Choose a smaller one."))
    return out.getvalue()


def _plain_name(name: str, kind: str) -> str:
    """A name without a path, control signs or another kind's ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    stem = clean.rsplit(".", 1)[0] if "." in clean else clean
    return f"{stem[:LONGEST_NAME].strip(' .') or 'file'}.{kind}"
