"""What an export gives: a file, and what could not go along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.attachments import Attachment, Key
from scenarios.graph import Graph, Scene
from scenarios.importing.findings import Findings, Loss


@dataclass(frozen=True)
class Case:
    """A case to be taken out: its own fields, its graph, and the files that its scenes use."""

    head: Mapping[str, Any]
    graph: Graph
    files: Mapping[Key, Attachment] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The case's title."""
        return str(self.head.get("title") or "A case")


@dataclass(frozen=True)
class Exported:
    """A file: its bytes, the ending of its name, its media type, and what it does not say."""

    data: bytes
    ending: str
    media_type: str
    losses: tuple[Loss, ...] = ()


@dataclass
class Omissions:
    """Notes what a format has no word for."""

    findings: Findings = field(default_factory=Findings)

    def rules(self, graph: Graph) -> None:
        """Variables, conditions, interrupts and effects."""
        lose = self.findings.lose
        for variable in graph.vars:
            lose("L-VAR", "", variable.label or variable.key)
        for place, name, condition in graph.conditions():
            if not name.startswith("interrupts."):
                lose("L-COND", place, f"{name}: {condition.text}")
        for rule in graph.interrupts:
            title = graph.scene[rule.to].title if rule.to in graph.scene else rule.to
            lose("L-RULE", rule.to, f"{rule.when.text if rule.when else ''} → {title}")
        for scene in graph.scenes:
            effects = [*scene.on_enter]
            effects += [effect for choice in scene.choices for effect in choice.effects]
            effects += [effect for branch in scene.branches for effect in branch.effects]
            if effects:
                lose("L-VAR", scene.key, f"{effects[0].op} {effects[0].var}", count=len(effects))

    def media(self, scene: Scene) -> None:
        """Pictures, recordings and films of a scene."""
        for medium in scene.media:
            self.findings.lose("L-MEDIA", scene.key, medium.alt or medium.kind)

    def teaching(self, graph: Graph, media: bool = True) -> None:
        """Reasons, confidence, judgements, experts' words and the debrief; media where none go."""
        lose = self.findings.lose
        for scene in graph.scenes:
            if media:
                self.media(scene)
            if scene.commit.reason != "off" or scene.commit.confidence:
                lose("L-COMMIT", scene.key, f"reason {scene.commit.reason}")
            if scene.expert or scene.panel:
                lose("L-PANEL", scene.key, scene.expert)
            if scene.timer:
                lose("L-TIMER", scene.key, f"{scene.timer.seconds} s")
            rated = [choice for choice in scene.choices if choice.rating or choice.principles]
            if rated:
                lose("L-RATING", scene.key, rated[0].rating, count=len(rated))
        debrief = graph.debrief
        if debrief.questions or debrief.resources or debrief.blocks:
            lose("L-DEBRIEF", "", " ".join(block.text for block in debrief.blocks))
