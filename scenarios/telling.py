"""A case in the order in which the outline and the map tell it: numbers of scenes, and rows.

Depth first from the start, then what only rules lead to, then the rest. The scripts of the outline
and of the map tell it in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scenarios.graph import Graph, Scene

MARKS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Row:
    """A line of the outline: a scene where it is first told, a way that joins what was told
    before, a way that leads nowhere, or the heading of what stands apart.
    """

    kind: Literal["scene", "goes", "open", "ruled", "loose"]
    level: int = 0
    key: str = ""
    number: int = 0
    title: str = ""
    scene_kind: str = ""
    by: tuple[str, ...] = ()  # the words of the choices that lead here
    also: tuple[int, ...] = ()  # from which other scenes it is reached


@dataclass(frozen=True)
class _Way:
    to: str
    level: int
    by: tuple[str, ...] = ()
    owner: str = ""


def numbers(graph: Graph) -> dict[str, int]:
    """Scene to its number in the outline."""
    return {row.key: row.number for row in rows(graph) if row.kind == "scene"}


def rows(graph: Graph) -> list[Row]:
    """Every line of the outline."""
    return list(_Telling(graph).rows())


class _Telling:
    """One telling of a case."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.found: dict[str, int] = {}
        self.before: dict[str, list[str]] = {key: [] for key in graph.scene}
        for key, scene in graph.scene.items():
            for to in dict.fromkeys(to for _, _, to in scene.ways()):
                if to in self.before:
                    self.before[to].append(key)

    def rows(self) -> Iterator[Row]:
        told = list(self.from_here(self.graph.start))
        ruled = dict.fromkeys(interrupt.to for interrupt in self.graph.interrupts)
        for key in ruled:
            told += self.apart("ruled", key, told)
        loose = [key for key, led in self.before.items() if set(led) <= {key}]
        for key in (*loose, *self.graph.scene):
            told += self.apart("loose", key, told)
        for row in told:
            yield row if row.kind != "goes" else self.joined(row)

    def apart(self, kind: Literal["ruled", "loose"], key: str, told: list[Row]) -> Iterator[Row]:
        if key not in self.graph.scene or key in self.found:
            return
        if not any(row.kind == kind for row in told):
            yield Row(kind)
        yield from self.from_here(key)

    def from_here(self, root: str) -> Iterator[Row]:
        waiting = [_Way(root, 1)]
        while waiting:
            way = waiting.pop()
            scene = self.graph.scene.get(way.to)
            if scene is None:
                if way.owner:
                    yield Row("open", way.level, way.owner, by=way.by)
            elif way.to in self.found:
                yield Row("goes", way.level, way.to, by=way.by, title=way.owner)
            else:
                self.found[way.to] = len(self.found) + 1
                yield Row(
                    "scene",
                    way.level,
                    way.to,
                    self.found[way.to],
                    scene.title.strip(),
                    scene.kind,
                    way.by,
                )
                waiting.extend(reversed(self.onward(scene, way.level)))

    def onward(self, scene: Scene, level: int) -> list[_Way]:
        """The ways out: several to one scene are one line, each that leads nowhere has its own."""
        labels = {choice.key: choice.label for choice in scene.choices}
        lines: list[tuple[str, list[str]]] = []
        for at, (_, key, to) in enumerate(scene.ways()):
            mark = MARKS[at : at + 1] if scene.kind == "decision" else str(at + 1)
            said = [f"{mark}. {labels.get(key, '')}".strip()] if key else []
            same = [line for line in lines if line[0] == to and to in self.graph.scene]
            if same:
                same[0][1].extend(said)
            else:
                lines.append((to, said))
        on = len(lines) == 1 and lines[0][0] in self.graph.scene and lines[0][0] not in self.found
        return [_Way(to, level + (not on), tuple(said), scene.key) for to, said in lines]

    def joined(self, row: Row) -> Row:
        """Where a way goes that joins what was told before, and who else goes there."""
        others = sorted(self.found[key] for key in self.before[row.key] if key != row.title)
        title = self.graph.scene[row.key].title.strip()
        return Row(
            "goes",
            row.level,
            row.key,
            self.found[row.key],
            title,
            by=row.by,
            also=tuple(others),
        )
