"""SugarCube's macros and links: what each of them is in a case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scenarios.importing.dialects import SUGARCUBE
from scenarios.importing.pieces import Assign, Include, Jump, Link, Piece, Unknown, Words
from scenarios.importing.prose import names
from scenarios.importing.scanning import assigned, link_parts, quote_end, quoted

SETTER = re.compile(r"\s*([$_][A-Za-z_][\w.]*)\s*(\+=|-=|=(?!=)|\bto\b)\s*(.*)", re.DOTALL)
STEP = re.compile(r"\s*(?:([$_][A-Za-z_][\w.]*)(\+\+|--)|(\+\+|--)([$_][A-Za-z_][\w.]*))\s*")
LINKS = names("link button click linkappend linkprepend linkreplace")
OPENERS = names("linkappend linkprepend linkreplace")
SHOWS = names("replace append prepend copy nobr capture done type do redo")
AUDIO = names(
    "audio cacheaudio createaudiogroup createplaylist masteraudio playlist removeaudiogroup "
    "removeplaylist waitforaudio setplaylist stopallaudio track"
)
ASKS = names("textbox textarea numberbox checkbox radiobutton listbox cycle option optionsfrom")
SILENT = names("silently silent")
QUIET = frozenset(
    [
        "unset",
        "remember",
        "forget",
        "break",
        "continue",
        "stop",
        "addclass",
        "removeclass",
        "toggleclass",
        "remove",
    ]
)


@dataclass
class Token:
    """A macro's tag: its name, its arguments, whether it closes, and the text of it."""

    name: str
    args: str
    closes: bool
    raw: str


def bracket_link(inner: str) -> Link:
    """What stands between [[ and ]]: label, target, and perhaps a setter."""
    head, middle, setter = inner.partition("][")
    label, target = link_parts(head)
    changes = setters(setter) if middle else []
    if target.startswith(("$", "_")) or ("(" in target and "+" in target):
        return Link(label, dynamic=True, raw=f"[[{inner}]]", changes=changes)
    return Link(label, target, changes=changes, raw=f"[[{inner}]]")


def setters(text: str) -> list[Assign]:
    """The changes that a piece of <<set>> makes."""
    found: list[Assign] = []
    for part in _statements(text):
        step = STEP.fullmatch(part)
        match = SETTER.fullmatch(part)
        if step:
            name = step[1] or step[4]
            operator = "+=" if (step[2] or step[3]) == "++" else "-="
            found.append(assigned(name, operator, "1", SUGARCUBE, part))
        elif match:
            operator = "=" if match[2] == "to" else match[2]
            found.append(assigned(match[1], operator, match[3].strip(), SUGARCUBE, part))
        elif part.strip():
            name = re.search(r"[$_][A-Za-z_]\w*", part)
            if name:
                found.append(Assign(None, name[0].lstrip("$"), part, "L-EXPR"))
    return found


def _statements(text: str) -> list[str]:
    """Parts between semicolons or commas, outside of quotes and brackets."""
    parts: list[str] = []
    depth, start, place = 0, 0, 0
    while place < len(text):
        sign = text[place]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign in "\"'`":
            stop = quote_end(text, place, len(text))
            place = stop if stop >= 0 else place
        elif depth <= 0 and (
            sign == ";" or (sign == "," and re.match(r",\s*[$_]\w", text[place : place + 40]))
        ):
            parts.append(text[start:place])
            start = place + 1
        place += 1
    return [*parts, text[start:]]


def words_of(args: str) -> list[str]:
    """The arguments of a macro: apart by spaces, quotes and brackets respected."""
    found: list[str] = []
    place = 0
    while place < len(args):
        if args[place].isspace() or args[place] == ",":
            place += 1
            continue
        start = place
        if args[place] in "\"'`":
            stop = quote_end(args, place, len(args))
            place = stop + 1 if stop >= 0 else len(args)
        elif args.startswith("[[", place):
            stop = args.find("]]", place)
            place = stop + 2 if stop >= 0 else len(args)
        elif args[place] in "[{(":
            depth = 0
            while place < len(args):
                depth += args[place] in "[{("
                depth -= args[place] in "]})"
                place += 1
                if depth == 0:
                    break
        while place < len(args) and not args[place].isspace() and args[place] != ",":
            place += 1
        found.append(args[start:place])
    return found


def fixed(word: str) -> str | None:
    """What an argument says: quoted, or bare; None when it is computed."""
    if len(word) > 1 and word[0] in "\"'" and word[-1] == word[0]:
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    bare = not word.startswith(("$", "_", "`", "[", "{", "(")) and "(" not in word
    return word if bare and not re.match(r"setup\.|State\.", word) else None


