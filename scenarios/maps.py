"""Draw a case as a map: scenes in layers from left to right, the way that was taken drawn thick.

Pure geometry: layers by the number of steps from the start, order within a layer by the average
place of the neighbours, twice over. The template turns the answer into SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenarios import routes
from scenarios.graph import Graph

STEP, ROW, MARGIN = 92, 62, 46
MAX_LABEL = 22


@dataclass(frozen=True)
class Node:
    """A scene on the map; only a scene that the learner was in has a label."""

    key: str
    x: int
    y: int
    label: str
    taken: bool
    ending: bool

    @property
    def text_y(self) -> int:
        """Where the label's line stands, above the mark."""
        return self.y - 18


@dataclass(frozen=True)
class Map:
    """Nodes, and the curves of the ways that could be taken and of those that were."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: str
    taken: str


def draw(graph: Graph, way: Sequence[str]) -> Map:
    """Return the map of a case for somebody who walked through these scenes, in this order."""
    edges = routes.own_edges(graph)
    layers = _layers(graph, edges)
    places = {
        key: (MARGIN + column * STEP, _row(row, len(layer), layers))
        for column, layer in enumerate(layers)
        for row, key in enumerate(layer)
    }
    walked = set(way)
    steps = [pair for pair in pairwise(way) if pair[0] != pair[1]]
    return Map(
        width=2 * MARGIN + STEP * (len(layers) - 1),
        height=ROW * max(len(layer) for layer in layers) + MARGIN,
        nodes=tuple(
            Node(
                key,
                *places[key],
                _short(graph.scene[key].title) if key in walked else "",
                key in walked,
                graph.scene[key].kind == "ending",
            )
            for key in places
        ),
        edges=" ".join(
            _curve(places[key], places[target])
            for key, targets in edges.items()
            for target in dict.fromkeys(targets)
            if key in places and target in places and (key, target) not in steps
        ),
        taken=" ".join(
            _curve(places[key], places[target])
            for key, target in dict.fromkeys(steps)
            if key in places and target in places
        ),
    )


def _layers(graph: Graph, edges: routes.Edges) -> list[list[str]]:
    """Each scene one layer after the furthest scene that leads to it, loops left aside."""
    found = routes.reach([graph.start], edges)
    before = routes.backwards(edges)
    depth: dict[str, int] = {}
    for knot in reversed(routes.knots(edges)):
        for key in sorted(knot, key=lambda key: found.get(key, 0)):
            ways = [depth[source] for source in before[key] if source in depth and source in found]
            depth[key] = max(ways, default=-1) + 1
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for key in found:
        layers[depth[key]].append(key)
    return [layer for layer in _ordered(layers, edges) if layer] or [[]]


def _ordered(layers: list[list[str]], edges: routes.Edges) -> list[list[str]]:
    before = routes.backwards(edges)
    for _ in range(2):
        for ways in (before, edges):
            rank = {key: row / len(layer) for layer in layers for row, key in enumerate(layer)}
            layers = [
                sorted(layer, key=lambda key: _mean(rank, ways[key], rank[key])) for layer in layers
            ]
    return layers


def _mean(rank: dict[str, float], keys: Sequence[str], own: float) -> float:
    known = [rank[key] for key in keys if key in rank]
    return sum(known) / len(known) if known else own


def _row(row: int, count: int, layers: list[list[str]]) -> int:
    tallest = max(len(layer) for layer in layers)
    return round(MARGIN + (row + (tallest - count) / 2) * ROW)


def _curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (u, v) = start, end
    middle = (x + u) // 2
    return f"M{x} {y}C{middle} {y} {middle} {v} {u} {v}"


def _short(title: str) -> str:
    return title if len(title) <= MAX_LABEL else title[: MAX_LABEL - 1].rstrip() + "…"
