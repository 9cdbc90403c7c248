"""What the readers of Twine formats share: brackets that match, arguments, links, assignments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scenarios.importing.dialects import ASSIGNING, Dialect, Untranslatable, string_value
from scenarios.importing.expressions import And, Cmp, Expr, Lit, Not, Or, Ref, Sum, parse
from scenarios.importing.pieces import Assign, Case
from scenarios.importing.story import Change

WINDOW = 40_000
PATIENCE = 60  # unclosed brackets in one passage before the rest is taken as text
DEEPEST = 50
PAIRS = {"(": ")", "[": "]", "{": "}"}
STRINGS = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|(?<![\w)\]])'((?:[^'\\\n]|\\.)*)'")
DATA = re.compile(r"^\s*(?:\((?:a|array|dm|datamap|ds|dataset|dt)\s*:|\[|\{|new\s)", re.IGNORECASE)
CHANCE = re.compile(
    r"\b(?:random|either|shuffled|randomFloat)\b|Math\.random|RANDOM", re.IGNORECASE
)
ASKED = re.compile(r"^\s*\(?\s*(?:prompt|confirm)\b", re.IGNORECASE)


class Finder:
    """Finds ends in a text; what was once not found is not looked for again, so it stays linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: set[str] = set()

    def find(self, mark: str, at: int) -> int:
        """Where the mark comes next, in small or capital letters; -1 when it doesn't."""
        if mark in self.missing:
            return -1
        match = re.compile(re.escape(mark), re.IGNORECASE).search(self.text, at)
        if match is None:
            self.missing.add(mark)
            return -1
        return match.start()


@dataclass
class Budget:
    """How many brackets that never close a passage may have."""

    left: int = PATIENCE


def closing(text: str, at: int, budget: Budget) -> int:
    """Where the bracket that opens at `at` closes; -1 when it doesn't. Quoted text is skipped."""
    if budget.left <= 0:
        return -1
    stack: list[str] = []
    end = min(len(text), at + WINDOW)
    place = at
    while place < end:
        sign = text[place]
        if sign in PAIRS:
            stack.append(PAIRS[sign])
        elif stack and sign == stack[-1]:
            stack.pop()
            if not stack:
                return place
        elif sign == '"' or (sign == "'" and not _possessive(text, place)):
            stop = quote_end(text, place, end)
            place = stop if stop >= 0 else place
        place += 1
    budget.left -= 1
    return -1


def _possessive(text: str, place: int) -> bool:
    return place > 0 and (text[place - 1].isalnum() or text[place - 1] in ")]_")


def quote_end(text: str, at: int, end: int) -> int:
    """Where a quoted text ends; -1 when it doesn't."""
    place = at + 1
    while place < end:
        if text[place] == "\\":
            place += 1
        elif text[place] == text[at]:
            return place
        place += 1
    return -1


def arguments(text: str) -> list[str]:
    """Arguments between commas, quotes and brackets respected."""
    parts: list[str] = []
    depth = 0
    start = place = 0
    while place < len(text):
        sign = text[place]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == '"' or (sign == "'" and not _possessive(text, place)):
            stop = quote_end(text, place, len(text))
            place = stop if stop >= 0 else place
        elif sign == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
        place += 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def literal(text: str, dialect: Dialect) -> str | None:
    """What a text argument says, if it is a fixed one."""
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'" and quote_end(text, 0, len(text)) == len(text) - 1:
        return string_value(text)
    try:
        value = parse(text, dialect)
    except Untranslatable:
        return None
    return value.value if isinstance(value, Lit) and isinstance(value.value, str) else None


def quoted(text: str) -> list[str]:
    """Every quoted text in a piece of code."""
    found = []
    for match in STRINGS.finditer(text[:WINDOW]):
        said = match[1] if match[1] is not None else match[2]
        if said.strip():
            found.append(re.sub(r"\\(.)", r"\1", said))
    return found


def link_parts(inner: str) -> tuple[str, str]:
    """Label and target of what stands between [[ and ]]."""
    right = inner.rfind("->")
    if right >= 0:
        return inner[:right].strip(), inner[right + 2 :].strip(" \t")
    left = inner.find("<-")
    if left >= 0:
        return inner[left + 2 :].strip(), inner[:left].strip(" \t")
    label, bar, target = inner.partition("|")
    return (label.strip(), target.strip(" \t")) if bar else (inner.strip(), inner.strip(" \t"))


def assigned(name: str, operator: str, value: str, dialect: Dialect, raw: str) -> Assign:
    """A change of a variable, as far as it is one."""
    temporary = name.startswith("_") and dialect.sigils
    key = name.lstrip("$")
    try:
        expr = stripped(parse(value, dialect))
    except Untranslatable:
        return Assign(None, key, raw, _code(value), temporary)
    change = _change(key, operator, expr)
    return Assign(change, key, raw, _code(value), temporary)


def _code(value: str) -> str:
    if DATA.match(value):
        return "L-DATA"
    if ASKED.match(value):
        return "L-INPUT"
    return "L-RANDOM" if CHANCE.search(value) else "L-EXPR"


def _change(name: str, operator: str, expr: Expr) -> Change | None:
    if operator in ("+=", "-=") and isinstance(expr, Lit) and type(expr.value) is int:
        return Change("add" if operator == "+=" else "sub", name, expr.value)
    if operator not in ASSIGNING:
        return None
    match expr:
        case Lit(value):
            return Change("set", name, value)
        case Sum(Ref(other), "+", Lit(int(number))) if other == name:
            return Change("add", name, number)
        case Sum(Lit(int(number)), "+", Ref(other)) if other == name:
            return Change("add", name, number)
        case Sum(Ref(other), "-", Lit(int(number))) if other == name:
            return Change("sub", name, number)
    return None


def stripped(expr: Expr) -> Expr:
    """The same expression with variables named without their sigil."""
    match expr:
        case Ref(name):
            return Ref(name.lstrip("$"))
        case Not(part):
            return Not(stripped(part))
        case And(left, right) | Or(left, right) | Cmp(left, _, right) | Sum(left, _, right):
            return replace(expr, left=stripped(left), right=stripped(right))
    return expr


def case_of(source: str, dialect: Dialect, negate: bool = False) -> Case:
    """A branch of a chain, its condition read if it can be."""
    source = " ".join(source.split())
    shown = f"not ({source})" if negate else source
    try:
        expr = stripped(parse(source, dialect))
    except Untranslatable as error:
        return Case(shown, None, [], str(error))
    temporary = _temporary(expr) if dialect.sigils else ""
    if temporary:
        return Case(shown, None, [], f"“{temporary}” lasts for one passage only")
    return Case(shown, Not(expr) if negate else expr, [])


def _temporary(expr: Expr) -> str:
    match expr:
        case Ref(name) if name.startswith("_"):
            return name
        case Not(part):
            return _temporary(part)
        case And(left, right) | Or(left, right) | Cmp(left, _, right) | Sum(left, _, right):
            return _temporary(left) or _temporary(right)
    return ""
