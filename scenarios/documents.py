"""A case as its author writes it (one YAML document) and the graph that is stored: read, and
written back.

The document is plain data, already parsed from YAML. Conditions are text there and trees here. YAML
reads a bare `on` and `off` as true and false; they are understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from scenarios.condition_trees import Condition
from scenarios.conditions import ConditionError
from scenarios.graph import Graph
from scenarios.shapes import ShapeError

HEAD = {
    "key": "",
    "title": "",
    "summary": "",
    "illustration": "",
    "illustration_alt": "",
    "est_minutes": 10,
    "audience": "",
    "content_notes": "",
    "mode": "practice",
    "back_policy": "undo_to_commit",
    "feedback_timing": "debrief",
    "peer_compare": "debrief",
    "panel_show": "debrief",
}
BODY = frozenset(field.name for field in fields(Graph)) - {"schema"}


class DocumentError(ValueError):
    """The document is no case: `scene` and `field` say where, `message` what to do."""

    def __init__(self, scene: str, field: str, message: str) -> None:
        where = f"Scene “{scene}”, {field}" if scene else field
        super().__init__(f"{where}: {message}")
        self.scene = scene
        self.field = field
        self.message = message


@dataclass(frozen=True)
class CaseDocument:
    """What a document says: the fields of the scenario itself, and its graph as stored JSON."""

    head: Mapping[str, Any]
    graph: dict[str, Any]


def read_case(document: object) -> CaseDocument:
    """Return the scenario's own fields and its graph, or raise DocumentError."""
    if not isinstance(document, Mapping):
        raise DocumentError("", "document", "a case is a list of named fields")
    for name in document:
        if name not in HEAD and name not in BODY:
            raise DocumentError("", str(name), "there is no such field")
    head = {
        name: _head(name, default, document.get(name, default)) for name, default in HEAD.items()
    }
    return CaseDocument(head=head, graph=from_document(document))


def from_document(document: Mapping[str, Any], draft: bool = False) -> dict[str, Any]:
    """Return the graph JSON of a document, or raise DocumentError naming scene and field.

    In a draft, text that is no condition yet is kept as it is, for the checks to name.
    """
    data = {name: value for name, value in document.items() if name in BODY and value is not None}
    scenes = _records(data.get("scenes", []), "scenes")
    data["scenes"] = [_scene(scene, number, draft) for number, scene in enumerate(scenes)]
    interrupts = _records(data.get("interrupts", []), "interrupts")
    data["interrupts"] = [
        _compiled(rule, "", f"interrupts[{number}]", draft)
        for number, rule in enumerate(interrupts)
    ]
    debrief = dict(_record(data.get("debrief", {}), "debrief"))
    debrief["blocks"] = [
        _compiled(block, "", f"debrief.blocks[{number}]", draft)
        for number, block in enumerate(_records(debrief.get("blocks", []), "debrief.blocks"))
    ]
    data["debrief"] = debrief
    try:
        return Graph.from_data(data).as_json()
    except ShapeError as error:
        raise _located(error, scenes) from error


def to_document(head: Mapping[str, Any], graph: Graph) -> dict[str, Any]:
    """Return the document of a scenario: its own fields and its graph, conditions as text."""
    return {
        **{name: head.get(name, default) for name, default in HEAD.items()},
        **graph_document(graph),
    }


def graph_document(graph: Graph) -> dict[str, Any]:
    """Return the graph's part of a document, conditions as text."""
    stored = graph.as_json()
    stored.pop("schema")
    document: dict[str, Any] = _as_text(stored)
    return document


def _head(name: str, default: object, value: object) -> object:
    if value is None:
        return default
    if type(value) is not type(default):
        kind = "a whole number" if isinstance(default, int) else "text"
        raise DocumentError("", name, f"expected {kind}")
    return value


def _record(value: object, field: str, scene: str = "") -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DocumentError(scene, field, "expected named fields")
    return value


def _records(value: object, field: str, scene: str = "") -> list[Mapping[str, Any]]:
    if not isinstance(value, list | tuple):
        raise DocumentError(scene, field, "expected a list")
    return [_record(item, f"{field}[{number}]", scene) for number, item in enumerate(value)]


def _scene(scene: Mapping[str, Any], number: int, draft: bool) -> dict[str, Any]:
    key = str(scene.get("key", f"number {number + 1}"))
    data = {name: value for name, value in scene.items() if value is not None}
    if isinstance(data.get("commit"), Mapping) and data["commit"].get("reason") is False:
        data["commit"] = {**data["commit"], "reason": "off"}
    data["on_enter"] = _effects(data.get("on_enter", []), key, "on_enter")
    for name in ("choices", "branches"):
        data[name] = [
            _way(way, key, f"{name}[{place}]", draft)
            for place, way in enumerate(_records(data.get(name, []), name, key))
        ]
    return data


def _way(way: Mapping[str, Any], scene: str, field: str, draft: bool) -> dict[str, Any]:
    data = _compiled(way, scene, field, draft)
    data["effects"] = _effects(data.get("effects", []), scene, f"{field}.effects")
    return data


def _effects(value: object, scene: str, field: str) -> list[dict[str, Any]]:
    switch: dict[object, str] = {True: "on", False: "off"}
    return [
        {**effect, "op": switch.get(effect.get("op"), effect.get("op")) if "op" in effect else ""}
        for effect in _records(value, field, scene)
    ]


def _compiled(record: Mapping[str, Any], scene: str, field: str, draft: bool) -> dict[str, Any]:
    data = {name: value for name, value in record.items() if value is not None}
    text = data.pop("when", "")
    if not isinstance(text, str):
        raise DocumentError(scene, f"{field}.when", "write the condition as text")
    if text.strip() and draft:
        data["when"] = Condition.from_draft(text).to_json()
    elif text.strip():
        try:
            data["when"] = Condition.from_text(text).to_json()
        except ConditionError as error:
            raise DocumentError(scene, f"{field}.when", str(error)) from error
    return data


def _located(error: ShapeError, scenes: list[Mapping[str, Any]]) -> DocumentError:
    place, _, field = error.path.partition(".")
    if place.startswith("scenes[") and place[7:-1].isdigit():
        key = str(scenes[int(place[7:-1])].get("key", place))
        return DocumentError(key, field or "scene", error.message)
    return DocumentError("", error.path, error.message)


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: Condition.from_json(item).text if key == "when" else _as_text(item)
            for key, item in value.items()
        }
    return [_as_text(item) for item in value] if isinstance(value, list) else value
