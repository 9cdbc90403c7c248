"""A case as an H5P Branching Scenario 1.10: scenes as texts and questions, pictures as nodes
before them, endings as end screens.

The file names the libraries that it needs; the platform that opens it must have them.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scenarios.attachments import key_of
from scenarios.exporting.results import Case, Exported, Omissions
from scenarios.graph import Choice, Graph, Media, Scene
from scenarios.importing.h5ppictures import NoPicture, looked_into
from scenarios.importing.markup import html
from scenarios.importing.reporting import in_story_order

LIBRARIES = {
    "H5P.BranchingScenario": (1, 10),
    "H5P.BranchingQuestion": (1, 0),
    "H5P.AdvancedText": (1, 1),
    "H5P.Image": (1, 1),
}
NAMESPACE = uuid.UUID("6c0f2d4e-5a0b-4a4c-9a55-0d9a1f3f7b11")
WHEN = (1980, 1, 1, 0, 0, 0)
END, UNSAID = "end", "ends-here"
MIMES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}  # what H5P takes


def export(case: Case) -> Exported:
    """The .h5p file of a case."""
    writing = _Writing(case)
    content = {"branchingScenario": writing.content()}
    head = {
        "title": case.title,
        "language": "und",
        "mainLibrary": "H5P.BranchingScenario",
        "embedTypes": ["iframe"],
        "license": "U",
        "preloadedDependencies": [
            {"machineName": name, "majorVersion": major, "minorVersion": minor}
            for name, (major, minor) in LIBRARIES.items()
            if name != "H5P.Image" or writing.drawn
        ],
    }
    files = {"h5p.json": head, "content/content.json": content}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            archive.writestr(zipfile.ZipInfo(name, WHEN), text, zipfile.ZIP_DEFLATED)
        for name, picture in sorted(writing.files.items()):
            archive.writestr(zipfile.ZipInfo(f"content/{name}", WHEN), picture)
    losses = writing.omissions.findings.losses()
    return Exported(buffer.getvalue(), ".h5p", "application/zip", losses)


@dataclass
class _Writing:
    """One scenario being written."""

    case: Case
    omissions: Omissions = field(default_factory=Omissions)
    files: dict[str, bytes] = field(default_factory=dict)
    drawn: bool = False  # whether a picture is a node

    def __post_init__(self) -> None:
        graph = self.case.graph
        scenes = in_story_order(graph)
        self.nodes = [scene for scene in scenes if scene.kind != "ending"]
        self.sources, self.images = self.shown()
        self.numbers: dict[str, int] = {}
        number = 0
        for scene in self.nodes:  # a way leads to the first picture of a scene
            self.numbers[scene.key] = number
            number += 1 + len(self.before(scene))
        self.scale = graph.scales[0].key if graph.scales else ""
        self.omissions.rules(graph)
        self.omissions.teaching(graph, media=False)
        shown = {to for scene in self.nodes for _, _, to in scene.ways()}
        for scene in scenes:
            if scene.kind == "ending" and scene.key not in shown:  # an end screen hangs on a way
                self.omissions.findings.lose("L-END", scene.key, scene.title)

    @property
    def graph(self) -> Graph:
        return self.case.graph

    def content(self) -> dict[str, Any]:
        head = self.case.head
        shuffled = [scene.shuffle for scene in self.nodes if scene.kind == "decision"]
        end = self.graph.scene.get(END)
        return {
            "startScreen": {
                "startScreenTitle": self.case.title,
                "startScreenSubtitle": str(head.get("summary") or ""),
            },
            "endScreens": [self.end_screen(end if end and end.kind == "ending" else None)],
            "content": [node for scene in self.nodes for node in self.written(scene)],
            "scoringOptionGroup": {
                "scoringOption": self.scoring(),
                "includeInteractionsScores": False,
            },
            "behaviour": {
                **self.back(head.get("back_policy")),
                "forceContentFinished": False,
                "randomizeBranchingQuestions": bool(shuffled) and all(shuffled),
            },
        }

    def back(self, policy: Any) -> dict[str, bool]:
        """Whether a learner may go back, where the case says so."""
        return {"enableBackwardsNavigation": policy in ("undo_to_commit", "free")} if policy else {}

    def scoring(self) -> str:
        if not self.scale:
            return "no-score"
        scored = [
            choice
            for scene in self.nodes
            for choice in scene.choices
            if choice.points.get(self.scale) and choice.to in self.numbers
        ]
        return "dynamic-score" if scored else "static-end-score"

    def end_screen(self, ending: Scene | None) -> dict[str, Any]:
        return {
            "endScreenTitle": ending.title if ending else "",
            "endScreenSubtitle": self.said(ending) if ending else "",
            **self.end_image(ending, "endScreenImage"),
            "contentId": -1,
        }

    def said(self, ending: Scene) -> str:
        """An ending's text, its debrief after it."""
        if ending.debrief:
            self.omissions.findings.lose("L-DEBRIEF", ending.key, ending.debrief, "approximated")
        return "\n".join(html(text) for text in (ending.body, ending.debrief) if text)

    def node(self, scene: Scene) -> dict[str, Any]:
        question = scene.kind in ("decision", "chance")
        alone = self.alone(scene)
        name = "H5P.BranchingQuestion" if question else "H5P.AdvancedText"
        kind = "Branching Question" if question else "Text"
        if alone:
            name, kind, params = "H5P.Image", "Image", self.picture(alone)
        else:
            params = self.question(scene) if question else {"text": self.words(scene)}
        node = _node(name, kind, params, scene.key, scene.title, f"candour:{scene.key}")
        if not question:
            node |= self.way(scene.next, "")
            node["feedback"] = node.get("feedback") or {}
        return node

    # Pictures

    def shown(self) -> tuple[dict[int, str], dict[str, list[Media]]]:
        """Paths of the pictures that H5P takes, by number; and those of each scene. What it does
        not take is noted.
        """
        paths: dict[int, str] = {}
        images: dict[str, list[Media]] = {}
        for scene in self.graph.scenes:
            for medium in scene.media:
                one = self.case.files.get(key_of(medium)) if medium.kind == "image" else None
                try:
                    ending = looked_into(one.data)[0] if one else ""
                except NoPicture:
                    ending = ""
                if ending in MIMES and (scene.kind != "ending" or scene.key not in images):
                    paths.setdefault(medium.id, f"images/image-{len(paths) + 1}.{ending}")
                    images.setdefault(scene.key, []).append(medium)
                else:
                    self.omissions.findings.lose("L-MEDIA", scene.key, medium.alt or medium.kind)
        return paths, images

    def alone(self, scene: Scene) -> Media | None:
        """The picture that is all that a scene shows: its node is that picture."""
        images = self.images.get(scene.key, [])
        silent = scene.kind not in ("decision", "chance") and not scene.body and not scene.prompt
        return images[-1] if images and silent else None

    def before(self, scene: Scene) -> list[Media]:
        """The pictures that are nodes of their own, on the way to a scene."""
        images = self.images.get(scene.key, [])
        return images[:-1] if self.alone(scene) else images

    def written(self, scene: Scene) -> Iterator[dict[str, Any]]:
        """The nodes of a scene: its pictures, and then its words or its question."""
        number = self.numbers[scene.key]
        for place, medium in enumerate(self.before(scene)):
            note = f"candour-picture:{scene.key}"
            key = f"{scene.key} picture {place}"
            node = _node("H5P.Image", "Image", self.picture(medium), key, scene.title, note)
            yield node | {"nextContentId": number + place + 1}
        yield self.node(scene)

    def picture(self, medium: Media) -> dict[str, Any]:
        self.drawn = True
        words = {"alt": medium.alt, "decorative": medium.decorative, "contentName": "Image"}
        return {"file": self.file(medium), **words}

    def file(self, medium: Media) -> dict[str, Any]:
        """A picture as H5P names a file; its bytes go along."""
        path, data = self.sources[medium.id], self.case.files[key_of(medium)].data
        ending, width, height = looked_into(data)
        self.files[path] = data
        return {
            "path": path,
            "mime": MIMES[ending],
            "width": width,
            "height": height,
            "copyright": {"license": "U"},
        }

    def end_image(self, ending: Scene | None, name: str) -> dict[str, Any]:
        """The picture of an end screen; H5P has no place for its words."""
        images = self.images.get(ending.key, []) if ending else []
        if not images or ending is None:
            return {}
        if images[0].alt:
            self.omissions.findings.lose("L-MEDIA", ending.key, images[0].alt, "approximated")
        return {name: self.file(images[0])}

    def words(self, scene: Scene) -> str:
        question = scene.prompt.question if scene.prompt else ""
        if question:
            self.omissions.findings.lose("L-PROMPT", scene.key, question, "note")
        return "\n".join(html(text) for text in (scene.body, question) if text)

    def question(self, scene: Scene) -> dict[str, Any]:
        if scene.kind == "chance":
            self.omissions.findings.lose("L-CHANCE", scene.key, scene.title, "approximated")
        alternatives = [self.alternative(choice) for choice in scene.choices] or [
            {"text": f"{number}", **self.way(branch.to, "")}
            for number, branch in enumerate(scene.branches, 1)
        ]
        return {"branchingQuestion": {"question": html(scene.body), "alternatives": alternatives}}

    def alternative(self, choice: Choice) -> dict[str, Any]:
        way = self.way(choice.to, choice.feedback.text)
        score = choice.points.get(self.scale)
        if score:
            way["feedback"]["endScreenScore"] = score
        if len(choice.points) > (1 if score else 0):
            self.omissions.findings.lose("L-SCORE", choice.key, f"{dict(choice.points)}")
        return {"text": choice.label, **way}

    def way(self, to: str, feedback: str) -> dict[str, Any]:
        """Where a way leads: a number, or an end screen of its own."""
        title, _, rest = feedback.partition("\n\n")
        if title.startswith("**") and title.endswith("**") and title.count("**") == 2:
            said = {"title": title[2:-2], "subtitle": html(rest)}
        else:
            said = {"title": "", "subtitle": html(feedback)}
        if to in self.numbers:
            return {"nextContentId": self.numbers[to], "feedback": said}
        ending = self.graph.scene.get(to)
        if ending is None:
            self.omissions.findings.lose("L-TARGET", "", to)
            return {"feedback": said}
        if to == UNSAID:
            return {"feedback": said}
        if to == END and not feedback:
            return {"nextContentId": -1, "feedback": said}
        words = "\n".join(part for part in (html(feedback), self.said(ending)) if part)
        said = {"title": ending.title, "subtitle": words, **self.end_image(ending, "image")}
        return {"nextContentId": -1, "feedback": said}


def _node(
    name: str, kind: str, params: dict[str, Any], key: str, title: str, note: str
) -> dict[str, Any]:
    """A node as the editor of H5P keeps it."""
    return {
        "type": {
            "library": f"{name} {'.'.join(str(part) for part in LIBRARIES[name])}",
            "params": params,
            "subContentId": str(uuid.uuid5(NAMESPACE, key)),
            "metadata": {
                "title": title,
                "contentType": kind,
                "license": "U",
                "authorComments": note,
            },
        },
        "showContentTitle": False,
        "forceContentFinished": "useBehavioural",
        "contentBehaviour": "useBehavioural",
        "feedback": {"title": "", "subtitle": ""},
    }
