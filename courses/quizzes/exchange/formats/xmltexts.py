"""XML of other tools: read within bounds, and written without what XML may not hold."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from courses.bounds import FILE, xml_of
from courses.faults import ImportFault
from courses.quizzes.exchange.formats.reading import clean
from courses.quizzes.exchange.items import Item, Picture

MOST_TAGS = 4_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)["']""")
_DATA = re.compile(r"data:image/([\w.+-]+);base64,(.*)", re.I | re.S)


def root_of(data: bytes, where: str = "") -> Element:
    """The root of a file; what isn't in the encoding that it claims is refused with its place."""
    if data.count(b"<") > MOST_TAGS:
        raise ImportFault(
            "holds too many elements", where or FILE, mend="Part it into several files"
        )
    declared = _DECLARED.search(data[:200])
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and (
        declared is None or declared[1].lower() in (b"utf-8", b"utf8")
    ):
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ImportFault(
                f"is said to be UTF-8 and is not (line {line}, byte {error.start})",
                where or FILE,
                mend="Save it as UTF-8, or export it again",
            ) from error
    return xml_of(data, where)


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """A further element; what XML may not hold is left out of its text."""
    made = SubElement(parent, tag, {key: clean(value) for key, value in attributes.items()})
    if text is not None:
        made.text = clean(text)
    return made


def unpacked(encoded: str) -> bytes:
    """Bytes that were written as letters; empty when they are damaged."""
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def choose_picture(
    item: Item, named: list[tuple[str, str]], files: dict[str, str], prefix: str = "@@PLUGINFILE@@/"
) -> None:
    """Keep the first picture that came with the question; the rest is told as lost."""
    for source, alt in named:
        inside = _DATA.match(source)
        if inside:
            name, encoded = f"picture.{inside[1].lower()}", inside[2]
        else:
            name = unquote(source.removeprefix(prefix).partition("?")[0])
            encoded = files.get(name, "")
        if not encoded:
            item.note(
                f"the picture {name[:80]} is not in the file and is left out: nothing is fetched"
            )
        elif item.picture is not None:
            item.note("a question keeps one picture here: the others are left out")
        elif not (data := unpacked(encoded)):
            item.note(f"the picture {name[:80]} is damaged and is left out")
        else:
            item.picture = Picture(name.rpartition("/")[2][:120], data, alt[:300])
            if not alt:
                item.note("its picture has no words: write them before you publish")
