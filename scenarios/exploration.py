"""Play every state of a small case: exact answers where interval analysis can only be careful.

Two states are the same here when no condition can tell them apart, so a case of twenty scenes and
two counters has some hundreds of states. A larger case stops at a limit, `complete` is false, and
nothing is concluded from it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from scenarios import engine
from scenarios.conditions import Compare, Every, Node, Number, Opposite, Some, Term
from scenarios.engine import State
from scenarios.graph import Graph
from scenarios.ranges import asked

LIMIT = 4_000
ENDLESS = 10**9


@dataclass
class Exploration:
    """What happened in all plays: which scenes and choices occurred, and where a learner could be
    caught; `passed` are scenes that were entered and left again at once, with the numbers of the
    interrupts that did so.
    """

    complete: bool = True
    states: list[State] = field(default_factory=list)
    seen: dict[str, set[bool]] = field(default_factory=dict)
    stuck: list[State] = field(default_factory=list)
    trapped: list[State] = field(default_factory=list)
    tangled: set[int] = field(default_factory=set)
    passed: dict[str, set[int]] = field(default_factory=dict)

    @property
    def scenes(self) -> set[str]:
        """The scenes in which a learner can stand."""
        return {state.scene for state in self.states}


def explore(graph: Graph, limit: int = LIMIT) -> Exploration:
    """Play every state up to a limit; the graph must have a start, and every target must exist."""
    found = Exploration()
    told = names(graph)
    cap = caps(graph)
    first = engine.begin(graph)
    numbers: dict[object, int] = {}
    parents: list[list[int]] = []
    waiting: deque[int] = deque()

    def meet(move: engine.Move, parent: int | None) -> None:
        if len(move.interrupts) >= engine.MAX_INTERRUPTS:
            found.tangled.update(move.interrupts)
        if move.interrupts:
            _pass(graph, move, found)
        key = projection(move.after, told, cap)
        number = numbers.get(key)
        if number is None:
            number = numbers[key] = len(found.states)
            found.states.append(move.after)
            parents.append([])
            waiting.append(number)
        if parent is not None:
            parents[number].append(parent)

    meet(first, None)
    while waiting:
        if len(found.states) > limit:
            found.complete = False
            return found
        number = waiting.popleft()
        state = found.states[number]
        _look(graph, state, found)
        ways = list(engine.moves(graph, state))
        if not ways and not engine.is_over(graph, state):
            found.stuck.append(state)
        for move in ways:
            meet(move, number)
    found.trapped = _trapped(graph, found, parents)
    return found


def _pass(graph: Graph, move: engine.Move, found: Exploration) -> None:
    """Note the scenes that were entered on the way: where the move led, and where all interrupts
    but the last did.
    """
    places = [_target(graph, move), *(graph.interrupts[n].to for n in move.interrupts[:-1])]
    for place, number in zip(places, move.interrupts, strict=True):
        found.passed.setdefault(place, set()).add(number)


def _target(graph: Graph, move: engine.Move) -> str:
    scene = graph.scene.get(move.before.scene)
    if scene is None:
        return graph.start
    if move.choice:
        return graph.choice[move.choice][1].to
    if move.branch:
        return next(branch.to for branch in scene.branches if branch.key == move.branch)
    return scene.next


def _look(graph: Graph, state: State, found: Exploration) -> None:
    scene = graph.scene[state.scene]
    for choice in scene.choices:
        if choice.when is not None:
            found.seen.setdefault(f"choices.{choice.key}.when", set()).add(choice.when.holds(state))
    if scene.kind == "ending":
        for number, block in enumerate(graph.debrief.blocks):
            if block.when is not None:
                found.seen.setdefault(f"debrief.blocks.{number}.when", set()).add(
                    block.when.holds(state)
                )


def _trapped(graph: Graph, found: Exploration, parents: list[list[int]]) -> list[State]:
    """The states from which no ending can be reached any more, whatever the learner does."""
    safe = {number for number, state in enumerate(found.states) if engine.is_over(graph, state)}
    waiting = deque(safe)
    while waiting:
        for parent in parents[waiting.popleft()]:
            if parent not in safe:
                safe.add(parent)
                waiting.append(parent)
    return [state for number, state in enumerate(found.states) if number not in safe]


def names(graph: Graph) -> list[tuple[str, str]]:
    """Return what the case's conditions ask for: all that can make two states differ."""
    asked_for = {
        ("chose", choice.key) for scene in graph.scenes for choice in scene.choices if choice.once
    }
    for _, _, condition in graph.conditions():
        asked_for |= set(asked(condition.node))
    scored = {key for key, (_, choice) in graph.choice.items() if choice.points}
    if any(kind == "total" for kind, _ in asked_for):
        asked_for |= {("chose", key) for key in scored}
    return sorted(asked_for)


def caps(graph: Graph) -> int:
    """Visits above this number look alike to every condition; two counts compared with each other
    have no such number.
    """
    nodes = [condition.node for _, _, condition in graph.conditions()]
    if any(_counts_visits(node) for node in nodes):
        return ENDLESS
    return max((number for node in nodes for number in _numbers(node)), default=0) + 1


def _numbers(node: Node) -> list[int]:
    match node:
        case Compare(left, _, right):
            return [abs(term.value) for term in (left, right) if isinstance(term, Number)]
        case Opposite(part):
            return _numbers(part)
        case Every(parts) | Some(parts):
            return [number for part in parts for number in _numbers(part)]
    return []


def _counts_visits(node: Node) -> bool:
    match node:
        case Compare(left, _, right):
            return isinstance(left, Term) and isinstance(right, Term)
        case Opposite(part):
            return _counts_visits(part)
        case Every(parts) | Some(parts):
            return any(_counts_visits(part) for part in parts)
    return False


def projection(state: State, told: list[tuple[str, str]], cap: int) -> object:
    """Return what of a state some condition can tell apart from another."""
    values: list[object] = [state.scene, state.interrupted]
    for kind, key in told:
        if kind == "var":
            values.append(state.vars.get(key))
        elif kind == "visits":
            values.append(min(state.visits.get(key, 0), cap))
        elif kind == "total":
            values.append(state.totals.get(key, 0))
        else:
            values.append(key in state.chosen)
    return tuple(values)
