"""The points that a way can gather: the lowest and the highest, for the case and for each ending.

Conditions are ignored, so the true range may be narrower. A choice gives its points once, however
often a learner comes by; a loop therefore gives what all its choices together give at most.
"""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import routes
from scenarios.graph import Graph, Scene
from scenarios.problems import Problem

Range = tuple[int, int]


def by_ending(graph: Graph, scale: str) -> dict[str, Range]:
    """Return for each reachable ending the fewest and the most points on the way to it."""
    ways = routes.own_edges(graph)
    home = {key: number for number, knot in enumerate(routes.knots(ways)) for key in knot}
    arrived: dict[str, Range] = {graph.start: (0, 0)} if graph.start in ways else {}
    found: dict[str, Range] = {}
    for knot in reversed(routes.knots(ways)):
        entered = [arrived[key] for key in knot if key in arrived]
        if not entered:
            continue
        base = (min(low for low, _ in entered), max(high for _, high in entered))
        inside = _inside(graph, scale, knot)
        base = (base[0] + inside[0], base[1] + inside[1])
        for key in knot:
            scene = graph.scene[key]
            if scene.kind == "ending":
                found[key] = base
            for to, points in _steps(scene, scale):
                if to in home and home[to] != home[key]:
                    new = (base[0] + points, base[1] + points)
                    arrived[to] = _wider(arrived.get(to), new)
    return {scene.key: found[scene.key] for scene in graph.scenes if scene.key in found}


def _inside(graph: Graph, scale: str, knot: list[str]) -> Range:
    members = set(knot)
    points = [
        amount for key in knot for to, amount in _steps(graph.scene[key], scale) if to in members
    ]
    return sum(p for p in points if p < 0), sum(p for p in points if p > 0)


def _steps(scene: Scene, scale: str) -> Iterator[tuple[str, int]]:
    if scene.kind == "decision":
        yield from ((choice.to, choice.points.get(scale, 0)) for choice in scene.choices)
    else:
        yield from ((to, 0) for _, _, to in scene.ways())


def _wider(one: Range | None, other: Range) -> Range:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))


def check(graph: Graph) -> list[Problem]:
    """Return what the points of a case say: their ranges, and where they contradict its ethics."""
    return [problem for scale in graph.scales for problem in _scale(graph, scale.key, scale.label)]


def _scale(graph: Graph, key: str, label: str) -> Iterator[Problem]:
    found = by_ending(graph, key)
    if not found:
        return
    low, high = min(r[0] for r in found.values()), max(r[1] for r in found.values())
    parts = "; ".join(
        f"“{graph.scene[end].title}” {bounds[0]} to {bounds[1]}" for end, bounds in found.items()
    )
    yield Problem("I02", "", f"scales.{key}", f"{label or key}: {low} to {high} points. {parts}")
    tones: dict[str, int] = {}
    for end, bounds in found.items():
        ending = graph.scene[end].ending
        tone = ending.tone if ending else "neutral"
        tones[tone] = max(tones.get(tone, bounds[1]), bounds[1])
    if "harmful" in tones and "constructive" in tones and tones["harmful"] >= tones["constructive"]:
        message = (
            f"{label or key}: a way that ends in harm can gather {tones['harmful']} points, "
            f"the best constructive one {tones['constructive']}. Change the points"
        )
        yield Problem("W06", "", f"scales.{key}", message)
    for knot in routes.loops(routes.own_edges(graph)):
        if _inside(graph, key, knot)[1] > 0:
            title = graph.scene[knot[-1]].title
            message = (
                f"Round “{title}” a learner can come by again: points count the first time only"
            )
            yield Problem("W05", knot[-1], "", message)
