"""How each tool writes its expressions: words, signs, and how they fall into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass


class Untranslatable(ValueError):
    """The expression says something that a condition or an effect of a case cannot."""


LONGEST = 2_000
TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)
  | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<name>[$_]?[A-Za-z_\u00c0-\uffff][\w\u00c0-\uffff]*(?:\.[A-Za-z_]\w*)*)
  | (?P<op>===|!==|==|!=|<=|>=|&&|\|\||\+=|-=|\+\+|--|->|[-+*/%<>=!(),:?\[\]{}])
    )""",
    re.VERBOSE,
)
COMPARE = {
    "===": "=",
    "==": "=",
    "=": "=",
    "!==": "!=",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Dialect:
    """How one tool writes the same things."""

    name: str
    comparing: frozenset[str]
    words: dict[str, str]  # a word of the language -> its sign
    visits: frozenset[str]  # functions that ask how often a page was entered
    sigils: bool  # variables begin with $ or _
    dotted: bool = False  # a.b may be a variable of its own


def _words(**words: str) -> dict[str, str]:
    return {name.rstrip("_"): sign for name, sign in words.items()}


_SIGNS = frozenset(["===", "==", "!==", "!=", "<", "<=", ">", ">="])
HARLOWE = Dialect(
    "harlowe", _SIGNS, _words(is_="==", and_="&&", or_="||", not_="!"), frozenset(), sigils=True
)
SUGARCUBE = Dialect(
    "sugarcube",
    _SIGNS,
    _words(
        is_="===",
        eq="==",
        isnot="!==",
        neq="!=",
        gt=">",
        gte=">=",
        lt="<",
        lte="<=",
        and_="&&",
        or_="||",
        not_="!",
    ),
    frozenset(["visited", "hasVisited"]),
    sigils=True,
    dotted=True,
)
JAVASCRIPT = Dialect("javascript", _SIGNS, {}, frozenset(["visited"]), sigils=False, dotted=True)
INK = Dialect(
    "ink",
    _SIGNS,
    _words(and_="&&", or_="||", not_="!"),
    frozenset(),
    sigils=False,
    dotted=True,
)
ASSIGNING = frozenset(["=", "to", "into"])


@dataclass(frozen=True)
class Token:
    """A word or sign of an expression."""

    kind: str
    text: str


def tokens(text: str) -> list[Token]:
    """The words and signs of an expression."""
    if len(text) > LONGEST:
        raise Untranslatable("is too long")
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Untranslatable(f"“{text[at:].strip()[:10]}” has no meaning here")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def string_value(text: str) -> str:
    """What a quoted text says."""
    return re.sub(r"\\(.)", r"\1", text[1:-1])
