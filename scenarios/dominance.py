"""Which scenes every way passes: the dominators of a case, seen from its endings."""

from __future__ import annotations

from scenarios import routes
from scenarios.graph import Graph

AFTER = ""  # stands for "the case is over": no scene has an empty key


def always_passed(graph: Graph) -> list[str]:
    """Return the scenes that no way from the start to an ending can leave out, in their order.

    Conditions are ignored. Without a start or a reachable ending there is none.
    """
    ways = {
        key: targets or (AFTER,) if graph.scene[key].kind == "ending" else targets
        for key, targets in routes.edges(graph).items()
    }
    ways[AFTER] = ()
    parents = _immediate(graph.start, ways)
    if AFTER not in parents:
        return []
    found: list[str] = []
    key = parents[AFTER]
    while True:
        found.append(key)
        if key == graph.start:
            return found[::-1]
        key = parents[key]


def _immediate(start: str, ways: routes.Edges) -> dict[str, str]:
    """The immediate dominator of each key (Cooper, Harvey and Kennedy, 2001)."""
    order = _postorder(start, ways)
    rank = {key: number for number, key in enumerate(order)}
    before = routes.backwards({key: ways[key] for key in order} if order else {})
    parents = {start: start} if order else {}
    changed = True
    while changed:
        changed = False
        for key in reversed(order[:-1]):
            known = [source for source in before[key] if source in parents]
            if not known:
                continue
            new = known[0]
            for other in known[1:]:
                new = _meet(new, other, parents, rank)
            if parents.get(key) != new:
                parents[key] = new
                changed = True
    return parents


def _meet(one: str, other: str, parents: dict[str, str], rank: dict[str, int]) -> str:
    while one != other:
        while rank[one] < rank[other]:
            one = parents[one]
        while rank[other] < rank[one]:
            other = parents[other]
    return one


def _postorder(start: str, ways: routes.Edges) -> list[str]:
    if start not in ways:
        return []
    found: list[str] = []
    seen = {start}
    work = [(start, iter(ways[start]))]
    while work:
        key, targets = work[-1]
        for target in targets:
            if target not in seen:
                seen.add(target)
                work.append((target, iter(ways[target])))
                break
        else:
            work.pop()
            found.append(key)
    return found
