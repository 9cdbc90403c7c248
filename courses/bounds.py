"""Bounded readers: what a file may weigh, how deep it may nest, and what it may never contain."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import yaml
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from courses.faults import ImportFault

MOST_PACKED = 50 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_FILES = 2_000
MOST_TEXT = 30 * 1024 * 1024
DEEPEST = 60
MOST_NODES = 500_000
MOST_DIGITS = 300
FILE = "The file"
ZIP = b"PK\x03\x04"
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def limited(data: bytes) -> bytes:
    """The file, if it isn't too large or empty."""
    if len(data) > MOST_PACKED:
        raise ImportFault(
            "the file is larger than 50 MB", mend="Take pictures and films out and try again"
        )
    if not data.strip():
        raise ImportFault("the file is empty")
    return data


class Archive:
    """A zip that was looked through before anything in it is read."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(limited(data)))
            entries = self._zip.infolist()
        except BROKEN as error:
            raise ImportFault("the zip is damaged", mend="Export it again") from error
        if len(entries) > MOST_FILES:
            raise ImportFault(f"the zip holds more than {MOST_FILES:,} files")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise ImportFault("the zip would unpack to more than 200 MB")
        for entry in entries:
            _inspect(entry)
        self.names = [entry.filename for entry in entries if not entry.is_dir()]
        self._left = MOST_UNPACKED

    def read(self, name: str) -> bytes:
        """The bytes of one file; what it claims to weigh isn't believed."""
        try:
            with self._zip.open(name) as file:
                data = file.read(min(self._left, MOST_TEXT) + 1)
        except (KeyError, *BROKEN) as error:
            raise ImportFault("cannot be unpacked", name, mend="Export it again") from error
        self._left -= len(data)
        if self._left < 0 or len(data) > MOST_TEXT:
            raise ImportFault("unpacks to more than it may", name)
        return data

    def size(self, name: str) -> int:
        """What a file claims to weigh when unpacked."""
        return self._zip.getinfo(name).file_size

    def find(self, *endings: str) -> str:
        """The first file whose path ends like this, the shortest path first; empty when none."""
        for ending in endings:
            found = [
                name
                for name in self.names
                if name.lower() == ending or name.lower().endswith(f"/{ending}")
            ]
            if found:
                return min(found, key=lambda name: (name.count("/"), name))
        return ""


def _inspect(entry: zipfile.ZipInfo) -> None:
    path = entry.filename.replace("\\", "/")
    if path.startswith("/") or path[1:2] == ":" or ".." in path.split("/") or "\0" in path:
        raise ImportFault("this path leads out of the archive", path[:120])
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ImportFault("the archive holds a symbolic link", path[:120])
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ImportFault("is packed in a way that is not read here", path[:120])
    if entry.flag_bits & 1:
        raise ImportFault("is encrypted", path[:120], mend="Export it without a password")


def text_of(data: bytes, where: str = "") -> str:
    """Text of a file: UTF-8, or UTF-16 with its mark. Line ends become one kind."""
    if len(data) > MOST_TEXT:
        raise ImportFault("is larger than 30 MB of text", where or FILE)
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise ImportFault(
            f"is not UTF-8 text (byte {error.start})", where or FILE, mend="Save it as UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def json_of(data: bytes, where: str = "") -> Any:
    """JSON that isn't too deep."""
    text = text_of(data, where)
    where = where or FILE
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_int=_whole)
    except RecursionError as error:
        raise ImportFault("is nested too deep", where) from error
    except ValueError as error:
        raise ImportFault(f"is not JSON ({error})", where, mend="Export it again") from error
    _shallow(value, where)
    return value


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"the number {digits[:12]}… has {len(digits):,} digits")
    return int(digits)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def yaml_of(data: bytes, where: str = "") -> Any:
    """YAML of plain values. Aliases are followed only as far as the whole stays small and shallow,
    so a bomb made of them is counted and refused before anybody walks through it.
    """
    text = text_of(data, where)
    named, where = where, where or FILE
    try:
        value = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ImportFault(f"is not YAML: {error.problem}", named or f"Line {line}") from error
    except RecursionError as error:
        raise ImportFault("is nested too deep", where) from error
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, AttributeError) as error:
        raise ImportFault("is not YAML", where) from error
    _shallow(value, where)
    return value


def _shallow(value: Any, where: str) -> None:
    """Refuse what nests too deep or holds too many values."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            raise ImportFault("is nested too deep", where)
        if seen > MOST_NODES:
            raise ImportFault("holds too many values", where)
        waiting.extend((part, depth + 1) for part in _parts(item))


def _parts(item: Any) -> Iterator[Any]:
    if isinstance(item, dict):
        yield from item.values()
    elif isinstance(item, list | tuple):
        yield from item


def xml_of(data: bytes, where: str = "") -> Element:
    """The root of an XML file without a DTD and without entities of its own."""
    if len(data) > MOST_TEXT:
        raise ImportFault("is larger than 30 MB", where or FILE)
    where = where or FILE
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True)
    except DefusedXmlException as error:
        raise ImportFault("has a DTD or entities, which are not read here", where) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ImportFault(f"is not XML ({error})", where, mend="Export it again") from error
    return root


def guarded(read: Callable[[], Any]) -> Any:
    """Run a reader; what goes wrong in a file that nobody foresaw is a fault of the file."""
    try:
        return read()
    except RecursionError as error:
        raise ImportFault("the file nests more deeply than can be read") from error
