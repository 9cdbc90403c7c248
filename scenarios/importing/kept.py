"""What a story format has no word for, kept in a comment of each passage: ratings, feedback, keys.

A comment survives an editor that rewrites the file and is seen by whoever edits the passage; what
its words say about scenes and ways counts for more than the comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from scenarios.graph import Graph
from scenarios.importing.findings import Findings
from scenarios.shapes import ShapeError

MARK = re.compile(r"\s*<!--\s*candour (\{[^<>]*\})\s*-->[ \t]*")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
UNSAFE = re.compile(r"[<>\[\]|$(){}-]")
SCENE = [
    "section",
    "media",
    "speaker",
    "place",
    "time",
    "checkpoint",
    "must",
    "commit",
    "back",
    "timer",
    "panel",
    "content_note",
    "note",
    "shuffle",
    "position",
    "expert",
]
CHOICE = ["rating", "points", "principles", "feedback", "once", "locked", "locked_text"]
WHOLE = ["sections", "scales", "principles", "interrupts", "debrief"]
SAME = frozenset(["info", "reflect", "panel"])

Note = dict[str, Any]


def written(note: Mapping[str, Any]) -> str:
    """A note as a comment in which no editor of stories can see a link or a macro."""

    def safe(match: re.Match[str]) -> str:
        return UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", match[0])

    text = json.dumps(note, ensure_ascii=False, separators=(", ", ": "))
    return f"<!-- candour {STRING.sub(safe, text).replace('[[', '[ [').replace(']]', '] ]')} -->"


def taken(text: str) -> tuple[str, Note]:
    """A passage without its note, and the note; what cannot be read is no note."""
    match = MARK.search(text)
    if match is None:
        return text, {}
    try:
        note = json.loads(match[1])
    except (ValueError, RecursionError):
        note = {}
    rest = text[: match.start()] + text[match.end() :]
    return rest.strip(), note if isinstance(note, dict) else {}


def scene_note(scene: Mapping[str, Any]) -> Note:
    """What of a scene a passage cannot say."""
    note: Note = {"key": scene["key"], "kind": scene.get("kind", "info")}
    if scene.get("title"):
        note["title"] = scene["title"]
    note |= {
        name: scene[name]
        for name in (*SCENE, "prompt", "ending", "debrief", "branches")
        if name in scene
    }
    ways = [
        {name: choice[name] for name in ("key", "label", "to", *CHOICE) if name in choice}
        for choice in scene.get("choices", ())
    ]
    return {**note, "choices": ways} if ways else note


def case_note(document: Mapping[str, Any]) -> Note:
    """What of a whole case a story cannot say."""
    return {name: document[name] for name in ("vars", *WHOLE) if document.get(name)}


def put_back(
    graph: Graph, notes: Iterable[Note], whole: Note, findings: Findings
) -> tuple[Graph, int]:
    """The graph with its notes, as far as they still fit, and how many ways have theirs."""
    fitted = 0
    for note in notes:
        before = graph.scene.get(str(note.get("key")))
        if before is None:
            continue
        try:
            graph, count = _scene(graph, note, findings)
        except (ShapeError, TypeError, ValueError, AttributeError, KeyError):
            findings.lose("L-NOTE", before.key, "the note of this passage cannot be read")
            continue
        fitted += count
    if whole:
        try:
            graph = _whole(graph, whole)
        except (ShapeError, TypeError, ValueError, AttributeError, KeyError):
            findings.lose("L-NOTE", "", "the note of the whole case cannot be read")
    return graph, fitted


def _scene(graph: Graph, note: Note, findings: Findings) -> tuple[Graph, int]:
    data = graph.as_json()
    scene = next(one for one in data["scenes"] if one["key"] == note["key"])
    scene |= {name: note[name] for name in SCENE if name in note}
    kind, was = scene.get("kind", "info"), note.get("kind", "info")
    if kind == was == "chance":
        lots = {branch["to"]: branch for branch in note.get("branches", [])}
        scene["branches"] = [lots.get(one["to"], one) for one in scene["branches"]]
    if kind == was == "ending":
        scene["ending"] = note.get("ending", scene.get("ending"))
    if {kind, was} <= SAME:
        scene["kind"] = was
    said = note.get("debrief", "") if kind == "ending" else ""
    if "prompt" in note and was in ("reflect", "panel") and kind in SAME:
        scene["prompt"] = note["prompt"]
        said = note["prompt"].get("question", "")
    body = _without(scene.get("body", ""), said)
    if said and body is not None:
        scene["body"] = body
        if kind == "ending":
            scene["debrief"] = said
    elif said:
        findings.lose("L-DEBRIEF", note["key"], said, "approximated")
    title = scene.get("title", "").removesuffix(f"({note['key']})").strip()
    if title != scene.get("title", "") and note.get("title", "") in ("", title):
        scene["title"] = note.get("title", "")
    count = _choices(scene.get("choices", []), note.get("choices", []), note["key"], findings)
    return Graph.from_data(data), count


def _without(body: str, said: str) -> str | None:
    """A body without the paragraphs at its end that say this; None when they say anything else."""
    wanted = said.strip().split("\n\n")
    parts = body.split("\n\n")
    end = parts[-len(wanted) :]
    if " ".join(" ".join(end).split()) != " ".join(said.split()):
        return None
    return "\n\n".join(parts[: -len(wanted)])


def _choices(choices: list[Any], notes: list[Any], scene: str, findings: Findings) -> int:
    """Give each choice the note with its words and its target, or the one of these that is left."""
    left = list(notes)
    pairs: list[tuple[Any, Any]] = []
    for fits in (
        lambda one, note: _said(one) == _said(note) and one.get("to") == note.get("to"),
        lambda one, note: _said(one) == _said(note),
        lambda one, note: one.get("to") == note.get("to"),
    ):
        for choice in choices:
            if any(choice is done for done, _ in pairs):
                continue
            found = next((note for note in left if fits(choice, note)), None)
            if found is not None:
                left.remove(found)
                pairs.append((choice, found))
    taken_keys = {choice["key"] for choice in choices}
    for choice, note in pairs:
        choice |= {name: note[name] for name in CHOICE if name in note}
        if _said(choice) == _said(note):
            choice["label"] = note["label"]
        if note["key"] not in taken_keys:
            choice["key"] = note["key"]
            taken_keys.add(note["key"])
    for note in left:
        if any(name in note for name in CHOICE):
            findings.lose("L-RATING", scene, note.get("label", ""))
    return len(pairs)


def _said(choice: Mapping[str, Any]) -> str:
    return " ".join(str(choice.get("label", "")).replace('"', "”").split())


def _whole(graph: Graph, whole: Note) -> Graph:
    data = graph.as_json()
    data.setdefault("vars", [])
    types = {variable["key"]: variable.get("type", "count") for variable in data["vars"]}
    known = {one["key"]: one for one in whole.get("vars", []) if types.get(one["key"])}
    data["vars"] = [
        known[one["key"]]
        if known.get(one["key"], {}).get("type", "count") == types[one["key"]]
        else one
        for one in data["vars"]
    ]
    missing = [one for one in whole.get("vars", []) if one["key"] not in types]
    order = [one["key"] for one in whole.get("vars", [])]
    data["vars"] += missing
    data["vars"].sort(key=lambda one: order.index(one["key"]) if one["key"] in order else 99)
    data |= {name: whole[name] for name in WHOLE if name in whole}
    return replace(Graph.from_data(data), start=graph.start)
