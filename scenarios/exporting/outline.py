"""A case as outline text: what a trainer reads as it stands, the rest in brackets, so that reading
it back gives the same case.
"""

from __future__ import annotations

import json
import re
from typing import Any

from scenarios.documents import graph_document
from scenarios.exporting.results import Case, Exported
from scenarios.graph import Choice, Graph, Scene
from scenarios.importing.direct import effects_text
from scenarios.importing.outline import (
    ARROW,
    ATTRIBUTE,
    CHOICE,
    DEBRIEF,
    ENDING,
    HEADING,
    ONWARD,
    QUESTION,
    SCENE_ATTRIBUTE,
    TITLE,
    looked_up,
)

LOOKS_LIKE = (ATTRIBUTE, CHOICE, DEBRIEF, ENDING, HEADING, ONWARD, QUESTION, SCENE_ATTRIBUTE, TITLE)
BEGINS = re.compile(
    r"[-*•–—=#\[\\>→⇒➔➜]|\d{1,2}[.)]|debrief|question|scene|chance|reflect|panel|ending"
)
READABLE = ("place", "time", "speaker")
WORDS = {"chance": "Chance", "reflect": "Reflect", "panel": "Panel", "ending": "= Ending"}


def export(case: Case) -> Exported:
    """The outline of a case."""
    return Exported(outline(case).encode(), ".outline.txt", "text/plain; charset=utf-8")


def outline(case: Case) -> str:
    """The outline's text."""
    document = graph_document(case.graph)
    rest = {name: value for name, value in document.items() if name not in ("scenes", "start")}
    if case.graph.scenes and case.graph.start != case.graph.scenes[0].key:
        rest["start"] = case.graph.start
    lines = [f"# {' '.join(case.title.split())}", ""]
    if any(rest.values()):
        lines += [f"[case: {_json(rest)}]", ""]
    raw = {row["key"]: row for row in document.get("scenes", [])}
    for scene in case.graph.scenes:
        lines += _scene(scene, raw.get(scene.key, {}), case.graph)
    return "\n".join(lines).rstrip("\n") + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _one_line(text: str) -> bool:
    return text == " ".join(text.split()) and bool(text)


def _scene(scene: Scene, raw: dict[str, Any], graph: Graph) -> list[str]:
    """One scene."""
    more = {
        name: value
        for name, value in raw.items()
        if name not in ("key", "title", "kind", "body", "choices", "branches", "next", "debrief")
        and not (name in READABLE and _readable(value))
    }
    title = scene.title
    if not _one_line(title) or title != _trimmed(title):
        more["title"] = title
        title = scene.key
    lines = [f"{WORDS.get(scene.kind, 'Scene')}: {title}", f"[key: {scene.key}]"]
    lines += [f"[{name}: {raw[name]}]" for name in READABLE if name in raw and name not in more]
    if scene.kind != _guessed(scene):
        more["kind"] = scene.kind
    body = _words(scene.body)
    if body is None:
        more["body"] = scene.body
    debrief = _words(scene.debrief) if scene.kind == "ending" else None
    if scene.debrief and (debrief is None or "ending" not in (scene.kind,)):
        more["debrief"] = scene.debrief
    if scene.kind == "ending" and scene.ending is None:
        more["ending"] = None
    if scene.kind in ("info", "reflect", "panel") and scene.next and not scene.choices:
        onward = [f"-> {_named(scene.next, graph)}", ""]
    else:
        onward = []
        if scene.next:
            more["next"] = scene.next
    ways, rest = _ways(scene, raw, graph)
    more |= rest
    lines += [f"[more: {_json(more)}]"] if more else []
    lines += [*body, ""] if body else [""]
    if debrief and "debrief" not in more:
        lines += [f"Debrief: {debrief[0]}", *debrief[1:], ""]
    return [*lines, *ways, *onward, ""]


def _guessed(scene: Scene) -> str:
    """The kind that a reader of the outline would take the scene for."""
    if scene.kind in ("chance", "reflect", "panel", "ending"):
        return scene.kind
    return "decision" if scene.choices else "info" if scene.next else "ending"


def _readable(value: Any) -> bool:
    return isinstance(value, str) and _one_line(value) and "]" not in value


def _trimmed(title: str) -> str:
    """A title as it is read back from its heading."""
    match = HEADING.fullmatch(f"Scene: {title}")
    ending = ENDING.fullmatch(f"= Ending: {title}")
    read = {match[2].strip() if match else "", ending[1].strip() if ending else ""}
    return title if read == {title} else ""


def _words(text: str) -> list[str] | None:
    """The lines of a text, those that look like something else begun with a backslash; None when
    they would not come back as they are.
    """
    if not text:
        return []
    lines = text.split("\n")
    if text != text.strip("\n") or any(line != line.strip() for line in lines):
        return None
    return [f"\\{line}" if BEGINS.match(line.lower()) or _odd(line) else line for line in lines]


def _odd(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in LOOKS_LIKE)


def _named(key: str, graph: Graph) -> str:
    """A target by its title where that is plain, by its key where it isn't."""
    scene = graph.scene.get(key)
    if scene is None or not _one_line(scene.title) or scene.title.startswith("#"):
        return f"#{key}"
    same = [other for other in graph.scenes if looked_up(other.title) == looked_up(scene.title)]
    arrow = re.search(ARROW, scene.title)
    return scene.title if len(same) == 1 and looked_up(scene.title) and not arrow else f"#{key}"


def _ways(scene: Scene, raw: dict[str, Any], graph: Graph) -> tuple[list[str], dict[str, Any]]:
    """The choices or branches as lines, or as data where lines cannot hold them."""
    more: dict[str, Any] = {}
    lines: list[str] = []
    if scene.branches:
        more["branches"] = raw["branches"]
    if scene.choices and scene.kind != "chance":
        for choice, row in zip(scene.choices, raw["choices"], strict=True):
            found = _choice(choice, row, graph)
            if found is None:
                return [], {**more, "choices": raw["choices"]}
            lines += found
    elif scene.choices:
        more["choices"] = raw["choices"]
    return lines, more


def _choice(choice: Choice, row: dict[str, Any], graph: Graph) -> list[str] | None:
    label = choice.label
    line = f"- {label} -> {_named(choice.to, graph) if choice.to else ''}".rstrip()
    match = CHOICE.fullmatch(line)
    if not _one_line(label) or match is None or match[1] != label:
        return None
    lines = [line, f"    key: {choice.key}"]
    done = {"key", "label", "to"}
    if choice.when is not None and _one_line(choice.when.text):
        lines.append(f"    when: {choice.when.text}")
        done.add("when")
    effects = effects_text(choice.effects)
    if effects:
        lines.append(f"    effects: {effects}")
        done.add("effects")
    if choice.rating:
        lines.append(f"    rating: {choice.rating}")
        done.add("rating")
    if _one_line(choice.feedback.text) and row.get("feedback") == {"text": choice.feedback.text}:
        lines.append(f"    feedback: {choice.feedback.text}")
        done.add("feedback")
    rest = {name: value for name, value in row.items() if name not in done}
    return [*lines, f"    more: {_json(rest)}"] if rest else lines
