"""Which bundled typeface prints which characters: every name prints, only what it needs loads.

No database, no PDF library. Ranges are whole Unicode blocks; a character that no range names is
printed by the Latin face, which also has modern Greek and Cyrillic. "Further" is the face for what
that one lacks: the letters of Hausa, Fula or Ewe, old Greek, Cyrillic beyond Russian.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """One bundled file under a family name of our own, which no font of the machine can have."""

    family: str
    file: str
    weight: str = "normal"
    style: str = "normal"

    def rule(self) -> str:
        """The CSS that brings it in."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; '
            f"font-style: {self.style}; src: url(bundle:{self.file}) }}"
        )


LATIN = "Certificate Serif"
CORE = (
    Face(LATIN, "SourceSerif4-Regular.ttf"),
    Face(LATIN, "SourceSerif4-SemiBold.ttf", weight="600"),
    Face(LATIN, "SourceSerif4-Italic.ttf", style="italic"),
)

# (first, last, script), by code point. The Han face also has kana, bopomofo and full-width forms.
_RANGES = (
    (0x0180, 0x036F, "Further"),
    (0x0460, 0x052F, "Further"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0750, 0x077F, "Arabic"),
    (0x08A0, 0x08FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x1C90, 0x1CBF, "Georgian"),
    (0x1D00, 0x1FFF, "Further"),
    (0x2C60, 0x2C7F, "Further"),
    (0x2D00, 0x2D2F, "Georgian"),
    (0x2D80, 0x2DDF, "Ethiopic"),
    (0x2E80, 0x312F, "Han"),
    (0x3130, 0x318F, "Hangul"),
    (0x3190, 0xA4CF, "Han"),
    (0xA640, 0xA7FF, "Further"),
    (0xA8E0, 0xA8FF, "Devanagari"),
    (0xA9E0, 0xA9FF, "Myanmar"),
    (0xAA60, 0xAA7F, "Myanmar"),
    (0xAB00, 0xAB2F, "Ethiopic"),
    (0xAC00, 0xD7FF, "Hangul"),
    (0xF900, 0xFAFF, "Han"),
    (0xFB13, 0xFB17, "Armenian"),
    (0xFB1D, 0xFB4F, "Hebrew"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE30, 0xFE4F, "Han"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0xFF00, 0xFFEF, "Han"),
    (0x20000, 0x323AF, "Han"),
)
_FIRSTS = [first for first, _, _ in _RANGES]
_FILES = {
    "Further": "NotoSerif-Regular.ttf",
    "Arabic": "NotoNaskhArabic-Regular.ttf",
    "Han": "NotoSerifSC-Regular.ttf",
    "Hangul": "NotoSansKR-Regular.ttf",
}
SCRIPTS = tuple(sorted({script for _, _, script in _RANGES}))


def face(script: str) -> Face:
    """The bundled face of a script of `SCRIPTS`."""
    return Face(f"Certificate {script}", _FILES.get(script, f"NotoSerif{script}-Regular.ttf"))


def script_of(character: str) -> str | None:
    """The script whose face prints a character, or None for the Latin face."""
    point = ord(character)
    place = bisect_right(_FIRSTS, point) - 1
    if place >= 0 and point <= _RANGES[place][1]:
        return _RANGES[place][2]
    return None


def scripts_in(texts: Iterable[str]) -> list[str]:
    """The scripts besides Latin, Greek and Cyrillic that these texts need, in a fixed order."""
    wanted = {ord(character) for text in texts for character in text if ord(character) > 0x17F}
    return sorted({script for point in wanted if (script := script_of(chr(point)))})


def family_list() -> str:
    """The CSS `font-family` of the whole document, every bundled family in a fixed order."""
    return ", ".join(f'"{name}"' for name in (LATIN, *(face(s).family for s in SCRIPTS)))
