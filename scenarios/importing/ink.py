"""Ink, read by a walker of our own: knots, stitches, labelled gathers and the branches of choices
become scenes. Nothing is compiled or run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from scenarios.graph import Graph
from scenarios.importing.bounds import text_of
from scenarios.importing.building import build
from scenarios.importing.dialects import INK, Untranslatable
from scenarios.importing.expressions import (
    And,
    Chosen,
    Cmp,
    Expr,
    Lit,
    Not,
    Or,
    Ref,
    Sum,
    Visits,
    parse,
)
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Report
from scenarios.importing.inkitems import Itemiser
from scenarios.importing.inklogic import assignment, bump, declared
from scenarios.importing.inktext import Flow, Source, source_of
from scenarios.importing.inkweave import START, Weaver
from scenarios.importing.story import Change, Page, Story, Test

END = "END"


def from_ink(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read the source of an ink story."""
    source = source_of(text_of(data))
    if not any(line.strip() for flow in source.flows for line in flow.lines):
        raise ImportFault("there is no story in this file")
    return build(_Reading(source, name).story())


@dataclass
class _Reading:
    """One story being read."""

    source: Source
    name: str
    made: Story = field(default_factory=lambda: Story("ink", merges=True))
    constants: dict[str, int | bool | str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)

    def story(self) -> Story:
        made = self.made
        made.title = re.split(r"[./\\]", self.name)[0]
        self.constants = declared(self.source, made)
        self.bumps = {
            name: found
            for name, (args, lines) in self.source.functions.items()
            if (found := bump(args, lines))
        }
        for name in self.source.functions:
            if name not in self.bumps:
                made.findings.lose("L-FUNC", "", f"function {name}")
        flows = self.flows()
        self.know(flows)
        weaver = Weaver(made, self.resolve, self.change)
        for flow in flows:
            itemiser = Itemiser(flow.path, self.tester(flow), made.findings)
            weaver.flow(flow, itemiser.items(flow.lines))
        weaver.returns()
        made.pages = weaver.finished()
        if not made.pages:
            raise ImportFault("there is no scene in this file")
        names = {page.name for page in made.pages}
        first = weaver.first(self.source.flows[0].path if flows else "")
        made.start = first if first in names else made.pages[0].name
        _begun(made)
        return made

    def flows(self) -> list[Flow]:
        """The flows that hold anything; a knot without words of its own begins with its first
        stitch.
        """
        kept = []
        flows = self.source.flows
        for number, flow in enumerate(flows):
            following = flows[number + 1] if number + 1 < len(flows) else None
            if not any(line.strip() for line in flow.lines):
                if not flow.knot or following is None or following.knot != flow.knot:
                    continue
                flow.lines = [f"-> {following.path}"]
            kept.append(flow)
        return kept

    def know(self, flows: list[Flow]) -> None:
        """Every name that may be asked for or gone to, by its last part."""
        for flow in flows:
            paths = [flow.path] if flow.path else []
            for line in flow.lines:
                for label in re.findall(r"^\s*(?:[-*+]\s*)+\(\s*([\w\u00c0-\uffff]+)\s*\)", line):
                    paths.append(f"{flow.path}.{label}" if flow.path else label)
            for path in paths:
                self.labels.setdefault(path.rpartition(".")[2], []).append(path)

    def resolve(self, name: str, flow: Flow) -> str:
        """The full path that a name means where it stands; empty when it is none."""
        if name in (END, "DONE"):
            return END
        last = name.rpartition(".")[2]
        found = self.labels.get(last, [])
        for start in (flow.path, flow.knot, ""):
            path = f"{start}.{name}" if start else name
            if path in found:
                return path
        near = [path for path in found if path.endswith(f".{name}") or path == name]
        inside = [path for path in near if path.split(".")[0] == flow.knot]
        if inside or near:
            return (inside or near)[0]
        parts = name.split(".")  # knot.label where the label stands in one of its stitches
        within = [path for path in found if path.split(".")[0] == parts[0]] if parts[1:] else []
        return within[0] if within else ""

    def tester(self, flow: Flow):  # type: ignore[no-untyped-def]
        """How a condition of this flow is filed."""

        def test(source: str) -> Test:
            source = " ".join(source.split())
            try:
                expr: Expr | None = self.meant(parse(source, INK), flow)
                reason = ""
            except Untranslatable as error:
                expr, reason = None, str(error)
            return self.made.test(expr, source, flow.path or START, reason)

        return test

    def meant(self, expr: Expr, flow: Flow) -> Expr:
        """The same expression with names looked up: constants, variables, places."""
        match expr:
            case Ref(name):
                return self.named(name, flow)
            case Not(part):
                return Not(self.meant(part, flow))
            case And(left, right) | Or(left, right) | Cmp(left, _, right) | Sum(left, _, right):
                return replace(expr, left=self.meant(left, flow), right=self.meant(right, flow))
        return expr

    def named(self, name: str, flow: Flow) -> Expr:
        if name in self.constants:
            return Lit(self.constants[name])
        if name in self.made.initial or name in self.made.unknowable:
            return Ref(name)
        path = self.resolve(name, flow)
        if path and path != END:
            return Visits(path) if path else Chosen(path)
        raise Untranslatable(f"there is no “{name}”")

    def change(self, code: str, flow: Flow, page: Page) -> Change | None:
        """What a line of logic changes; counted, and noted where it is no change of ours."""
        findings = self.made.findings
        call = re.fullmatch(r"(\w+)\s*\(\s*(\w+)\s*\)", code)
        if call and call[1] in self.bumps and call[2] in self.made.initial:
            operator, value = self.bumps[call[1]]
            findings.effects += 1
            return Change(operator, call[2], value)
        if re.match(r"temp\b", code):
            findings.lose("L-TEMP", page.name, code)
            return None
        found = assignment(code, self.constants)
        if found is None:
            findings.lose("L-FUNC", page.name, f"~ {code}")
            return None
        findings.effects += 1
        if found.var not in self.made.initial:
            findings.lose("L-EXPR", page.name, f"~ {code}")
            return None
        return found


def _begun(story: Story) -> None:
    """Begin where the file sends its reader, when nothing is said before that."""
    names = {page.name for page in story.pages}
    first = next(page for page in story.pages if page.name == story.start)
    only = first.ways[0] if len(first.ways) == 1 else None
    meant = {way.to for page in story.pages for way in page.ways if page is not first}
    if only is None or only.to not in names or only.to == first.name or first.name in meant:
        return
    if only.plain and not (only.guard or only.changes or first.text or first.changes):
        story.start = only.to
        story.pages.remove(first)
