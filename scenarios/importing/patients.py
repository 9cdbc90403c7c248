"""What both exports of virtual patients share: base64 or not, references in texts, conditions."""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree.ElementTree import Element

from scenarios.importing.expressions import And, Cmp, Expr, Lit, Or, Ref, Visits
from scenarios.importing.faults import ImportFault
from scenarios.importing.prose import from_html
from scenarios.importing.story import Change, Page, Story, Way

BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
WORDS = re.compile(r"\w[\w '’.-]*\Z")
SURE = 12  # letters after which chance makes no text of base64
WIKI = re.compile(r"\[\[([A-Z]{2,6}):([^\[\]]{1,40})\]\]")
IDS = re.compile(r"@id\s*=\s*['\"]\s*([^'\"\]]+?)\s*['\"]")
PSEUDO = re.compile(r"^\s*choices? for\b", re.IGNORECASE)
VISITED = re.compile(r"\s*\[\s*(\w+)\s*\]\s*")
FUNCTION = re.compile(r"\s*([-+=])?\s*(-?\d{1,7})(?:\.0+)?\s*")
RELATIONS = {"eq": "=", "neq": "!=", "leq": "<=", "lt": "<", "geq": ">=", "gt": ">"}
LOSSES = {"MR": "L-MEDIA", "AV": "L-AVATAR", "CHAT": "L-CHAT", "QU": "L-INNER", "SKIN": "L-SKIN"}


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def decoded(text: str | None) -> str:
    """A text that may be written in base64, as some exports do and others don't."""
    text = (text or "").strip()
    packed = re.sub(r"\s+", "", text)
    if len(packed) < 4 or not BASE64.fullmatch(packed):
        return text
    try:
        plain = base64.b64decode(packed, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return text
    if not plain.strip() or (len(packed) < SURE and "=" not in packed and not WORDS.match(plain)):
        return text  # a short word that happens to be base64, as “Risk” is
    return plain if all(sign.isprintable() or sign in "\r\n\t" for sign in plain) else text


def identifier(path: str | None) -> str:
    """The id that an XPath ends in, with or without spaces in it."""
    found = IDS.findall(path or "")
    return found[-1] if found else (path or "").strip()


def change_of(counter: str, operator: str, value: str) -> Change | None:
    """What a node does to a counter."""
    match = FUNCTION.fullmatch(f"{operator}{value}")
    if match is None:
        return None
    number = int(match[2])
    sign = match[1] or "+"
    return Change({"+": "add", "-": "sub", "=": "set"}[sign], counter, number)


def relation(counter: str, sign: str, value: str) -> Expr | None:
    """A rule's comparison."""
    if sign not in RELATIONS or not re.fullmatch(r"-?\d{1,7}(?:\.0+)?", value.strip()):
        return None
    return Cmp(Ref(counter), RELATIONS[sign], Lit(int(value.strip().split(".")[0])))


def visited_all(text: str) -> Expr | None:
    """`[12]and[14]`: these nodes were visited. None when it says anything else."""
    words = re.split(r"\b(and|or)\b", text, flags=re.IGNORECASE)
    whole: Expr | None = None
    for number in range(0, len(words), 2):
        match = VISITED.fullmatch(words[number])
        if match is None:
            return None
        part = Cmp(Visits(match[1]), ">", Lit(0))
        if whole is None:
            whole = part
        else:
            whole = (And if words[number - 1].lower() == "and" else Or)(whole, part)
    return whole


def node_text(
    markup: str, page: Page, story: Story, names: dict[str, str], questions: dict[str, str]
) -> str:
    """A node's text; references to counters, pictures and questions become words or losses."""

    def shown(match: re.Match[str]) -> str:
        kind, key = match[1], match[2].strip()
        if kind == "CR":
            story.findings.lose("L-PRINT", page.name, match[0], "note")
            return f"[{names.get(key, key)}]"
        if kind == "QU" and key in questions:
            story.findings.lose("L-INNER", page.name, questions[key], "note")
            return questions[key]
        story.findings.lose(LOSSES.get(kind, "L-MACRO"), page.name, match[0])
        return ""

    return from_html(WIKI.sub(shown, markup))


def without_pseudo(pages: list[Page]) -> list[Page]:
    """Pages without vpSim's own: ways marked # are none, and a node “choice for …” is walked
    through.
    """
    pseudo = {page.name: page for page in pages if PSEUDO.match(page.title)}
    for page in pages:
        ways: list[Way] = []
        for way in page.ways:
            if way.to in pseudo:
                through = [inner for inner in pseudo[way.to].ways if inner.to not in pseudo]
                ways += [inner for inner in through if not inner.label.startswith("#")]
            elif not way.label.startswith("#"):
                ways.append(way)
        page.ways = []
        for way in ways:
            if not any((way.to, way.label) == (other.to, other.label) for other in page.ways):
                page.ways.append(way)
    return [page for page in pages if page.name not in pseudo]


def start_of(pages: list[Page]) -> str:
    """The first node that nothing leads to, or the first."""
    meant = {way.to for page in pages for way in page.ways}
    return next((page.name for page in pages if page.name not in meant), pages[0].name)


def counted(story: Story, key: str, said: str) -> None:
    """Where a counter starts; what is no whole number is named."""
    match = re.fullmatch(r"(-?\d{1,7})(\.\d+)?", said.strip() or "0")
    story.initial[key] = int(match[1]) if match else 0
    if match is None or (match[2] or "").strip(".0"):
        words = f"{story.labels.get(key, key)} starts at {said}; here at {story.initial[key]}"
        story.findings.lose("L-DATA", "", words, "approximated")


def each_once(pages: list[Page], where: str) -> None:
    """Refuse two nodes with one id: nobody can tell which of them a link means."""
    seen: set[str] = set()
    for page in pages:
        if page.name in seen:
            raise ImportFault(
                f"two nodes have the id {page.name}", where, "id", "Export the case again"
            )
        seen.add(page.name)


def aimed(story: Story) -> None:
    """Name the rules that lead to a node that isn't there."""
    known = {page.name for page in story.pages}
    for rule in story.rules:
        if rule.to not in known:
            story.findings.lost += 1
            story.findings.lose("L-TARGET", "", f"{rule.test.source} → {rule.to}", "note")
