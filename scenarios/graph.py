"""The graph of a scenario, schema 1: scenes, choices, variables, principles, interrupts and the
debrief.

A graph is plain JSON outside and frozen dataclasses inside. Keys are permanent: a run, a step and a
condition name scenes and choices by key, so a key is never reused and never derived from a title. A
graph that can be read here may still be unfinished (a choice without a target, an ending without a
debrief); `validation` says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from scenarios.condition_checks import Names
from scenarios.condition_trees import Condition
from scenarios.shapes import ShapeError, plain, read

SCHEMA = 1
RATINGS = ("best", "acceptable", "problematic", "harmful")

Kind = Literal["info", "decision", "chance", "panel", "reflect", "ending"]
Rating = Literal["", "best", "acceptable", "problematic", "harmful"]
Timing = Literal["now", "after_reflection", "debrief"]


@dataclass(frozen=True)
class Effect:
    """A change of one variable; a count stays between its min and max."""

    op: Literal["set", "add", "sub", "on", "off"]
    var: str
    value: int | str = 1


@dataclass(frozen=True)
class Variable:
    """Something the case remembers. `words` names each value of a count, from min to max, for the
    learner's eye.
    """

    key: str
    label: str = ""
    type: Literal["count", "flag", "option"] = "count"
    initial: int | bool | str = 0
    min: int = 0
    max: int = 10
    options: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    show: Literal["never", "play", "debrief"] = "never"

    @property
    def start(self) -> int | bool | str:
        """The value a run starts with, of the variable's own type."""
        if self.type == "flag":
            return self.initial is True
        if self.type == "option":
            return self.initial if isinstance(self.initial, str) else ""
        return self.initial if type(self.initial) is int else self.min

    def word(self, value: int | bool | str) -> str:
        """The value as the learner reads it: a word where there is one, never a game score."""
        if self.type == "flag":
            return "yes" if value else "no"
        if type(value) is int and 0 <= value - self.min < len(self.words):
            return self.words[value - self.min]
        return str(value)


@dataclass(frozen=True)
class Principle:
    """A principle of a professional code that this case tests."""

    key: str
    label: str = ""
    source: str = ""


@dataclass(frozen=True)
class Scale:
    """A scale on which choices may give points."""

    key: str
    label: str = ""


@dataclass(frozen=True)
class Stance:
    """How a choice stands to a principle."""

    key: str
    stance: Literal["upholds", "strains", "breaches"] = "upholds"


@dataclass(frozen=True)
class Feedback:
    """What the author says about a choice, and when the learner may read it."""

    text: str = ""
    timing: Timing = "debrief"


@dataclass(frozen=True)
class Choice:
    """One thing that the learner may do in a decision. The rating is the author's judgement, not a
    score.
    """

    key: str
    label: str = ""
    to: str = ""
    when: Condition | None = None
    locked: Literal["hide", "show"] = "hide"
    locked_text: str = ""
    effects: tuple[Effect, ...] = ()
    rating: Rating = ""
    points: Mapping[str, int] = field(default_factory=dict)
    once: bool = False
    principles: tuple[Stance, ...] = ()
    feedback: Feedback = Feedback()


@dataclass(frozen=True)
class Branch:
    """One way on from a chance scene, drawn with its weight."""

    key: str
    weight: int = 1
    to: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Commit:
    """What a decision asks for beside the choice: a reason, and how sure the learner is."""

    reason: Literal["off", "optional", "required"] = "off"
    min_chars: int = 0
    confidence: bool = False


@dataclass(frozen=True)
class Prompt:
    """What a reflect or panel scene asks: in words, or on a scale of five from `low` to `high`.

    `likert_sct` is the script concordance question: does `new_info` make the thought more likely
    (+2) or less (-2)?
    """

    question: str = ""
    type: Literal["text", "scale", "likert_sct"] = "text"
    new_info: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Ending:
    """How the case came out."""

    tone: Literal["constructive", "mixed", "harmful", "neutral"] = "neutral"


@dataclass(frozen=True)
class Timer:
    """How many seconds a learner has who leaves the timer on, and the choice that time makes."""

    seconds: int = 60
    choice: str = ""


@dataclass(frozen=True)
class Media:
    """A picture, a recording or a film in a scene: `id` of the library's file, and its words."""

    kind: Literal["image", "audio", "video"] = "image"
    id: int = 0
    alt: str = ""
    decorative: bool = False
    transcript: str = ""


