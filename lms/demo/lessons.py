"""Read a lesson file: front matter, Markdown, and `:::` directives, into blocks of a module."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

# Authors of lesson files type straight quotation marks; a reader sees set ones.
_BETWEEN = re.compile(r"(</(?:p|ul|ol|li|h\d|blockquote)>|<(?:ul|ol|blockquote)>)\n+")
_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("smartquotes")
_DIRECTIVE = re.compile(r"^:::\s*(?P<name>[a-z-]+)(?P<args>.*)$")
_STEP = re.compile(r"^\d+\.\s+\*\*(?P<name>.+?)\*\*\s*(?P<text>.*)$", re.S)


class LessonError(ValueError):
    """Something in a lesson file is not as it should be; the message names file and line."""


@dataclass(frozen=True)
class Lesson:
    """A lesson as written: its front matter, and its blocks as `(block type, value)`.

    Activities are blocks `("scenario", None)` and `("journal", key or None)`.
    """

    meta: dict[str, Any]
    blocks: list[tuple[str, Any]]


def read_lesson(path: Path) -> Lesson:
    """Read `module.md`; raises `LessonError` with the place."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise LessonError(f"{path}: the file starts with front matter between lines of ---")
    head, body = text[4:].split("\n---\n", 1)
    first_line = head.count("\n") + 4
    return Lesson(meta=yaml.safe_load(head), blocks=list(_blocks(path, body, first_line)))


def rich(markdown: str) -> str:
    """Markdown as the HTML that a rich text field holds: as the editor writes it, without line ends
    between blocks, so that comparing versions shows no change where there is none.
    """
    return _BETWEEN.sub(r"\1", _markdown.render(markdown.strip()).strip())


def inline(markdown: str) -> str:
    """One line of Markdown as HTML in a paragraph."""
    return f"<p>{_markdown.renderInline(' '.join(markdown.split()))}</p>"


def _blocks(path: Path, body: str, first_line: int):
    prose: list[str] = []
    lines = iter(enumerate(body.splitlines(), start=first_line))
    for number, line in lines:
        directive = _DIRECTIVE.match(line)
        if directive is None:
            if line.startswith(("## ", "### ")):
                yield from _flush(prose)
                marks, _, title = line.partition(" ")
                yield "heading", {"text": title.strip(), "level": str(len(marks))}
            else:
                prose.append(line)
            continue
        yield from _flush(prose)
        inner: list[str] = []
        for _number, following in lines:
            if following.strip() == ":::":
                break
            inner.append(following)
        else:
            raise LessonError(f"{path}, line {number}: the ::: block is never closed")
        try:
            arguments = shlex.split(directive["args"])
            yield _directive(directive["name"], arguments, "\n".join(inner))
        except (KeyError, IndexError, ValueError) as error:
            raise LessonError(f"{path}, line {number}: {directive['name']}: {error}") from error
    yield from _flush(prose)


def _flush(prose: list[str]):
    text = "\n".join(prose).strip()
    prose.clear()
    if text:
        yield "text", rich(text)


def _directive(name: str, arguments: list[str], inner: str) -> tuple[str, Any]:
    return _READERS[name](arguments, inner)


def _callout(arguments: list[str], inner: str) -> tuple[str, Any]:
    title = arguments[1] if len(arguments) > 1 else ""
    return "callout", {"tone": arguments[0], "title": title, "text": rich(inner)}


def _items(inner: str, mark: str) -> list[str]:
    """List items of Markdown, each with its continuation lines."""
    items: list[str] = []
    for line in inner.splitlines():
        if re.match(mark, line):
            items.append(line)
        elif line.strip() and items:
            items[-1] += "\n" + line.strip()
    return items


def _key_points(arguments: list[str], inner: str) -> tuple[str, Any]:
    points = [inline(item[2:]) for item in _items(inner, r"^[-*] ")]
    title = arguments[0] if arguments else "What to hold on to"
    return "key_points", {"title": title, "points": points}


def _steps(arguments: list[str], inner: str) -> tuple[str, Any]:
    steps = []
    for item in _items(inner, r"^\d+\. "):
        found = _STEP.match(item)
        if found is None:
            raise ValueError(f"a step reads “1. **Name.** What to do.”, not “{item[:40]}”")
        steps.append({"name": found["name"], "text": inline(found["text"])})
    return "steps", {"title": arguments[0] if arguments else "", "steps": steps}


def _vignette(arguments: list[str], inner: str) -> tuple[str, Any]:
    return "vignette", {"title": arguments[0], "text": rich(inner)}


def _terms(_arguments: list[str], inner: str) -> tuple[str, Any]:
    return "glossary", [key.strip() for key in inner.replace("\n", ",").split(",") if key.strip()]


def _picture(arguments: list[str], _inner: str) -> tuple[str, Any]:
    key, alt, *caption = arguments
    return "picture", {
        "image": None,
        "illustration": key,
        "alt_text": alt,
        "decorative": False,
        "caption": caption[0] if caption else "",
    }


def _scenario(_arguments: list[str], _inner: str) -> tuple[str, Any]:
    return "scenario", None


def _journal(arguments: list[str], _inner: str) -> tuple[str, Any]:
    return "journal", arguments[0] if arguments else None


_READERS = {
    "callout": _callout,
    "key-points": _key_points,
    "steps": _steps,
    "vignette": _vignette,
    "terms": _terms,
    "picture": _picture,
    "scenario": _scenario,
    "journal": _journal,
}
