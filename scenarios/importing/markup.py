"""Markdown of a scene as HTML that reads back to the same Markdown: no typography is added."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

from scenarios.texts import SCHEMES, TAGS

_plain = MarkdownIt("commonmark", {"html": False}).disable(
    ["heading", "lheading", "image", "code", "fence", "html_block", "html_inline", "backticks"]
)


def html(markdown: str) -> str:
    """Sanitised HTML of a text."""
    return nh3.clean(
        _plain.render(markdown),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel=None,
    ).strip()
