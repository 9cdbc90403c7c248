"""Lay a case out in columns: who stands where, and by which bends a long way gets there.

Pure geometry and always the same for the same case. Columns by the furthest scene that leads here,
loops left aside; order in a column by the average place of the neighbours, sweep after sweep, the
order with the fewest crossings kept; places as near to the neighbours as the order allows. A way
that passes columns holds a lane in each, so that it runs between scenes and not through them.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from scenarios import routes
from scenarios.graph import Graph

Point = tuple[int, int]
Way = tuple[str, str]
# A scene's key, or a lane: the way that holds it and the column.
Item = str | tuple[str, str, int]
Links = dict[Item, list[Item]]

SWEEPS = 4
SETTLINGS = 5
# More lanes than this would cost more time than the eye gains.
MOST_LANES = 1500


@dataclass(frozen=True)
class Measure:
    """How far apart things stand, from corner to corner: columns, scenes in one, lanes in one."""

    column: int
    row: int
    lane: int
    # What a scene covers, of interest only where scenes are boxes that somebody may drag.
    width: int = 0
    height: int = 0

    def between(self, one: Item, other: Item) -> int:
        """The least distance of two neighbours in a column."""
        if isinstance(one, str) and isinstance(other, str):
            return self.row
        if isinstance(one, str) or isinstance(other, str):
            return (self.row + self.lane) // 2
        return self.lane


EDITOR = Measure(column=304, row=112, lane=44, width=208, height=84)


@dataclass(frozen=True)
class Drawing:
    """Where each scene stands, the bends of ways that pass columns, and who is off the map."""

    places: dict[str, Point] = field(default_factory=dict)
    bends: dict[Way, tuple[Point, ...]] = field(default_factory=dict)
    loose: tuple[str, ...] = ()


def lay_out(graph: Graph, measure: Measure = EDITOR) -> Drawing:
    """Place every scene of a case: the case itself, below it what only an interrupt reaches, and
    last what nothing reaches. Scenes that the author placed stand where they were put.
    """
    edges = routes.own_edges(graph)
    drawing, below = Drawing(), 0
    groups = _groups(graph, edges)
    for roots, members in groups:
        inside = {key: tuple(to for to in edges[key] if to in members) for key in members}
        part = (_layered if any(inside.values()) else _rows)(roots, inside, measure)
        shifted = {key: (x, y + below) for key, (x, y) in part.places.items()}
        bends = {
            way: tuple((x, y + below) for x, y in points) for way, points in part.bends.items()
        }
        drawing = replace(drawing, places=drawing.places | shifted, bends=drawing.bends | bends)
        below = max(y for _, y in shifted.values()) + measure.row + measure.lane
    seen = routes.reach([graph.start, *(rule.to for rule in graph.interrupts)], edges)
    loose = tuple(key for key in edges if key not in seen)
    return _dragged(graph, replace(drawing, loose=loose), measure)


def layered(roots: Iterable[str], edges: routes.Edges, measure: Measure) -> Drawing:
    """Place in columns what can be reached from these scenes."""
    found = routes.reach(roots, edges)
    inside = {key: tuple(to for to in edges[key] if to in found) for key in found}
    return _layered(tuple(found), inside, measure)


def _groups(graph: Graph, edges: routes.Edges) -> list[tuple[tuple[str, ...], set[str]]]:
    """Sets of scenes that are laid out apart, each with the scenes to begin from."""
    groups: list[tuple[tuple[str, ...], set[str]]] = []
    seen: set[str] = set()

    def take(roots: Iterable[str]) -> None:
        found = [key for key in routes.reach(roots, edges) if key not in seen]
        if found:
            groups.append((tuple(found), set(found)))
            seen.update(found)

    take([graph.start])
    take(rule.to for rule in graph.interrupts if rule.to not in seen)
    rest = {key: tuple(to for to in edges[key] if to not in seen) for key in edges}
    for key in seen:
        del rest[key]
    before = routes.backwards(rest)
    alone = tuple(key for key in rest if not rest[key] and not before[key])
    seen.update(alone)
    heads = [key for key in rest if not before[key] and key not in alone]
    take(heads)
    take(key for key in rest if key not in seen)
    if alone:
        groups.append((alone, set(alone)))
    return groups


def _rows(keys: Sequence[str], edges: routes.Edges, measure: Measure) -> Drawing:
    """Scenes without any way between them: in rows, about as wide as high."""
    width = max(6, round((2 * len(keys)) ** 0.5))
    return Drawing(
        {
            key: (measure.column * (place % width), measure.row * (place // width))
            for place, key in enumerate(keys)
        }
    )


def _layered(order: Sequence[str], edges: routes.Edges, measure: Measure) -> Drawing:
    depth = _depths(order, edges)
    layers, links = _linked(order, depth, edges)
    before = _backwards(links)
    layers = _uncrossed(layers, links, before)
    tops = _settled(layers, links, before, measure)
    bends: dict[Way, list[Point]] = {}
    for number, layer in enumerate(layers):
        for item in layer:
            if not isinstance(item, str):
                bends.setdefault(item[:2], []).append((number * measure.column, tops[item]))
    return Drawing(
        {key: (depth[key] * measure.column, tops[key]) for key in order},
        {way: tuple(points) for way, points in bends.items()},
    )


def _depths(order: Sequence[str], edges: routes.Edges) -> dict[str, int]:
    """Each scene one column after the furthest scene that leads to it, loops left aside."""
    place = {key: number for number, key in enumerate(order)}
    before = routes.backwards(edges)
    depth: dict[str, int] = {}
    for knot in reversed(routes.knots(edges)):
        for key in sorted(knot, key=place.__getitem__):
            ways = [depth[source] for source in before[key] if source in depth]
            depth[key] = max(ways, default=-1) + 1
    return depth


def _linked(
    order: Sequence[str], depth: Mapping[str, int], edges: routes.Edges
) -> tuple[list[list[Item]], Links]:
    """The columns as they come, and the ways that lead forward, from column to column by lanes."""
    layers: list[list[Item]] = [[] for _ in range(max(depth.values()) + 1)]
    links: Links = {key: [] for key in order}
    ahead = [
        (key, to) for key in order for to in dict.fromkeys(edges[key]) if depth[to] > depth[key]
    ]
    with_lanes = sum(depth[to] - depth[key] - 1 for key, to in ahead) <= MOST_LANES
    for key in order:
        layers[depth[key]].append(key)
    for key, to in ahead:
        at: Item = key
        for column in range(depth[key] + 1, depth[to] if with_lanes else 0):
            lane = (key, to, column)
            layers[column].append(lane)
            links[at].append(lane)
            links[lane] = []
            at = lane
        links[at].append(to)
    return layers, links


def _backwards(links: Links) -> Links:
    before: Links = {item: [] for item in links}
    for item, targets in links.items():
        for target in targets:
            before[target].append(item)
    return before


def _uncrossed(layers: list[list[Item]], links: Links, before: Links) -> list[list[Item]]:
    """The order with the fewest crossings among those that the sweeps come by."""
    best, fewest = layers, _crossings(layers, links)
    rank = {item: row / len(layer) for layer in layers for row, item in enumerate(layer)}
    for _ in range(SWEEPS):
        for ways, forward in ((before, True), (links, False)):
            swept = []
            for layer in layers if forward else reversed(layers):
                layer = sorted(layer, key=lambda item: _mean(rank, ways[item], rank[item]))
                rank.update({item: row / len(layer) for row, item in enumerate(layer)})
                swept.append(layer)
            layers = swept if forward else swept[::-1]
            count = _crossings(layers, links)
            if count < fewest:
                best, fewest = layers, count
        if not fewest:
            break
    return best


def _mean(rank: Mapping[Item, float], items: Sequence[Item], own: float) -> float:
    return sum(rank[item] for item in items) / len(items) if items else own


def _crossings(layers: list[list[Item]], links: Links) -> int:
    """How many pairs of ways between neighbouring columns cross."""
    count = 0
    for layer, following in pairwise(layers):
        place = {item: row for row, item in enumerate(following)}
        passed: list[int] = []
        for item in layer:
            ends = sorted(place[target] for target in links[item] if target in place)
            count += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return count


def _settled(
    layers: list[list[Item]], links: Links, before: Links, measure: Measure
) -> dict[Item, int]:
    """The height of everything: as near to its neighbours as order and distances allow."""
    gaps = [
        list(accumulate((measure.between(*pair) for pair in pairwise(layer)), initial=0))
        for layer in layers
    ]
    tops: dict[Item, float] = {}
    for layer, offsets in zip(layers, gaps, strict=True):
        tops.update(
            (item, offset - offsets[-1] / 2) for item, offset in zip(layer, offsets, strict=True)
        )
    both = {item: [*before[item], *links[item]] for item in links}
    turns = [(before, 1), (links, -1)] * SETTLINGS + [(both, 1), (both, -1)]
    for ways, step in turns:
        for layer, offsets in list(zip(layers, gaps, strict=True))[::step]:
            wanted = [_mean(tops, ways[item], tops[item]) for item in layer]
            tops.update(zip(layer, _spread(wanted, offsets), strict=True))
    highest = min(tops.values())
    return {item: round(top - highest) for item, top in tops.items()}


def _spread(wanted: Sequence[float], offsets: Sequence[int]) -> list[int]:
    """Return the nearest heights to those wanted that keep order and distances: neighbours that
    want the same room share the difference (pool adjacent violators).
    """
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] * count >= total * pools[-1][1]:
            more, members = pools.pop()
            total, count = total + more, count + members
        pools.append((total, count))
    means = [round(total / count) for total, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _dragged(graph: Graph, drawing: Drawing, measure: Measure) -> Drawing:
    """Put the scenes that the author placed where they belong; the others make room, downwards."""
    fixed = {
        key: (scene.position.x, scene.position.y)
        for key, scene in graph.scene.items()
        if scene.position is not None
    }
    if not fixed:
        return drawing
    places = dict(fixed)
    columns: dict[int, list[str]] = {}
    for key, (x, _) in drawing.places.items():
        if key not in fixed:
            columns.setdefault(x, []).append(key)
    air = measure.row - measure.height
    for x, keys in columns.items():
        taken = sorted(y for u, y in fixed.values() if abs(u - x) < measure.width)
        free, at = None, 0
        for key in sorted(keys, key=lambda key: drawing.places[key][1]):
            y = drawing.places[key][1]
            y = y if free is None else max(y, free)
            while at < len(taken) and taken[at] < y + measure.row:
                if taken[at] > y - measure.row:
                    y = taken[at] + measure.height + air
                at += 1
            places[key] = (x, y)
            free = y + measure.row
    stayed = {key for key, place in places.items() if drawing.places[key] == place}
    return Drawing(
        {key: places[key] for key in drawing.places},
        {way: points for way, points in drawing.bends.items() if stayed.issuperset(way)},
        drawing.loose,
    )
