"""What somebody typed, compared with what an author wrote: words, patterns and numbers.

Nothing here is a regular expression on a learner's text that could run away: a pattern is matched
piece by piece from the left, in a time that grows with the lengths alone.
"""

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction

# A phone writes “it’s” and “well–known” where a keyboard writes "it's" and "well-known".
_LIKE = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ‛`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
LONGEST_NUMBER = 60
LARGEST_EXPONENT = 30
# What may stand between thousands: spaces of every kind, and an apostrophe.
_BETWEEN = re.compile(r"(?<=[0-9])[\s'_](?=[0-9]{3}(?![0-9]))")
_PLAIN = re.compile(r"([+-]?)([0-9.,]+)(?:[eE]([+-]?[0-9]{1,2}))?")
_DIGIT_POINTS = re.compile(r"[0-9]*[.,]?[0-9]*")


class NotANumber(ValueError):
    """The text is no number that we can read."""


def plain(text: str, *, case_sensitive: bool = False) -> str:
    """A text as it is compared: composed, on one line, with plain quotes, and without case."""
    text = unicodedata.normalize("NFC", text.translate(_LIKE))
    if not case_sensitive:
        text = unicodedata.normalize("NFC", text.casefold())
    return " ".join(text.split())


def pieces(pattern: str) -> list[str]:
    r"""The literal parts of a pattern: `*` parts them, `\*` is a star and `\\` a backslash."""
    found, part, escaped = [], [], False
    for sign in pattern:
        if escaped:
            part.append(sign if sign in "*\\" else f"\\{sign}")
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == "*":
            found.append("".join(part))
            part = []
        else:
            part.append(sign)
    if escaped:
        part.append("\\")
    return [*found, "".join(part)]


def matches(pattern: str, text: str, *, case_sensitive: bool = False) -> bool:
    """True when a text is what a pattern says, where `*` stands for any signs, or none."""
    parts = pieces(plain(pattern, case_sensitive=case_sensitive))
    text = plain(text, case_sensitive=case_sensitive)
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    if len(text) < len(first) + len(last):
        return False
    if not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        place = text.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


def readings(text: str) -> tuple[Fraction, ...]:
    """What a written number can mean, the likeliest first. Raises `NotANumber`.

    “12,5” and “12.5” are the same; “1 000” and “1'000” are a thousand. “1,000” is one in some
    countries and a thousand in others, so it has both readings.
    """
    sign, digits, power = _taken_apart(text)
    values = [_value(written) for written in _decimals(digits)]
    if not values:
        raise NotANumber
    return tuple(sign * value * Fraction(10) ** power for value in values)


def number(text: str) -> Fraction:
    """The likeliest meaning of a written number. Raises `NotANumber`."""
    return readings(text)[0]


def _taken_apart(text: str) -> tuple[int, str, int]:
    text = _ascii(text).translate(_LIKE).strip()
    if len(text) > LONGEST_NUMBER:
        raise NotANumber
    found = _PLAIN.fullmatch(_BETWEEN.sub("", text))
    if not found or not any(sign.isdigit() for sign in found[2]):
        raise NotANumber
    power = int(found[3] or 0)
    if abs(power) > LARGEST_EXPONENT:
        raise NotANumber
    return (-1 if found[1] == "-" else 1), found[2], power


def _ascii(text: str) -> str:
    """The text with every script's digits as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _decimals(digits: str) -> list[str]:
    """A number's digits with a point for decimals: one way, or two where both can be meant."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        mark = max(",.", key=digits.rfind)
        other = "." if mark == "," else ","
        whole, _mark, rest = digits.rpartition(mark)
        if mark in whole or other in rest or not _grouped(whole, other):
            return []
        return [f"{whole.replace(other, '')}.{rest}"]
    mark = "," if commas else "."
    if commas + points > 1:
        return [digits.replace(mark, "")] if _grouped(digits, mark) else []
    first = [digits.replace(mark, ".")]
    return (
        [*first, digits.replace(mark, "")] if _grouped(digits, mark) and mark in digits else first
    )


def _grouped(digits: str, mark: str) -> bool:
    """True when a mark parts thousands: 1 to 3 digits, then threes, and no leading zero."""
    first, *rest = digits.split(mark)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in rest)


def _value(written: str) -> Fraction:
    if not _DIGIT_POINTS.fullmatch(written) or not any(sign.isdigit() for sign in written):
        raise NotANumber
    whole, _point, rest = written.partition(".")
    return Fraction(int(f"0{whole}{rest}"), 10 ** len(rest))


def with_unit(text: str, units: Mapping[str, Fraction]) -> tuple[str, str]:
    """Part “12,5 mg” into the number and one of the known units; no unit is an empty one.

    Units keep their case: mg and Mg are not the same.
    """
    stripped = " ".join(unicodedata.normalize("NFC", text).split())
    for name in sorted(units, key=len, reverse=True):
        own = " ".join(unicodedata.normalize("NFC", name).split())
        if own and stripped.endswith(own) and len(stripped) > len(own):
            before = stripped[: -len(own)]
            if before[-1].isdigit() or before[-1] in " .,":
                return before.strip(), name
    return stripped, ""
