"""Text of other tools as the Markdown that a scene may hold: paragraphs, emphasis, quotations,
lists and links. What HTML says besides (scripts, styles, tables) is dropped or made plain.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scenarios.importing.markup import html as html_of


def names(words: str) -> frozenset[str]:
    """A set of names, written as one line of text."""
    return frozenset(words.split())


SCHEMES = ("http", "https", "mailto", "tel")
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>")
ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
SILENT = names(
    "script style template svg iframe object embed noscript audio video canvas select textarea "
    "title head math"
)
VOID = names("br hr img input meta link wbr source area col")
BLOCKS = names(
    "p div section article header footer main aside nav figure figcaption table tr thead tbody "
    "tfoot form fieldset center address dl dt dd details summary pre body html"
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
STRONG, EMPHASIS = frozenset(["b", "strong", "th"]), frozenset(["i", "em", "cite", "dfn"])
MARK = re.compile(r"([\\*`])|(?<![^\W_])(_)|(_)(?![^\W_])|(\])(?=[(\[:])|(!)(?=\[)")
AT_START = re.compile(
    r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-+\s*$|~~~)|^(\d{1,9})([.)])(?=\s|$)"
)
ENTITY = re.compile(r"&(?=#?\w{1,32};)")
PLACEHOLDERS = re.compile("[\ue000-\uf8ff]")


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, unescaped."""
    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in ATTRIBUTE.finditer(text)
    }


def escaped(text: str) -> str:
    """Plain words as Markdown that shows exactly them (line starts are seen to separately)."""
    text = MARK.sub(lambda match: f"\\{match[0]}", text)
    return ENTITY.sub("&amp;", text).replace("<", "&lt;")


def plain(text: str) -> str:
    """HTML as words on one line: for titles and labels."""
    return " ".join(html.unescape(_tagless(text)).replace("\xa0", " ").split())


