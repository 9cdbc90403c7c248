"""Our own file of a case, `.case.zip`: `case.json` with its fields, `graph.json` with its graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scenarios.documents import HEAD
from scenarios.graph import Graph
from scenarios.importing.bounds import Archive, json_of
from scenarios.importing.direct import report_of
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Findings, Report
from scenarios.shapes import ShapeError

LONGEST = {"title": 255, "summary": 250, "audience": 300, "content_notes": 300}
PLACE = re.compile(r"scenes\[(\d+)\]\.?(.*)")


def from_native(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read a case as it was taken out of another Candour, or of this one."""
    archive = Archive(data)
    found = archive.find("graph.json")
    if not found:
        raise ImportFault("there is no graph.json in it", mend="Export the case again")
    raw = json_of(archive.read(found), found)
    try:
        graph = Graph.from_data(raw)
    except ShapeError as error:
        raise _located(error, raw) from error
    first = archive.find("case.json")
    head = _head(json_of(archive.read(first), first)) if first else {}
    findings = Findings()
    for scene in graph.scenes:
        if scene.media:
            findings.lose("L-MEDIA", scene.key, f"{scene.media[0].kind}", count=len(scene.media))
    report = report_of(graph, "native", str(head.get("title", "")), findings)
    return graph, replace(report, head=head)


def _located(error: ShapeError, raw: Any) -> ImportFault:
    """The error by the scene's own key."""
    match = PLACE.fullmatch(error.path)
    if match is None:
        return ImportFault(error.message, "graph.json", error.path)
    scenes = raw.get("scenes") if isinstance(raw, Mapping) else None
    scene = scenes[int(match[1])] if isinstance(scenes, list) else {}
    key = scene.get("key") if isinstance(scene, Mapping) else None
    return ImportFault(error.message, f"Scene “{key or match[1]}”", match[2] or "scene")


def _head(raw: Any) -> dict[str, Any]:
    """The case's own fields, each of its own type."""
    if not isinstance(raw, Mapping):
        raise ImportFault("is no object", "case.json")
    head: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in HEAD:
            raise ImportFault("there is no such field", "case.json", str(name)[:80])
        if type(value) is not type(HEAD[name]):
            kind = "a whole number" if isinstance(HEAD[name], int) else "text"
            raise ImportFault(f"is not {kind}", "case.json", name)
        if isinstance(value, int) and not 0 <= value <= 32_000:
            raise ImportFault("is no number of minutes", "case.json", name)
        head[name] = value[: LONGEST.get(name, 300)] if isinstance(value, str) else value
    return head