@dataclass(frozen=True)
class Position:
    """Where an author dragged a scene on the map; the layout places all others."""

    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Scene:
    """One moment of the case: where, when, who speaks, what happens, and what may follow."""

    key: str
    kind: Kind = "info"
    title: str = ""
    section: str = ""
    place: str = ""
    time: str = ""
    speaker: str = ""
    illustration: str = ""
    illustration_alt: str = ""
    decorative: bool = False
    body: str = ""
    content_note: str = ""
    on_enter: tuple[Effect, ...] = ()
    checkpoint: bool = False
    must: Literal["visit", "avoid", "none"] = "none"
    commit: Commit = Commit()
    expert: str = ""
    choices: tuple[Choice, ...] = ()
    branches: tuple[Branch, ...] = ()
    next: str = ""
    prompt: Prompt | None = None
    ending: Ending | None = None
    debrief: str = ""
    media: tuple[Media, ...] = ()
    # The author's own remark: never shown to a learner.
    note: str = ""
    position: Position | None = None
    # Choices come in an order of their own for each run.
    shuffle: bool = False
    timer: Timer | None = None
    # Empty: as the case says.
    back: Literal["", "none", "look", "undo_to_commit", "free"] = ""
    panel: Literal["", "hidden", "after_commit", "debrief"] = ""

    def ways(self) -> Iterator[tuple[str, str, str]]:
        """Yield each way out as (field, key of choice or branch or nothing, target)."""
        if self.kind == "decision":
            yield from (("choices", choice.key, choice.to) for choice in self.choices)
        elif self.kind == "chance":
            yield from (("branches", branch.key, branch.to) for branch in self.branches)
        elif self.kind != "ending":
            yield ("next", "", self.next)


@dataclass(frozen=True)
class Interrupt:
    """A rule of the whole case: when it becomes so, the learner is taken there."""

    when: Condition | None = None
    to: str = ""
    once: bool = True
    priority: int = 1


@dataclass(frozen=True)
class DebriefBlock:
    """A part of the debrief, for everyone or only when something is so."""

    text: str = ""
    when: Condition | None = None


@dataclass(frozen=True)
class Resource:
    """Somewhere to read on."""

    title: str = ""
    url: str = ""
    citation: str = ""


@dataclass(frozen=True)
class Debrief:
    """The conversation after the case."""

    blocks: tuple[DebriefBlock, ...] = ()
    questions: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    reveal: Literal["own_path", "all"] = "own_path"


@dataclass(frozen=True)
class Section:
    """A heading under which the editor groups scenes."""

    key: str
    title: str = ""


@dataclass(frozen=True)
class Graph:
    """The whole case as authored."""

    schema: int = SCHEMA
    start: str = ""
    sections: tuple[Section, ...] = ()
    scales: tuple[Scale, ...] = ()
    principles: tuple[Principle, ...] = ()
    vars: tuple[Variable, ...] = ()
    scenes: tuple[Scene, ...] = ()
    interrupts: tuple[Interrupt, ...] = ()
    debrief: Debrief = Debrief()

    @classmethod
    def from_data(cls, data: object) -> Graph:
        """Read a stored graph, or raise ShapeError with the place."""
        if isinstance(data, Mapping) and data.get("schema", SCHEMA) != SCHEMA:
            raise ShapeError("schema", f"only schema {SCHEMA} can be read here")
        return read(cls, data)

    def as_json(self) -> dict[str, Any]:
        """Return the graph as plain data, `schema` always stated."""
        return {"schema": self.schema, **plain(self)}

    @cached_property
    def scene(self) -> dict[str, Scene]:
        """Scenes by key; the first wins where a draft has a key twice."""
        return {scene.key: scene for scene in reversed(self.scenes)}

    @cached_property
    def choice(self) -> dict[str, tuple[Scene, Choice]]:
        """Choices by key, each with its scene."""
        return {choice.key: (scene, choice) for scene in self.scenes for choice in scene.choices}

    @cached_property
    def variable(self) -> dict[str, Variable]:
        """Variables by key."""
        return {variable.key: variable for variable in self.vars}

    @cached_property
    def urgent(self) -> tuple[tuple[int, Interrupt], ...]:
        """Interrupts with their position, in the order in which they are tried."""
        return tuple(
            sorted(enumerate(self.interrupts), key=lambda pair: (pair[1].priority, pair[0]))
        )

    @cached_property
    def names(self) -> Names:
        """What the graph's conditions may name."""
        return Names(
            variables={var.key: var.label or var.key for var in self.vars},
            types={var.key: var.type for var in self.vars},
            options={var.key: var.options for var in self.vars},
            words={
                var.key: dict(enumerate(var.words, var.min))
                for var in self.vars
                if var.type == "count"
            },
            scenes={scene.key: scene.title or scene.key for scene in self.scenes},
            choices={key: choice.label or key for key, (_, choice) in self.choice.items()},
            scales={scale.key: scale.label or scale.key for scale in self.scales},
        )

    def conditions(self) -> Iterator[tuple[str, str, Condition]]:
        """Yield every condition as (scene or place, field, condition)."""
        for scene in self.scenes:
            for choice in scene.choices:
                if choice.when is not None:
                    yield scene.key, f"choices.{choice.key}.when", choice.when
        for number, interrupt in enumerate(self.interrupts):
            if interrupt.when is not None:
                yield "", f"interrupts.{number}.when", interrupt.when
        for number, block in enumerate(self.debrief.blocks):
            if block.when is not None:
                yield "", f"debrief.blocks.{number}.when", block.when
