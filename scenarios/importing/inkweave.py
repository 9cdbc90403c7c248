"""Ink's weave as pages: each flow, named gather and branch with words of its own is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from scenarios import routes
from scenarios.importing.expressions import And, Chosen, Expr
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import shorten
from scenarios.importing.inkitems import Close, Do, Go, Item, Meet, Pick, Said
from scenarios.importing.inksets import settle
from scenarios.importing.inktext import Flow
from scenarios.importing.naming import slug
from scenarios.importing.prose import plain
from scenarios.importing.story import (
    MOST_PAGES,
    Change,
    Guard,
    Page,
    Story,
    Way,
    guard_mark,
)

END = "END"
START = "start of the story"
GLUE = re.compile(r"\s*\ue010\s*")
DEEPEST = 40


@dataclass
class Draft:
    """A page while its items come: the page, its words so far, and whether it has led away."""

    page: Page
    parts: list[str] = field(default_factory=list)
    guard: Guard = ()
    left: bool = False
    passed: list[Guard] = field(default_factory=list)


class Weaver:
    """Makes the pages of one story."""

    def __init__(
        self,
        story: Story,
        resolve: Callable[[str, Flow], str],
        change: Callable[[str, Flow, Page], Change | None],
    ) -> None:
        self.story = story
        self.resolve = resolve
        self.change = change
        self.pages: dict[str, Page] = {}
        self.flow_of: dict[str, Flow] = {}
        self.calls: dict[str, list[str]] = {}  # tunnel -> pages where its callers go on
        self.returning: list[tuple[str, Flow, Guard]] = []
        self.depth = 0
        self.numbers: dict[str, int] = {}  # how many pages have a name, but for their number
        self.silent: set[str] = set()  # pages that have no name in the source

    # Pages

    def flow(self, flow: Flow, items: list[Item]) -> None:
        """Make the pages of a knot or stitch."""
        self.here = flow
        name = flow.path or START
        title = flow.stitch or flow.knot or "Start"
        self.block(self.new(name, title.replace("_", " ")), items, "")

    def new(self, name: str, title: str) -> Draft:
        stem = name
        while name in self.pages:
            self.numbers[stem] = self.numbers.get(stem, 1) + 1
            name = f"{stem} {self.numbers[stem]}"
        if len(self.pages) > MOST_PAGES:
            raise ImportFault(f"it has more than {MOST_PAGES:,} scenes", f"Knot “{self.here.path}”")
        page = Page(name, title=title[:1].upper() + title[1:])
        self.pages[name] = page
        self.flow_of[name] = self.here
        return Draft(page)

    def named(self, label: str) -> str:
        return f"{self.here.path}.{label}" if self.here.path else label

    def first(self, path: str) -> str:
        """Where the story begins."""
        return START if START in self.pages and not path else next(iter(self.pages), "")

    # The weave

    def block(self, draft: Draft, items: list[Item], after: str) -> None:
        """Fill a page with items; what follows its choices becomes pages of its own. `after` is
        where it goes on when nothing else is said.
        """
        self.depth += 1
        number = 0
        while number < len(items) and self.depth < DEEPEST:
            item = items[number]
            if isinstance(item, Pick):
                end = _meeting(items, number, item.level)
                rest = items[end:]
                follow = after
                if rest:
                    follow = self.gather(draft, rest)
                self.choices(draft, items[number:end], item.level, follow)
                self.finish(draft, follow)
                if rest:
                    self.block(self.opened(follow), rest[1:], after)
                self.depth -= 1
                return
            if isinstance(item, Meet) and item.name:
                name = self.gather(draft, items[number:])
                self.finish(draft, name)
                draft = self.opened(name)
            elif not isinstance(item, Meet | Close) and not draft.left:
                self.add(draft, item)
            number += 1
        self.finish(draft, after)
        self.depth -= 1

    def gather(self, draft: Draft, rest: list[Item]) -> str:
        """The page of the gather with which the rest begins."""
        meet = rest[0]
        label = meet.name if isinstance(meet, Meet) else ""
        if label:
            return self.new(self.named(label), label.replace("_", " ")).page.name
        words = "".join(item.text for item in rest[:6] if isinstance(item, Said))
        title = shorten(plain(words.replace("\ue010", " ").replace("\\", "")), 60) or "Then"
        name = f"{self.here.path or START}.{slug(title, 'g', 30)}"
        found = self.new(name, title).page.name
        self.silent.add(found)
        return found

    def opened(self, name: str) -> Draft:
        return Draft(self.pages[name])

    def choices(self, draft: Draft, items: list[Item], level: int, follow: str) -> None:
        """The choices of one level, each with its branch."""
        starts = [
            number
            for number, item in enumerate(items)
            if isinstance(item, Pick) and item.level <= level
        ]
        made: list[tuple[Pick, Way]] = []
        for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
            pick = items[start]
            if isinstance(pick, Pick):
                own, rest = _until_close(items[start + 1 : end], pick.depth)
                made.append((pick, self.branch(draft, pick, own, follow)))
                for item in rest:
                    self.add(draft, item)
        for pick, way in made:
            others = [other for other in made if other[1] is not way]
            if not pick.fallback or self.fall_back(draft, way, others):
                draft.page.ways.append(way)

    def branch(self, draft: Draft, pick: Pick, items: list[Item], follow: str) -> Way:
        """A choice as a way: straight on, or through a page of its own."""
        items = [*pick.inline, *items]
        way = Way("", pick.label or "Continue", (*pick.guard, *_not(draft.passed)))
        way.once = not pick.sticky
        direct = self.direct(items, way, draft.page) if not pick.name else None
        if direct is None:
            title = pick.label or (pick.name.replace("_", " ") if pick.name else "Then")
            name = (
                self.named(pick.name) if pick.name else f"{draft.page.name}.{slug(title, 'c', 30)}"
            )
            branch = self.new(name, shorten(title, 80))
            way.to = branch.page.name
            self.block(branch, items, follow)
        else:
            way.to = direct or follow or self.the_end()
        return way

    def direct(self, items: list[Item], way: Way, page: Page) -> str | None:
        """Where a branch leads that says nothing; None when it needs a page. Its changes become the
        way's.
        """
        kept = [item for item in items if not (isinstance(item, Said) and not item.text.strip())]
        goes = [item for item in kept if isinstance(item, Go)]
        does = [item for item in kept if isinstance(item, Do)]
        if len(goes) + len(does) < len(kept) or len(goes) > 1:
            return None
        if any(item.guard for item in goes) or any(item.guard for item in does):
            return None
        if goes and (goes[0].kind != "to" or kept[-1] is not goes[0]):
            return None
        target = self.resolve(goes[0].to, self.here) if goes else ""
        if goes and not target:
            return None
        for item in does:
            change = self.change(item.code, self.here, page)
            if change:
                way.changes.append(change)
        return self.the_end() if target == END else target

    def fall_back(self, draft: Draft, way: Way, others: list[tuple[Pick, Way]]) -> bool:
        """The way that opens when every other choice was taken; False when that never is."""
        if any(pick.sticky and not pick.guard for pick, _ in others):
            self.story.findings.lose("L-NEVER", draft.page.name, f"-> {way.to}")
            return False
        self.story.findings.lose("L-FALLBACK", draft.page.name, way.to, "approximated")
        way.once = False
        used: Expr | None = None
        for pick, other in others:
            if pick.sticky:
                continue
            other.name = other.name or f"{draft.page.name}/{other.label}/{other.to}"
            part = Chosen(other.name)
            used = part if used is None else And(used, part)
        if used is not None and not any(pick.guard for pick, _ in others):
            test = self.story.test(used, "nothing else is left", draft.page.name)
            way.guard = (*way.guard, (test, True))
        return True

    # Items

    def add(self, draft: Draft, item: Item) -> None:
        match item:
            case Said(text, guard):
                if guard != draft.guard and text.strip():
                    draft.parts.append(guard_mark(draft.page, guard[-1:]))
                    draft.guard = guard
                draft.parts.append(text)
            case Do(code, guard):
                change = self.change(code, self.here, draft.page)
                if change and guard:
                    draft.page.maybe.append((len(draft.page.changes), guard, change))
                elif change:
                    draft.page.changes.append(change)
            case Go():
                self.go(draft, item)

    def go(self, draft: Draft, go: Go) -> None:
        """A divert in the text: the page leads away, or may."""
        guard = (*go.guard, *_not(draft.passed))
        if go.kind == "return":
            self.story.findings.lose("L-TUNNEL", draft.page.name, "->->", "approximated")
            self.returning.append((draft.page.name, self.here, guard))
            if go.to:
                self.lead(draft, go.to, guard)
        elif go.kind == "thread":
            self.story.findings.lose("L-THREAD", draft.page.name, f"<- {go.to}", "approximated")
            self.lead(draft, go.to, guard)
            if draft.page.ways and draft.page.ways[-1].plain:  # several threads, several names
                said = go.to.rpartition(".")[2].replace("_", " ").strip()
                draft.page.ways[-1].label = said[:1].upper() + said[1:]
            return
        elif go.kind == "tunnel":
            self.tunnel(draft, go, guard)
            if not go.then:
                draft.passed = []
                return
        else:
            self.lead(draft, go.to, guard)
        if go.guard:
            draft.passed.append(go.guard)
        else:
            draft.left = True

    def tunnel(self, draft: Draft, go: Go, guard: Guard) -> None:
        """A detour: it comes back to a page of its own, or to where the divert says."""
        self.story.findings.lose("L-TUNNEL", draft.page.name, f"-> {go.to} ->", "approximated")
        target = self.resolve(go.to, self.here)
        self.lead(draft, go.to, guard)
        if go.then:
            back = self.resolve(go.then, self.here)
        else:
            back = self.new(f"{draft.page.name}.after {go.to}", f"After {go.to}").page.name
            if go.guard:
                draft.page.ways.append(Way(back, "Continue", _not([go.guard]), plain=True))
            draft.page, draft.parts, draft.guard = self.switched(draft, back)
        if target and back:
            self.calls.setdefault(target, []).append(back)

    def switched(self, draft: Draft, back: str) -> tuple[Page, list[str], Guard]:
        """Go on filling another page."""
        self.words(draft)
        return self.pages[back], [], ()

    def lead(self, draft: Draft, name: str, guard: Guard) -> None:
        target = self.resolve(name, self.here)
        if target == END:
            if guard or draft.page.ways:
                draft.page.ways.append(Way(self.the_end(), "Continue", guard, plain=True))
            return
        if not target:
            if name in self.story.initial or name in self.story.unknowable or not name:
                self.story.findings.dynamic += 1
                self.story.findings.lose("L-DYN", draft.page.name, f"-> {name}")
                return
            target = name
        draft.page.ways.append(Way(target, "Continue", guard, plain=True))

    def the_end(self) -> str:
        """The one ending for every way that only ends."""
        if END not in self.pages:
            self.pages[END] = Page(END, "The end", kind="ending")
            self.flow_of[END] = self.here
        return END

    def finish(self, draft: Draft, follow: str) -> None:
        """Close a page: its words, and its way on when it has not led away."""
        self.words(draft)
        asks = any(way.label != "Continue" or not way.plain for way in draft.page.ways)
        if draft.left or asks:
            return
        if follow:
            guard = _not(draft.passed)
            draft.page.ways.append(Way(follow, "Continue", guard, plain=True))
        elif draft.page.name not in (END,):
            self.story.findings.lose("L-LOOSE", draft.page.name, "the story runs out here", "note")

    def words(self, draft: Draft) -> None:
        text = GLUE.sub(" ", "".join(draft.parts))
        lines = [" ".join(line.split()) for line in text.split("\n")]
        said = "\n\n".join(line for line in lines if line)
        draft.page.text = "\n\n".join(part for part in (draft.page.text, said) if part)
        draft.parts = []

    # The whole

    def returns(self) -> None:
        """Let every detour come back to where it was called from."""
        for name, flow, guard in self.returning:
            callers = self.calls.get(flow.path, []) or self.calls.get(flow.knot, [])
            for back in dict.fromkeys(callers):
                self.pages[name].ways.append(Way(back, "Continue", guard, plain=True))

    def finished(self) -> list[Page]:
        """The pages, those left out that only lead on to another and say nothing."""
        asked = {key for page in self.pages.values() for key in _asked(page)}
        onward: dict[str, str] = {}
        for name in self.silent - asked:
            page = self.pages[name]
            only = page.ways[0] if len(page.ways) == 1 else None
            if only and only.plain and not (only.guard or page.text or page.changes or page.maybe):
                onward[name] = only.to
        for page in self.pages.values():
            for way in page.ways:
                way.to = _last(way.to, onward)
        pages = [page for name, page in self.pages.items() if name not in onward]
        _once_where_it_matters(pages)
        for page in pages:
            settle(self.story, page)
        return pages


def _meeting(items: list[Item], start: int, level: int) -> int:
    """Where the ways of a level come together again."""
    for number in range(start, len(items)):
        item = items[number]
        if isinstance(item, Meet) and item.level <= level:
            return number
    return len(items)


def _until_close(items: list[Item], depth: int) -> tuple[list[Item], list[Item]]:
    """What belongs to a choice in braces, and what comes after them."""
    for number, item in enumerate(items):
        if isinstance(item, Close) and item.depth == depth:
            return items[:number], [rest for rest in items[number:] if not isinstance(rest, Close)]
    return items, []


def _once_where_it_matters(pages: list[Page]) -> None:
    """A choice that may be taken once says so only where a reader can come back to it."""
    names = {page.name for page in pages}
    ways = {page.name: tuple(way.to for way in page.ways if way.to in names) for page in pages}
    again = {name for knot in routes.loops(ways) for name in knot}
    for page in pages:
        if page.name not in again and page.name not in ways[page.name]:
            for way in page.ways:
                way.once = False


def _asked(page: Page) -> list[str]:
    """Places that lead round to themselves are kept."""
    return [way.to for way in page.ways if way.to == page.name]


def _last(name: str, onward: dict[str, str]) -> str:
    """Where a chain of silent pages ends."""
    seen: set[str] = set()
    while name in onward and name not in seen:
        seen.add(name)
        name = onward[name]
    return name


def _not(passed: list[Guard]) -> Guard:
    """Not on the ways that led away before, as far as each is one condition."""
    return tuple((guard[0][0], not guard[0][1]) for guard in passed if len(guard) == 1)
