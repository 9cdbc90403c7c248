"""The surface of ink: comments, declarations, logical lines, and what stands between braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scenarios.importing.faults import ImportFault

KNOT = re.compile(r"^\s*={2,}\s*(function\s+)?([\w\u00c0-\uffff]+)\s*(\([^)]*\))?\s*=*\s*$")
STITCH = re.compile(r"^\s*=\s*([\w\u00c0-\uffff]+)\s*(\([^)]*\))?\s*$")
DECLARED = re.compile(r"^\s*(VAR|CONST|LIST|EXTERNAL|INCLUDE)\b\s*(.*)$")
LISTED = re.compile(r"^\s*(stopping|cycle|once|shuffle(?:\s+(?:once|stopping))?)\s*:?\s*$")
BRANCH = re.compile(r"^\s*-(?!>)\s*(.*)$")
LONGEST_BLOCK = 600
DEEPEST = 50


@dataclass
class Flow:
    """A knot, a stitch, or what stands before the first knot: its lines, comments taken out."""

    knot: str
    stitch: str
    lines: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its full name."""
        return ".".join(part for part in (self.knot, self.stitch) if part)


@dataclass
class Source:
    """A file taken apart: its flows, its functions, and what it declares."""

    flows: list[Flow] = field(default_factory=list)
    functions: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    declared: list[tuple[str, str]] = field(default_factory=list)


def looks_like_ink(text: str) -> bool:
    """Whether a text is ink: knots, or choices with diverts."""
    if re.search(r"^\s*={2,}\s*(?:function\s+)?\w+\s*(?:\([^)]*\))?\s*=*\s*$", text, re.MULTILINE):
        return "->" in text or re.search(r"^\s*[*+]\s", text, re.MULTILINE) is not None
    return bool(
        re.search(r"^\s*[*+]", text, re.MULTILINE)
        and re.search(r"->\s*(?:END|DONE|[a-z_]\w*)\s*$", text, re.MULTILINE)
    )


def uncommented(text: str) -> str:
    """The text without comments; line ends stay."""
    parts: list[str] = []
    at = 0
    for match in re.finditer(r"//[^\n]*|/\*", text):
        if match.start() < at:
            continue
        parts.append(text[at : match.start()])
        at = match.end()
        if match[0] == "/*":
            end = text.find("*/", at)
            end = len(text) if end < 0 else end
            parts.append("\n" * text.count("\n", at, end))
            at = min(len(text), end + 2)
    return "".join([*parts, text[at:]])


def source_of(text: str) -> Source:
    """Take a file apart."""
    source = Source()
    flow = Flow("", "")
    source.flows.append(flow)
    function: list[str] | None = None
    for line in uncommented(text).split("\n"):
        knot = KNOT.match(line)
        stitch = None if knot else STITCH.match(line)
        if knot:
            function = None
            if knot[1]:
                function = []
                source.functions[knot[2]] = ((knot[3] or "()")[1:-1], function)
            else:
                flow = Flow(knot[2], "")
                source.flows.append(flow)
        elif stitch and function is None:
            flow = Flow(flow.knot, stitch[1])
            source.flows.append(flow)
        elif function is not None:
            function.append(line)
        else:
            declared = DECLARED.match(line)
            if declared:
                source.declared.append((declared[1], declared[2].strip()))
            elif not re.match(r"^\s*TO[D]O\b", line):
                flow.lines.append(line)
    return source


def logical(lines: list[str]) -> Iterator[str]:
    """Lines, those with an open brace joined until it closes."""
    waiting: list[str] = []
    depth = 0
    for line in lines:
        if steep(line):
            raise ImportFault(
                f"braces stand more than {DEEPEST} deep",
                f"Line “{line.strip()[:40]}…”",
                mend="Close each brace that is opened",
            )
        depth += balance(line)
        waiting.append(line)
        if depth <= 0 or len(waiting) > LONGEST_BLOCK:
            yield "\n".join(waiting)
            waiting, depth = [], 0
    if waiting:
        yield from waiting


