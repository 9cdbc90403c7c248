"""Ink in a row: choices, gathers, texts, diverts and changes, each under its conditions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from scenarios.importing.findings import Findings
from scenarios.importing.inktext import brace_end, braced, logical
from scenarios.importing.prose import escaped
from scenarios.importing.story import Guard, Test

CHOICE = re.compile(r"^\s*((?:[*+]\s*)+)")
GATHER = re.compile(r"^\s*((?:-(?!>)\s*)+)")
LABEL = re.compile(r"^\s*\(\s*([\w\u00c0-\uffff]+)\s*\)\s*")
DIVERT = re.compile(r"->->|<-|->")
TARGET = re.compile(r"\s*([\w\u00c0-\uffff.]*)\s*(\((?:[^()]|\([^()]*\))*\))?")
TAG = re.compile(r"(?<!\\)#[^\n]*")
DEEPEST = 12
MOST_ITEMS = 20_000


@dataclass
class Said:
    """Words, Markdown already."""

    text: str
    guard: Guard = ()


@dataclass
class Go:
    """A divert. `kind` is to, tunnel, thread or return; a tunnel goes on at `then`, or here."""

    to: str
    guard: Guard = ()
    kind: str = "to"
    then: str = ""


@dataclass
class Do:
    """A line of logic."""

    code: str
    guard: Guard = ()


@dataclass
class Pick:
    """A choice; `inline` is what its own line says after it is taken."""

    level: int
    label: str
    sticky: bool
    name: str = ""
    guard: Guard = ()
    inline: list[Item] = field(default_factory=list)
    depth: int = 0  # in how many braces it stands

    @property
    def fallback(self) -> bool:
        """Whether it is the way on when nothing else is left."""
        return not self.label.strip()


@dataclass
class Meet:
    """A gather: where ways come together."""

    level: int
    name: str = ""


@dataclass
class Close:
    """The end of a branch in braces: what comes after belongs to no choice in them."""

    depth: int


Item = Said | Go | Do | Pick | Meet | Close


class Itemiser:
    """Reads the lines of one flow."""

    def __init__(self, path: str, test: Callable[[str], Test], findings: Findings) -> None:
        self.path = path
        self.test = test
        self.findings = findings
        self.depth = 0
        self.braces_open = 0
        self.count = 0

    def items(self, lines: list[str], guard: Guard = ()) -> list[Item]:
        """The items of some lines."""
        found: list[Item] = []
        self.depth += 1
        if self.depth <= DEEPEST:
            for line in logical(lines):
                found += self.line(line, guard)
        self.depth -= 1
        return found

    def line(self, line: str, guard: Guard) -> list[Item]:
        self.count += 1
        if not line.strip() or self.count > MOST_ITEMS:
            return []
        choice = CHOICE.match(line)
        if choice:
            return [self.choice(choice, line[choice.end() :], guard)]
        gather = GATHER.match(line)
        if gather:
            rest = line[gather.end() :]
            name = LABEL.match(rest)
            meet = Meet(gather[1].count("-"), name[1] if name else "")
            return [meet, *self.line(rest[name.end() :] if name else rest, guard)]
        if line.strip().startswith("~"):
            return [Do(line.strip()[1:].strip(), guard)]
        return [*self.content(line, guard), Said("\n", guard)]

    def choice(self, match: re.Match[str], rest: str, guard: Guard) -> Pick:
        marks = match[1]
        name = LABEL.match(rest)
        rest = rest[name.end() :] if name else rest
        conditions: list[tuple[Test, bool]] = []
        while rest.lstrip().startswith("{"):
            rest = rest.lstrip()
            end = brace_end(rest, 0)
            inner = braced(rest[1:end]) if end > 0 else None
            if inner is None or inner.kind != "value":
                break
            conditions.append((self.test(inner.value), True))
            rest = rest[end + 1 :]
        before, inside, after, bracketed = _bracketed(rest)
        divert = DIVERT.search(before)
        if divert and not bracketed:
            before, after = before[: divert.start()], before[divert.start() :]
        label = self.words(f"{before}{inside}")
        said = f"{before}{after}" if bracketed else after
        return Pick(
            level=len(re.findall(r"[*+]", marks)),
            label=label,
            sticky="+" in marks,
            name=name[1] if name else "",
            guard=(*guard, *conditions),
            depth=self.braces_open,
            inline=[*self.content(said, ()), Said("\n")] if said.strip() else [],
        )

    def words(self, text: str) -> str:
        """A label: its text, of what depends on something the first."""
        parts = [item.text for item in self.content(text, ()) if isinstance(item, Said)]
        return " ".join("".join(parts).replace("\\", "").split())

    def content(self, text: str, guard: Guard) -> list[Item]:
        """Words, braces and diverts of a line or a branch."""
        text = TAG.sub(self.tag, text)
        found: list[Item] = []
        at = 0
        while at < len(text):
            brace = text.find("{", at)
            while brace > 0 and text[brace - 1] == "\\":
                brace = text.find("{", brace + 1)
            divert = DIVERT.search(text, at)
            if divert and (brace < 0 or divert.start() < brace):
                self.say(found, text[at : divert.start()], guard)
                at = self.divert(found, text, divert, guard)
                continue
            if brace < 0:
                break
            self.say(found, text[at:brace], guard)
            end = brace_end(text, brace)
            if end < 0:
                self.say(found, "{", guard)
                at = brace + 1
                continue
            found += self.braces(text[brace + 1 : end], guard)
            at = end + 1
        self.say(found, text[at:], guard)
        return found

    def tag(self, match: re.Match[str]) -> str:
        self.findings.lose("L-TAG", self.path, match[0])
        return ""

    def say(self, found: list[Item], text: str, guard: Guard) -> None:
        if "<>" in text:
            self.findings.lose("L-GLUE", self.path, text, "translated", text.count("<>"))
            text = text.replace("<>", "\ue010")
        text = re.sub(r"\\(.)", r"\1", text)
        if text:
            found.append(Said(escaped(text), guard))

    def divert(self, found: list[Item], text: str, match: re.Match[str], guard: Guard) -> int:
        """Read a divert; return where the text goes on."""
        target = TARGET.match(text, match.end())
        name = target[1] if target else ""
        end = target.end() if target else match.end()
        if target and target[2]:
            self.findings.lose("L-PARAM", self.path, f"-> {name}{target[2]}")
        if match[0] == "<-":
            found.append(Go(name, guard, "thread"))
        elif match[0] == "->->":
            found.append(Go(name, guard, "return"))
        elif text.startswith("->", end) and not text.startswith("->->", end):
            then = TARGET.match(text, end + 2)
            after = then[1] if then else ""
            end = then.end() if then else end + 2
            if text.startswith("->", end):  # more tunnels in a row: the next one follows
                return self.chained(found, text, guard, name, after, end)
            found.append(Go(name, guard, "tunnel", after))
        elif name:
            found.append(Go(name, guard))
        return end

    def chained(
        self, found: list[Item], text: str, guard: Guard, name: str, after: str, end: int
    ) -> int:
        found.append(Go(name, guard, "tunnel"))
        found.append(Go(after, guard, "tunnel"))
        return end + 2

    def braces(self, inner: str, guard: Guard) -> list[Item]:
        self.depth += 1
        self.braces_open += 1
        found = self._braces(inner, guard) if self.depth <= DEEPEST else []
        self.braces_open -= 1
        self.depth -= 1
        return found

    def _braces(self, inner: str, guard: Guard) -> list[Item]:
        read = braced(inner)
        if read.kind == "value":
            self.findings.lose("L-PRINT", self.path, f"{{{read.value}}}", "note")
            return [Said(escaped(f"[{read.value[:60]}]"), guard)]
        if read.kind == "alternatives":
            self.findings.lose("L-ALT", self.path, f"{{{inner}}}")
            bodies = [body for _, body in read.cases if body.strip()]
            return self.body(bodies[0], guard) if bodies else []
        found: list[Item] = []
        before: Guard = ()
        for condition, body in read.cases:
            inside = before
            if condition:
                test = self.test(condition)
                inside = (*before, (test, True))
                before = (*before, (test, False))
            part = self.body(body, (*guard, *inside))
            found += part
            if any(isinstance(item, Pick) for item in part):
                found.append(Close(self.braces_open))
        return found

    def body(self, body: str, guard: Guard) -> list[Item]:
        if "\n" in body:
            return self.items(body.split("\n"), guard)
        if body.strip().startswith("~"):
            return [Do(body.strip()[1:].strip(), guard)]
        return self.content(body, guard)


def _bracketed(text: str) -> tuple[str, str, str, bool]:
    """A choice's line: before, inside and after its square brackets."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if sign == "[" and depth <= 0:
            end = text.find("]", place)
            if end >= 0:
                return text[:place], text[place + 1 : end], text[end + 1 :], True
            break
    return text, "", "", False
