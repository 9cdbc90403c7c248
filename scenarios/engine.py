"""The engine: from one state of a run to the next. Pure, total and the same for learner, preview
and robot.

The order of a step: is the choice open → its effects → move → the effects of entering → interrupts,
at most eight in a row. A count never leaves its range. Chance is drawn from the run's seed, the
scene and how often it was entered, so the same run always meets the same circumstances, undo or
not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scenarios.graph import Branch, Choice, DebriefBlock, Effect, Graph, Scene, Variable

MAX_INTERRUPTS = 8

Value = int | bool | str


class NotOpen(Exception):
    """The choice is not open to the learner in this state, or is no choice of this scene."""


class NoWayOn(Exception):
    """The scene cannot be left like this: it is an ending, a decision, or leads nowhere."""


@dataclass(frozen=True)
class State:
    """Where a run stands: the scene, the variables, how often each scene was entered and what was
    ever chosen.
    """

    scene: str
    vars: Mapping[str, Value] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    interrupted: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, scene: str, data: Mapping[str, Any]) -> State:
        """Read a stored state."""
        return cls(
            scene=scene,
            vars=data["vars"],
            visits=data["visits"],
            chosen=tuple(data["chosen"]),
            totals=data.get("totals", {}),
            interrupted=tuple(data.get("interrupted", ())),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the state as it is stored beside the scene's key."""
        return {
            "vars": dict(self.vars),
            "visits": dict(self.visits),
            "chosen": list(self.chosen),
            "totals": dict(self.totals),
            "interrupted": list(self.interrupted),
        }


@dataclass(frozen=True)
class Move:
    """One step taken: from where, by which choice, to where, and what changed on the way."""

    before: State
    after: State
    choice: str = ""
    branch: str = ""
    roll: int | None = None
    interrupts: tuple[int, ...] = ()

    @property
    def delta(self) -> dict[str, Value]:
        """The variables that changed, with their new values."""
        return {
            key: value
            for key, value in self.after.vars.items()
            if self.before.vars.get(key) != value
        }


def begin(graph: Graph) -> Move:
    """Enter the start scene with every variable at its initial value."""
    empty = State(scene="", vars={variable.key: variable.start for variable in graph.vars})
    after, interrupts = _arrive(graph, empty, graph.start)
    return Move(before=empty, after=after, interrupts=interrupts)


def is_open(choice: Choice, state: State) -> bool:
    """Say whether the learner may take this choice now."""
    if choice.once and choice.key in state.chosen:
        return False
    return choice.when is None or choice.when.holds(state)


def open_choices(graph: Graph, state: State) -> list[Choice]:
    """Return the choices of the present scene that may be taken, in the author's order."""
    return [choice for choice in graph.scene[state.scene].choices if is_open(choice, state)]


def shown_choices(graph: Graph, state: State, seed: int = 0) -> list[tuple[Choice, bool]]:
    """Return the choices that the learner sees, each with whether it is open: locked ones only if
    the author said so. A shuffled scene has an order of its own for each seed.
    """
    scene = graph.scene[state.scene]
    choices = list(scene.choices)
    if scene.shuffle:
        choices.sort(key=lambda choice: _digest(f"{seed}:{scene.key}:{choice.key}"))
    listed = [(choice, is_open(choice, state)) for choice in choices]
    return [(choice, free) for choice, free in listed if free or choice.locked == "show"]


def choose(graph: Graph, state: State, key: str) -> Move:
    """Take a choice of the present decision, or raise NotOpen."""
    for choice in graph.scene[state.scene].choices:
        if choice.key == key and is_open(choice, state):
            break
    else:
        raise NotOpen(key)
    first = choice.key not in state.chosen
    chosen = replace(
        state,
        vars=apply(graph, state.vars, choice.effects),
        chosen=(*state.chosen, choice.key) if first else state.chosen,
        totals=_scored(state.totals, choice.points) if first else state.totals,
    )
    after, interrupts = _arrive(graph, chosen, choice.to)
    return Move(before=state, after=after, choice=choice.key, interrupts=interrupts)


def advance(graph: Graph, state: State, seed: int = 0) -> Move:
    """Go on from a scene that asks for no choice, or raise NoWayOn; a chance scene draws its branch
    from the seed.
    """
    scene = graph.scene[state.scene]
    if scene.kind == "chance":
        number = roll(graph, state, seed)
        branch = branch_of(scene, number)
        return take_branch(graph, state, branch, number)
    if scene.kind in ("decision", "ending") or scene.next not in graph.scene:
        raise NoWayOn(state.scene)
    after, interrupts = _arrive(graph, state, scene.next)
    return Move(before=state, after=after, interrupts=interrupts)


