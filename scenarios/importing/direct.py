"""Sources that are cases already (our own file, outlines, sheets): a document in, graph and report
out. Nothing is translated here, so nothing can be lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scenarios.conditions import (
    Compare,
    ConditionError,
    Every,
    Fact,
    Node,
    Opposite,
    Some,
    Term,
    Text,
    parse,
)
from scenarios.documents import DocumentError, from_document
from scenarios.graph import Effect, Graph
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Edges, Findings, Report, Tally
from scenarios.importing.naming import variable_words
from scenarios.importing.reporting import reported

EFFECT = re.compile(
    r"\s*([a-z][a-z0-9_-]*)\s*(?:(on|off)|([-+=]|\+=|-=)\s*(?:(-?\d{1,7})|\"?([^\"]{1,80}?)\"?))\s*"
)
# Signs that word processors put in place of what was typed.
TYPED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "−": "-", "\u00a0": " "}
    | {"≥": ">=", "≤": "<=", "≠": "!="}
)
SIGNS = {"+": "add", "+=": "add", "-": "sub", "-=": "sub", "=": "set"}


def finished(
    document: Mapping[str, Any], form: str, title: str, findings: Findings | None = None
) -> tuple[Graph, Report]:
    """The graph of a document and its report; raises `ImportFault` by scene and field."""
    try:
        graph = Graph.from_data(from_document(document))
    except DocumentError as error:
        node = f"Scene “{error.scene}”" if error.scene else ""
        raise ImportFault(error.message, node, error.field) from error
    graph = declared(graph)
    return graph, report_of(graph, form, title, findings or Findings())


def report_of(graph: Graph, form: str, title: str, findings: Findings) -> Report:
    """The report of a graph that was read as it is."""
    conditions = sum(1 for _ in graph.conditions())
    effects = sum(1 for _ in effects_of(graph))
    ways = [way for scene in graph.scenes for way in scene.ways()]
    found = sum(1 for _, _, to in ways if to in graph.scene)
    edges = Edges(found=found, lost=len(ways) - found + findings.lost)
    return reported(
        graph,
        form,
        title,
        edges,
        Tally(conditions, conditions),
        Tally(effects, effects),
        findings.losses(),
    )


def effects_of(graph: Graph) -> Iterator[Effect]:
    """Every effect of a graph."""
    for scene in graph.scenes:
        yield from scene.on_enter
        for choice in scene.choices:
            yield from choice.effects
        for branch in scene.branches:
            yield from branch.effects


def condition_from(text: str) -> str:
    """A condition as it was meant: a word processor's quotes and dashes are what was typed."""
    typed = text.translate(TYPED)
    if typed == text:
        return text
    for said in (text, typed):
        try:
            parse(said)
        except ConditionError:
            continue
        return said
    return text


def effects_from(text: str) -> list[dict[str, Any]]:
    """Effects as people write them: `trust + 1, told on, mood = calm`. Raises `ValueError`."""
    found = []
    for part in re.split(r"[,;\n]", text.translate(TYPED)):
        if not part.strip():
            continue
        match = EFFECT.fullmatch(part)
        if match is None:
            raise ValueError(
                f"“{part.strip()}” is no effect: write trust + 1, told on, or mood = calm"
            )
        name, switch, sign, number, word = match.groups()
        if switch:
            found.append({"op": switch, "var": name})
        elif number is not None:
            found.append({"op": SIGNS[sign], "var": name, "value": int(number)})
        elif sign == "=":
            found.append({"op": "set", "var": name, "value": word.strip()})
        else:
            raise ValueError(f"“{part.strip()}” adds a word to a number")
    return found


def effects_text(effects: tuple[Effect, ...]) -> str:
    """Effects as people write them; empty when they can't be written so."""
    signs = {"add": "+", "sub": "-", "set": "="}
    parts = [
        f"{effect.var} {effect.op}"
        if effect.op in ("on", "off")
        else f"{effect.var} {signs[effect.op]} {effect.value}"
        for effect in effects
    ]
    text = ", ".join(parts)
    try:
        again = [Effect(**row) for row in effects_from(text)]
    except ValueError:
        return ""
    return text if tuple(again) == effects else ""


def declared(graph: Graph) -> Graph:
    """The graph with a variable for every name that it uses and nobody declared."""
    known = set(graph.variable)
    numbers: dict[str, list[int]] = {}
    words: dict[str, set[str]] = {}
    flags: list[str] = []
    for effect in effects_of(graph):
        if effect.op in ("on", "off"):
            flags.append(effect.var)
        elif isinstance(effect.value, str):
            words.setdefault(effect.var, set()).add(effect.value)
        else:
            numbers.setdefault(effect.var, []).append(abs(effect.value))
    for _, _, condition in graph.conditions():
        _named(condition.node, numbers, words, flags)
    fresh: list[dict[str, Any]] = []
    for name in sorted({*numbers, *words, *flags} - known):
        label = variable_words(name).capitalize() or name
        if name in words:
            options = sorted({"", *words[name]})
            fresh.append(
                {"key": name, "label": label, "type": "option", "initial": "", "options": options}
            )
        elif name in numbers:
            most = max([10, *numbers[name]])
            fresh.append({"key": name, "label": label, "max": most})
        else:
            fresh.append({"key": name, "label": label, "type": "flag", "initial": False})
    if not fresh:
        return graph
    made = Graph.from_data({"vars": fresh}).vars
    return replace(graph, vars=(*graph.vars, *made))


def _named(
    node: Node, numbers: dict[str, list[int]], words: dict[str, set[str]], flags: list[str]
) -> None:
    match node:
        case Compare(Term("var", name), _, Text(word)) | Compare(Text(word), _, Term("var", name)):
            words.setdefault(name, set()).add(word)
        case Compare(left, _, right):
            for term in (left, right):
                if isinstance(term, Term) and term.kind == "var":
                    numbers.setdefault(term.key, [])
        case Fact("var", name):
            flags.append(name)
        case Opposite(part):
            _named(part, numbers, words, flags)
        case Every(parts) | Some(parts):
            for part in parts:
                _named(part, numbers, words, flags)
