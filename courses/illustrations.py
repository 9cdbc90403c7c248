"""The pictures that come with Candour, which authors choose by name."""

import functools
from pathlib import Path

from django.templatetags.static import static

FOLDER = Path(__file__).resolve().parent.parent / "lms" / "static" / "illustrations"


@functools.cache
def keys() -> tuple[str, ...]:
    """The keys of every picture that comes with Candour."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


def choices() -> list[tuple[str, str]]:
    """For a form field: key, and the key read as words."""
    return [(key, key.replace("-", " ").capitalize()) for key in keys()]


def url(key: str) -> str:
    """The address of a picture, or an empty string when there is none of that name."""
    return static(f"illustrations/{key}.svg") if key in keys() else ""
