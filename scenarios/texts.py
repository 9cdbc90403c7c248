"""Markdown of a scene to safe HTML: paragraphs, emphasis, quotations, lists and links. Headings
belong to the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "a", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}
HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
HEADING = re.compile(r"#|^\s*(?:=+|-+)\s*$", re.MULTILINE)
LINK = re.compile(r"\]\(\s*<?([a-zA-Z][a-zA-Z0-9+.-]*):")

_plain = MarkdownIt("commonmark", {"html": False, "typographer": True}).disable(
    ["heading", "lheading", "image", "code", "fence", "html_block", "html_inline", "backticks"]
)
_plain.enable(["smartquotes"])
_full = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=4_096)
def html(markdown: str) -> str:
    """Return sanitised HTML for a body written in Markdown."""
    return nh3.clean(
        _plain.render(markdown),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def typographic(text: str) -> str:
    """Return a title or a label with curly quotation marks and apostrophes."""
    text = re.sub(r"(?<=\w)'|'(?=\d0s|tis|twas)", "’", text)
    text = re.sub(r"(^|[\s(\[“])'", r"\1‘", text).replace("'", "’")
    return re.sub(r'(^|[\s(\[‘])"', r"\1“", text).replace('"', "”")


def words(markdown: str) -> int:
    """Count the words that a learner reads."""
    return len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", markdown))


def disallowed(markdown: str) -> Iterator[str]:
    """Yield, in words for the author, what will not be shown as it was meant."""
    if not markdown:
        return
    tag = HTML.search(markdown)
    if tag is not None:
        yield f"“{tag[0][:40]}” is HTML: write the text in Markdown instead"
    for scheme in {match[1].lower() for match in LINK.finditer(markdown)} - SCHEMES:
        yield f"A link cannot begin with “{scheme}:”; use https://"
    if HEADING.search(markdown) and any(
        token.type == "heading_open" for token in _full.parse(markdown)
    ):
        yield "A scene's text has no headings: use a short paragraph or bold words"
    if "![" in markdown:
        yield "Put a picture into the scene's picture field, not into the text"
