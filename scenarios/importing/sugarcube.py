"""SugarCube: macros in doubled angle brackets, links with setters, widgets, HTML with passages."""

from __future__ import annotations

import re

from scenarios.importing.dialects import SUGARCUBE
from scenarios.importing.pieces import (
    Case,
    Chain,
    Link,
    Piece,
    Unknown,
    Words,
)
from scenarios.importing.prose import attributes, names, plain
from scenarios.importing.scanning import (
    DEEPEST,
    Finder,
    case_of,
    quote_end,
    quoted,
)
from scenarios.importing.sugarcubemacros import Token, bracket_link, known, setters, words_of

STOPS = re.compile(
    r"<<|\[\[|\[(?:img|<img|>img)\[|<!--|/\*|/%|<[a-zA-Z][^<>]*\bdata-passage\s*=|\$[A-Za-z_]\w*(?:\.\w+|\[[^\]]*\])*|"
    r"//|''|__|\\\n|\{\{\{|<(?:nowiki|script|style)\b[^>]*>|^!{1,6}",
    re.MULTILINE | re.IGNORECASE,
)
MACRO = re.compile(r"<<(/?)([A-Za-z][\w-]*|[=-])")
CONTAINERS = names(
    "if switch for link button click linkappend linkprepend linkreplace replace append prepend "
    "copy nobr silently silent script style timed repeat widget capture createplaylist "
    "createaudiogroup cycle listbox done type do message hovertip tooltip popover"
)
LONGEST_MACRO = 20_000


