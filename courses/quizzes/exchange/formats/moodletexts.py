"""The texts of Moodle XML: each is an element with a format and a <text> in it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from courses.quizzes.exchange.formats import markup
from courses.quizzes.exchange.formats.reading import clean
from courses.quizzes.exchange.items import Item
from courses.quizzes.exchange.wording import line


def text_in(element: Element, name: str) -> str:
    """The text of an element, or of a child of it, as it is written."""
    return clean(element.findtext(f"{name}/text" if name else "text") or "").strip()


def html_in(element: Element | None) -> str:
    """The same as HTML, whatever its format."""
    if element is None:
        return ""
    return markup.to_html(text_in(element, ""), element.get("format") or "html")


def words_in(element: Element | None, item: Item, what: str) -> str:
    """The same on one line without markup."""
    if element is None:
        return ""
    text, form = text_in(element, ""), element.get("format") or "html"
    if form == "plain_text":
        return line(text)
    return markup.words(markup.to_html(text, form) if form == "markdown" else text, item, what)
