"""Our own file, `.case.zip`: a case's fields in `case.json`, its graph in `graph.json`, and the
files that its scenes use, listed in `media.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scenarios.attachments import Attachment, Key, ending_of, key_of, renumbered, used
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
    attached = _attached(archive, set(used(graph)))
    brought = {one.key for one in attached}
    for scene in graph.scenes:
        lost = [medium for medium in scene.media if medium.id and key_of(medium) not in brought]
        if lost:
            findings.lose("L-MEDIA", scene.key, lost[0].alt or lost[0].kind, count=len(lost))
    # A number means a file of the library it comes from; in this one it may be anything.
    graph = renumbered(graph, lambda key: key[1] if key in brought else 0)
    report = report_of(graph, "native", str(head.get("title", "")), findings)
    return graph, replace(report, head=head, attachments=attached)


def _attached(archive: Archive, wanted: set[Key]) -> tuple[Attachment, ...]:
    """The files that came along and that a scene refers to."""
    listed = archive.find("media.json")
    if not listed:
        return ()
    rows = json_of(archive.read(listed), listed)
    if not isinstance(rows, list):
        raise ImportFault("is no list", "media.json")
    found: dict[Key, Attachment] = {}
    for place, row in enumerate(rows):
        one = _attachment(archive, row, f"media.json, entry {place + 1}")
        if one.key in wanted:
            found[one.key] = one
    return tuple(found.values())


def _attachment(archive: Archive, row: Any, place: str) -> Attachment:
    if not isinstance(row, Mapping):
        raise ImportFault("is no object", place)
    library, number = row.get("library"), row.get("number")
    if library not in ("image", "media"):
        raise ImportFault("must be image or media", place, "library")
    if type(number) is not int or number < 1:
        raise ImportFault("is no whole number above nought", place, "number")
    words = {}
    for name in ("file", "title", "captions"):
        value = row.get(name, "")
        if not isinstance(value, str):
            raise ImportFault("is not text", place, name)
        words[name] = value
    if words["file"] not in archive.names:
        raise ImportFault(f"“{words['file'][:80]}” is not in the zip", place, "file")
    one = Attachment(
        library=library,
        number=number,
        title=words["title"][:255] or words["file"].rpartition("/")[2][:255],
        ending=ending_of(words["file"]),
        data=archive.read(words["file"]),
        captions=words["captions"],
    )
    if row.get("sha256", one.sha256) != one.sha256:
        raise ImportFault("is not the file that was taken out", words["file"], mend="Export again")
    return one


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
