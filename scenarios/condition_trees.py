"""The stored form of a condition: a JSON tree, read back with the same limits as typed text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scenarios import conditions
from scenarios.conditions import (
    COMPARISONS,
    KEYWORDS,
    MAX_NUMBER,
    Compare,
    ConditionError,
    Every,
    Fact,
    Facts,
    Node,
    Number,
    Opposite,
    Some,
    Term,
    Text,
    Unread,
)
from scenarios.shapes import ShapeError

NAME = re.compile(conditions.WORD)


@dataclass(frozen=True)
class Condition:
    """A condition of a graph: the tree, with its text and its stored form."""

    node: Node

    @classmethod
    def from_text(cls, text: str) -> Condition:
        """Read typed text, or raise ConditionError."""
        return cls(conditions.parse(text))

    @classmethod
    def from_draft(cls, text: str) -> Condition:
        """Read typed text; keep it as it is when it is no condition yet, so that a draft loses
        nothing.
        """
        try:
            return cls.from_text(text)
        except ConditionError:
            return cls(Unread(text))

    @classmethod
    def from_json(cls, data: object, path: str = "") -> Condition:
        """Read the stored tree, or raise ShapeError."""
        try:
            node = _node(data, path, 0)
            if not isinstance(node, Unread) and conditions.parse(conditions.to_text(node)) != node:
                raise ShapeError(path, "this tree has no text form")
        except ConditionError as error:
            raise ShapeError(path, error.message) from error
        return cls(node)

    def to_json(self) -> dict[str, Any]:
        """Return the stored tree."""
        return _plain(self.node)

    @cached_property
    def text(self) -> str:
        """The condition as typed."""
        return conditions.to_text(self.node)

    def holds(self, facts: Facts) -> bool:
        """Say whether it is so in this state."""
        return conditions.holds(self.node, facts)


def _plain(node: Node) -> dict[str, Any]:
    match node:
        case Compare(left, op, right):
            return {"cmp": [_plain_term(left), op, _plain_term(right)]}
        case Fact(kind, key):
            return {"fact": {kind: key}}
        case Opposite(part):
            return {"not": _plain(part)}
        case Every(parts):
            return {"all": [_plain(part) for part in parts]}
        case Some(parts):
            return {"any": [_plain(part) for part in parts]}
        case Unread(text):
            return {"unread": text}
    raise AssertionError(node)


def _plain_term(term: Number | Text | Term) -> int | dict[str, str]:
    match term:
        case Number(value):
            return value
        case Text(text):
            return {"text": text}
        case Term(kind, key):
            return {kind: key}
    raise AssertionError(term)


def _node(data: object, path: str, depth: int) -> Node:
    if not isinstance(data, Mapping) or len(data) != 1:
        raise ShapeError(path, "expected a condition")
    if depth > 2 * conditions.MAX_DEPTH:
        raise ShapeError(path, "this condition is nested too deep")
    (kind, value), *_ = data.items()
    match kind, value:
        case "all" | "any", [_, _, *_]:
            parts = tuple(_node(part, path, depth + 1) for part in value)
            return Every(parts) if kind == "all" else Some(parts)
        case "not", part:
            return Opposite(_node(part, path, depth + 1))
        case "cmp", [left, str(op), right] if op in COMPARISONS:
            return Compare(_term(left, path), op, _term(right, path))
        case "fact", {**named}:
            return Fact(*_named(named, ("var", "visited", "chose"), path))
        case "unread", str(text):
            return Unread(text)
    raise ShapeError(path, f"“{kind}” is not part of a condition here")


def _term(data: object, path: str) -> Number | Text | Term:
    if type(data) is int and abs(data) <= MAX_NUMBER:
        return Number(data)
    if isinstance(data, Mapping):
        if list(data) == ["text"] and isinstance(data["text"], str):
            return Text(data["text"])
        return Term(*_named(data, ("var", "visits", "total"), path))
    raise ShapeError(path, "expected something to compare")


def _named(data: Mapping[Any, Any], kinds: tuple[str, ...], path: str) -> tuple[str, str]:
    if len(data) == 1:
        ((kind, key),) = data.items()
        if (
            kind in kinds
            and isinstance(key, str)
            and NAME.fullmatch(key)
            and key.lower() not in KEYWORDS
        ):
            return kind, key
    raise ShapeError(path, f"expected one of {', '.join(kinds)} with a key")
