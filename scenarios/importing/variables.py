"""What kind of variable each name of a story is, and the story's tests as conditions of a case.

A variable is a flag, a count or an option by what it is set to and compared with. What holds
anything else (lists, objects, mixtures that make no sense) is left out and noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scenarios.conditions import (
    MAX_NUMBER,
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
    parse,
    to_text,
)
from scenarios.graph import Effect, Variable
from scenarios.importing.dialects import FLIPPED, Untranslatable
from scenarios.importing.expressions import And, Chosen, Cmp, Expr, Lit, Not, Or, Ref, Sum, Visits
from scenarios.importing.naming import variable_keys, variable_words
from scenarios.importing.story import Change, Story

LONGEST_OPTION = 80
MOST_OPTIONS = 40
STEPS = 10  # how many times a gain may be made before a count reaches its limit


@dataclass
class Uses:
    """Everything that a story says about one variable."""

    values: set[int | bool | str] = field(default_factory=set)
    compared: set[int | bool | str] = field(default_factory=set)
    ordered: bool = False
    added: int = 0
    taken: int = 0


@dataclass
class Cast:
    """The variables of a case by the source's name for them."""

    keys: dict[str, str]
    variables: dict[str, Variable]
    pages: dict[str, str]  # the source's page -> key of the scene
    choices: dict[str, str] = field(default_factory=dict)


def changes_of(story: Story) -> Iterator[Change]:
    """Every change of the story."""
    for page in story.pages:
        yield from page.changes
        for way in page.ways:
            yield from way.changes


def cast_of(story: Story, pages: dict[str, str]) -> Cast:
    """Decide what every variable is."""
    uses: dict[str, Uses] = {}
    for name, value in story.initial.items():
        uses.setdefault(name, Uses()).values.add(value)
    for change in changes_of(story):
        use = uses.setdefault(change.var, Uses())
        if change.op == "set":
            use.values.add(change.value)
        elif type(change.value) is int:
            use.added += max(0, change.value if change.op == "add" else -change.value)
            use.taken += max(0, change.value if change.op == "sub" else -change.value)
    for test in story.tests:
        if test.expr is not None:
            _compared(test.expr, uses)
    names = [name for name in uses if name not in pages and name not in story.unknowable]
    keys = variable_keys(names, story.labels)
    variables = {}
    for name in sorted(names):
        variable = _variable(story, name, keys[name], uses[name])
        if variable is None:
            story.findings.lose("L-DATA", "", name, "dropped")
        else:
            variables[name] = variable
    return Cast(keys, variables, pages)


def _compared(expr: Expr, uses: dict[str, Uses]) -> None:
    match expr:
        case Cmp(Ref(name), op, Lit(value)) | Cmp(Lit(value), op, Ref(name)):
            use = uses.setdefault(name, Uses())
            use.compared.add(value)
            use.ordered |= op not in ("=", "!=")
        case Cmp(left, _, right):
            for side in (left, right):
                if isinstance(side, Ref):
                    uses.setdefault(side.name, Uses()).ordered = True
        case Ref(name):
            uses.setdefault(name, Uses())
        case Not(part):
            _compared(part, uses)
        case And(left, right) | Or(left, right):
            _compared(left, uses)
            _compared(right, uses)


def _variable(story: Story, name: str, key: str, use: Uses) -> Variable | None:
    label = story.labels.get(name) or variable_words(name) or name
    values = use.values | use.compared
    counts = use.added or use.taken or use.ordered or name in story.bounds
    show = "play" if name in story.shown else "never"
    initial = story.initial.get(name)
    if any(isinstance(value, str) for value in values):
        return (
            None if use.added or use.taken or use.ordered else _option(key, label, values, initial)
        )
    if counts or any(type(value) is int for value in values):
        return _count(story, name, key, label, use, show)
    return Variable(key, label, "flag", initial is True, show="never")


def _option(
    key: str, label: str, values: set[int | bool | str], initial: int | bool | str | None
) -> Variable | None:
    words = {_word(value) for value in values}
    first = _word(initial) if initial is not None else ""
    options = tuple(sorted(words | {first}))
    if len(options) > MOST_OPTIONS or any(len(word) > LONGEST_OPTION for word in options):
        return None
    return Variable(key, label, "option", first, options=options)


def _word(value: int | bool | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).replace('"', "”").split())


def _count(story: Story, name: str, key: str, label: str, use: Uses, show: str) -> Variable:
    start = int(story.initial.get(name, 0))
    numbers = [int(value) for value in use.values | use.compared] + [start]
    low = min(numbers) - use.taken * STEPS
    high = max(numbers) + use.added * STEPS
    if name in story.bounds:
        low, high = story.bounds[name]
        start = min(max(start, low), high)
    elif low == high:
        high += 1
    low, high = max(low, -MAX_NUMBER), min(high, MAX_NUMBER)
    return Variable(
        key, label, "count", start, low, high, show="play" if show == "play" else "never"
    )


def effect_of(change: Change, cast: Cast) -> Effect | None:
    """The effect of a change; None where the variable can't hold it."""
    variable = cast.variables.get(change.var)
    if variable is None:
        return None
    value = change.value
    if variable.type == "flag":
        return (
            Effect("on" if value is True else "off", variable.key) if change.op == "set" else None
        )
    if variable.type == "option":
        return Effect("set", variable.key, _word(value)) if change.op == "set" else None
    if isinstance(value, str):
        return None
    number = int(value)
    if change.op == "set":
        return Effect("set", variable.key, min(max(number, variable.min), variable.max))
    adds = (change.op == "add") == (number >= 0)
    return Effect("add" if adds else "sub", variable.key, abs(number))


