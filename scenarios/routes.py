"""Plain graph questions about a case: what reaches what, which loops it has, how long a way is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from scenarios.graph import Graph

Edges = Mapping[str, tuple[str, ...]]


def edges(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Scene to scenes, by every way out and every interrupt, ignoring conditions; missing targets
    are left out.
    """
    urgent = tuple(interrupt.to for interrupt in graph.interrupts if interrupt.to in graph.scene)
    result = {}
    for scene in graph.scenes:
        targets = tuple(to for _, _, to in scene.ways() if to in graph.scene)
        result[scene.key] = targets if scene.kind == "ending" else targets + urgent
    return result


def own_edges(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The same without interrupts."""
    return {
        scene.key: tuple(to for _, _, to in scene.ways() if to in graph.scene)
        for scene in graph.scenes
    }


def reach(starts: Iterable[str], ways: Edges) -> dict[str, int]:
    """Return every key that can be reached, with the least number of steps."""
    found = {key: 0 for key in starts if key in ways}
    waiting = deque(found)
    while waiting:
        key = waiting.popleft()
        for target in ways[key]:
            if target not in found:
                found[target] = found[key] + 1
                waiting.append(target)
    return found


def backwards(ways: Edges) -> dict[str, tuple[str, ...]]:
    """Return the same edges the other way round."""
    result: dict[str, list[str]] = {key: [] for key in ways}
    for key, targets in ways.items():
        for target in targets:
            result[target].append(key)
    return {key: tuple(targets) for key, targets in result.items()}


def knots(ways: Edges) -> list[list[str]]:
    """Return the strongly connected components, each after all that it leads to (Tarjan, without
    recursion).
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    inside: set[str] = set()
    found: list[list[str]] = []
    for root in ways:
        if root in order:
            continue
        work = [(root, iter(ways[root]))]
        order[root] = low[root] = len(order)
        open_.append(root)
        inside.add(root)
        while work:
            key, targets = work[-1]
            for target in targets:
                if target not in order:
                    order[target] = low[target] = len(order)
                    open_.append(target)
                    inside.add(target)
                    work.append((target, iter(ways[target])))
                    break
                if target in inside:
                    low[key] = min(low[key], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == order[key]:
                    found.append(_close(key, open_, inside))
    return found


def _close(key: str, open_: list[str], inside: set[str]) -> list[str]:
    knot: list[str] = []
    while not knot or knot[-1] != key:
        knot.append(open_.pop())
        inside.discard(knot[-1])
    return knot


def loops(ways: Edges) -> list[list[str]]:
    """Return the groups of scenes in which a learner can go round."""
    return [knot for knot in knots(ways) if len(knot) > 1 or knot[0] in ways[knot[0]]]


def longest(start: str, ways: Edges) -> int:
    """Return the most steps from the start when a loop is walked once at most."""
    length: dict[str, int] = {}
    for knot in knots(ways):
        members = set(knot)
        after = [length[target] for key in knot for target in ways[key] if target not in members]
        for key in knot:
            length[key] = len(knot) - 1 + (1 + max(after) if after else 0)
    return length.get(start, 0)