def read(text: str) -> list[Piece]:
    """The pieces of a SugarCube passage."""
    return _Reader(text).pieces(())[0]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.bold = self.italic = False
        self.failed = 0
        self.finder = Finder(text)
        said = re.findall(r"<<(?:/\s*|end(?=[a-z]))([A-Za-z][\w-]*)", text)
        self.closers = {match.lower() for match in said}

    def pieces(self, until: tuple[str, ...]) -> tuple[list[Piece], Token | None]:
        """Read until one of the tags `until`, which is returned, or until the end."""
        result: list[Piece] = []
        while self.at < len(self.text):
            stop = STOPS.search(self.text, self.at)
            if stop is None:
                result.append(Words(self.text[self.at :]))
                self.at = len(self.text)
                break
            if stop.start() > self.at:
                result.append(Words(self.text[self.at : stop.start()]))
            self.at = stop.start()
            if stop[0] == "<<":
                token = self.tag()
                if token is None:
                    result.append(Words("&lt;&lt;"))
                    self.at = stop.end()
                elif (f"/{token.name}" if token.closes else token.name) in until:
                    return result, token
                elif not token.closes:
                    self.macro(result, token)
            else:
                self.at = stop.end()
                self.sign(result, stop[0])
        return result, None

    def tag(self) -> Token | None:
        """The macro's tag that begins here."""
        match = MACRO.match(self.text, self.at)
        if match is None or self.failed > 60:
            return None
        place, end = match.end(), min(len(self.text), self.at + LONGEST_MACRO)
        while place < end:
            sign = self.text[place]
            if self.text.startswith(">>", place):
                raw = self.text[self.at : place + 2]
                self.at = place + 2
                args = self.text[match.end() : place].strip()
                name, closes = match[2].lower(), bool(match[1])
                if name.startswith("end") and name[3:] in CONTAINERS:  # as SugarCube 1 closed
                    name, closes = name[3:], True
                return Token(name, args, closes, raw)
            if sign in "\"'`":
                stop = quote_end(self.text, place, end)
                place = stop if stop >= 0 and "\n" not in self.text[place:stop] else place
            elif self.text.startswith("[[", place):
                stop = self.text.find("]]", place, end)
                place = stop + 1 if stop >= 0 else place
            place += 1
        self.failed += 1
        return None

    def sign(self, result: list[Piece], sign: str) -> None:
        if sign == "[[":
            self.brackets(result)
        elif sign.startswith("[") and sign.lower().endswith("img["):
            self.picture(result)
        elif sign in ("<!--", "/*", "/%", "{{{"):
            ends = {"<!--": "-->", "/*": "*/", "/%": "%/", "{{{": "}}}"}
            end = self.finder.find(ends[sign], self.at)
            if end >= 0:
                if sign == "{{{":
                    result.append(Words(self.text[self.at : end]))
                self.at = end + 3 if len(sign) > 2 else end + 2
            else:
                result.append(Words(sign.replace("<", "&lt;")))
        elif sign.startswith("<") and "data-passage" in sign.lower():
            self.tagged(result, sign)
        elif sign.startswith("<"):
            self.code(result, sign)
        elif sign == "''" or sign == "//":
            self.emphasis(result, sign)
        elif sign.startswith("$"):
            result.append(Words(f"[{sign[1:]}]"))
            result.append(Unknown("L-PRINT", sign, "note"))
        elif sign.startswith("!"):
            result.append(Words("\n\n"))

    def emphasis(self, result: list[Piece], sign: str) -> None:
        if sign == "//" and self.text[self.at - 3 : self.at - 2] == ":":
            result.append(Words("//"))
        elif sign == "//":
            self.italic = not self.italic
            result.append(Words("<i>" if self.italic else "</i>"))
        else:
            self.bold = not self.bold
            result.append(Words("<b>" if self.bold else "</b>"))

    def code(self, result: list[Piece], sign: str) -> None:
        """Scripts and styles in the text."""
        tag = re.split(r"[\s>]", sign[1:])[0].lower()
        end = self.finder.find(f"</{tag}", self.at)
        if end < 0:
            return
        inner = self.text[self.at : end]
        self.at = end
        if tag == "nowiki":
            result.append(Words(inner))
        else:
            code = "L-JS" if tag == "script" else "L-CSS"
            result.append(Unknown(code, inner, texts=quoted(inner), doubt="L-JS"))

    def brackets(self, result: list[Piece]) -> None:
        end = self.text.find("]]", self.at, self.at + 4_000)
        if end < 0:
            result.append(Words("[["))
            return
        inner = self.text[self.at : end]
        self.at = end + 2
        result.append(bracket_link(inner))

    def picture(self, result: list[Piece]) -> None:
        """[img[source]] or [img[source][passage]]."""
        end = self.text.find("]]", self.at, self.at + 4_000)
        if end < 0:
            return
        inner = self.text[self.at : end]
        self.at = end + 2
        result.append(Unknown("L-MEDIA", f"[img[{inner}]]"))
        parts = inner.split("][")
        if len(parts) > 1:
            source, target = parts[0], parts[1]
            label = source.partition("|")[0] if "|" in source else target
            changes = setters(parts[2]) if len(parts) > 2 else []
            result.append(Link(label, target.strip(), changes=changes, raw=f"[img[{inner}]]"))

    def tagged(self, result: list[Piece], start: str) -> None:
        """An HTML element with data-passage: a link."""
        begin = self.at - len(start)
        end = begin
        quote = ""
        while end < min(len(self.text), begin + 4_000):
            sign = self.text[end]
            if quote:
                quote = "" if sign == quote else quote
            elif sign in "\"'":
                quote = sign
            elif sign == ">":
                break
            end += 1
        else:
            return
        name = re.split(r"[\s>]", start[1:])[0]
        raw = self.text[begin : end + 1]
        found = attributes(raw)
        shut = re.compile(rf"</{re.escape(name)}", re.I).search(self.text, end, end + 4_000)
        close = shut.start() if shut else -1
        inner = self.text[end + 1 : close] if close >= 0 else ""
        self.at = close if close >= 0 and name.lower() != "img" else end + 1
        target = found.get("data-passage", "")
        if found.get("alt") and not plain(inner):
            inner = found["alt"]
        label = plain(re.sub(r"<<[^<>]*>>", "", inner)) or target
        if " @data-passage" in raw or target.startswith(("$", "_", "`")) or not target:
            result.append(Link(label, dynamic=True, raw=raw))
        else:
            changes = setters(found.get("data-setter", ""))
            result.append(Link(label, target, changes=changes, raw=raw))

    def macro(self, result: list[Piece], token: Token) -> None:
        name = token.name
        own_body = name in CONTAINERS or name in self.closers
        body: list[Piece] = []
        if name == "if" and self.depth < DEEPEST:
            result.append(self.branches(token))
            return
        if name == "switch" and self.depth < DEEPEST:
            result.append(self.switch(token))
            return
        if name in ("script", "style") and name in self.closers:
            end = self.finder.find(f"<</{name}>>", self.at)
            inner = self.text[self.at : end] if end >= 0 else ""
            self.at = end + len(name) + 5 if end >= 0 else self.at
            code = "L-JS" if name == "script" else "L-CSS"
            result.append(Unknown(code, inner or token.raw, texts=quoted(inner), doubt="L-JS"))
            return
        if own_body and name in self.closers and self.depth < DEEPEST:
            body = self.body(f"/{name}")
        result.append(known(token, body))

    def body(self, *until: str) -> list[Piece]:
        self.depth += 1
        pieces, _ = self.pieces(until)
        self.depth -= 1
        return pieces

    def branches(self, token: Token) -> Piece:
        cases = [case_of(token.args, SUGARCUBE)]
        self.depth += 1
        while True:
            pieces, end = self.pieces(("elseif", "else", "/if"))
            cases[-1].body = pieces
            if end is None or end.closes:
                break
            args = re.sub(r"^if\b", "", end.args).strip() if end.name == "else" else end.args
            cases.append(case_of(args, SUGARCUBE) if args else Case("", None, []))
        self.depth -= 1
        return Chain(cases)

    def switch(self, token: Token) -> Piece:
        cases: list[Case] = []
        self.depth += 1
        while True:
            pieces, end = self.pieces(("case", "default", "/switch"))
            if cases:
                cases[-1].body = pieces
            if end is None or end.closes:
                break
            if end.name == "default":
                cases.append(Case("", None, []))
            else:
                values = words_of(end.args)
                tests = " or ".join(f"({token.args}) is {value}" for value in values) or "false"
                cases.append(case_of(tests, SUGARCUBE))
        self.depth -= 1
        return Chain(cases)