def known(token: Token, body: list[Piece]) -> Piece:
    """The piece that a macro is."""
    name, args, raw = token.name, token.args, token.raw
    if name in ("set", "run"):
        return _set(name, args, raw)
    if name in LINKS:
        return _link(name, args, body, raw)
    if name == "goto":
        return _jump(args, raw)
    if name in ("include", "display"):
        words = words_of(args)
        return Include((_passage(words[0]) or "") if words else "", raw)
    if name in ("actions", "choice"):
        return _choices(name, args, raw)
    if name in ("return", "back"):
        said = [fixed(word) or "" for word in words_of(args)]
        if len(said) > 1 and said[1]:
            return Link(said[0] or said[1], said[1], raw=raw)
        return Link(said[0] if said else name, dynamic=True, raw=raw)
    if name in ("print", "=", "-"):
        words = words_of(args)
        text = fixed(words[0]) if len(words) == 1 and args[:1] in "\"'" else None
        if text is not None:
            return Words(text)
        return Unknown("L-PRINT", raw, "note", [Words(f"[{args.lstrip('$')[:60]}]")])
    return _other(token, body)


def _set(name: str, args: str, raw: str) -> Piece:
    changes = setters(args)
    if name == "run" and not any(piece.change for piece in changes):
        return Unknown("L-JS", raw, texts=quoted(args), doubt="L-JS")
    pieces: list[Piece] = list(changes)
    for piece in changes:
        piece.raw = raw
    return pieces[0] if len(pieces) == 1 else Unknown("", raw, body=pieces)


def _passage(word: str) -> str | None:
    if word.startswith("[["):
        return link_parts(word[2:-2])[1]
    return fixed(word)


def _link(name: str, args: str, body: list[Piece], raw: str) -> Piece:
    words = words_of(args)
    if words and words[0].startswith("[["):
        link = bracket_link(words[0][2:-2])
        link.body = body
        link.raw = raw
        return link
    if words and words[0].startswith("[img"):
        return Link("", body=body, raw=raw, target=fixed(words[1]) or "" if len(words) > 1 else "")
    label = (fixed(words[0]) or words[0]) if words else ""
    if name in OPENERS or len(words) < 2:
        return Link(label, body=body, raw=raw)
    target = _passage(words[1])
    if target is None:
        return Link(label, body=body, dynamic=True, raw=raw)
    return Link(label, target, body=body, raw=raw)


def _jump(args: str, raw: str) -> Piece:
    words = words_of(args)
    lot = re.fullmatch(r"`?either\((.*)\)`?", args.strip(), re.DOTALL)
    if lot:
        targets = [target for word in words_of(lot[1]) if (target := fixed(word))]
        if targets:
            return Jump(targets, raw)
    target = _passage(words[0]) if words else None
    return Jump([target] if target else [], raw)


def _choices(name: str, args: str, raw: str) -> Piece:
    words = words_of(args)
    if name == "choice":
        target = _passage(words[0]) if words else None
        label = fixed(words[1]) if len(words) > 1 else target
        return Link(label or "", target or "", dynamic=not target, raw=raw)
    links: list[Piece] = []
    for word in words:
        if word.startswith("[["):
            links.append(bracket_link(word[2:-2]))
        elif fixed(word):
            links.append(Link(fixed(word) or "", fixed(word) or "", once=True, raw=raw))
    return Unknown("", raw, body=links)


def _other(token: Token, body: list[Piece]) -> Piece:
    name, raw = token.name, token.raw
    if name in SILENT:
        return Unknown("", raw, body=[piece for piece in body if not isinstance(piece, Words)])
    if name in SHOWS:
        return Unknown(
            "L-LIVE" if name in ("replace", "append", "prepend") else "", raw, "approximated", body
        )
    if name in ("timed", "repeat", "next"):
        return Unknown("L-LIVE", raw, "approximated", body)
    if name == "for":
        return Unknown("L-LOOP", raw, "approximated", body)
    if name in AUDIO:
        return Unknown("L-AUDIO", raw)
    if name in ASKS:
        return Unknown("L-INPUT", raw, texts=quoted(token.args), doubt="L-INPUT-LINK")
    if name == "widget":
        return Unknown("L-WIDGET", raw)
    if name in QUIET:
        return Unknown("L-MACRO", raw)
    texts = [text for word in words_of(token.args) if (text := fixed(word))]
    texts += [text for text in quoted(token.args) if text not in texts]
    return Unknown("L-WIDGET", raw, body=body, texts=texts, doubt="L-WIDGET-LINK")
