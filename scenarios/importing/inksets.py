"""Changes that ink makes only when something is so: each way out of the page is made twice.

A scene of ours changes the same for everybody. Where the page goes on, one way is open when it is
so, and makes the change; the other is open when it isn't. A reader sees one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scenarios.importing.expressions import And, Cmp, Expr, Lit, Not, Or, Ref, Visits
from scenarios.importing.story import Change, Guard, Page, Story, Test, Way
from scenarios.validation import MAX_CHOICES

SIGNS = {"set": "=", "add": "+=", "sub": "-="}


def settle(story: Story, page: Page) -> None:
    """Let the ways of a page make the changes that depend on something; note those that cannot."""
    for at, guard, change in reversed(page.maybe):
        fits = _fits(page, guard, change, at)
        ways = [made for way in page.ways for made in _made(way, guard, change)] if fits else []
        if 0 < len(ways) <= MAX_CHOICES:
            # The change is one of the source, on however many ways it stands now.
            story.findings.effects_carried -= sum(change in way.changes for way in ways) - 1
            page.ways = ways
        else:
            story.findings.lose("L-SET-IF", page.name, _said(change))


def _made(way: Way, guard: Guard, change: Change) -> Iterator[Way]:
    """The way when the guard holds, with the change, and when one of its parts does not; those left
    out that can never be open.
    """
    splits = [(guard, [change, *way.changes])]
    for number, (test, so) in enumerate(guard):
        splits.append(((*guard[:number], (test, not so)), [*way.changes]))
    for extra, changes in splits:
        both = dict(map(_core, (*way.guard, *extra)))
        if all(both[expr] == so for expr, so in map(_core, way.guard)):
            known = {_core(part) for part in way.guard}
            fresh = tuple(part for part in extra if _core(part) not in known)
            yield replace(way, guard=(*way.guard, *fresh), changes=changes)


def _core(part: tuple[Test, bool]) -> tuple[Expr | None, bool]:
    """What a part of a guard asks for without its “not”, and which answer it needs."""
    expr, so = part[0].expr, part[1]
    while isinstance(expr, Not):
        expr, so = expr.part, not so
    return expr, so


def _fits(page: Page, guard: Guard, change: Change, at: int) -> bool:
    """Whether asking at the way out gives what asking in the text gave."""
    asked = _names(guard)
    if asked is None:
        return False
    cores = {_core(part)[0] for part in guard}
    for way in page.ways:
        later = _names(way.guard)
        # A way that asks for what was just changed would be asked too early.
        if later is None or change.var in later or way.once or way.name or not way.to:
            return False
        # Of one thing, only the same question is known to contradict another.
        others = [part for part in way.guard if _core(part)[0] not in cores]
        if asked & (_names(tuple(others)) or set()):
            return False
    after = {one.var for one in page.changes[at:]}
    return not after & {*asked, change.var}


def _names(guard: Guard) -> set[str] | None:
    """The variables that a guard asks for; None where a part of it may not be ours to say."""
    found: set[str] = set()
    for test, _ in guard:
        if test.expr is None or not _read(test.expr, found):
            return None
    return found


def _read(expr: Expr, found: set[str]) -> bool:
    match expr:
        case Ref(name):
            found.add(name)
            return True
        case Visits(name):
            found.add(f"visits {name}")
            return True
        case Not(part):
            return _read(part, found)
        case And(left, right) | Or(left, right):
            return _read(left, found) and _read(right, found)
        case Cmp(Ref(name), _, Lit()):
            found.add(name)
            return True
        case Cmp(Visits(name), _, Lit()):
            found.add(f"visits {name}")
            return True
    return False


def _said(change: Change) -> str:
    """The change as ink writes it."""
    value = str(change.value).lower() if isinstance(change.value, bool) else f"{change.value}"
    return f"~ {change.var} {SIGNS[change.op]} {value}"