def take_branch(graph: Graph, state: State, branch: Branch, number: int | None = None) -> Move:
    """Follow one branch of the present chance scene."""
    drawn = replace(state, vars=apply(graph, state.vars, branch.effects))
    after, interrupts = _arrive(graph, drawn, branch.to)
    return Move(before=state, after=after, branch=branch.key, roll=number, interrupts=interrupts)


def replay(graph: Graph, seed: int, ways: Iterable[str], start: State | None = None) -> State:
    """Walk along choice keys (empty where none is asked), from the start of the case or from a
    state, and return the state.

    Raises NotOpen or NoWayOn where the way doesn't exist.
    """
    state = begin(graph).after if start is None else start
    for key in ways:
        state = (choose(graph, state, key) if key else advance(graph, state, seed)).after
    return state


def moves(graph: Graph, state: State) -> Iterator[Move]:
    """Yield every step that could be taken from here, each branch of a chance scene included."""
    scene = graph.scene[state.scene]
    if scene.kind == "decision":
        yield from (choose(graph, state, choice.key) for choice in open_choices(graph, state))
    elif scene.kind == "chance":
        yield from (
            take_branch(graph, state, branch) for branch in scene.branches if branch.weight > 0
        )
    elif scene.kind != "ending" and scene.next in graph.scene:
        yield advance(graph, state)


def roll(graph: Graph, state: State, seed: int) -> int:
    """Draw a number below the sum of the present chance scene's weights."""
    total = sum(branch.weight for branch in graph.scene[state.scene].branches if branch.weight > 0)
    if total <= 0:
        raise NoWayOn(state.scene)
    text = f"{seed}:{state.scene}:{state.visits.get(state.scene, 0)}"
    return int.from_bytes(_digest(text)[:8]) % total


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def branch_of(scene: Scene, number: int) -> Branch:
    """Return the branch on which a drawn number falls."""
    for branch in scene.branches:
        if branch.weight > 0:
            if number < branch.weight:
                return branch
            number -= branch.weight
    raise NoWayOn(scene.key)


def is_over(graph: Graph, state: State) -> bool:
    """Say whether the run stands on an ending."""
    return graph.scene[state.scene].kind == "ending"


def debrief_blocks(graph: Graph, state: State) -> list[DebriefBlock]:
    """Return the parts of the debrief that are for this learner."""
    return [
        block for block in graph.debrief.blocks if block.when is None or block.when.holds(state)
    ]


def apply(graph: Graph, values: Mapping[str, Value], effects: Iterable[Effect]) -> dict[str, Value]:
    """Return the variables after these effects, in order; an effect that makes no sense changes
    nothing.
    """
    result = dict(values)
    for effect in effects:
        variable = graph.variable.get(effect.var)
        if variable is not None:
            result[effect.var] = _changed(variable, result.get(effect.var, variable.start), effect)
    return result


def _changed(variable: Variable, value: Value, effect: Effect) -> Value:
    if variable.type == "flag":
        return effect.op == "on" if effect.op in ("on", "off") else value
    if variable.type == "option":
        return effect.value if effect.op == "set" and effect.value in variable.options else value
    if type(effect.value) is not int or isinstance(value, str) or effect.op in ("on", "off"):
        return value
    signed = {"set": effect.value, "add": value + effect.value, "sub": value - effect.value}[
        effect.op
    ]
    return max(variable.min, min(variable.max, signed))


def _scored(totals: Mapping[str, int], points: Mapping[str, int]) -> dict[str, int]:
    return {key: totals.get(key, 0) + points.get(key, 0) for key in {**totals, **points}}


def _enter(graph: Graph, state: State, key: str) -> State:
    scene = graph.scene.get(key)
    if scene is None:
        raise NoWayOn(key)
    return replace(
        state,
        scene=key,
        vars=apply(graph, state.vars, scene.on_enter),
        visits={**state.visits, key: state.visits.get(key, 0) + 1},
    )


def _arrive(graph: Graph, state: State, key: str) -> tuple[State, tuple[int, ...]]:
    """Enter a scene, then follow interrupts: the first that is so, not from an ending, not to where
    one stands.
    """
    state = _enter(graph, state, key)
    followed: list[int] = []
    while len(followed) < MAX_INTERRUPTS and not is_over(graph, state):
        number = _due(graph, state)
        if number is None:
            break
        followed.append(number)
        state = (
            replace(state, interrupted=(*state.interrupted, number))
            if _once(graph, number)
            else state
        )
        state = _enter(graph, state, graph.interrupts[number].to)
    return state, tuple(followed)


def _once(graph: Graph, number: int) -> bool:
    return graph.interrupts[number].once


def _due(graph: Graph, state: State) -> int | None:
    for number, interrupt in graph.urgent:
        if interrupt.to == state.scene or interrupt.when is None or number in state.interrupted:
            continue
        if interrupt.to in graph.scene and interrupt.when.holds(state):
            return number
    return None
