"""Conditions: the small, safe language in which a scenario says when something is so.

A condition is stored as a tree, typed as text and read as an English sentence. There is no
arithmetic, no call but four built-ins, no time and no randomness, so a condition always has an
answer and can be reasoned about before anyone plays.

    cond    = and { "or" and }
    and     = not { "and" not }
    not     = ["not"] atom
    atom    = "(" cond ")" | compare | fact
    compare = term op term                       op = "=" "!=" "<" "<=" ">" ">="
    fact    = flag | "visited(" scene ")" | "chose(" choice ")"
    term    = INT | "text" | variable | "visits(" scene ")" | "total(" scale ")"
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

MAX_CHARS = 500
MAX_DEPTH = 8
MAX_ATOMS = 24
MAX_NUMBER = 1_000_000

Value = int | bool | str

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
KEYWORDS = frozenset({"and", "or", "not", "visited", "chose", "visits", "total"})
WORD = r"[A-Za-z_][A-Za-z0-9_-]*"
TOKEN = re.compile(
    rf'\s*(?:(?P<int>-?[0-9]+)|(?P<text>"[^"\n]*")|(?P<op>!=|<=|>=|[=<>])|(?P<word>{WORD})|(?P<paren>[()]))'
)


class ConditionError(ValueError):
    """The condition cannot be used; `position` counts characters from 0 and `message` says what to
    do.
    """

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Text:
    """One of an option variable's own words, in double quotation marks."""

    value: str