def widgets(text: str) -> dict[str, list[Piece]]:
    """The widgets that do nothing but print fixed text, by name."""
    found: dict[str, list[Piece]] = {}
    for match in re.finditer(r"<<widget\s+[\"']?([\w-]+)[\"']?[^>]*>>", text):
        end = text.find("<</widget>>", match.end())
        if end < 0:
            continue
        pieces = read(text[match.end() : end].strip())
        if _prints(pieces):
            found[match[1].lower()] = pieces
    return found


def _prints(pieces: list[Piece]) -> bool:
    return all(
        isinstance(piece, Words)
        or (isinstance(piece, Unknown) and piece.code == "" and _prints(piece.body))
        for piece in pieces
    )


def with_widgets(pieces: list[Piece], known_widgets: dict[str, list[Piece]]) -> list[Piece]:
    """The same pieces with printing widgets replaced by their text."""
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Unknown):
            match = MACRO.match(piece.raw)
            name = match[2].lower() if match else ""
            if piece.doubt == "L-WIDGET-LINK" and name in known_widgets and not piece.body:
                result += known_widgets[name]
                continue
            piece.body = with_widgets(piece.body, known_widgets)
        elif isinstance(piece, Link):
            piece.body = with_widgets(piece.body, known_widgets)
        elif isinstance(piece, Chain):
            for case in piece.cases:
                case.body = with_widgets(case.body, known_widgets)
        result.append(piece)
    return result
