"""A way that really leads to a scene: which choices and branches, in which order.

Found by playing every state, nearest first, so the first answer is the shortest way. Two states
that no condition can tell apart are the same here (see `exploration`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from scenarios import engine
from scenarios.engine import Move, State
from scenarios.exploration import caps, names, projection
from scenarios.graph import Graph

LIMIT = 20_000
ON = "-"  # a step that takes no choice
BRANCH = "~"  # before the key of a chance scene's branch


@dataclass(frozen=True)
class Way:
    """The keys to press from the start, and the state in which one then stands."""

    keys: tuple[str, ...]
    state: State


def ways_to(graph: Graph, scene: str, most: int = 3, limit: int = LIMIT) -> list[Way]:
    """Return up to `most` ways to a scene, the shortest first, each arriving in another state.

    Empty when no play of up to `limit` states gets there: the scene is closed to everybody, or the
    case is too large to say.
    """
    if graph.start not in graph.scene or scene not in graph.scene:
        return []
    told, cap = names(graph), caps(graph)
    first = engine.begin(graph).after
    came: dict[object, tuple[object, str] | None] = {projection(first, told, cap): None}
    states = {projection(first, told, cap): first}
    waiting = deque(states)
    found: list[Way] = []
    while waiting and len(states) <= limit:
        mark = waiting.popleft()
        state = states[mark]
        if state.scene == scene:
            found.append(Way(_keys(came, mark), state))
            if len(found) == most:
                return found
        for move in engine.moves(graph, state):
            after = projection(move.after, told, cap)
            if after not in states:
                states[after] = move.after
                came[after] = (mark, key_of(move))
                waiting.append(after)
    return found


def key_of(move: Move) -> str:
    """Return the key that stands for a step: a choice, a branch, or going on."""
    return move.choice or (f"{BRANCH}{move.branch}" if move.branch else ON)


def walk(graph: Graph, keys: tuple[str, ...] | list[str], seed: int) -> list[State]:
    """Return every state of a way, the start first. Raises `NotOpen`, `NoWayOn` or KeyError."""
    states = [engine.begin(graph).after]
    for key in keys:
        states.append(_after(graph, states[-1], key, seed))
    return states


def _after(graph: Graph, state: State, key: str, seed: int) -> State:
    if key == ON:
        return engine.advance(graph, state, seed).after
    if key.startswith(BRANCH):
        branches = {branch.key: branch for branch in graph.scene[state.scene].branches}
        return engine.take_branch(graph, state, branches[key.removeprefix(BRANCH)]).after
    return engine.choose(graph, state, key).after


def _keys(came: dict[object, tuple[object, str] | None], mark: object) -> tuple[str, ...]:
    keys: list[str] = []
    step = came[mark]
    while step is not None:
        mark, key = step
        keys.append(key)
        step = came[mark]
    return tuple(reversed(keys))
