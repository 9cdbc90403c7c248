"""Check a condition against the names of its graph, and say it as an English sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scenarios.conditions import (
    Compare,
    ConditionError,
    Every,
    Fact,
    Node,
    Number,
    Opposite,
    Some,
    Term,
    Text,
    Unread,
    parse,
)

LONGEST_SAID = 80
PHRASES = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
UNPHRASED = {
    "=": "is not",
    "!=": "is",
    "<": "is at least",
    "<=": "is above",
    ">": "is at most",
    ">=": "is below",
}


@dataclass(frozen=True)
class Names:
    """What a condition may name: keys with their labels, variables with their types and words."""

    variables: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    scenes: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)


def faults(node: Node, names: Names) -> Iterator[str]:
    """Yield, in words for the author, every name that does not exist and every comparison that
    makes no sense.
    """
    match node:
        case Unread(text):
            yield _unread(text)
        case Compare(left, op, right):
            yield from _term_faults(left, names)
            yield from _term_faults(right, names)
            yield from _comparison_faults(left, op, right, names)
        case Fact(kind, key):
            yield from _fact_faults(kind, key, names)
        case Opposite(part):
            yield from faults(part, names)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from faults(part, names)


def _unread(text: str) -> str:
    """What is wrong with a text that is no condition, and at which character."""
    said = text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1]}…"
    try:
        parse(text)
    except ConditionError as error:
        return f"“{said}” is not a condition yet: {error}"
    return f"“{said}” is not a condition yet"


def _fact_faults(kind: str, key: str, names: Names) -> Iterator[str]:
    if kind == "var":
        if key not in names.types:
            yield f"there is no variable “{key}”"
        elif names.types[key] != "flag":
            yield f"“{key}” is a {names.types[key]}: compare it with something"
    elif kind == "visited" and key not in names.scenes:
        yield f"there is no scene “{key}”"
    elif kind == "chose" and key not in names.choices:
        yield f"there is no choice “{key}”"


def _term_faults(term: Number | Text | Term, names: Names) -> Iterator[str]:
    if not isinstance(term, Term):
        return
    known = {"var": names.types, "visits": names.scenes, "total": names.scales}[term.kind]
    if term.key not in known:
        thing = {"var": "variable", "visits": "scene", "total": "scale"}[term.kind]
        yield f"there is no {thing} “{term.key}”"


def _kind(term: Number | Text | Term, names: Names) -> str:
    if isinstance(term, Text):
        return "option"
    if isinstance(term, Term) and term.kind == "var":
        return names.types.get(term.key, "")
    return "count"


def _comparison_faults(
    left: Number | Text | Term, op: str, right: Number | Text | Term, names: Names
) -> Iterator[str]:
    kinds = {_kind(left, names), _kind(right, names)}
    if "" in kinds:
        return
    if "flag" in kinds:
        yield "a flag is so or not so: write its key alone, or “not” before it"
    elif len(kinds) == 2:
        yield "a number and a word cannot be compared"
    elif kinds == {"option"}:
        if op not in ("=", "!="):
            yield "words can only be = or !="
        yield from _word_faults(left, right, names)


def _word_faults(
    left: Number | Text | Term, right: Number | Text | Term, names: Names
) -> Iterator[str]:
    for one, other in ((left, right), (right, left)):
        if (
            isinstance(one, Text)
            and isinstance(other, Term)
            and one.value not in names.options.get(other.key, ())
        ):
            yield f"“{one.value}” is not one of the options of “{other.key}”"
    if isinstance(left, Text) and isinstance(right, Text):
        yield "compare an option variable with one of its options"


def sentence(node: Node, names: Names) -> str:
    """Say the condition in English, with the labels that the author gave."""
    return _say(node, names, True)


def _say(node: Node, names: Names, so: bool) -> str:
    match node:
        case Compare(left, op, right):
            phrase = (PHRASES if so else UNPHRASED)[op]
            return f"{_name(left, None, names)} {phrase} {_name(right, left, names)}"
        case Fact("var", key):
            return f"“{names.variables.get(key, key)}” is {'' if so else 'not '}so"
        case Fact("visited", key):
            return f"the learner has {'' if so else 'not '}been in “{names.scenes.get(key, key)}”"
        case Fact(_, key):
            return (
                f"the learner {'chose' if so else 'did not choose'} “{names.choices.get(key, key)}”"
            )
        case Opposite(Compare() | Fact() as part):
            return _say(part, names, not so)
        case Opposite(part):
            return f"it is not so that ({_say(part, names, so)})"
        case Every(parts):
            return " and ".join(_grouped(part, names) for part in parts)
        case Some(parts):
            return " or ".join(_grouped(part, names) for part in parts)
        case Unread(text):
            return text
    raise AssertionError(node)


def _grouped(node: Node, names: Names) -> str:
    said = _say(node, names, True)
    return f"({said})" if isinstance(node, Every | Some) else said


def _name(term: Number | Text | Term, beside: Number | Text | Term | None, names: Names) -> str:
    match term:
        case Number(value):
            word = names.words.get(beside.key, {}).get(value) if isinstance(beside, Term) else None
            return f"{value} (“{word}”)" if word else str(value)
        case Text(text):
            return f"“{text}”"
        case Term("var", key):
            return names.variables.get(key, key)
        case Term("visits", key):
            return f"the number of times in “{names.scenes.get(key, key)}”"
        case Term(_, key):
            return f"the total of {names.scales.get(key, key)}"
    raise AssertionError(term)
