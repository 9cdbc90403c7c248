"""A case as Twee 3 in a subset of Harlowe: links, conditions, effects, where the story begins.

The whole case stands in StoryData beside a hash of the passages: as long as nobody has edited them,
reading the file back gives the same case; afterwards the passages count, each with what its own
comment keeps: keys, ratings, feedback.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from scenarios.conditions import Compare, Every, Fact, Node, Number, Opposite, Some, Term, Text
from scenarios.documents import graph_document
from scenarios.exporting.results import Case, Exported, Omissions
from scenarios.graph import Branch, Choice, Effect, Graph, Scene
from scenarios.importing.kept import case_note, scene_note, written
from scenarios.importing.markup import html
from scenarios.importing.reporting import in_story_order
from scenarios.importing.twee import passages_hash

NAMESPACE = uuid.UUID("b7a3f0de-0c5e-4c2d-8a35-6d4a2f6f1f0a")
TAGS = re.compile(r"(<[^<>]*>)")
MARKS = re.compile(r"[$\[\](){}|*`\\/'#=~^_]")
OPERATORS = {"=": "is", "!=": "is not", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Unsayable(ValueError):
    """Harlowe has no word for this."""


def export(case: Case) -> Exported:
    """The .twee file of a case."""
    writing = _Writing(case.graph)
    stored = case.graph.as_json()
    notes = {scene["key"]: scene_note(scene) for scene in stored.get("scenes", [])}
    passages = {
        writing.names[scene.key]: f"{writing.passage(scene)}\n\n{written(notes[scene.key])}".strip()
        for scene in writing.scenes
    }
    start = writing.names.get(case.graph.start, "")
    data = {
        "ifid": str(uuid.uuid5(NAMESPACE, case.title)).upper(),
        "format": "Harlowe",
        "format-version": "3.3.9",
        "start": start,
        "candour": {
            "case": graph_document(case.graph),
            "passages": passages_hash(passages.items()),
        },
    }
    parts = [
        f":: StoryTitle\n{' '.join(case.title.split())}",
        f":: StoryData\n{json.dumps(data, ensure_ascii=False, indent=1)}",
    ]
    first = "\n\n".join(part for part in (writing.first, _noted(case_note(stored))) if part)
    if first:
        parts.append(f":: Before the story [startup]\n{first}")
    parts += [f":: {_header(name)}\n{text}" for name, text in passages.items()]
    losses = writing.omissions.findings.losses()
    text = "\n\n\n".join(parts) + "\n"
    return Exported(text.encode(), ".twee", "text/plain; charset=utf-8", losses)


def _noted(note: dict[str, Any]) -> str:
    return written(note) if note else ""


def names_of(graph: Graph) -> dict[str, str]:
    """The passage that each scene becomes, by the scene's key."""
    return _Writing(graph).names


def _header(name: str) -> str:
    return re.sub(r"([\[\]{}\\])", r"\\\1", name)


class _Writing:
    """One story being written."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.scenes = in_story_order(graph)
        self.omissions = Omissions()
        self.omissions.teaching(graph)
        self.names = self.named()
        self.first = "".join(
            f"(set: ${_name(var.key)} to {_value(var.start)})" for var in graph.vars
        )
        for rule in graph.interrupts:
            self.omissions.findings.lose("L-RULE", "", rule.when.text if rule.when else rule.to)

    def named(self) -> dict[str, str]:
        """A passage's name for each scene: its title where that is its own."""
        names: dict[str, str] = {}
        for scene in self.scenes:
            title = " ".join(re.sub(r"->|<-|[|\[\]\"\\{}]", " ", scene.title).split())
            taken = not title or title.startswith("$") or title in names.values()
            names[scene.key] = f"{title} ({scene.key})".strip() if taken else title
        return names

    def passage(self, scene: Scene) -> str:
        """The text of a passage."""
        parts = [_sets(scene.on_enter), _shown(scene.body)]
        if scene.prompt and scene.prompt.question:
            self.omissions.findings.lose("L-PROMPT", scene.key, scene.prompt.question, "note")
            parts.append(_shown(scene.prompt.question))
        if scene.kind == "ending" and scene.debrief:
            parts.append(_shown(scene.debrief))
        parts += [self.choice(scene, choice) for choice in scene.choices]
        if scene.branches:
            parts.append(self.lot(scene, scene.branches))
        elif scene.next and scene.kind not in ("decision", "ending"):
            parts.append(f"[[Continue->{self.target(scene.next)}]]")
        return "\n\n".join(part for part in parts if part)

    def target(self, key: str) -> str:
        return self.names.get(key, key)

    def lot(self, scene: Scene, branches: tuple[Branch, ...]) -> str:
        if any(branch.effects or branch.weight != branches[0].weight for branch in branches):
            self.omissions.findings.lose("L-CHANCE", scene.key, scene.title, "approximated")
        names = ", ".join(f'"{self.target(branch.to)}"' for branch in branches)
        return f"(go-to: (either: {names}))"

    def choice(self, scene: Scene, choice: Choice) -> str:
        label = " ".join(choice.label.replace('"', "”").split())
        target = self.target(choice.to)
        plain = not choice.effects and not re.search(r"->|<-|\||\]|\[|\$|\(", label)
        link = (
            f"[[{label}->{target}]]"
            if plain
            else f'(link: "{label}")[{_sets(choice.effects)}(go-to: "{target}")]'
        )
        if choice.feedback.text:
            self.omissions.findings.lose("L-FEEDBACK", scene.key, choice.feedback.text)
        if choice.once:
            self.omissions.findings.lose("L-ONCE", scene.key, label)
        if choice.when is None:
            return link
        try:
            return f"(if: {self.said(choice.when.node)})[{link}]"
        except Unsayable:
            self.omissions.findings.lose("L-COND", scene.key, choice.when.text)
            return link

    def said(self, node: Node) -> str:
        match node:
            case Compare(left, op, right):
                return f"{self.term(left)} {OPERATORS[op]} {self.term(right)}"
            case Fact("var", key):
                return f"${_name(key)}"
            case Fact("visited", key) if key in self.names:
                return f'(history:) contains "{self.names[key]}"'
            case Opposite(part):
                return f"not ({self.said(part)})"
            case Every(parts):
                return " and ".join(f"({self.said(part)})" for part in parts)
            case Some(parts):
                return " or ".join(f"({self.said(part)})" for part in parts)
        raise Unsayable

    def term(self, term: Number | Text | Term) -> str:
        match term:
            case Number(value):
                return str(value)
            case Text(text):
                return f'"{text}"'
            case Term("var", key):
                return f"${_name(key)}"
            case Term("visits", key) if key in self.names:
                return f'(count: (history:), "{self.names[key]}")'
        raise Unsayable


def _name(key: str) -> str:
    return key.replace("-", "_")


def _value(value: int | bool | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _sets(effects: tuple[Effect, ...]) -> str:
    words = {"add": "it + {}", "sub": "it - {}", "on": "true", "off": "false"}
    return "".join(
        f"(set: ${_name(effect.var)} to "
        f"{words.get(effect.op, _value(effect.value)).format(effect.value)})"
        for effect in effects
    )


def _shown(markdown: str) -> str:
    """A text as HTML in which nothing can be taken for Harlowe."""
    pieces = TAGS.split(html(markdown))
    return "".join(
        piece if piece.startswith("<") else MARKS.sub(_entity, _on_one_line(piece))
        for piece in pieces
    )


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _on_one_line(text: str) -> str:
    """Harlowe breaks a line wherever the text does; a paragraph's own line ends are none."""
    return text.replace("\n", " ") if text.strip() else text
