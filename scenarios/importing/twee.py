"""Twee 3, and Twine 2 story HTML and archives: three ways to write down the same passages."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scenarios.importing.bounds import DEEPEST, text_of
from scenarios.importing.faults import ImportFault
from scenarios.importing.prose import attributes
from scenarios.importing.walking import Passage, unescaped

HEADER = re.compile(r"^::[ \t]*(.*)$", re.MULTILINE)
# The attributes of a tag: never gone back over, so a quote that nobody closes costs one pass.
INSIDE = r"((?:\"[^\"]*\"|'[^']*'|[^>\"'])*+)"
STORY = re.compile(rf"<tw-storydata\b{INSIDE}>", re.IGNORECASE)
PASSAGE = re.compile(rf"<tw-passagedata\b(?:{INSIDE}>)?", re.IGNORECASE)
MOST_PASSAGES = 20_000


@dataclass
class Book:
    """A story as its container tells it: title, format, start and passages."""

    passages: list[Passage] = field(default_factory=list)
    title: str = ""
    start: str = ""
    dialect: str = ""
    meta: dict[str, object] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)  # more stories of an archive
    scripts: list[str] = field(default_factory=list)
    styles: int = 0


def looks_like_twee(text: str) -> bool:
    """Whether a text has passage headers."""
    return bool(re.search(r"^::[ \t]*\S", text, re.MULTILINE))


def looks_like_twine(text: str) -> bool:
    """Whether a page holds a Twine 2 story."""
    return STORY.search(text) is not None


def read_twee(data: bytes) -> Book:
    """The passages of a Twee 3 (or Twee 1) file."""
    text = text_of(data)
    headers = list(HEADER.finditer(text))
    if not headers:
        raise ImportFault(
            "there is no passage in this file", mend="A passage begins with a line like :: Start"
        )
    if len(headers) > MOST_PASSAGES:
        raise ImportFault(f"it has more than {MOST_PASSAGES:,} passages")
    book = Book()
    for number, header in enumerate(headers):
        end = headers[number + 1].start() if number + 1 < len(headers) else len(text)
        name, tags, meta = _header(header[1])
        _place(book, Passage(name, text[header.end() + 1 : end].strip(), tags, meta))
    return book


def _header(line: str) -> tuple[str, tuple[str, ...], dict[str, object]]:
    """Name, tags and metadata of a passage's first line."""
    meta: dict[str, object] = {}
    brace = _last_open(line, "{")
    if brace >= 0 and line.rstrip().endswith("}"):
        try:
            if line.count("[", brace) + line.count("{", brace) < DEEPEST * 4:
                found = json.loads(line[brace:])
                meta = found if isinstance(found, dict) else {}
        except (ValueError, RecursionError):
            meta = {}
        line = line[:brace]
    tags: tuple[str, ...] = ()
    stripped = line.rstrip()
    if stripped.endswith("]") and not stripped.endswith("\\]"):
        bracket = _last_open(stripped, "[")
        if bracket >= 0:
            tags = tuple(unescaped(stripped[bracket + 1 : -1]).split())
            line = stripped[:bracket]
    return unescaped(line.strip()), tags, meta


def _last_open(line: str, sign: str) -> int:
    """Where the tags or the metadata begin: the first unescaped sign after the name."""
    at = line.find(sign)
    while at > 0 and line[at - 1] == "\\":
        at = line.find(sign, at + 1)
    return at


def _place(book: Book, passage: Passage) -> None:
    """Put a passage where it belongs: the special ones tell about the story."""
    name, tags = passage.name, passage.tags
    if name == "StoryTitle":
        book.title = book.title or " ".join(passage.text.split())
    elif name == "StoryData":
        _story_data(book, passage.text)
    elif "script" in tags:
        book.scripts.append(passage.text)
    elif "stylesheet" in tags:
        book.styles += 1
    elif "Twine.image" not in tags and "Twine.private" not in tags:
        book.passages.append(passage)


def _story_data(book: Book, text: str) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportFault("is not JSON", "StoryData", mend="Correct or delete it") from error
    if not isinstance(data, dict):
        raise ImportFault("is not a JSON object", "StoryData", mend="Correct or delete it")
    book.start = str(data.get("start") or "")
    book.dialect = str(data.get("format") or "")
    book.meta = data


def read_twine(data: bytes) -> Book:
    """The passages of a published story or of an archive; of several stories, the first."""
    text = text_of(data)
    stories = list(STORY.finditer(text))
    if not stories:
        raise ImportFault("there is no Twine story in this page", mend="Publish it from Twine 2")
    found = attributes(stories[0][1])
    end = stories[1].start() if len(stories) > 1 else len(text)
    close = text.find("</tw-storydata", stories[0].end())
    body = text[stories[0].end() : close if 0 <= close < end else end]
    book = Book(
        title=" ".join(found.get("name", "").split()),
        dialect=found.get("format", ""),
        others=[attributes(story[1]).get("name", "") for story in stories[1:]],
    )
    _html_passages(book, body, found.get("startnode", ""))
    for tag in ("script", "style"):
        inner = re.findall(rf"<{tag}\b[^>]*>([^<]*)", body)
        if tag == "script":
            book.scripts += [code for code in inner if code.strip()]
        else:
            book.styles += sum(bool(code.strip()) for code in inner)
    return book


def _html_passages(book: Book, body: str, start: str) -> None:
    tags = []
    for match in PASSAGE.finditer(body):
        tags.append(match)
        if len(tags) > MOST_PASSAGES:
            raise ImportFault(f"it has more than {MOST_PASSAGES:,} passages")
        if match[1] is None:
            raise ImportFault(
                "its opening tag has no end", f"Passage {len(tags)}", mend="Publish the story again"
            )
    for number, match in enumerate(tags):
        after = tags[number + 1].start() if number + 1 < len(tags) else len(body)
        end = body.find("</tw-passagedata", match.end(), after)
        inner = body[match.end() : end if end >= 0 else after]
        found = attributes(match[1])
        name = found.get("name", "")
        if found.get("pid") == start and start:
            book.start = name
        labels = tuple(found.get("tags", "").split())
        _place(book, Passage(name, html.unescape(inner).strip(), labels))


def passages_hash(passages: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of passages as they stand, whatever their order: has anybody edited them?"""
    rows = sorted((name.strip(), " ".join(text.split())) for name, text in passages)
    text = json.dumps(rows, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def untouched(book: Book) -> Mapping[str, object] | None:
    """The case that was taken out of Candour as this story, if nobody has edited it since."""
    own = book.meta.get("candour")
    if not isinstance(own, dict) or not isinstance(own.get("case"), dict):
        return None
    scenes = [
        (passage.name, passage.text) for passage in book.passages if "startup" not in passage.tags
    ]
    return own["case"] if own.get("passages") == passages_hash(scenes) else None
