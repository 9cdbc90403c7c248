"""Pieces into pages: inclusions inlined, branches as guards, link bodies as effects and jumps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from scenarios.importing.findings import shorten
from scenarios.importing.pieces import (
    Assign,
    Chain,
    Include,
    Jump,
    Link,
    Piece,
    Unknown,
    Words,
)
from scenarios.importing.prose import cleaned, from_html, names, plain
from scenarios.importing.story import Change, Doubt, Guard, Page, Story, Test, Way, guard_mark

DEEPEST = 8
MOST_PIECES = 6_000
GO_ON = names(
    "continue next go on proceed → > >> » ... … ok okay weiter fortfahren continuer suivant "
    "continuar siguiente avanti volgende далі продолжить"
) | frozenset(["go on", "continue…", "continue...", "next page", "press on"])


@dataclass
class Passage:
    """A passage as it stands in the file, and its pieces once they are read."""

    name: str
    text: str
    tags: tuple[str, ...] = ()
    meta: dict[str, object] = field(default_factory=dict)


@dataclass
class Body:
    """What the body of a link does."""

    changes: list[Assign] = field(default_factory=list)
    jumps: list[tuple[Guard, Jump]] = field(default_factory=list)


def unescaped(text: str) -> str:
    """A name as it is meant: brackets and braces are written with a backslash."""
    return re.sub(r"\\([\[\]{}\\])", r"\1", text)


class Walker:
    """Turns the passages of one story into its pages."""

    def __init__(
        self,
        story: Story,
        passages: dict[str, Passage],
        read: Callable[[str], list[Piece]],
        marked: bool = False,
    ) -> None:
        self.story = story
        self.passages = passages
        self.read = read
        self.marked = marked
        self.cache: dict[str, list[Piece]] = {}
        self.loose = {name.strip(): name for name in passages}
        self.included: set[str] = set()
        self.tests: dict[int, Test] = {}

    def name_of(self, target: str) -> str:
        """The passage that a link means; the target as it stands when there is none."""
        if target in self.passages:
            return target
        for said in (target.strip(), unescaped(target.strip()), f"{target.strip()}]"):
            if said in self.loose:  # a name may hold brackets, which a link can hardly say
                return self.loose[said]
        return target

    def pieces(self, name: str) -> list[Piece]:
        """The pieces of a passage, read once."""
        if name not in self.cache:
            self.cache[name] = self.read(self.passages[name].text)
        return self.cache[name]

    def page(self, name: str) -> Page:
        """The page of a passage."""
        return _Sheet(self, name).filled()

    def test(self, case_id: int, test: Callable[[], Test]) -> Test:
        """The one test of a condition, however often its passage is included."""
        if case_id not in self.tests:
            self.tests[case_id] = test()
        return self.tests[case_id]


class _Sheet:
    """One page while it is being filled."""

    def __init__(self, walker: Walker, name: str) -> None:
        self.walker = walker
        self.story = walker.story
        self.findings = walker.story.findings
        self.page = Page(name, title=name.strip() or name)
        self.parts: list[str] = []
        self.count = 0
        self.trail = [name]
        self.lots: list[int] = []  # how many ways each jump by lot has

    def filled(self) -> Page:
        self.walk(self.walker.pieces(self.page.name), ())
        markup = "".join(self.parts)
        self.page.text = from_html(markup, breaks=True, marked=self.walker.marked)
        if self.lots == [len(self.page.ways)] and not any(way.guard for way in self.page.ways):
            self.page.kind = "chance"
        return self.page

    def walk(self, pieces: list[Piece], guard: Guard) -> None:
        for piece in pieces:
            self.count += 1
            if self.count > MOST_PIECES:
                self.findings.lose("L-INCLUDE", self.page.name, "the page grew too large")
                return
            self.take(piece, guard)

    def take(self, piece: Piece, guard: Guard) -> None:
        match piece:
            case Words(text):
                self.parts.append(cleaned(text))
            case Link():
                self.link(piece, guard)
            case Jump():
                self.jump(piece, guard)
            case Include():
                self.include(piece, guard)
            case Assign():
                self.assign(piece, guard)
            case Chain():
                self.chain(piece, guard)
            case Unknown():
                self.unknown(piece, guard)

    def unknown(self, piece: Unknown, guard: Guard) -> None:
        if piece.code:
            self.findings.lose(piece.code, self.page.name, piece.raw, piece.action)
        targets = [self.walker.name_of(text) for text in piece.texts]
        found = [name for name in targets if name in self.walker.passages]
        labels = [
            text for text, name in zip(piece.texts, targets, strict=True) if name not in found
        ]
        label = next((text for text in labels if plain(text)), "")
        if piece.doubt:
            for name in dict.fromkeys(found):
                self.story.doubts.append(
                    Doubt(self.page.name, name, label or name, piece.doubt, shorten(piece.raw))
                )
        self.walk(piece.body, guard)

    def chain(self, chain: Chain, guard: Guard) -> None:
        before: Guard = ()
        for case in chain.cases:
            inner = before
            if case.source or case.expr is not None:
                where = self.page.name

                def filed(case: object = case, where: str = where) -> Test:
                    return self.story.test(case.expr, case.source, where, case.reason)  # type: ignore[attr-defined]

                test = self.walker.test(id(case), filed)
                inner = (*before, (test, True))
                before = (*before, (test, False))
            start = len(self.parts)
            self.walk(case.body, (*guard, *inner))
            if inner and "".join(self.parts[start:]).strip():
                self.parts.insert(start, guard_mark(self.page, inner[-1:]))
                self.parts.append(guard_mark(self.page, ()))

    def assign(self, piece: Assign, guard: Guard) -> None:
        if piece.temporary:
            return
        self.findings.effects += 1
        if piece.change is None:
            self.story.unknowable |= {piece.var} if piece.code == "L-DATA" else set()
            self.findings.lose(piece.code, self.page.name, piece.raw)
        elif guard:
            self.findings.lose("L-SET-IF", self.page.name, piece.raw)
        else:
            self.page.changes.append(piece.change)

    def include(self, piece: Include, guard: Guard) -> None:
        name = self.walker.name_of(piece.target)
        if not piece.target:
            self.findings.lose("L-DYN", self.page.name, piece.raw)
        elif name not in self.walker.passages:
            self.findings.lose("L-INCLUDE", self.page.name, piece.raw)
        elif name in self.trail or len(self.trail) > DEEPEST:
            self.findings.lose("L-INCLUDE", self.page.name, f"{piece.raw} (goes round)")
        else:
            self.walker.included.add(name)
            self.trail.append(name)
            self.walk(self.walker.pieces(name), guard)
            self.trail.pop()

    def jump(self, piece: Jump, guard: Guard) -> None:
        """A jump that nobody clicks: here, a way on."""
        if not piece.targets:
            self.dynamic(piece.raw)
            return
        self.findings.lose("L-GOTO", self.page.name, piece.raw, "approximated")
        if len(piece.targets) > 1:
            self.lots.append(len(piece.targets))
        for target in piece.targets:
            self.way(Way(self.walker.name_of(target), "Continue", guard, plain=True))

    def dynamic(self, raw: str) -> None:
        self.findings.dynamic += 1
        self.findings.lose("L-DYN", self.page.name, raw)

    def way(self, way: Way) -> None:
        self.page.ways.append(way)

    def link(self, link: Link, guard: Guard) -> None:
        if link.dynamic:
            self.dynamic(link.raw or link.label)
            self.walk(link.body, guard)
            return
        body = Body(changes=list(link.changes))
        rest = self.gather(link.body, (), body, link.label)
        changes = self.carried(body.changes)
        if link.target:
            self.go(link, link.target, guard, changes)
        for extra, jump in body.jumps:
            if not jump.targets:
                self.dynamic(jump.raw)
            for target in jump.targets:
                self.go(link, target, (*guard, *extra), list(changes))
        if not link.target and not body.jumps:
            if changes and not any(isinstance(piece, Link) for piece in rest):
                self.retry(link, guard, changes, rest)
                return
            self.reveal(link, guard, rest)
            return
        self.walk([piece for piece in rest if not isinstance(piece, Words)], guard)

    def go(self, link: Link, target: str, guard: Guard, changes: list[Change]) -> None:
        name = self.walker.name_of(target)
        label = plain(link.label) or name.strip()
        idle = label.lower() in GO_ON or label == name.strip()
        self.way(Way(name, label, guard, changes, once=link.once, plain=idle))

    def reveal(self, link: Link, guard: Guard, rest: list[Piece]) -> None:
        """A link that only opens more text: its text stands here at once."""
        if not rest:
            return
        self.findings.lose("L-REVEAL", self.page.name, link.raw or link.label, "approximated")
        self.parts.append(f"\n\n<b>{link.label}</b> ")
        self.walk(rest, guard)
        self.parts.append("\n\n")

    def retry(self, link: Link, guard: Guard, changes: list[Change], rest: list[Piece]) -> None:
        """A click that changes something and stays: a choice that leads back to its own scene."""
        said = "".join(piece.text for piece in rest if isinstance(piece, Words))
        feedback = from_html(cleaned(said), breaks=True, marked=self.walker.marked)
        self.findings.lose("L-REVEAL", self.page.name, link.raw or link.label, "approximated")
        label = plain(link.label) or "Go on"
        self.way(Way(self.page.name, label, guard, changes, feedback, once=True))
        self.walk([piece for piece in rest if not isinstance(piece, Words)], guard)

    def carried(self, changes: list[Assign]) -> list[Change]:
        """The changes that a choice can make."""
        result = []
        for piece in changes:
            if piece.temporary:
                continue
            self.findings.effects += 1
            if piece.change is None:
                self.story.unknowable |= {piece.var} if piece.code == "L-DATA" else set()
                self.findings.lose(piece.code, self.page.name, piece.raw)
            else:
                result.append(piece.change)
        return result

    def gather(self, pieces: list[Piece], guard: Guard, body: Body, label: str) -> list[Piece]:
        """Take changes and jumps out of a link's body; return the rest."""
        rest: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Jump):
                body.jumps.append((guard, piece))
            elif isinstance(piece, Assign) and not guard:
                body.changes.append(piece)
            elif isinstance(piece, Chain) and _jumps_in(piece):
                self.gather_chain(piece, guard, body, label)
            elif isinstance(piece, Unknown):
                piece_texts = [*piece.texts, label] if piece.texts else []
                hollow = Unknown(piece.code, piece.raw, piece.action, [], piece_texts, piece.doubt)
                rest.append(hollow)
                rest += self.gather(piece.body, guard, body, label)
            else:
                rest.append(piece)
        return rest

    def gather_chain(self, chain: Chain, guard: Guard, body: Body, label: str) -> None:
        before = guard
        for case in chain.cases:
            inner = before
            if case.source or case.expr is not None:
                where = self.page.name

                def filed(case: object = case, where: str = where) -> Test:
                    return self.story.test(case.expr, case.source, where, case.reason)  # type: ignore[attr-defined]

                test = self.walker.test(id(case), filed)
                inner = (*before, (test, True))
                before = (*before, (test, False))
            for piece in self.gather(case.body, inner, body, label):
                if isinstance(piece, Assign):
                    self.assign(piece, inner)
                elif not isinstance(piece, Words):
                    self.take(piece, inner)


def _jumps_in(piece: Piece) -> bool:
    match piece:
        case Jump():
            return True
        case Chain(cases):
            return any(_jumps_in(inner) for case in cases for inner in case.body)
        case Unknown(body=body):
            return any(_jumps_in(inner) for inner in body)
    return False