def _tagless(text: str) -> str:
    parts = []
    silent = ""
    for kind, name, piece in _pieces(text):
        if kind == "text" and not silent:
            parts.append(piece)
        elif kind == "open" and name in SILENT and not silent:
            silent = name
        elif kind == "close" and name == silent:
            silent = ""
        elif name in BLOCKS or name == "br":
            parts.append(" ")
    return "".join(parts)


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (text, "", words), (open, tag, attributes) and (close, tag, ""), in one linear pass."""
    at, no_comment = 0, False
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            break
        if text.startswith("<!--", start):
            end = -1 if no_comment else text.find("-->", start + 4)
            no_comment = end < 0
            if end >= 0:
                yield "text", "", text[at:start]
                at = end + 3
                continue
        match = TAG.match(text, start, min(len(text), start + 20_000))
        if match is None:
            yield "text", "", text[at : start + 1]
            at = start + 1
            continue
        yield "text", "", text[at:start]
        yield "close" if text[start + 1] == "/" else "open", match[1].lower(), match[2]
        at = match.end()
    yield "text", "", text[at:]


@dataclass
class _Writer:
    """Collects paragraphs; each is a list of inline parts with a prefix for its first line."""

    breaks: bool
    marked: bool = False
    emphatic: bool = True
    paragraphs: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    lists: list[list[int]] = field(default_factory=list)
    quote: int = 0
    prefix: str = ""
    emphasis: list[str] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    silent: str = ""
    links: list[str] = field(default_factory=list)

    def flush(self) -> None:
        """End the paragraph."""
        self.close_marks()
        lines = [" ".join(line.split(" ")).strip() for line in "".join(self.inline).split("\n")]
        lines = [re.sub(r"[ \t]+", " ", line) for line in lines]
        while lines and not lines[0]:
            lines.pop(0)
        while lines and not lines[-1]:
            lines.pop()
        self.inline = []
        if not lines:
            return
        # Words in a list but in no item of it stand as a paragraph: an indent would be dropped.
        indent = "  " * max(0, len(self.lists) - 1) if self.prefix else ""
        guarded = [line if self.marked else _line_start(line) for line in lines if line]
        first = f"{indent}{self.prefix}"
        rest = f"{indent}{' ' * len(self.prefix)}"
        text = ("\n" if self.marked else "\\\n").join(
            f"{first if number == 0 else rest}{line}" for number, line in enumerate(guarded)
        )
        if self.lists and self.prefix:
            self.prefix = " " * len(self.prefix)
        if self.quote:
            text = "\n".join("> " * self.quote + line for line in text.split("\n"))
        self.paragraphs.append(text)

    def close_marks(self) -> None:
        """Close what emphasis is open; it opens again in the next paragraph if it must."""
        while self.opened:
            self.close_mark(self.opened[-1][0])

    def open_mark(self, mark: str) -> None:
        if not self.emphatic or any(open_mark == mark for open_mark, _ in self.opened):
            return
        self.opened.append((mark, len(self.inline)))

    def close_mark(self, mark: str) -> None:
        """Wrap what came since the mark was opened, the spaces outside."""
        places = [place for open_mark, place in self.opened if open_mark == mark]
        if not places:
            return
        place = places[-1]
        self.opened = [pair for pair in self.opened if pair[1] < place]
        words = "".join(self.inline[place:])
        inner = words.strip()
        if inner and not inner.startswith("*") and "\n\n" not in words:
            lead = words[: len(words) - len(words.lstrip())]
            tail = words[len(words.rstrip()) :]
            if not lead and place and self.inline[place - 1].endswith(mark):
                self.inline[place - 1] = self.inline[place - 1].removesuffix(mark)
                words = f"{inner}{mark}{tail}"
            else:
                words = f"{lead}{mark}{inner}{mark}{tail}"
        self.inline[place:] = [words]


def _line_start(line: str) -> str:
    def guard(match: re.Match[str]) -> str:
        return f"{match[2]}\\{match[3]}" if match[2] else f"\\{match[1]}"

    return AT_START.sub(guard, line)


def from_html(text: str, breaks: bool = False, marked: bool = False) -> str:
    """Return Markdown for HTML. With `breaks`, a line end in the source is a line end on the page
    and an empty line a paragraph; with `marked`, the words are Markdown already.

    The result says the same when it is read back from its own HTML. Where emphasis stands in a way
    that Markdown cannot say, the words come without it.
    """
    found = _converted(text, breaks, marked, True)
    if not any(sign in found for sign in "*_[&<\\>-+#."):
        return found
    back = _converted(html_of(found), False, False, True)
    if back == found or marked:
        return back
    found = _converted(text, breaks, marked, False)
    for _ in range(4):
        back = _converted(html_of(found), False, False, False)
        if back == found:
            break
        found = back
    return found


def _converted(text: str, breaks: bool, marked: bool, emphatic: bool) -> str:
    writer = _Writer(breaks, marked, emphatic)
    text = _tame(text) if marked else text
    for kind, name, piece in _pieces(text):
        if writer.silent:
            if kind == "close" and name == writer.silent:
                writer.silent = ""
        elif kind == "text":
            _words(writer, piece, marked)
        elif kind == "open":
            _open(writer, name, piece)
        else:
            _close(writer, name)
    writer.flush()
    return _joined(writer.paragraphs)


def _tame(text: str) -> str:
    """Markdown without what a scene doesn't have: headings become bold, pictures their words."""
    text = re.sub(r"^[ \t]*#{1,6}[ \t]*(\S[^\n]*?)[ \t#]*$", r"**\1**", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(?:=+|-+|~{3,}.*|`{3,}.*)[ \t]*$", "", text, flags=re.MULTILINE)
    return re.sub(r"!\[([^\]\n]*)\](?:\([^)\n]*\))?", r"\1", text)


def _joined(paragraphs: list[str]) -> str:
    """Paragraphs apart by an empty line, the items of one list by none."""
    result = ""
    before = ""
    for paragraph in paragraphs:
        item = re.match(r"\s*(?:- |\d+\. )", paragraph) is not None
        gap = "\n" if item and before == "item" else "\n\n"
        result += (gap if result else "") + paragraph
        before = "item" if item else "text"
    return result


def _words(writer: _Writer, piece: str, marked: bool) -> None:
    words = html.unescape(piece).replace("\xa0", " ").replace("\x00", "")
    if not writer.breaks:
        words = re.sub(r"\s+", " ", words)
        writer.inline.append(words if marked else escaped(words))
        return
    for number, paragraph in enumerate(re.split(r"\n[ \t]*\n\s*", words)):
        if number:
            writer.flush()
        writer.inline.append(paragraph if marked else escaped(paragraph))


def _open(writer: _Writer, name: str, piece: str) -> None:
    if name in SILENT:
        writer.silent = "" if piece.rstrip().endswith("/") else name
    elif name == "br":
        writer.inline.append("\n")
    elif name == "hr":
        writer.flush()
        writer.paragraphs.append("* * *")
    elif name in STRONG or name in EMPHASIS:
        writer.open_mark("**" if name in STRONG else "*")
    elif name in HEADINGS:
        writer.flush()
        writer.open_mark("**")
    elif name in ("ul", "ol"):
        writer.flush()
        writer.lists.append([0 if name == "ul" else 1])
    elif name == "li":
        writer.flush()
        number = writer.lists[-1][0] if writer.lists else 0
        writer.lists = writer.lists or [[0]]
        writer.prefix = f"{number}. " if number else "- "
        writer.lists[-1][0] += 1 if number else 0
    elif name == "blockquote":
        writer.flush()
        writer.quote += 1
    elif name == "a":
        writer.links.append(_safe(attributes(piece).get("href", "")))
        if writer.links[-1]:
            writer.inline.append("[")
    elif name == "td":
        writer.inline.append(" ")
    elif name in BLOCKS:
        writer.flush()


def _close(writer: _Writer, name: str) -> None:
    if name in STRONG or name in EMPHASIS:
        writer.close_mark("**" if name in STRONG else "*")
    elif name in ("ul", "ol"):
        writer.flush()
        writer.lists = writer.lists[:-1]
        writer.prefix = ""
    elif name == "li":
        writer.flush()
        writer.prefix = ""
    elif name == "blockquote":
        writer.flush()
        writer.quote = max(0, writer.quote - 1)
    elif name == "a" and writer.links:
        url = writer.links.pop()
        if url:
            writer.inline.append(f"]({url})")
    elif name in BLOCKS or name in HEADINGS:
        writer.flush()


def _safe(url: str) -> str:
    """A web address that may stand in a scene, or nothing."""
    url = url.strip()
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return ""
    if scheme not in SCHEMES or len(url) > 2_000:
        return ""
    return re.sub(r"[\s()<>\\\"'*_\[\]`]", lambda match: f"%{ord(match[0]):02X}", url)


def cleaned(text: str) -> str:
    """A text without the characters that the importers use as marks of their own."""
    return PLACEHOLDERS.sub("", text)
