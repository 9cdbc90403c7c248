"""A case as outline text, the way trainers write one in a document:

    # A gift
    Scene: At the door
    She hands you a small box.
    - Take it -> The box
        when: trust >= 2
        effects: trust + 1
        rating: acceptable
    - Hand it back -> A pause
    = A pause
    Nobody speaks. The case ends.
    Debrief: What the gift was for.

A scene is named by its title, or by its key after #. `-> Title` alone leads on without a choice.
A line that only looks like one of these is begun with a backslash.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from scenarios.graph import Graph
from scenarios.importing.bounds import text_of
from scenarios.importing.direct import condition_from, effects_from, finished
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Findings, Report
from scenarios.importing.naming import choice_key, keys_for, slug

KINDS = {
    "scene": "",
    "chance": "chance",
    "reflect": "reflect",
    "panel": "panel",
    "ending": "ending",
}
HEADING = re.compile(r"(scene|chance|reflect|panel|ending)(?:\s+\d+)?\s*:\s*(.+)", re.IGNORECASE)
ENDING = re.compile(r"=+\s*(?:ending\s*:\s*)?(.+?)\s*=*", re.IGNORECASE)
ARROW = r"(?:[-–—]{1,3}>|={1,2}>|[→⇒➔➜])"
CHOICE = re.compile(rf"(?:[-*•–]|\d{{1,2}}[.)])\s+(.*?)\s*{ARROW}\s*(.*)")
BARE = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s+(.+)")
ONWARD = re.compile(rf"{ARROW}\s*(.+)")
ATTRIBUTE = re.compile(
    r"(when|if|effects?|rating|feedback|key|once|locked|points|weight|more)\s*:\s*(.*)",
    re.IGNORECASE,
)
SCENE_ATTRIBUTE = re.compile(
    r"\[(key|place|time|speaker|note|section|more)\s*:\s*(.*)\]", re.IGNORECASE
)
DEBRIEF = re.compile(r"debrief\s*:\s*(.*)", re.IGNORECASE)
QUESTION = re.compile(r"question\s*:\s*(.*)", re.IGNORECASE)
TITLE = re.compile(r"(?:#\s*|title\s*:\s*)(.+)", re.IGNORECASE)
CASE = re.compile(r"\[case\s*:\s*(\{.*\})\s*\]", re.IGNORECASE)
MOST_LINES = 200_000


def surely_an_outline(text: str) -> bool:
    """Whether a text has a heading that no other format has."""
    return re.search(r"^\s*scene(?:\s+\d+)?\s*:", text, re.MULTILINE | re.IGNORECASE) is not None


def looks_like_outline(text: str) -> bool:
    """Whether a text is an outline: headings of scenes, and ways."""
    headings = re.search(r"^\s*(?:scene(?:\s+\d+)?\s*:|=\s*\S)", text, re.MULTILINE | re.IGNORECASE)
    return headings is not None and re.search(ARROW, text) is not None


def from_outline(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read an outline."""
    return read_outline(text_of(data), "outline", re.split(r"[./\\]", name)[0])


def read_outline(
    text: str, form: str, title: str, findings: Findings | None = None
) -> tuple[Graph, Report]:
    """Read an outline's text."""
    reading = _Reading(form)
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise ImportFault(f"it has more than {MOST_LINES:,} lines")
    for number, line in enumerate(lines, 1):
        reading.take(number, line)
    if not reading.scenes:
        raise ImportFault(
            "there is no scene in it", mend="Begin one with a line like Scene: At the door"
        )
    document = reading.document()
    findings = findings or Findings()
    for key, said in reading.unknown.items():
        findings.lose("L-TARGET", key, ", ".join(f"“{one}”" for one in said), count=len(said))
    return finished(document, form, reading.title or title, findings)


@dataclass
class _Scene:
    """A scene while its lines come."""

    number: int
    title: str
    kind: str
    body: list[str] = field(default_factory=list)
    debrief: list[str] | None = None
    choices: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    onward: str | None = None


