"""What every reader shares: what it gives back, text from bytes, numbers, and lasting keys."""

from __future__ import annotations

import decimal
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from courses.bounds import FILE, MOST_TEXT
from courses.faults import ImportFault
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line, plain

MOST_ITEMS = 20_000
# What no text needs: controls, and the code points that are no characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_CATEGORY_ROOTS = ("$course$", "$system$", "$cat1$", "$module$", "top")
# What other tools always mark in parts; a tag keeps that we don't.
IN_PARTS, WHOLE = ("multiple", "matching", "cloze"), "credit:whole"
TRUE, FALSE = "True", "False"


@dataclass
class Reading:
    """What a file holds; `notes` are about the file as a whole."""

    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


class Unreadable(ValueError):
    """A question that cannot be brought in; its words say why."""


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file with one kind of line end, and a note where its encoding was guessed."""
    if len(data) > MOST_TEXT:
        raise ImportFault("is larger than 30 MB of text", FILE, mend="Part it into several files")
    note = ""
    try:
        text = data.decode(_codec(data))
    except UnicodeDecodeError as error:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise ImportFault(
                f"is in no encoding that is known here (byte {error.start})",
                FILE,
                mend="Save it as UTF-8",
            ) from error
        note = "it is not UTF-8 and was read as Windows text (CP1252): look at the accents"
    if "\x00" in text:
        raise ImportFault("is not a text file", FILE, mend="Export it again")
    return clean(text), note


def _codec(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    start = data[:400]
    if len(start) >= 8 and b"\x00" in start:  # UTF-16 without its mark, as some tools write it
        odd, even = start[1::2].count(0), start[::2].count(0)
        if odd > len(start) // 4 > even:
            return "utf-16-le"
        if even > len(start) // 4 > odd:
            return "utf-16-be"
    return "utf-8-sig"


def clean(text: str) -> str:
    """A text without controls, with one kind of line end."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decimal_of(text: str) -> decimal.Decimal:
    """A number with a point or a comma for decimals, bounded; raises `Unreadable`."""
    written = text.strip().replace("\u2212", "-")
    if "." not in written:
        written = written.replace(",", ".")
    try:
        value = decimal.Decimal(written) if len(written) <= 60 else decimal.Decimal("NaN")
    except decimal.InvalidOperation:
        value = decimal.Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 20:
        raise Unreadable(f"“{line(text)[:40]}” is no number that can be read")
    return value


def number_text(value: decimal.Decimal) -> str:
    """A number in plain digits, that nobody can take for thousands: 2.125 is written 2.1250."""
    text = shortest(value)
    whole, _point, rest = text.lstrip("-").partition(".")
    return f"{text}0" if len(rest) == 3 and whole != "0" and len(whole) <= 3 else text


def shortest(value: decimal.Decimal) -> str:
    """A number in plain digits, without noughts at its end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def tolerance_text(value: decimal.Decimal) -> str:
    """A tolerance as the bank keeps it: eight decimals, never below nothing."""
    return shortest(rounded(abs(value), 8))


def rounded(value: decimal.Decimal, places: int) -> decimal.Decimal:
    """A number with at most so many decimals, however large it is."""
    with decimal.localcontext(prec=60):
        return value.quantize(decimal.Decimal(1).scaleb(-places))


def percent(value: decimal.Decimal) -> int | None:
    """The share of an accepted answer: none is the whole mark."""
    whole = max(0, min(100, round(value)))
    return None if whole == 100 else whole


def category_name(path: str) -> str:
    """The name of a category from a path of Moodle's, its levels with strokes between them."""
    levels = [line(part.replace("\0", "/")) for part in path.replace("//", "\0").split("/")]
    while levels and (levels[0].lower() in _CATEGORY_ROOTS or not levels[0]):
        del levels[0]
    return " / ".join(level for level in levels if level)


def category_path(name: str) -> str:
    """The path that gives a category's name again."""
    levels = [level.replace("/", "//") for level in name.split(" / ")]
    return "/".join(["$course$", "top", *levels])


def true_false(right: bool, if_true: str = "", if_false: str = "") -> list[Answer]:
    """The two rows of a question that is true or false."""
    return [Answer(TRUE, right, if_true), Answer(FALSE, not right, if_false)]


def is_true_false(answers: list[Answer]) -> bool:
    """Whether these are the words that other tools put there themselves."""
    return [answer.text for answer in answers] == [TRUE, FALSE]


def with_keys(found: Reading) -> Reading:
    """Give each question without an id a key that lasts while its name, or its text, does."""
    if len(found.items) > MOST_ITEMS:
        raise ImportFault(
            f"the file holds more than {MOST_ITEMS:,} questions", mend="Part it into several files"
        )
    waiting = [item for item in found.items if not item.key and not item.fault]
    named = {id(item): _digest(item.category, item.name) for item in waiting if item.name}
    times = Counter(named.values())
    for item in waiting:
        name = named.get(id(item), "")
        if times[name] == 1:
            item.key = f"name:{name}"
        else:
            said = [item.type, plain(item.text), *(_said(row) for row in item.answers)]
            parts = said if not name else [name, *said[:2]]
            item.key = f"text:{_digest(*parts)}"
    return found


def _said(answer: Answer) -> str:
    return "\0".join((answer.text, answer.match))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:40]


def apart(tags: list[str], item: Item) -> None:
    """Tags of other tools: what is ours among them goes where it belongs. Call it last."""
    for tag in tags:
        word = line(tag)
        name, mark, rest = word.partition(":")
        if mark and name == "difficulty" and rest.strip() in ("1", "2", "3"):
            item.difficulty = int(rest)
        elif mark and name == "objective" and rest.strip():
            item.objectives.append(rest.strip())
        elif word == WHOLE and item.type in IN_PARTS:
            item.credit = "whole"
            if item.type == "multiple":
                item.answers = [replace(answer, share=None) for answer in item.answers]
        elif word and word not in item.tags:
            item.tags.append(word)


def together(item: Item) -> list[str]:
    """All that a tool with tags alone can be told."""
    level = [f"difficulty:{item.difficulty}"] if item.difficulty != 2 else []
    whole = [WHOLE] if item.credit == "whole" and item.type in IN_PARTS else []
    return [*item.tags, *(f"objective:{words}" for words in item.objectives), *level, *whole]
