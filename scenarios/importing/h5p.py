"""H5P Branching Scenario: content.json, alone or in an .h5p file, versions 1.0 to 1.10.

A node's place in the list is its number, and -1 ends the case. Identifiers are the nodes' own where
they have any. A node without a library or with a target that is no number is refused.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from scenarios.graph import Graph, Media
from scenarios.importing.bounds import ZIP, Archive, json_of
from scenarios.importing.building import build
from scenarios.importing.faults import ImportFault
from scenarios.importing.fields import Fields
from scenarios.importing.findings import Report
from scenarios.importing.h5pinner import Inner, inner_text
from scenarios.importing.h5ppictures import Pictures
from scenarios.importing.naming import slug
from scenarios.importing.prose import from_html, plain
from scenarios.importing.story import Page, Story, Way

LIBRARY = re.compile(r"H5P\.[A-Za-z0-9]+(?:[ -]\d+(?:\.\d+)*)?")
KEY_NOTE = re.compile(r"candour:([a-z][a-z0-9_-]{0,79})")
PICTURE_NOTE = re.compile(r"candour-picture:([a-z][a-z0-9_-]{0,79})")
MAIN = "H5P.BranchingScenario"
SCALE = "score"
UNTITLED = re.compile(r"^(?:untitled|unbenannt|sans titre|sin t[íi]tulo)\b|^$", re.IGNORECASE)
LONGEST_TITLE = 90
MOST_NODES = 10_000


def looks_like_h5p(text: str) -> bool:
    """Whether a JSON text is a branching scenario."""
    return text.lstrip()[:1] == "{" and '"branchingScenario"' in text


def from_h5p(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read a branching scenario."""
    title, library, folder, archive = "", "", "", None
    if data.startswith(ZIP):
        archive = Archive(data)
        content = archive.find("content/content.json", "content.json")
        if not content:
            raise ImportFault("there is no content/content.json in it", mend="Export it again")
        manifest = archive.find("h5p.json")
        if manifest:
            head = json_of(archive.read(manifest), manifest)
            if isinstance(head, dict):
                title, library = str(head.get("title") or ""), str(head.get("mainLibrary") or "")
        raw = json_of(archive.read(content), content)
        folder = content[: -len("content.json")]
    else:
        raw = json_of(data)
    if library and library != MAIN:
        raise ImportFault(f"this is {library}, not a branching scenario", field="mainLibrary")
    return build(_Reading(_unwrapped(raw), title, archive, folder).story())


def _unwrapped(raw: Any) -> Fields:
    """The branching scenario, through the wrappers that tools put around it."""
    for _ in range(4):
        if not isinstance(raw, dict):
            break
        if "branchingScenario" in raw:
            return Fields(raw, "The file").object("branchingScenario")
        inner = raw.get("params") or raw.get("content") or raw.get("jsonContent")
        if isinstance(inner, str):
            try:
                inner = json.loads(inner)
            except (ValueError, RecursionError):
                inner = None
        raw = inner
    raise ImportFault("is missing", "The file", "branchingScenario", "Is it a branching scenario?")


