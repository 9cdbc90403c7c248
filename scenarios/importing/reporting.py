"""A graph counted and judged: the part of a report that needs no source."""

from __future__ import annotations

from collections import deque

from scenarios import routes
from scenarios.fingerprints import text_hash
from scenarios.graph import Graph, Scene
from scenarios.importing.findings import Edges, Loss, Report, Suspect, Tally, doubtful
from scenarios.validation import check


def in_story_order(graph: Graph) -> tuple[Scene, ...]:
    """The scenes as a reader can meet them, then those that nothing leads to, by key."""
    ways = routes.edges(graph)
    order: list[str] = []
    seen: set[str] = set()
    for first in [graph.start, *sorted(ways)]:
        if first in seen or first not in ways:
            continue
        waiting = deque([first])
        seen.add(first)
        while waiting:
            key = waiting.popleft()
            order.append(key)
            for target in ways[key]:
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return tuple(graph.scene[key] for key in order)


def unreachable(graph: Graph) -> tuple[str, ...]:
    """The scenes to which no way leads from the start, conditions ignored."""
    found = routes.reach([graph.start], routes.edges(graph))
    return tuple(scene.key for scene in graph.scenes if scene.key not in found)


def reported(
    graph: Graph,
    form: str,
    title: str,
    edges: Edges,
    conditions: Tally,
    effects: Tally,
    losses: tuple[Loss, ...],
    suspects: tuple[Suspect, ...] = (),
) -> Report:
    """The report of a graph."""
    lonely = unreachable(graph)
    return Report(
        format=form,
        title=title,
        scenes=len(graph.scenes),
        choices=sum(len(scene.choices) for scene in graph.scenes),
        edges=edges,
        variables=len(graph.vars),
        conditions=conditions,
        effects=effects,
        unreachable=lonely,
        problems=tuple(check(graph)),
        losses=losses,
        suspects=suspects,
        graph_sha256=text_hash(graph),
        needs_review=doubtful(edges, lonely),
    )
