"""Draw ways through a case as bands: columns of scenes from left to right, as wide as people went.

Pure geometry. Ways back to an earlier scene aren't drawn, a long case is cut after some columns,
and small scenes of one column share a place; the table beside the drawing leaves out nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

COLUMN, BAR, GAP, MARGIN, HEAD = 208, 14, 34, 16, 26
LOWEST, HIGHER, HIGHEST = 70, 60, 360  # the drawing's height: with one scene a column, a scene more
COLUMNS, ROWS = 12, 8
BEYOND = "\0beyond"
OTHERS = "\0others"
MAX_LABEL = 21

Links = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Bar:
    """A scene: its place, its height, and the words beside it."""

    key: str
    x: float
    y: float
    height: float
    label: str
    people: int
    ends: bool

    @property
    def text_y(self) -> float:
        """The line of the label, above the bar."""
        return self.y - 8


@dataclass(frozen=True)
class Band:
    """A way between two scenes, as an SVG path."""

    source: str
    target: str
    people: int
    path: str


@dataclass(frozen=True)
class Drawing:
    """Bars and bands on a sheet of a width and height; whether the case goes on beyond it."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    cut: bool


def draw(
    start: str,
    ways: Iterable[tuple[str, str, int]],
    *,
    title: Callable[[str], str],
    ends: Callable[[str], bool],
    columns: int = COLUMNS,
) -> Drawing | None:
    """Return the drawing of ways (from, to, people), or None where none begins at the start."""
    links = {(one, two): people for one, two, people in ways if two and one != two and people}
    depth = _depths(start, links)
    links = {
        way: people
        for way, people in links.items()
        if way[0] in depth and depth.get(way[1], -1) > depth[way[0]]
    }
    if not links:
        return None
    links, depth = _cut(links, depth, columns)
    links, depth = _gathered(links, depth, start)
    return _placed(links, depth, title, ends)


def _depths(start: str, links: Links) -> dict[str, int]:
    """The column of each scene: one after the furthest scene before it; ways back left aside."""
    out: dict[str, list[str]] = defaultdict(list)
    for (one, two), _people in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        out[one].append(two)
    order: list[str] = []
    back: set[tuple[str, str]] = set()
    state = {start: 1}
    stack = [(start, iter(out[start]))]
    while stack:
        key, rest = stack[-1]
        for two in rest:
            if two not in state:
                state[two] = 1
                stack.append((two, iter(out[two])))
                break
            if state[two] == 1:
                back.add((key, two))
        else:
            state[key] = 2
            order.append(key)
            stack.pop()
    depth = dict.fromkeys(order, 0)
    for key in reversed(order):
        for two in out[key]:
            if (key, two) not in back:
                depth[two] = max(depth[two], depth[key] + 1)
    return depth


def _cut(links: Links, depth: dict[str, int], columns: int) -> tuple[Links, dict[str, int]]:
    """Everything from the last column on, where there is more, becomes one place."""
    if max(depth.values()) < columns:
        return links, depth
    last = columns - 1
    found: Links = defaultdict(int)
    for (one, two), people in links.items():
        if depth[one] < last:
            found[one, two if depth[two] < last else BEYOND] += people
    return dict(found), {**{key: at for key, at in depth.items() if at < last}, BEYOND: last}


def _gathered(links: Links, depth: dict[str, int], start: str) -> tuple[Links, dict[str, int]]:
    """The smallest scenes of a crowded column share one place."""
    size = _sizes(links)
    by_column: dict[int, list[str]] = defaultdict(list)
    for key in size:
        by_column[depth[key]].append(key)
    names: dict[str, str] = {}
    for column, keys in by_column.items():
        if len(keys) > ROWS:
            small = sorted(keys, key=lambda key: (-size[key], key))[ROWS - 1 :]
            names |= {key: f"{OTHERS}{column}" for key in small if key not in (start, BEYOND)}
    found: Links = defaultdict(int)
    for (one, two), people in links.items():
        found[names.get(one, one), names.get(two, two)] += people
    depth = {names.get(key, key): at for key, at in depth.items() if key in size}
    return dict(found), depth


def _sizes(links: Links) -> dict[str, int]:
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for (one, two), people in links.items():
        out[one] += people
        into[two] += people
    return {key: max(into[key], out[key]) for key in {**out, **into}}