@dataclass
class _Reading:
    """One scenario being read."""

    root: Fields
    title: str
    archive: Archive | None = None
    folder: str = ""
    ends: dict[str, Page] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    made: Story = field(default_factory=lambda: Story("h5p"))
    before: dict[str, str] = field(default_factory=dict)  # picture's page -> key that it belongs to

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.made, self.archive, self.folder)

    def story(self) -> Story:
        nodes = self.root.rows("content")
        if not nodes:
            raise self.root.fault("content", "has no nodes")
        if len(nodes) > MOST_NODES:
            raise self.root.fault("content", f"has more than {MOST_NODES:,} nodes")
        self.scoring = self.scoring_option()
        start = self.root.object("startScreen", required=False)
        self.made.title = self.title or plain(start.text("startScreenTitle"))
        self.made.head = self.head(start)
        opening = self.opening(start)
        kept = [self.node(number, node) for number, node in enumerate(nodes)]
        kept = self.joined(kept)
        kept[0].media = [*opening, *(one for one in kept[0].media if one not in opening)]
        self.made.pages = [*kept, *self.ends.values()]
        self.made.start = kept[0].name
        return self.made

    def head(self, start: Fields) -> dict[str, Any]:
        behaviour = self.root.object("behaviour", required=False)
        self.shuffle = behaviour.flag("randomizeBranchingQuestions")
        back = behaviour.data.get("enableBackwardsNavigation")
        head: dict[str, Any] = {"summary": plain(start.text("startScreenSubtitle"))[:250]}
        if isinstance(back, bool):
            head["back_policy"] = "undo_to_commit" if back else "none"
        return head

    def opening(self, start: Fields) -> list[Media]:
        """The picture of the start screen, which stands before those of the first scene."""
        image, first = start.object("startScreenImage", required=False), Page("0")
        words = start.text("startScreenAltText")
        self.pictures.bring(first, image.data, words, what="start screen")
        return first.media

    def joined(self, pages: list[Page]) -> list[Page]:
        """The pages, those gone that are only a picture which we put before a scene of its own."""
        by_name = {page.name: page for page in pages}
        onward: dict[str, str] = {}
        for page in reversed(pages):
            to = page.ways[0].to if page.ways else ""
            shown = by_name.get(onward.get(to, to))
            if page.media and shown is not None and self.before.get(page.name) == shown.key:
                shown.media = [*page.media, *shown.media]
                onward[page.name] = shown.name
        for page in pages:
            for way in page.ways:
                way.to = onward.get(way.to, way.to)
        return [page for page in pages if page.name not in onward]

    def scoring_option(self) -> str:
        """How the case scores; before version 1.5 it stood at the root."""
        group = self.root.object("scoringOptionGroup", required=False)
        option = group.text("scoringOption") or self.root.text("scoringOption") or "no-score"
        if option != "no-score":
            self.made.scales[SCALE] = "Score"
        return option

    def node(self, number: int, data: Any) -> Page:
        where = f"Node {number + 1} (content[{number}])"
        if not isinstance(data, dict):
            raise ImportFault("is no object", where, mend="Export the content again")
        node = Fields(data, where)
        kind = node.object("type", required=False)
        if not isinstance(kind.data.get("library"), str):
            raise node.fault("type.library", "is missing: it says what the node shows")
        library = kind.text("library")
        if not LIBRARY.fullmatch(library.strip()):
            raise kind.fault("library", f"“{library[:60]}” is no H5P library")
        params = kind.object("params")
        title = plain(kind.object("metadata", required=False).text("title"))
        page = Page(f"{number}", key=self.key(kind, title, params, library))
        if library.startswith("H5P.BranchingQuestion"):
            self.question(page, params.object("branchingQuestion"), title)
        else:
            meta = kind.object("metadata", required=False)
            if note := PICTURE_NOTE.search(meta.text("authorComments")):
                self.before[page.name] = note[1]
            self.content(page, node, library, params, title)
        return page

    def key(self, kind: Fields, title: str, params: Fields, library: str) -> str:
        """The node's own identifier as a key; its title or library where it has none."""
        meta = kind.object("metadata", required=False)
        kept = KEY_NOTE.search(meta.text("authorComments"))
        own = re.sub(r"[^0-9a-f]", "", kind.text("subContentId").lower())
        named = "" if UNTITLED.match(title) else title
        key = kept[1] if kept else f"n-{own[:10]}" if len(own) >= 10 else ""
        key = key or slug(named or library.split()[0].removeprefix("H5P."), "n")
        return self.unique(key)

    def unique(self, key: str) -> str:
        stem, number = key[:74], 2
        while key in self.keys:
            key = f"{stem}-{number}"
            number += 1
        self.keys.add(key)
        return key

    def question(self, page: Page, question: Fields, title: str) -> None:
        page.kind = "decision"
        page.text = from_html(question.text("question"))
        page.title = _title(title, page.text)
        page.shuffle = self.shuffle
        for alternative in question.objects("alternatives"):
            feedback = alternative.object("feedback", required=False)
            text = _feedback(feedback)
            target = alternative.number("nextContentId")
            way = Way(
                self.target(page, target, feedback, alternative.text("text")),
                alternative.text("text", required=True),
                feedback="" if target is not None and target < 0 else text,
                points=self.points(target, feedback),
            )
            page.ways.append(way)
            if target is not None and target >= 0:
                self.picture(page, feedback)

    def picture(self, page: Page, feedback: Fields) -> None:
        """A picture with words on the way: nobody else who comes to the next scene shall see it."""
        image = feedback.object("image", required=False)
        if image.data.get("path"):
            self.made.findings.lose("L-MEDIA", page.name, f"feedback: {image.data['path']}")

    def points(self, target: int | None, feedback: Fields) -> dict[str, int]:
        """The score of an alternative: its own, or that of the end to which it leads."""
        own = feedback.number("endScreenScore")
        ends = target is None or target < 0
        if self.scoring == "no-score" or (self.scoring == "static-end-score" and not ends):
            return {}
        if own is None and ends and self.scoring == "static-end-score":
            own = self.default_end().number("endScreenScore")
        return {SCALE: own} if own else {}

    def content(self, page: Page, node: Fields, library: str, params: Fields, title: str) -> None:
        page.kind = "info"
        page.text = inner_text(library, params.data, Inner(page, self.pictures))
        page.title = _title(title, page.text or (page.media[0].alt if page.media else ""))
        feedback = node.object("feedback", required=False)
        target = node.number("nextContentId")
        page.ways = [Way(self.target(page, target, feedback, ""))]
        if target is not None and target >= 0 and _feedback(feedback):
            self.made.findings.lose("L-FEEDBACK", page.name, _feedback(feedback))
        if feedback.number("endScreenScore") and self.scoring != "no-score":
            self.made.findings.lose(
                "L-SCORE", page.name, f"score {feedback.number('endScreenScore')}"
            )

    def target(self, page: Page, target: int | None, feedback: Fields, label: str) -> str:
        """The page that a number means: a node, an ending, or the question whether it ends."""
        if target is None:
            self.made.findings.lose("L-END", page.name, f"{label} → ends here?".strip(), "note")
            return self.ending("ends-here", "Ends here?", "")
        if target >= 0:
            return f"{target}"
        title, text = plain(feedback.text("title")), from_html(feedback.text("subtitle"))
        image = feedback.object("image", required=False)
        if title or text:
            key = f"end-{page.key[:34]}-{slug(title or text, 'e', 30)}"
            return self.ending(key, title, text, image)
        default = self.default_end()
        if not image.data:
            image = default.object("endScreenImage", required=False)
        return self.ending(
            "end",
            plain(default.text("endScreenTitle")),
            from_html(default.text("endScreenSubtitle")),
            image,
        )

    def default_end(self) -> Fields:
        """The end screen for every way that has none of its own."""
        screens = self.root.objects("endScreens", required=False)
        return screens[0] if screens else Fields({}, "The file", "endScreens")

    def ending(self, key: str, title: str, text: str, image: Fields | None = None) -> str:
        path = image.data.get("path") if image else None
        name = f"ending {key} {title} {text} {path or ''}".rstrip()
        if name not in self.ends:
            made = Page(name, title or "The end", text, kind="ending", key=self.unique(key[:78]))
            self.ends[name] = made
            if image:
                self.pictures.bring(made, image.data, what="end screen")
        return name


def _feedback(feedback: Fields) -> str:
    """Title and text of a feedback as Markdown."""
    title, text = plain(feedback.text("title")), from_html(feedback.text("subtitle"))
    parts = [f"**{from_html(title)}**" if title else "", text]
    return "\n\n".join(part for part in parts if part)


def _title(title: str, text: str) -> str:
    """A title; the beginning of the text where there is none."""
    if not UNTITLED.match(title):
        return title
    words = plain(re.sub(r"[*\\_>\[\]#]+", "", text.replace("\n", " ")))
    if len(words) <= LONGEST_TITLE:
        return words or title or "Scene"
    return f"{words[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"
