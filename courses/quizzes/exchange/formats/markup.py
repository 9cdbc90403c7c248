"""The markup of other tools: what of it stays, which pictures it names, what is told as lost."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from courses.quizzes.exchange.formats.reading import Unreadable
from courses.quizzes.exchange.items import Item
from courses.quizzes.exchange.wording import line, paragraphs, plain, rich

_NAMES = (
    "a abbr address article aside audio b big blockquote body br button caption center cite"
    " code col colgroup dd del details dfn div dl dt em embed fieldset figcaption figure font"
    " footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label"
    " legend li link mark math meta nav nolink noscript object ol option p param picture pre q"
    " s samp script section select small source span strike strong style sub summary sup svg"
    " table tbody td textarea tfoot th thead title tr track tt u ul var video"
)
# A sign that begins no markup is a sign: “if x<y”.
_NO_TAG = re.compile(rf"<(?!/?(?:{_NAMES.replace(' ', '|')})(?:[\s/][^<>]*)?>|!--)", re.I)
_RAISED = re.compile(r"<su([pb])\b[^<>]{0,99}>(.{0,200}?)</su\1\s{0,9}>", re.I | re.S)
_INSIDE = re.compile(r"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/=\s]+")
_ASIDE = "data:aside,"
_PLACE_ASIDE = re.compile(rf"{_ASIDE}[0-9]{{1,5}}")
MOST_SIGNS = 200_000
_FORMULA = re.compile(r"\\\(|\\\[|\$\$")
_EDGES = re.compile(r"(<(?:p|li|br)>)\s+|\s+(</(?:p|li)>|<br>)")
_HAS_BLOCKS = re.compile(r"<(?:p|br|div|ul|ol|table|h[1-6])\b", re.I)
_PLAIN_SIGNS = "0123456789+-=()n"
_SUP = str.maketrans(_PLAIN_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LOST = {
    "table": "a table became lines of text",
    "a": "the address of a link is left out",
    "video": "a film is left out",
    "audio": "a sound is left out",
    "iframe": "an embedded page is left out",
    "object": "an embedded object is left out",
    "embed": "an embedded object is left out",
    "svg": "a drawing in the text is left out",
    "math": "a formula in MathML became words",
    "script": "a script is left out",
    "form": "a form is left out",
}
_MARKED = {"b", "i", "strong", "em", "u", "ul", "ol", "table", "code", "pre", "a", "h1", "h2", "h3"}


@dataclass
class Markup:
    """A text as the bank keeps it, and what stood in it besides."""

    text: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    @property
    def lost(self) -> list[str]:
        return list(dict.fromkeys(_LOST[tag] for tag in sorted(self.tags) if tag in _LOST))


class _Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Markup()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.tags.add(tag)
        if tag == "img":
            named = dict(attrs)
            self.found.pictures.append((named.get("src") or "", line(named.get("alt") or "")))


def prepared(text: str) -> str:
    """Markup in which stray signs are signs, and raised figures stay raised."""
    closed, end, rest = text.rpartition("-->")
    text = _NO_TAG.sub("&lt;", closed + end + rest.replace("<!--", ""))
    return _RAISED.sub(_raised, text)


def limited(text: str, inside: list[str] | None = None) -> str:
    """A text that isn't too long, its pictures put aside; raises `Unreadable`."""
    kept = [] if inside is None else inside

    def aside(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"{_ASIDE}{len(kept) - 1}"

    text = _INSIDE.sub(aside, text)
    if len(text) > MOST_SIGNS:
        raise Unreadable(f"a text of it is longer than {MOST_SIGNS:,} signs")
    return text


def restored(text: str, inside: list[str]) -> str:
    """A text with its pictures where they were."""
    return _PLACE_ASIDE.sub(lambda found: _back(found[0], inside), text)


def _back(source: str, inside: list[str]) -> str:
    number = source.removeprefix(_ASIDE)
    known = source.startswith(_ASIDE) and number.isdecimal() and len(number) < 6
    return inside[int(number)] if known and int(number) < len(inside) else source


def _raised(found: re.Match[str]) -> str:
    """10<sup>9</sup> must never become 109."""
    signs, low = plain(found[2]), found[1].lower() == "b"
    known = "0123456789+-=()" if low else _PLAIN_SIGNS
    signs = signs.replace("\u2212", "-")
    if signs and all(sign in known for sign in signs):
        return signs.translate(_SUB if low else _SUP)
    return f"{'_' if low else '^'}{found[2]}" if signs else ""


def understood(text: str) -> Markup:
    """Look through a text in HTML; what stays is what questions may have."""
    inside: list[str] = []
    text = prepared(limited(text, inside))
    if "<" not in text:
        return Markup(_tidy(rich(text)))
    walk = _Walk()
    walk.feed(text)
    walk.close()
    pictures = walk.found.pictures
    walk.found.pictures = [(_back(source, inside), alt) for source, alt in pictures]
    walk.found.text = _tidy(rich(text))
    return walk.found


def _tidy(text: str) -> str:
    """What a picture left behind where it stood: no blanks at the edges of a paragraph."""
    return _EDGES.sub(lambda found: found[1] or found[2], text)


def to_html(text: str, form: str) -> str:
    """A text of Moodle in HTML, whatever it was written in."""
    if form in ("plain_text", "plain", "2"):
        return paragraphs(text)
    if form in ("markdown", "4"):
        return MarkdownIt("commonmark", {"html": False}).render(text)
    if form in ("moodle_auto_format", "moodle", "0") and not _HAS_BLOCKS.search(text):
        blocks = re.split(r"\n\s*\n", text.strip())
        return "".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks if block)
    return text


def body(text: str, item: Item, what: str = "the question") -> tuple[str, list[tuple[str, str]]]:
    """A text with markup and the pictures that it names; the item is told what was lost."""
    found = understood(text)
    for words in found.lost:
        item.note(f"in {what} {words}")
    if _FORMULA.search(found.text):
        item.note(f"formulas in {what} stay as they are written")
    return found.text, found.pictures


def words(text: str, item: Item, what: str) -> str:
    """A text on one line without markup; the item is told where markup is left out."""
    found = understood(text)
    if found.pictures:
        item.note(f"a picture in {what} is left out")
    if found.tags & _MARKED:
        item.note(f"markup in {what} is left out")
    return plain(prepared(text))


def escaped(text: str) -> str:
    """Words as HTML."""
    return html.escape(text, quote=False)


def without_pictures(text: str, item: Item, what: str) -> str:
    """A text with markup where no picture can stay."""
    kept, pictures = body(text, item, what)
    if pictures:
        item.note(f"a picture in {what} is left out")
    return kept
