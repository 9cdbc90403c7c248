"""Chapbook: a section of variables above a line `--`, modifiers in lines of their own, inserts."""

from __future__ import annotations

import re

from scenarios.importing.dialects import JAVASCRIPT
from scenarios.importing.pieces import Case, Chain, Include, Link, Piece, Unknown, Words
from scenarios.importing.scanning import (
    Budget,
    Finder,
    arguments,
    assigned,
    case_of,
    closing,
    link_parts,
    literal,
    quoted,
)

SECTION = re.compile(r"^--\s*$", re.MULTILINE)
VARIABLE = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?:\((.*)\))?\s*:\s*(.*)")
MODIFIER = re.compile(r"^\[(?!\[)([^\]\n]+)\][ \t]*$", re.MULTILINE)
STOPS = re.compile(r"\[\[|\{|<!--|<(?:script|style)\b[^>]*>", re.IGNORECASE)
FUNCTION = re.compile(r"\{\s*([a-z][a-z ]*?)\s*(?::\s*(.*?))?\s*(?:,\s*(.*))?\}", re.DOTALL)
CONTINUES = frozenset(["continue", "cont", "cont'd", "continued"])
NOTES = ("note", "fixme", "n.b", "nb", "todo")


def read(text: str) -> list[Piece]:
    """The pieces of a Chapbook passage."""
    parts = SECTION.split(text, maxsplit=1)
    pieces: list[Piece] = []
    if len(parts) == 2:
        pieces += _variables(parts[0])
        text = parts[1]
    return pieces + _modified(text)


