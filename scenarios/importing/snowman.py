"""Snowman: Markdown with links; everything else is JavaScript, which is never run."""

from __future__ import annotations

import re

from scenarios.importing.pieces import Link, Piece, Unknown, Words
from scenarios.importing.prose import attributes, plain
from scenarios.importing.scanning import Finder, link_parts, quoted

STOPS = re.compile(
    r"\[\[|<%=?|<!--|<(?:script|style)\b[^>]*>|<a\b[^>]*\bdata-passage\s*=[^>]*>", re.IGNORECASE
)


def read(text: str) -> list[Piece]:
    """The pieces of a Snowman passage."""
    pieces: list[Piece] = []
    at = 0
    finder = Finder(text)
    while (stop := STOPS.search(text, at)) is not None:
        pieces.append(Words(text[at : stop.start()]))
        sign = stop[0].lower()
        if sign == "[[":
            end = text.find("]]", stop.end(), stop.end() + 2_000)
            if end < 0:
                pieces.append(Words("[["))
                at = stop.end()
                continue
            label, target = link_parts(text[stop.end() : end])
            computed = target.startswith(("$", "<%"))
            pieces.append(Link(label, "" if computed else target, dynamic=computed))
            at = end + 2
        elif sign.startswith("<a"):
            at = _anchor(text, stop, pieces)
        else:
            at = _code(text, stop, pieces, finder)
    pieces.append(Words(text[at:]))
    return pieces


def _anchor(text: str, stop: re.Match[str], pieces: list[Piece]) -> int:
    end = text.find("</a", stop.end(), stop.end() + 4_000)
    target = attributes(stop[0]).get("data-passage", "")
    label = plain(text[stop.end() : end]) if end >= 0 else target
    pieces.append(Link(label or target, target, dynamic=not target, raw=stop[0]))
    return end if end >= 0 else stop.end()


def _code(text: str, stop: re.Match[str], pieces: list[Piece], finder: Finder) -> int:
    tag = re.split(r"[\s>]", stop[0][1:])[0].lower()
    mark = "%>" if stop[0].startswith("<%") else "-->" if stop[0] == "<!--" else f"</{tag}>"
    end = finder.find(mark, stop.end())
    inner = text[stop.end() : end if end >= 0 else len(text)]
    if stop[0] == "<%=":
        pieces.append(
            Unknown("L-PRINT", f"<%={inner}%>", "note", [Words(f"[{inner.strip()[:60]}]")])
        )
    elif stop[0] != "<!--":
        code = "L-CSS" if tag == "style" else "L-JS"
        pieces.append(Unknown(code, inner, texts=quoted(inner), doubt="L-JS"))
    return end + len(mark) if end >= 0 else len(text)
