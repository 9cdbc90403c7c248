"""Ink's declarations and lines of logic, as far as a case remembers such things."""

from __future__ import annotations

import re

from scenarios.importing.dialects import INK, Untranslatable
from scenarios.importing.expressions import Expr, Lit, Ref, Sum, parse
from scenarios.importing.inktext import Source
from scenarios.importing.story import Change, Story

Value = int | bool | str
NAMED = re.compile(r"([\w\u00c0-\uffff]+)\s*=\s*(.+)")
CHANGED = re.compile(r"([\w\u00c0-\uffff]+)\s*(\+=|-=|=)\s*([^=].*)")
STEPPED = re.compile(r"([\w\u00c0-\uffff]+)\s*(\+\+|--)")


def declared(source: Source, story: Story) -> dict[str, Value]:
    """File the variables with what they begin with; return the constants."""
    constants: dict[str, Value] = {}
    for kind, rest in sorted(source.declared, key=lambda row: row[0] != "CONST"):
        match = NAMED.fullmatch(rest)
        if kind == "INCLUDE":
            story.findings.lose("L-INCLUDE", "", rest)
        elif kind == "EXTERNAL":
            story.findings.lose("L-EXTERNAL", "", rest)
        elif kind == "LIST" or match is None:
            story.findings.lose("L-LIST", "", f"{kind} {rest}")
            if match:
                story.unknowable.add(match[1])
        elif kind == "CONST":
            value = _value(match[2], constants)
            if value is not None:
                constants[match[1]] = value
        else:
            _variable(match[1], match[2], constants, story)
    return constants


def _variable(name: str, text: str, constants: dict[str, Value], story: Story) -> None:
    value = _value(text, constants)
    story.findings.effects += 1
    if value is None:
        story.unknowable.add(name)
        story.findings.lose("L-DYN" if "->" in text else "L-DATA", "", f"VAR {name} = {text}")
    else:
        story.initial[name] = value
        story.findings.effects_carried += 1


def _value(text: str, constants: dict[str, Value]) -> Value | None:
    try:
        expr = parse(text.strip(), INK)
    except Untranslatable:
        return None
    if isinstance(expr, Ref):
        return constants.get(expr.name)
    return expr.value if isinstance(expr, Lit) else None


def bump(args: str, lines: list[str]) -> tuple[str, int] | None:
    """A function that raises or lowers the variable that it is given: the operator and by how
    much.
    """
    given = re.fullmatch(r"\s*ref\s+(\w+)\s*", args)
    body = [line.strip() for line in lines if line.strip()]
    if given is None or len(body) != 1 or not body[0].startswith("~"):
        return None
    found = assignment(body[0][1:].strip(), {})
    if found is None or found.var != given[1] or found.op == "set" or type(found.value) is not int:
        return None
    return found.op, found.value


def assignment(code: str, constants: dict[str, Value]) -> Change | None:
    """A line of logic as a change."""
    stepped = STEPPED.fullmatch(code)
    if stepped:
        return Change("add" if stepped[2] == "++" else "sub", stepped[1], 1)
    match = CHANGED.fullmatch(code)
    if match is None:
        return None
    name, sign = match[1], match[2]
    try:
        expr: Expr = parse(match[3], INK)
    except Untranslatable:
        return None
    if isinstance(expr, Ref) and expr.name in constants:
        expr = Lit(constants[expr.name])
    match expr:
        case Lit(value) if sign == "=":
            return Change("set", name, value)
        case Lit(int(value)):
            return Change("add" if sign == "+=" else "sub", name, value)
        case Sum(Ref(other), "+" | "-" as operator, Lit(int(value))) if (other, sign) == (
            name,
            "=",
        ):
            return Change("add" if operator == "+" else "sub", name, value)
    return None