def _variables(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    for line in text.splitlines():
        match = VARIABLE.fullmatch(line)
        if match is None:
            continue
        change = assigned(match[1], "=", match[3].strip().rstrip(";"), JAVASCRIPT, line.strip())
        change.temporary = match[1].startswith("_")
        if match[2]:
            case = case_of(match[2], JAVASCRIPT)
            case.body = [change]
            pieces.append(Chain([case]))
        else:
            pieces.append(change)
    return pieces


def _modified(text: str) -> list[Piece]:
    """The text between modifiers, each under its own."""
    pieces: list[Piece] = []
    chain: Chain | None = None
    modifier, start = "", 0
    for match in [*MODIFIER.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        chain = _under(modifier, part, pieces, chain)
        if match is not None:
            modifier, start = match[1].strip(), match.end()
    return pieces


def _under(modifier: str, part: str, pieces: list[Piece], chain: Chain | None) -> Chain | None:
    """File one part of the text under its modifiers; return the chain that an [else] continues."""
    words = [word.strip() for word in modifier.split(";") if word.strip()]
    lowered = [word.lower() for word in words]
    if not words or all(word in CONTINUES for word in lowered):
        pieces += inserts(part)
        return None
    if any(word.startswith(NOTES) for word in lowered):
        return chain
    if "javascript" in lowered:
        pieces.append(Unknown("L-JS", part, texts=quoted(part), doubt="L-JS"))
        return chain
    if "css" in lowered:
        pieces.append(Unknown("L-CSS", part))
        return chain
    body = inserts(part)
    for word in reversed(words):
        if word.lower().startswith(("after", "append")):
            body = [Unknown("L-LIVE", f"[{word}]", "approximated", body)]
    return _conditional(words, body, pieces, chain)


def _conditional(
    words: list[str], body: list[Piece], pieces: list[Piece], chain: Chain | None
) -> Chain | None:
    for word in words:
        match = re.match(r"(if|unless|ifalways|ifnever|else)\b\s*(.*)", word, re.IGNORECASE)
        if match is None:
            continue
        kind = match[1].lower()
        if kind == "else" and chain is not None:
            chain.cases.append(Case("", None, body))
            return None
        if kind in ("if", "unless"):
            case = case_of(match[2], JAVASCRIPT, negate=kind == "unless")
            case.body = body
            fresh = Chain([case])
            pieces.append(fresh)
            return fresh
        if kind == "ifnever":
            return None
    pieces += body
    return None


def inserts(text: str) -> list[Piece]:
    """Links and inserts of a text."""
    pieces: list[Piece] = []
    budget = Budget()
    finder = Finder(text)
    at = 0
    while at < len(text):
        stop = STOPS.search(text, at)
        if stop is None:
            break
        pieces.append(Words(text[at : stop.start()]))
        at = stop.end()
        if stop[0] == "[[":
            end = text.find("]]", at, at + 2_000)
            if end < 0:
                pieces.append(Words("[["))
                continue
            label, target = link_parts(text[at:end])
            pieces.append(Link(label, target, raw=f"[[{text[at:end]}]]"))
            at = end + 2
        elif stop[0] == "{":
            end = closing(text, stop.start(), budget)
            if end < 0:
                pieces.append(Words("{"))
                continue
            pieces.append(_insert(text[stop.start() : end + 1]))
            at = end + 1
        else:
            at = _skipped(text, stop, pieces, finder)
    pieces.append(Words(text[at:]))
    return pieces


def _skipped(text: str, stop: re.Match[str], pieces: list[Piece], finder: Finder) -> int:
    tag = re.split(r"[\s>]", stop[0][1:])[0].lower()
    mark = "-->" if stop[0] == "<!--" else f"</{tag}>"
    end = finder.find(mark, stop.end())
    if end < 0:
        return stop.end()
    inner = text[stop.end() : end]
    if stop[0] != "<!--":
        code = "L-JS" if tag == "script" else "L-CSS"
        pieces.append(Unknown(code, inner, texts=quoted(inner), doubt="L-JS"))
    return end + len(mark)


def _insert(raw: str) -> Piece:
    match = FUNCTION.fullmatch(raw)
    if match is None:
        return Unknown("L-PRINT", raw, "note", [Words(f"[{raw[1:-1][:60]}]")])
    name = " ".join(match[1].lower().split())
    named = _named(raw[1:-1])
    first = match[2] or ""
    if name in ("embed passage", "embed passage named"):
        return Include(literal(named.get(name, first), JAVASCRIPT) or "", raw)
    if name in ("reveal link", "link to", "link"):
        return _link(name, named, raw)
    if name in ("back link", "restart link"):
        return Link(literal(named.get("label", ""), JAVASCRIPT) or name, dynamic=True, raw=raw)
    if name.startswith(("cycling link", "dropdown menu", "text input")):
        return Unknown("L-INPUT", raw)
    if name.startswith(("embed image", "embed flickr", "embed unsplash", "embed youtube")):
        return Unknown("L-MEDIA", raw)
    if "sound" in name or name == "embed audio":
        return Unknown("L-AUDIO", raw)
    if not match[2] and " " not in name:
        return Unknown("L-PRINT", raw, "note", [Words(f"[{name}]")])
    return Unknown("L-MACRO", raw, texts=quoted(raw), doubt="L-MACRO-LINK")


def _named(inner: str) -> dict[str, str]:
    """The named arguments of an insert, its own name among them."""
    found: dict[str, str] = {}
    for part in arguments(inner):
        name, colon, value = part.partition(":")
        if colon:
            found[" ".join(name.lower().split())] = value.strip()
    return found


def _link(name: str, named: dict[str, str], raw: str) -> Piece:
    if name == "reveal link":
        label = literal(named.get("reveal link", ""), JAVASCRIPT) or ""
        target = literal(named.get("passage", ""), JAVASCRIPT)
        text = literal(named.get("text", ""), JAVASCRIPT)
        if target:
            return Link(label, target, raw=raw)
        if text is not None:
            return Link(label, body=[Words(text)], raw=raw)
        return Link(label, dynamic=True, raw=raw)
    target = literal(named.get(name, ""), JAVASCRIPT)
    label = literal(named.get("label", ""), JAVASCRIPT) or target or ""
    return Link(label, target or "", dynamic=not target, raw=raw)
