"""Expressions of other tools, read into one small tree; what has no place in our conditions stays
visible as such. Nothing is ever evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenarios.importing.dialects import (
    COMPARE,
    Dialect,
    Token,
    Untranslatable,
    string_value,
    tokens,
)


@dataclass(frozen=True)
class Lit:
    """A number, a truth value or a text."""

    value: int | bool | str


@dataclass(frozen=True)
class Ref:
    """A variable of the source, or in ink a knot."""

    name: str


@dataclass(frozen=True)
class Visits:
    """How often a page was entered; an empty name is the page itself."""

    name: str


@dataclass(frozen=True)
class Chosen:
    """Whether a choice was taken, by the source's name for it."""

    name: str


@dataclass(frozen=True)
class Cmp:
    """A comparison."""

    left: Expr
    op: str
    right: Expr


@dataclass(frozen=True)
class Sum:
    """Arithmetic: known here, but no part of a condition."""

    left: Expr
    op: str
    right: Expr


@dataclass(frozen=True)
class Not:
    """Not so."""

    part: Expr


@dataclass(frozen=True)
class And:
    """Both are so."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Or:
    """One or both are so."""

    left: Expr
    right: Expr


Expr = Lit | Ref | Visits | Chosen | Cmp | Sum | Not | And | Or

DEEPEST = 30


class Parser:
    """Recursive descent; one dialect's words are turned into signs on the way."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.dialect = dialect
        self.tokens = [self._sign(token) for token in tokens(text)]
        self.at = 0
        self.depth = 0

    def _sign(self, token: Token) -> Token:
        if token.kind == "name" and token.text in self.dialect.words:
            return Token("op", self.dialect.words[token.text])
        return token

    def whole(self) -> Expr:
        """The expression, if the text is nothing but one."""
        result = self.either()
        if self.at < len(self.tokens):
            raise Untranslatable(f"“{self.tokens[self.at].text}” has no meaning here")
        return result

    def peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def take(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind != "text":
            text = self.tokens[self.at].text
            if text in signs:
                self.at += 1
                return text
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise Untranslatable(f"expected “{sign}”")

    def either(self) -> Expr:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untranslatable("is nested too deep")
        left = self.both()
        while self.take("||"):
            left = Or(left, self._elided(left, self.both()))
        self.depth -= 1
        return left

    def both(self) -> Expr:
        left = self.negated()
        while self.take("&&"):
            left = And(left, self.negated())
        return left

    def _elided(self, left: Expr, right: Expr) -> Expr:
        """`$x is 1 or 2`: the second comparison is like the first (Harlowe)."""
        if self.dialect.name != "harlowe" or not isinstance(right, Lit | Ref):
            return right
        last = left.right if isinstance(left, Or) else left
        if isinstance(last, Cmp) and (isinstance(right, Lit) and not isinstance(right.value, bool)):
            return replace(last, right=right)
        return right

    def negated(self) -> Expr:
        depth = 0
        while self.take("!"):
            depth += 1
        part = self.compared()
        return Not(part) if depth % 2 else part

    def compared(self) -> Expr:
        left = self.sum()
        sign = self.take(*self.dialect.comparing)
        if sign:
            if self.dialect.name == "harlowe" and sign == "==":
                sign = self._harlowe_sign()
            if sign == "in":
                return self._in(left, self.sum())
            right = self.sum()
            return Cmp(left, COMPARE[sign], right)
        if self.take("contains"):
            return self._in(self.sum(), left)
        if self.take("def", "ndef"):
            raise Untranslatable("asks whether a variable exists")
        return left

    def _harlowe_sign(self) -> str:
        if self.take("!"):
            if self.take("in"):
                raise Untranslatable("asks what is in a list")
            return "!="
        if self.take("in"):
            return "in"
        return self.take("<=", ">=", "<", ">") or "=="

    def _in(self, item: Expr, whole: Expr) -> Expr:
        if isinstance(whole, Ref) and whole.name == "(history:)" and isinstance(item, Lit):
            return Cmp(Visits(str(item.value)), ">", Lit(0))
        raise Untranslatable("asks what is in a list")

    def sum(self) -> Expr:
        left = self.product()
        while sign := self.take("+", "-"):
            left = _folded(left, sign, self.product())
        return left

    def product(self) -> Expr:
        left = self.atom()
        while sign := self.take("*", "/", "%"):
            left = _folded(left, sign, self.atom())
        return left

    def atom(self) -> Expr:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untranslatable("is nested too deep")
        part = self._atom()
        self.depth -= 1
        return part

    def _atom(self) -> Expr:
        if self.take("("):
            return self._bracketed()
        if self.take("-"):
            part = self.atom()
            if isinstance(part, Lit) and type(part.value) is int:
                return Lit(-part.value)
            raise Untranslatable("turns a value round")
        if self.take("!"):
            return Not(self.atom())
        if self.at >= len(self.tokens):
            raise Untranslatable("stops too early")
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            return Lit(_whole(token.text))
        if token.kind == "text":
            return Lit(string_value(token.text))
        if token.kind == "name":
            return self._named(token.text)
        raise Untranslatable(f"“{token.text}” has no meaning here")

    def _bracketed(self) -> Expr:
        if self.dialect.name == "harlowe" and self.peek(1) == ":":
            return self._macro()
        part = self.either()
        self.need(")")
        return part

    def _macro(self) -> Expr:
        name = self.peek().replace("-", "").replace("_", "").lower()
        self.at += 2
        if name == "history" and self.take(")"):
            return Ref("(history:)")
        if name == "visited":
            page = self.either()
            self.need(")")
            if isinstance(page, Lit):
                return Cmp(Visits(str(page.value)), ">", Lit(0))
        if name == "count" and isinstance(self.either(), Ref) and self.take(","):
            page = self.either()
            self.need(")")
            if isinstance(page, Lit):
                return Visits(str(page.value))
        raise Untranslatable(f"uses ({name}:)")

    def _named(self, name: str) -> Expr:
        lowered = name.lower()
        if lowered in ("true", "false"):
            return Lit(lowered == "true")
        if self.peek() == "(":
            return self._call(name)
        if self.peek() in ("[", "++", "--"):
            raise Untranslatable("looks into a list")
        if self.dialect.name == "harlowe" and lowered in ("visits", "visit"):
            return Visits("")
        if name == "passage.visits":
            return Visits("")
        if "." in name and (not self.dialect.dotted or name.endswith(".length")):
            raise Untranslatable("looks into a value")
        if self.dialect.sigils and name[0] not in "$_":
            raise Untranslatable(f"uses “{name}”")
        return Ref(name)

    def _call(self, name: str) -> Expr:
        if name not in self.dialect.visits:
            raise Untranslatable(f"calls “{name}”")
        self.need("(")
        if self.take(")"):
            return Visits("")
        page = self.either()
        self.need(")")
        if not isinstance(page, Lit):
            raise Untranslatable("asks about a page that is computed")
        asked = Visits(str(page.value))
        return Cmp(asked, ">", Lit(0)) if name == "hasVisited" else asked


def _whole(text: str) -> int:
    if "." in text and text.rstrip("0")[-1] != ".":
        raise Untranslatable("uses a fraction")
    number = text.split(".")[0]
    if len(number) > 7:
        raise Untranslatable("uses a number above a million")
    return int(number)


def _folded(left: Expr, sign: str, right: Expr) -> Expr:
    if sign == "+" and isinstance(left, Lit) and isinstance(right, Lit):
        one, two = left.value, right.value
        if isinstance(one, str) and isinstance(two, str):
            return Lit(one + two)
    if (
        isinstance(left, Lit)
        and isinstance(right, Lit)
        and type(left.value) is int
        and type(right.value) is int
        and sign in "+-*"
    ):
        first, second = left.value, right.value
        value = first + second if sign == "+" else first - second if sign == "-" else first * second
        if abs(value) <= 1_000_000:
            return Lit(value)
    return Sum(left, sign, right)


def parse(text: str, dialect: Dialect) -> Expr:
    """The tree of an expression; raises `Untranslatable`."""
    return Parser(text, dialect).whole()