def balance(line: str) -> int:
    """How many braces a line leaves open."""
    plain = line.replace("\\{", "").replace("\\}", "")
    return plain.count("{") - plain.count("}")


def steep(line: str) -> bool:
    """Whether braces in a line stand deeper in each other than anybody writes."""
    if line.count("{") <= DEEPEST:
        return False
    depth = 0
    for sign in line:
        depth += (sign == "{") - (sign == "}")
        if depth > DEEPEST:
            return True
    return False


def brace_end(text: str, at: int) -> int:
    """Where the brace that opens at `at` closes; -1 when it doesn't."""
    depth = 0
    for place in range(at, min(len(text), at + 20_000)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if depth == 0:
                return place
    return -1


def split_top(text: str, sign: str) -> list[str]:
    """Parts between a sign that stands in no braces, brackets or quotes."""
    parts: list[str] = []
    depth, quote, start = 0, False, 0
    for place, letter in enumerate(text):
        if letter == '"' and sign == ":":
            quote = not quote
        elif letter in "{(":
            depth += 1
        elif letter in "})":
            depth -= 1
        elif letter == sign and depth == 0 and not quote:
            double = "||" in text[max(0, place - 1) : place + 2]
            if sign != "|" or not double:
                parts.append(text[start:place])
                start = place + 1
                if sign == ":":
                    break
    return [*parts, text[start:]]


@dataclass
class Braced:
    """What braces hold: branches with their conditions, alternatives, or a value to print."""

    kind: str  # cases, alternatives or value
    cases: list[tuple[str, str]] = field(default_factory=list)  # condition ("" is else) and body
    value: str = ""


def braced(inner: str) -> Braced:
    """Read what stands between braces."""
    if "\n" in inner:
        return _block(inner)
    head, *rest = split_top(inner, ":")
    if rest and head.strip() and not _sequence(head):
        bodies = split_top(rest[0], "|")
        cases = [(head.strip(), bodies[0])]
        if len(bodies) > 1:
            cases.append(("", bodies[1]))
        return Braced("cases", cases)
    parts = split_top(inner, "|")
    if len(parts) > 1 or inner[:1] in "&!~$":
        parts[0] = re.sub(r"^[&!~$]+", "", parts[0])
        return Braced("alternatives", [("", part) for part in parts])
    return Braced("value", value=inner.strip())


def _sequence(head: str) -> bool:
    return LISTED.match(head) is not None


def _block(inner: str) -> Braced:
    """A block of several lines."""
    first, _, rest = inner.partition("\n")
    head = first.strip()
    if BRANCH.match(first):  # the first branch stands beside the brace
        first, head, rest = "", "", inner
    branches, before = _branches(rest)
    if _sequence(head):
        return Braced("alternatives", [("", branch) for branch in branches])
    if not head:
        return Braced("cases", [_case(branch) for branch in branches])
    condition, *body = split_top(first, ":")
    start = "".join(body)
    condition = condition.strip()
    if branches and not (start.strip() or before.strip()):
        return Braced("cases", [_switched(condition, branch) for branch in branches])
    cases = [(condition, f"{start}\n{before}")]
    return Braced("cases", cases + [_case(branch) for branch in branches])


def _branches(text: str) -> tuple[list[str], str]:
    """The branches of a block, each begun by a dash, and what stands before the first."""
    branches: list[list[str]] = []
    before: list[str] = []
    depth = 0
    for line in text.split("\n"):
        match = BRANCH.match(line) if depth == 0 else None
        if match:
            branches.append([match[1]])
        elif branches:
            branches[-1].append(line)
        else:
            before.append(line)
        depth = max(0, depth + balance(line))
    return ["\n".join(lines) for lines in branches], "\n".join(before)


def _case(branch: str) -> tuple[str, str]:
    condition, *body = split_top(branch, ":")
    if not body or "\n" in condition:
        return "", branch
    return ("" if condition.strip() == "else" else condition.strip()), body[0]


def _switched(value: str, branch: str) -> tuple[str, str]:
    condition, body = _case(branch)
    return (f"{value} == {condition}" if condition else ""), body
