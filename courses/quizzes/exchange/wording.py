"""Texts of other tools as the bank keeps them: little markup in questions, none in answers."""

from __future__ import annotations

import html
import re

import nh3

TAGS = {"p", "br", "b", "i", "ol", "ul", "li"}
MOST_TIMES = 20
_RENAMED = (
    (re.compile(r"<(/?)strong\b[^>]*>", re.I), r"<\1b>"),
    (re.compile(r"<(/?)em\b[^>]*>", re.I), r"<\1i>"),
    (re.compile(r"<(/?)(?:div|h[1-6]|pre|blockquote|section|article)\b[^>]*>", re.I), r"<\1p>"),
    (re.compile(r"</(?:td|th)\s*>", re.I), " "),
    (re.compile(r"</tr\s*>", re.I), "<br>"),
)
_EMPTY = re.compile(r"<(p|b|i|li)>(?:\s|&nbsp;|<br>|\u00a0)*</\1>")
_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr|td)\s*>", re.I)
_BLOCK = re.compile(r"<(?:p|ol|ul)>")


def rich(text: str) -> str:
    """Markup as a question may have it: paragraphs, lists, bold, italic. Nothing else stays.

    What it gives it leaves as it is when given it again; also what an editor wrote of it.
    """
    for _time in range(MOST_TIMES):
        before, text = text, _cleaned(text)
        if text == before:
            break
    return text


def _cleaned(text: str) -> str:
    for pattern, better in _RENAMED:
        text = pattern.sub(better, text)
    clean = nh3.clean(text, tags=TAGS, attributes={}, link_rel=None)
    clean = " ".join(_EMPTY.sub("", clean).split())
    if not plain(clean):
        return ""
    return clean if _BLOCK.search(clean) else f"<p>{clean}</p>"


def paragraphs(text: str) -> str:
    """A text without markup as paragraphs; whatever looks like markup stays words."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not lines:
        return ""
    blocks = [part.strip() for part in re.split(r"\n\s*\n", lines)]
    return "".join(f"<p>{_with_breaks(block)}</p>" for block in blocks if block)


def _with_breaks(block: str) -> str:
    return "<br>".join(html.escape(row.strip(), quote=False) for row in block.split("\n"))


def plain(text: str) -> str:
    """Markup as words on one line."""
    stripped = nh3.clean(_BREAKS.sub(" ", text), tags=set(), attributes={}, link_rel=None)
    return " ".join(html.unescape(stripped).split())


def line(text: str) -> str:
    """Words on one line, whatever was between them."""
    return " ".join(text.split())