@dataclass(frozen=True, slots=True)
class Term:
    """Something that has a value during a run: `kind` is var, visits or total."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Two terms and the comparison between them."""

    left: Number | Text | Term
    op: str
    right: Number | Text | Term


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is or is not so: `kind` is var (a flag), visited or chose."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Opposite:
    """Not so."""

    part: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All parts are so."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part is so."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that an author typed and that is no condition yet: kept in a draft, never so, and never
    published.
    """

    text: str


Node = Compare | Fact | Opposite | Every | Some | Unread


class Facts(Protocol):
    """What an evaluation may look at: the state of a run."""

    @property
    def vars(self) -> Mapping[str, Value]: ...
    @property
    def visits(self) -> Mapping[str, int]: ...
    @property
    def chosen(self) -> Collection[str]: ...
    @property
    def totals(self) -> Mapping[str, int]: ...


def holds(node: Node, facts: Facts) -> bool:
    """Say whether the condition is so in this state; always answers, changes nothing."""
    match node:
        case Compare(left, op, right):
            return _compare(op, _value(left, facts), _value(right, facts))
        case Fact("var", key):
            return facts.vars.get(key) is True
        case Fact("visited", key):
            return facts.visits.get(key, 0) > 0
        case Fact(_, key):
            return key in facts.chosen
        case Opposite(part):
            return not holds(part, facts)
        case Every(parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts):
            return any(holds(part, facts) for part in parts)
    return False


def _value(term: Number | Text | Term, facts: Facts) -> Value:
    match term:
        case Term("var", key):
            return facts.vars.get(key, 0)
        case Term("visits", key):
            return facts.visits.get(key, 0)
        case Term(_, key):
            return facts.totals.get(key, 0)
        case Number(value) | Text(value):
            return value
    raise AssertionError(term)


def _compare(op: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) != isinstance(right, str):
        return op == "!="
    return COMPARISONS[op](left, right)


# Text to tree


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Node:
    """Return the tree of a typed condition, or raise ConditionError with the position."""
    if len(text) > MAX_CHARS:
        raise ConditionError(
            f"A condition has at most {MAX_CHARS} characters; split it or use a variable", MAX_CHARS
        )
    return _Parser(_tokens(text), len(text)).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            spot = at + len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(f"“{text[spot]}” has no meaning in a condition", spot)
        tokens.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        at = match.end()
    return tokens


class _Parser:
    """Recursive descent over the grammar in the module's docstring; depth and atoms are counted on
    the way.
    """

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens = tokens
        self.length = length
        self.index = 0
        self.depth = 0
        self.atoms = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise ConditionError("Write a condition, for example: trust >= 2", 0)
        node = self.any_of()
        if self.peek() is not None:
            raise ConditionError(
                f"Expected “and” or “or” before “{self.tokens[self.index].text}”", self.at()
            )
        return node

    def any_of(self) -> Node:
        parts = [self.all_of()]
        while self.take_word("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def all_of(self) -> Node:
        parts = [self.negation()]
        while self.take_word("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def negation(self) -> Node:
        return Opposite(self.atom()) if self.take_word("not") else self.atom()

    def atom(self) -> Node:
        if self.take("paren", "("):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise ConditionError(
                    f"Brackets may be nested {MAX_DEPTH} deep; use a flag for a part", self.at() - 1
                )
            node = self.any_of()
            self.expect(")")
            self.depth -= 1
            return node
        self.atoms += 1
        if self.atoms > MAX_ATOMS:
            raise ConditionError(
                f"A condition has at most {MAX_ATOMS} parts; use a flag for some of them", self.at()
            )
        return self.statement()

    def statement(self) -> Node:
        start = self.at()
        left = self.term()
        token = self.peek()
        if token is not None and token.kind == "op":
            if isinstance(left, Fact):
                raise ConditionError(
                    "visited( ) and chose( ) are already so or not so; leave out the comparison",
                    start,
                )
            self.index += 1
            right = self.term()
            if isinstance(right, Fact):
                raise ConditionError("visited( ) and chose( ) cannot be compared", token.at)
            return Compare(left, token.text, right)
        if isinstance(left, Fact):
            return left
        if isinstance(left, Term) and left.kind == "var":
            return Fact("var", left.key)
        raise ConditionError("Compare this with something, for example: >= 2", self.at())

    def term(self) -> Number | Text | Term | Fact:
        token = self.peek()
        if token is None:
            raise ConditionError("The condition stops too early", self.length)
        self.index += 1
        if token.kind == "int":
            return self.number(token)
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind != "word" or token.text.lower() in ("and", "or", "not"):
            raise ConditionError(
                f"Expected a variable or a number instead of “{token.text}”", token.at
            )
        if token.text in KEYWORDS:
            return self.call(token)
        if self.take("paren", "("):
            raise ConditionError(
                f"There is no “{token.text}( )”; use visited, chose, visits or total", token.at
            )
        return Term("var", token.text)

    def number(self, token: _Token) -> Number:
        if len(token.text) > 9 or abs(int(token.text)) > MAX_NUMBER:
            raise ConditionError(f"Numbers go from -{MAX_NUMBER:,} to {MAX_NUMBER:,}", token.at)
        return Number(int(token.text))

    def call(self, token: _Token) -> Term | Fact:
        self.expect("(")
        name = self.peek()
        if name is None or name.kind != "word":
            raise ConditionError(f"Name what {token.text}( ) asks about", self.at())
        self.index += 1
        self.expect(")")
        if token.text in ("visits", "total"):
            return Term(token.text, name.text)
        return Fact(token.text, name.text)

    def peek(self) -> _Token | None:
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    def at(self) -> int:
        token = self.peek()
        return self.length if token is None else token.at

    def take(self, kind: str, text: str) -> bool:
        token = self.peek()
        if token is None or token.kind != kind or token.text != text:
            return False
        self.index += 1
        return True

    def take_word(self, word: str) -> bool:
        token = self.peek()
        if token is None or token.kind != "word" or token.text.lower() != word:
            return False
        self.index += 1
        return True

    def expect(self, text: str) -> None:
        if not self.take("paren", text):
            raise ConditionError(f"Expected “{text}”", self.at())


# Tree to text


def to_text(node: Node) -> str:
    """Return the condition as it would be typed; parsing that text gives the same tree."""
    match node:
        case Compare(left, op, right):
            return f"{_term_text(left)} {op} {_term_text(right)}"
        case Fact("var", key):
            return key
        case Fact(kind, key):
            return f"{kind}({key})"
        case Opposite(part):
            grouped = isinstance(part, Every | Some | Opposite)
            return f"not {_bracketed(part) if grouped else to_text(part)}"
        case Every(parts):
            return " and ".join(
                _bracketed(part) if isinstance(part, Every | Some) else to_text(part)
                for part in parts
            )
        case Some(parts):
            return " or ".join(
                _bracketed(part) if isinstance(part, Some) else to_text(part) for part in parts
            )
        case Unread(text):
            return text
    raise AssertionError(node)


def _bracketed(node: Node) -> str:
    return f"({to_text(node)})"


def _term_text(term: Number | Text | Term) -> str:
    match term:
        case Number(value):
            return str(value)
        case Text(text):
            return f'"{text}"'
        case Term("var", key):
            return key
        case Term(kind, key):
            return f"{kind}({key})"
    raise AssertionError(term)
