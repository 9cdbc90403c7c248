"""Count what runs did, so that counts can be added, and taken off again.

A tally is plain JSON: every number in it says how many runs did something, and no run counts twice
in one number. What a run adds follows from its steps alone; steps are never changed, so what it
added up to any earlier step can be worked out again later. That is what makes a rollup exact while
people are still playing.

    runs, finished, back         runs with a step; those that reached the debrief; second runs
    choices  {scene: {choice}}   first answers
    sure     {scene: {choice: [guess, unsure, fairly, certain]}}   with the first answer
    scales   {scene: {number}}   first answers on a scale, the number as text
    flow     {scene: {scene}}    ways that count; "" where the run stands without having finished
    visits, undone, loops {scene}   entered; a choice there taken back; entered three times or more
    endings  {scene}             where finished runs ended
    time     {scene: [bins]}     seconds until the first step out of it, see `EDGES`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Tally = dict[str, Any]

LONGEST = 600  # seconds: who stays longer than ten minutes has gone to do something else
# Where bins of seconds end: by five to a minute, by ten to three, by thirty to ten.
EDGES = (*range(5, 60, 5), *range(60, 180, 10), *range(180, LONGEST + 1, 30))
LOOP = 3  # entries into one scene that make a loop


class Move(NamedTuple):
    """A step of a run, as far as it is counted."""

    seq: int
    kind: str
    scene: str
    choice: str
    to: str
    seconds: float
    sure: int | None
    first: bool
    back_to: int | None
    version: int
    scale: int | None = None


def fold(moves: Sequence[Move]) -> dict[int, Tally]:
    """Return what one run adds, by version; nothing for a run without a step.

    An answer counts for the version that was on the screen, the run for the one it was last in.
    """
    if not moves:
        return {}
    found: dict[int, Tally] = {}
    timed: set[str] = set()
    answered: set[str] = set()
    for move in moves:
        if move.kind not in ("undo", "move") and move.scene not in timed:
            timed.add(move.scene)
            bins = _at(found, move.version, "time").setdefault(move.scene, [0] * len(EDGES))
            bins[bin_of(move.seconds)] += 1
        if move.scale is not None and move.scene not in answered:
            answered.add(move.scene)
            _up(_at(found, move.version, "scales").setdefault(move.scene, {}), str(move.scale))
        if move.first:
            _up(_at(found, move.version, "choices").setdefault(move.scene, {}), move.choice)
            if move.sure:
                sure = _at(found, move.version, "sure").setdefault(move.scene, {})
                sure.setdefault(move.choice, [0] * 4)[move.sure - 1] += 1
    _whole(found.setdefault(moves[-1].version, {}), moves)
    return found


def _whole(tally: Tally, moves: Sequence[Move]) -> None:
    """Count what is true of the run as a whole."""
    last = moves[-1]
    finished = last.kind == "close"
    standing, undone = way(moves)
    entered = Counter(move.scene for move in standing)
    if not finished or last.to not in entered:
        entered[last.to] += 1
    tally["runs"] = 1
    if finished:
        tally["finished"] = 1
        tally["endings"] = {last.to: 1}
    links = {(move.scene, move.to) for move in standing}
    if not finished:
        links.add((last.to, ""))
    for scene, to in sorted(links):
        _up(tally.setdefault("flow", {}).setdefault(scene, {}), to)
    visited = {move.scene for move in moves} | {last.to}
    looped = {scene for scene, times in entered.items() if times >= LOOP}
    for name, scenes in (("visits", visited), ("undone", undone), ("loops", looped)):
        if scenes:
            tally[name] = dict.fromkeys(sorted(scenes), 1)


def way(moves: Iterable[Move]) -> tuple[list[Move], set[str]]:
    """Return the moves that no undo superseded, and the scenes in which a choice was taken back."""
    standing: list[Move] = []
    undone: set[str] = set()
    for move in moves:
        if move.kind == "undo":
            back = move.seq if move.back_to is None else move.back_to
            undone |= {each.scene for each in standing if each.seq >= back and each.choice}
            standing = [each for each in standing if each.seq < back]
        elif move.kind == "move":
            # To a newer version: on from here, or, after a withdrawal, from its beginning.
            if move.back_to is not None:
                standing = []
        elif move.kind != "close":
            standing.append(move)
    return standing, undone


def add(to: Tally, what: Tally, sign: int = 1) -> Tally:
    """Add a tally to another in place, or take it off; counts of nothing go."""
    for name, value in what.items():
        if isinstance(value, dict):
            inner = add(to.get(name, {}), value, sign)
            to[name] = inner
        elif isinstance(value, list):
            had = to.get(name, [0] * len(value))
            to[name] = [one + sign * other for one, other in zip(had, value, strict=True)]
        else:
            to[name] = to.get(name, 0) + sign * value
        if not (any(to[name]) if isinstance(to[name], list) else to[name]):
            del to[name]
    return to


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies, which stay as they are."""
    found: Tally = {}
    for tally in tallies:
        add(found, tally)
    return found


def bin_of(seconds: float) -> int:
    """Return the bin of a time; times beyond ten minutes count as ten minutes."""
    return next((place for place, edge in enumerate(EDGES) if seconds < edge), len(EDGES) - 1)


def quantile(bins: Sequence[int], part: float) -> float:
    """Return the seconds below which `part` of the times lie, read off within a bin; 0 for none."""
    wanted = sum(bins) * part
    before = 0
    for place, count in enumerate(bins):
        if count and before + count >= wanted:
            low = EDGES[place - 1] if place else 0
            return low + (EDGES[place] - low) * (wanted - before) / count
        before += count
    return 0.0


def _at(found: dict[int, Tally], version: int, name: str) -> dict[str, Any]:
    inner: dict[str, Any] = found.setdefault(version, {}).setdefault(name, {})
    return inner


def _up(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1
