"""What a way is worth where a case gives points: beside what was open at the same decisions.

Decision quality is the points of the choices made, by the most that the open choices would have
given in the same situation. A short bad way is therefore never a full score. It is no result: it
passes nobody and fails nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenarios import engine
from scenarios.changes import carried
from scenarios.engine import State
from scenarios.graph import Choice, Graph


@dataclass(frozen=True)
class Worth:
    """One scale of a way: the points, and how many in a hundred of what could be had; None where
    nothing could.
    """

    label: str
    points: int
    best: int
    quality: int | None


def worth(graph: Graph, seed: int, ways: Iterable[str]) -> list[Worth]:
    """Each scale of a way, walked again from the start; nothing where a case gives no points."""
    return worth_of(graph, seed, [(graph, key) for key in ways])


def worth_of(graph: Graph, seed: int, steps: Iterable[tuple[Graph, str]]) -> list[Worth]:
    """The same of a way that went over to newer versions: each step with the graph of its own.

    Nobody goes over to a version that judges differently, so the points of both add up.
    """
    if not graph.scales:
        return []
    got = dict.fromkeys((scale.key for scale in graph.scales), 0)
    best = dict(got)
    state: State | None = None
    here = graph
    for of_step, key in steps:
        if state is None:
            state = engine.begin(of_step).after
        elif of_step is not here:
            state = carried(state, here, of_step)
        here = of_step
        if key:
            open_ = engine.open_choices(here, state)
            chosen = here.choice[key][1]
            for scale in got:
                got[scale] += _credit(chosen, state, scale)
                best[scale] += max(_credit(choice, state, scale) for choice in open_)
        state = _on(here, state, key, seed)
    return [
        Worth(
            label=scale.label or scale.key,
            points=got[scale.key],
            best=best[scale.key],
            quality=_share(got[scale.key], best[scale.key]),
        )
        for scale in graph.scales
    ]


def _on(graph: Graph, state: State, key: str, seed: int) -> State:
    return (engine.choose(graph, state, key) if key else engine.advance(graph, state, seed)).after


def _credit(choice: Choice, state: State, scale: str) -> int:
    """The points of a choice, which it gives the first time only."""
    return 0 if choice.key in state.chosen else choice.points.get(scale, 0)


def _share(got: int, best: int) -> int | None:
    return round(100 * max(0, got) / best) if best > 0 else None
