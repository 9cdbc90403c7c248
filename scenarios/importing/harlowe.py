"""Harlowe: macros in round brackets with hooks in square ones."""

from __future__ import annotations

import re

from scenarios.importing.dialects import HARLOWE
from scenarios.importing.pieces import (
    Assign,
    Case,
    Chain,
    Include,
    Jump,
    Link,
    Piece,
    Unknown,
    Words,
)
from scenarios.importing.prose import names
from scenarios.importing.scanning import (
    DEEPEST,
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

MACRO = re.compile(r"\(\s*([A-Za-z][\w-]*|[$_]\w+)\s*:")
STOPS = re.compile(
    r"\[\[|\[|\]|\(\s*[A-Za-z$_][\w-]*\s*:|\{|\}|\$[A-Za-z_]\w*(?:'s\s+\w+)*|\b_[A-Za-z]\w*|"
    r"\|[\w-]+>(?=\[)|<!--|<script\b[^>]*>|<style\b[^>]*>|//|''|\\\n|`+|"
    r"^[ \t]*#{1,6}|^[ \t]*[=<>]{2,}[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
STARS = re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*\*(?![\w*])")
STAR = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*(?![\w*])")
TO = re.compile(r"\s*([$_][A-Za-z_]\w*)\s*(?:\bto\b|=(?!=))\s*(.*)", re.DOTALL)
INTO = re.compile(r"(.*)\binto\s+([$_][A-Za-z_]\w*)\s*", re.DOTALL)
LINKS = names(
    "link linkreveal linkrepeat linkreplace linkrerun linkfullscreen linkappend linkprepend click "
    "clickreplace clickappend clickprepend clickrerun mouseover mouseoverreplace mouseoverappend "
    "mouseoverprepend mouseout mouseoutreplace mouseoutappend mouseoutprepend"
)
GOTOS = names("linkgoto linkrevealgoto clickgoto mouseovergoto mouseoutgoto linkto")
HOOKED = frozenset(["clickgoto", "mouseovergoto", "mouseoutgoto"])
LATER = names("live after event more stop meter timed")
STYLES = names(
    "textstyle css t8n transition transitiontime t8ntime t8ndelay transitiondelay t8nskip font "
    "textsize size textcolour textcolor colour color bg background align box floatbox columns "
    "border b4r hoverstyle linestyle lettered textrotatez textrotatex textrotatey textindent "
    "opacity charstyle linkstyle hook hooksnamed enchant enchantin change verbatim v6m collapse "
    "nobr action transitiondepart transitionarrive t8ndepart t8narrive t8nskip cursor buttons "
    "button cornerradius cornersize bordersize b4rsize bordercolour bordercolor "
    "b4rcolour b4rcolor sqp"
)
SHOWS = names("replace append prepend show hide rerun replacewith hidden shown")
ASKS = names(
    "cyclinglink seqlink sequencelink dropdown input inputbox forceinput forceinputbox checkbox "
    "checkboxfullscreen prompt confirm alert dialog"
)
LOOPS = names("for loop")
PRINTS = names("print str string num number text either random source verbatimprint")
BACK = names("linkundo undo linkbookmark gotoundo")
DATA = names("a array dm datamap ds dataset")


def read(text: str) -> list[Piece]:
    """The pieces of a Harlowe passage."""
    return _Reader(text).pieces()


def normal(name: str) -> str:
    """Harlowe reads (go-to:), (goto:) and (Go_To:) as one."""
    return re.sub(r"[-_]", "", name).lower()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.budget = Budget()
        self.finder = Finder(text)
        self.depth = 0
        self.collapse = 0
        self.bold = self.italic = False
        self.chain: Chain | None = None

    def pieces(self, hook: bool = False) -> list[Piece]:
        """Read until the end, or inside a hook until its bracket closes."""
        result: list[Piece] = []
        chain: Chain | None = None
        opened = 0
        while self.at < len(self.text):
            stop = STOPS.search(self.text, self.at)
            words = self.text[self.at : stop.start() if stop else len(self.text)]
            if words.strip() and stop is not None and stop[0] != "]":
                chain = None
            self.say(result, words)
            if stop is None:
                self.at = len(self.text)
                break
            self.at = stop.end()
            sign = stop[0]
            if sign == "]":
                if hook and not opened:
                    return result
                opened -= opened > 0
                tail = re.compile(r"<[\w-]+\|").match(self.text, self.at)
                self.at = tail.end() if tail else self.at
            elif sign == "[":
                opened += 1
            elif sign.startswith("("):
                chain = self.macro(result, stop.start(), chain)
            else:
                chain = self.sign(result, sign, chain)
        return result

    def say(self, result: list[Piece], words: str) -> None:
        if not words:
            return
        if self.collapse:
            words = re.sub(r"\s+", " ", words)
        words = STARS.sub(r"<b>\1</b>", words)
        result.append(Words(STAR.sub(r"<i>\1</i>", words)))

    def sign(self, result: list[Piece], sign: str, chain: Chain | None) -> Chain | None:
        """Whatever isn't a macro or a bracket."""
        if sign == "[[":
            self.brackets(result)
        elif sign in "{}":
            self.collapse = max(0, self.collapse + (1 if sign == "{" else -1))
        elif sign == "//" or sign == "''":
            self.emphasis(result, sign)
        elif sign.strip().startswith("#"):
            result.append(Words("\n\n"))
        elif sign.startswith("`"):
            end = self.finder.find(sign, self.at)
            if end >= 0:
                self.say(result, self.text[self.at : end])
                self.at = end + len(sign)
        elif sign.startswith("<"):
            self.skipped(result, sign)
        elif sign[0] in "$_":
            return self.variable(result, sign)
        elif not sign.startswith(("|", "\\")) and sign.strip("=<> \t\n"):
            self.say(result, sign)
        return chain

    def emphasis(self, result: list[Piece], sign: str) -> None:
        before = self.text[self.at - 3 : self.at - 2]
        if sign == "//" and before == ":":
            result.append(Words("//"))
        elif sign == "//":
            self.italic = not self.italic
            result.append(Words("<i>" if self.italic else "</i>"))
        else:
            self.bold = not self.bold
            result.append(Words("<b>" if self.bold else "</b>"))

    def skipped(self, result: list[Piece], sign: str) -> None:
        """Comments, scripts and styles."""
        tag = re.split(r"[\s>]", sign[1:])[0].lower()
        end_mark = "-->" if sign == "<!--" else f"</{tag}>"
        end = self.finder.find(end_mark, self.at)
        if end < 0:
            result.append(Words("&lt;"))
            return
        inner = self.text[self.at : end]
        self.at = end + len(end_mark)
        if sign != "<!--":
            code = "L-JS" if tag == "script" else "L-CSS"
            result.append(Unknown(code, inner, texts=quoted(inner), doubt="L-JS"))

    def brackets(self, result: list[Piece]) -> None:
        end = self.text.find("]]", self.at, self.at + 2_000)
        if end < 0:
            result.append(Words("[["))
            return
        inner = self.text[self.at : end]
        self.at = end + 2
        label, target = link_parts(inner)
        if re.match(r"\s*[$(]", target) and label != target:
            result.append(Link(label, dynamic=True, raw=f"[[{inner}]]"))
        else:
            result.append(Link(_label(label), target, raw=f"[[{inner}]]"))

    def variable(self, result: list[Piece], sign: str) -> Chain | None:
        """A variable in the text: printed, or a changer or flag before a hook."""
        name = sign.partition("'")[0]
        if (
            "'" not in sign
            and self.text.startswith("[", self.at)
            and not self.text.startswith("[[", self.at)
        ):
            case = case_of(name, HARLOWE)
            case.body = self.hook() or []
            chain = Chain([case])
            result.append(chain)
            return chain
        result.append(Words(f"[{name.lstrip('$_')}]"))
        result.append(Unknown("L-PRINT", sign, "note"))
        return None

    def hook(self) -> list[Piece] | None:
        """The hook that follows, if one does."""
        gap = re.compile(r"\s*(?:\|[\w-]+>)?\[(?!\[)").match(self.text, self.at)
        if gap is None:
            nested = re.compile(r"\s*\[(?=\[\[)").match(self.text, self.at)
            gap = nested if nested and self.text.find("]]]", nested.end()) >= 0 else None
        if gap is None or self.depth >= DEEPEST:
            return None
        self.at = gap.end()
        self.depth += 1
        body = self.pieces(hook=True)
        self.depth -= 1
        tail = re.compile(r"<[\w-]+\|").match(self.text, self.at)
        self.at = tail.end() if tail else self.at
        return body

    def macro(self, result: list[Piece], start: int, chain: Chain | None) -> Chain | None:
        match = MACRO.match(self.text, start)
        end = closing(self.text, start, self.budget)
        if match is None or end < 0:
            result.append(Words(self.text[start : self.at]))
            return None
        name, args = normal(match[1]), self.text[match.end() : end].strip()
        raw = self.text[start : end + 1]
        self.at = end + 1
        if name in ("if", "unless", "elseif", "else"):
            return self.branch(result, name, args, chain)
        self.combined()
        piece = self.known(name, args, raw)
        if piece is not None:
            result.append(piece)
        return None

    def combined(self) -> None:
        """Skip the rest of changers that are added together: (a:)+(b:)[hook]."""
        while plus := re.compile(r"\s*\+\s*(?=\()").match(self.text, self.at):
            end = closing(self.text, plus.end(), self.budget)
            if end < 0:
                return
            self.at = end + 1

    def branch(
        self, result: list[Piece], name: str, args: str, chain: Chain | None
    ) -> Chain | None:
        if name == "else":
            case = Case("", None, [])
        else:
            case = case_of(args, HARLOWE, negate=name == "unless")
        case.body = self.hook() or []
        if name in ("else", "elseif") and chain is not None:
            chain.cases.append(case)
            return chain
        fresh = Chain([case])
        result.append(fresh)
        return fresh

    def known(self, name: str, args: str, raw: str) -> Piece | None:
        if name in ("set", "put", "move", "unpack"):
            return _assignments(name, args, raw)
        if name == "goto" or name == "redirect":
            return _jump(args, raw)
        if name in GOTOS:
            return self.link_to(name, args, raw)
        if name == "display":
            target = literal(args, HARLOWE)
            return Include(target or "", raw)
        if name in LINKS:
            parts = arguments(args)
            label = literal(parts[0], HARLOWE) if parts else None
            body = self.hook() or []
            return Link(label or (args if parts else ""), body=body, raw=raw)
        if name in BACK:
            return Link(args, dynamic=True, raw=raw)
        return self.other(name, args, raw)

    def link_to(self, name: str, args: str, raw: str) -> Piece:
        parts = arguments(args)
        if not parts:
            return Unknown("L-MACRO", raw)
        label = (literal(parts[0], HARLOWE) or parts[0]) if name not in HOOKED else ""
        if len(parts) == 1 and name not in HOOKED and len(label.split("->")) == 2:
            label, target = link_parts(label)
            return Link(_label(label), target, raw=raw)
        targets = _targets(parts[-1])
        body = (self.hook() or []) if name == "linkrevealgoto" else []
        if not targets:
            return Link(label, body=body, dynamic=True, raw=raw)
        if len(targets) > 1:
            return Link(label, body=[*body, Jump(targets, raw)], raw=raw)
        return Link(_label(label), targets[0], body=body, raw=raw)

    def other(self, name: str, args: str, raw: str) -> Piece | None:
        """What a case has no word for; a hook's text stays."""
        body = self.hook()
        if name in LATER:
            return Unknown("L-LIVE", raw, "approximated" if body else "dropped", body or [])
        if name in STYLES:
            return Unknown("L-STYLE", raw, body=body or [])
        if name in SHOWS:
            return Unknown("L-LIVE", raw, "approximated", body or [])
        if name in ASKS:
            return Unknown("L-INPUT", raw, body=body or [])
        if name in LOOPS:
            return Unknown("L-LOOP", raw, "approximated", body or [])
        if name in DATA:
            return Unknown("L-DATA", raw, body=body or [])
        if name in PRINTS:
            fixed = literal(args, HARLOWE) if name == "print" else None
            if fixed is not None:
                return Words(fixed)
            return Unknown("L-PRINT", raw, body=[Words(f"[{raw[1:-1][:60]}]"), *(body or [])])
        return Unknown("L-MACRO", raw, body=body or [], texts=quoted(args), doubt="L-MACRO-LINK")


def _label(label: str) -> str:
    """A label without the markup that it may have."""
    return re.sub(r"''|//|\*\*|\([\w-]+:[^)]*\)\[?", "", label).strip("[] ") or label


def _targets(text: str) -> list[str]:
    """The passages that an argument names: one, several by lot, or none that is fixed."""
    one = literal(text, HARLOWE)
    if one is not None:
        return [one]
    lot = re.fullmatch(r"\s*\(\s*either\s*:(.*)\)\s*", text, re.DOTALL | re.IGNORECASE)
    if lot:
        found = [literal(part, HARLOWE) for part in arguments(lot[1])]
        if all(found):
            return [name for name in found if name]
    return []


def _jump(args: str, raw: str) -> Piece:
    return Jump(_targets(args), raw)


def _assignments(name: str, args: str, raw: str) -> Piece:
    pieces: list[Piece] = []
    for part in arguments(args):
        match = TO.fullmatch(part) if name == "set" else INTO.fullmatch(part)
        if match is None:
            target = re.search(r"[$_][A-Za-z_]\w*", part)
            pieces.append(Assign(None, (target[0] if target else part).lstrip("$"), raw, "L-EXPR"))
            continue
        variable, value = (match[1], match[2]) if name == "set" else (match[2], match[1])
        value = re.sub(r"\bit\b", variable.replace("\\", ""), value)
        pieces.append(assigned(variable, "=", value.strip(), HARLOWE, raw))
    return pieces[0] if len(pieces) == 1 else Unknown("", raw, body=pieces)