def _placed(
    links: Links,
    depth: Mapping[str, int],
    title: Callable[[str], str],
    ends: Callable[[str], bool],
) -> Drawing:
    """Put bars in columns, with a place for each band that passes by, and draw the bands."""
    chains, sizes, at = _chains(links, depth)
    columns: list[list[str]] = [[] for _ in range(max(at.values()) + 1)]
    for key in sorted(at, key=lambda key: (-sizes[key], key)):
        columns[at[key]].append(key)
    _order(columns, chains)
    most = max(sum(sizes[key] for key in column) for column in columns)
    rows = max(len(column) for column in columns)
    scale = min(LOWEST + HIGHER * (rows - 1), HIGHEST) / most
    tallest = max(_tall(column, sizes, scale) for column in columns)
    y = {}
    for column in columns:
        top = HEAD + MARGIN + (tallest - _tall(column, sizes, scale)) / 2
        for key in column:
            y[key] = top
            top += sizes[key] * scale + GAP
    bars = tuple(
        Bar(
            key,
            MARGIN + at[key] * COLUMN,
            round(y[key], 1),
            round(max(2.0, sizes[key] * scale), 1),
            short(title(key)),
            sizes[key],
            ends(key),
        )
        for column in columns
        for key in column
        if key in depth
    )
    return Drawing(
        width=round(2 * MARGIN + (len(columns) - 1) * COLUMN + COLUMN * 0.9),
        height=round(tallest + HEAD + 2 * MARGIN),
        bars=bars,
        bands=_bands(links, chains, at, y, scale),
        cut=BEYOND in depth,
    )


Chains = dict[tuple[str, str], list[str]]


def _chains(
    links: Links, depth: Mapping[str, int]
) -> tuple[Chains, dict[str, int], dict[str, int]]:
    """Each way with the places it passes, one a column; with the sizes and columns of all."""
    sizes = _sizes(links)
    at = {key: depth[key] for key in sizes}
    chains: Chains = {}
    for (one, two), people in links.items():
        passed = [f"{one}\0{two}\0{column}" for column in range(depth[one] + 1, depth[two])]
        for column, key in enumerate(passed, depth[one] + 1):
            sizes[key], at[key] = people, column
        chains[one, two] = [one, *passed, two]
    return chains, sizes, at


def _order(columns: list[list[str]], chains: Chains) -> None:
    """Sort each column by the average place of its neighbours, forth and back, three times."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for chain in chains.values():
        for one, two in pairwise(chain):
            after[one].append(two)
            before[two].append(one)
    for _ in range(3):
        for near, sheet in ((before, columns), (after, columns[::-1])):
            rank: dict[str, float] = {
                key: (row + 0.5) / len(column)
                for column in columns
                for row, key in enumerate(column)
            }
            for column in sheet:
                means = {
                    key: sum(rank[other] for other in near[key]) / len(near[key])
                    if near[key]
                    else rank[key]
                    for key in column
                }
                column.sort(key=lambda key: (means[key], key))
                rank |= {key: (row + 0.5) / len(column) for row, key in enumerate(column)}


def _tall(column: list[str], sizes: Mapping[str, int], scale: float) -> float:
    return sum(sizes[key] for key in column) * scale + GAP * (len(column) - 1)


def _bands(
    links: Links, chains: Chains, at: Mapping[str, int], y: Mapping[str, float], scale: float
) -> tuple[Band, ...]:
    """Bands leave and enter a bar in the order of where they go to and come from."""
    legs = [(one, two, way) for way, chain in chains.items() for one, two in pairwise(chain)]
    leave, enter = dict(y), dict(y)
    starts: dict[tuple[str, str, tuple[str, str]], float] = {}
    stops: dict[tuple[str, str, tuple[str, str]], float] = {}
    for leg in sorted(legs, key=lambda leg: (y[leg[1]], leg)):
        starts[leg] = leave[leg[0]]
        leave[leg[0]] += links[leg[2]] * scale
    for leg in sorted(legs, key=lambda leg: (y[leg[0]], leg)):
        stops[leg] = enter[leg[1]]
        enter[leg[1]] += links[leg[2]] * scale
    paths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for leg in legs:
        one, two, way = leg
        left = MARGIN + at[one] * COLUMN + (BAR if one == way[0] else 0)
        right = MARGIN + at[two] * COLUMN
        paths[way].append(_leg(left, starts[leg], right, stops[leg], links[way] * scale))
    return tuple(
        Band(one, two, people, " ".join(paths[one, two])) for (one, two), people in links.items()
    )


def _leg(x: float, y: float, u: float, v: float, thick: float) -> str:
    """A band between two places that swings from one height to another."""
    middle = (x + u) / 2
    thick = max(thick, 1.0)
    return (
        f"M{x:g} {y:.1f}C{middle:g} {y:.1f} {middle:g} {v:.1f} {u:g} {v:.1f}"
        f"V{v + thick:.1f}C{middle:g} {v + thick:.1f} {middle:g} {y + thick:.1f} {x:g}"
        f" {y + thick:.1f}Z"
    )


def short(title: str) -> str:
    """A title that fits between two columns."""
    return title if len(title) <= MAX_LABEL else title[: MAX_LABEL - 1].rstrip() + "…"