@dataclass
class _Reading:
    """One outline being read."""

    form: str
    title: str = ""
    scenes: list[_Scene] = field(default_factory=list)
    case: dict[str, Any] = field(default_factory=dict)
    # By the key of a scene: what its ways name and no scene is called.
    unknown: dict[str, list[str]] = field(default_factory=dict)

    def fault(self, number: int, name: str, message: str) -> ImportFault:
        return ImportFault(message, f"Line {number}", name)

    def take(self, number: int, line: str) -> None:
        said = line.strip()
        if not self.scenes:
            self.before(number, said)
            if not self.scenes:
                return
        elif not self.heading(number, said):
            self.inside(number, line, said)

    def before(self, number: int, said: str) -> None:
        """What stands before the first scene: the title, and what the case names."""
        if self.heading(number, said) or not said:
            return
        case = CASE.fullmatch(said)
        title = TITLE.fullmatch(said)
        if case:
            self.case = self.json(number, "case", case[1])
        elif title or not self.title:
            self.title = (title[1] if title else said)[:255]

    def json(self, number: int, name: str, text: str) -> dict[str, Any]:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise self.fault(number, name, "is not JSON") from error
        if not isinstance(value, dict):
            raise self.fault(number, name, "is no object")
        return value

    def heading(self, number: int, said: str) -> bool:
        match = HEADING.fullmatch(said)
        ending = None if match else ENDING.fullmatch(said)
        if match:
            self.scenes.append(_Scene(number, match[2].strip(), KINDS[match[1].lower()]))
        elif ending and said.startswith("=") and not ONWARD.fullmatch(said):
            self.scenes.append(_Scene(number, ending[1].strip(), "ending"))
        return bool(match or (ending and said.startswith("=") and not ONWARD.fullmatch(said)))

    def inside(self, number: int, line: str, said: str) -> None:
        scene = self.scenes[-1]
        if said.startswith("\\"):
            self.words(scene, said[1:])
            return
        choice, onward = CHOICE.fullmatch(said), ONWARD.fullmatch(said)
        indented = line[:1] in (" ", "\t")
        if choice:
            scene.choices.append({"label": choice[1], "to": choice[2], "line": number})
        elif onward:
            scene.onward = onward[1].strip()
        elif scene.choices and said and self.choice_line(number, scene, said, indented):
            return
        else:
            self.scene_line(number, scene, line)

    def choice_line(self, number: int, scene: _Scene, said: str, indented: bool) -> bool:
        """A line under a choice: an attribute of it, or a choice that leads nowhere yet."""
        bare = BARE.fullmatch(said)
        if bare and not indented:
            scene.choices.append({"label": bare[1], "to": "", "line": number})
            return True
        match = ATTRIBUTE.fullmatch(said)
        if match is None:
            return False
        self.attribute(number, scene.choices[-1], match[1].lower(), match[2].strip())
        return True

    def attribute(self, number: int, choice: dict[str, Any], name: str, value: str) -> None:
        if name in ("when", "if"):
            choice["when"] = condition_from(value)
        elif name in ("effect", "effects"):
            try:
                choice["effects"] = effects_from(value)
            except ValueError as error:
                raise self.fault(number, "effects", str(error)) from error
        elif name == "feedback":
            choice["feedback"] = {"text": value}
        elif name == "once":
            choice["once"] = value.lower() in ("", "yes", "true")
        elif name == "weight":
            if not value.isdecimal() or len(value) > 6:
                raise self.fault(number, "weight", "is no whole number")
            choice["weight"] = int(value)
        elif name == "locked":
            choice |= {"locked": "show", "locked_text": value}
        elif name in ("more", "points"):
            found = self.json(number, name, value)
            choice.update(found if name == "more" else {"points": found})
        else:
            choice[name] = value.lower() if name == "rating" else value

    def scene_line(self, number: int, scene: _Scene, line: str) -> None:
        said = line.strip()
        match = SCENE_ATTRIBUTE.fullmatch(said)
        debrief = DEBRIEF.fullmatch(said) if scene.kind == "ending" else None
        question = QUESTION.fullmatch(said) if scene.kind in ("reflect", "panel") else None
        if match and match[1].lower() == "more":
            scene.fields |= self.json(number, "more", match[2])
        elif match:
            scene.fields[match[1].lower()] = match[2].strip()
        elif debrief:
            scene.debrief = [debrief[1]]
        elif question:
            scene.fields["prompt"] = {"question": question[1].strip()}
        else:
            self.words(scene, line.strip())

    def words(self, scene: _Scene, line: str) -> None:
        (scene.body if scene.debrief is None else scene.debrief).append(line)

    # The document

    def document(self) -> dict[str, Any]:
        titles = [scene.title for scene in self.scenes if "key" not in scene.fields]
        keys = keys_for(titles)
        named: dict[str, str] = {}
        taken: set[str] = set()
        for scene in self.scenes:
            key = scene.fields.get("key") or keys[scene.title]
            while key in taken and "key" not in scene.fields:
                key = f"{key[:70]}-{len(taken)}"
            taken.add(key)
            scene.fields["key"] = key
            named.setdefault(looked_up(scene.title), key)
        used = {row["key"] for scene in self.scenes for row in scene.choices if "key" in row}
        rows = [self.scene(scene, named, used) for scene in self.scenes]
        return {"start": rows[0]["key"], **self.case, "scenes": rows}

    def scene(self, scene: _Scene, named: dict[str, str], used: set[str]) -> dict[str, Any]:
        kind = scene.kind or ("decision" if scene.choices else "info" if scene.onward else "ending")
        row: dict[str, Any] = {
            "kind": kind,
            "title": scene.title,
            "body": "\n".join(scene.body).strip("\n"),
        }
        if kind == "ending":
            row["debrief"] = "\n".join(scene.debrief or []).strip("\n")
            row["ending"] = {}
        elif scene.onward:
            row["next"] = self.target(scene, scene.onward, named)
        ways = [self.way(scene, choice, named, used) for choice in scene.choices]
        if ways:
            row["branches" if kind == "chance" else "choices"] = ways
        return {**row, **scene.fields}

    def way(
        self, scene: _Scene, choice: dict[str, Any], named: dict[str, str], used: set[str]
    ) -> dict[str, Any]:
        way = {name: value for name, value in choice.items() if name != "line"}
        way["to"] = self.target(scene, way["to"], named)
        if "key" not in way:
            way["key"] = choice_key(scene.fields["key"], way["to"], way["label"], used)
        if scene.kind == "chance":
            return {name: way[name] for name in ("key", "to", "weight", "effects") if name in way}
        return way

    def target(self, scene: _Scene, said: str, named: dict[str, str]) -> str:
        said = said.strip()
        if not said:
            return ""
        own = {one.fields["key"] for one in self.scenes}
        by_key = said.startswith("#")
        found = said[1:].strip() if by_key else named.get(looked_up(said), said)
        if found in own:
            return found
        self.unknown.setdefault(scene.fields["key"], []).append(said)
        return found if by_key else slug(said)


def looked_up(title: str) -> str:
    """A title as it is looked up: a colon, a stop and the case of letters don't matter."""
    words = re.sub(r"^(?:scene|ending)(?:\s+\d+)?\s*:\s*", "", title.strip(), flags=re.IGNORECASE)
    return " ".join(words.lower().strip("“”\"'.: ").split())