def settled(expr: Expr, cast: Cast, page: str) -> Node | bool:
    """The condition that an expression is on a page; a truth value when it is always or never so.

    Raises `Untranslatable`.
    """
    node = _settle(expr, cast, page)
    if isinstance(node, bool):
        return node
    try:
        if parse(to_text(node)) != node:
            raise Untranslatable("has no form here")
    except ConditionError as error:
        raise Untranslatable(error.message) from error
    return node


def _settle(expr: Expr, cast: Cast, page: str) -> Node | bool:
    match expr:
        case Lit(value):
            return bool(value)
        case Not(part):
            return negated(_settle(part, cast, page))
        case And(left, right):
            return joined([_settle(left, cast, page), _settle(right, cast, page)], every=True)
        case Or(left, right):
            return joined([_settle(left, cast, page), _settle(right, cast, page)], every=False)
        case Ref(name):
            return _truth(name, cast)
        case Visits(name):
            return Fact("visited", _page(name, cast, page))
        case Chosen(name) if name in cast.choices:
            return Fact("chose", cast.choices[name])
        case Cmp(left, op, right):
            return _comparison(left, op, right, cast, page)
    raise Untranslatable("is arithmetic" if isinstance(expr, Sum) else "has no form here")


def negated(node: Node | bool) -> Node | bool:
    """Not so."""
    if isinstance(node, bool):
        return not node
    return node.part if isinstance(node, Opposite) else Opposite(node)


def joined(nodes: list[Node | bool], every: bool) -> Node | bool:
    """All of them, or at least one."""
    parts: list[Node] = []
    for node in nodes:
        if isinstance(node, bool):
            if node != every:
                return node
        elif isinstance(node, Every if every else Some):
            parts.extend(part for part in node.parts if part not in parts)
        elif node not in parts:
            parts.append(node)
    if not parts:
        return every
    if len(parts) == 1:
        return parts[0]
    return Every(tuple(parts)) if every else Some(tuple(parts))


def _truth(name: str, cast: Cast) -> Node:
    if name in cast.pages:
        return Fact("visited", cast.pages[name])
    if name in cast.choices:
        return Fact("chose", cast.choices[name])
    variable = cast.variables.get(name)
    if variable is None:
        raise Untranslatable(f"“{name}” holds what a case cannot remember")
    if variable.type == "flag":
        return Fact("var", variable.key)
    empty = Number(0) if variable.type == "count" else Text("")
    if variable.type == "option" and "" not in variable.options:
        raise Untranslatable(f"asks whether “{name}” is anything")
    return Compare(Term("var", variable.key), "!=", empty)


def _page(name: str, cast: Cast, page: str) -> str:
    key = cast.pages.get(name) if name else cast.pages.get(page)
    if key is None:
        raise Untranslatable(f"there is no page “{name}”")
    return key


def _comparison(left: Expr, op: str, right: Expr, cast: Cast, page: str) -> Node | bool:
    if isinstance(left, Lit) and not isinstance(right, Lit):
        return _comparison(right, FLIPPED[op], left, cast, page)
    if isinstance(left, Lit) and isinstance(right, Lit):
        raise Untranslatable("compares two values")
    if isinstance(right, Lit):
        return _with_value(left, op, right.value, cast, page)
    one, other = _term(left, cast, page), _term(right, cast, page)
    return Compare(one, op, other)


def _with_value(left: Expr, op: str, value: int | bool | str, cast: Cast, page: str) -> Node | bool:
    if isinstance(left, Not | And | Or | Cmp) and isinstance(value, bool) and op in ("=", "!="):
        inner = _settle(left, cast, page)
        return inner if value == (op == "=") else negated(inner)
    variable = cast.variables.get(left.name) if isinstance(left, Ref) else None
    if variable is not None and variable.type == "flag":
        if op not in ("=", "!="):
            raise Untranslatable("compares a flag with a number")
        return (
            negated(Fact("var", variable.key))
            if bool(value) != (op == "=")
            else Fact("var", variable.key)
        )
    if variable is not None and variable.type == "option":
        if op not in ("=", "!="):
            raise Untranslatable("orders words")
        return Compare(Term("var", variable.key), op, Text(_word(value)))
    term = _term(left, cast, page)
    if isinstance(value, str):
        raise Untranslatable("compares a number with a text")
    if term.kind == "visits" and (op, int(value)) in ((">", 0), (">=", 1), ("!=", 0)):
        return Fact("visited", term.key)
    if term.kind == "visits" and (op, int(value)) in (("=", 0), ("<", 1), ("<=", 0)):
        return Opposite(Fact("visited", term.key))
    return Compare(term, op, Number(int(value)))


def _term(expr: Expr, cast: Cast, page: str) -> Term:
    match expr:
        case Visits(name):
            return Term("visits", _page(name, cast, page))
        case Ref(name) if name in cast.pages:
            return Term("visits", cast.pages[name])
        case Ref(name) if name in cast.variables and cast.variables[name].type == "count":
            return Term("var", cast.variables[name].key)
    raise Untranslatable("is arithmetic or compares what has no order")
