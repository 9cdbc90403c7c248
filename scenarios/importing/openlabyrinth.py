"""OpenLabyrinth's “advanced” export: a table of the database in each XML file of a zip."""

from __future__ import annotations

import html

from scenarios.graph import Graph
from scenarios.importing.bounds import Archive, xml_of
from scenarios.importing.building import build
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Report
from scenarios.importing.patients import (
    aimed,
    change_of,
    counted,
    decoded,
    each_once,
    local,
    node_text,
    relation,
    start_of,
    visited_all,
    without_pseudo,
)
from scenarios.importing.prose import from_html, plain
from scenarios.importing.story import Page, Rule, Story, Test, Way

Row = dict[str, str]

RELATIONS = {"1": "eq", "2": "neq", "3": "leq", "4": "lt", "5": "geq", "6": "gt"}
MUST = {"2": "avoid", "3": "visit"}
LEFT_OUT = {"map_avatar": "L-AVATAR", "map_chat": "L-CHAT", "map_element": "L-MEDIA"}
LOT, SHUFFLED = "3", "2"
FARTHEST = 100_000


def from_openlabyrinth(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read an advanced export."""
    archive = Archive(data)
    nodes = _rows(archive, "map_node")
    if not nodes:
        raise ImportFault("has no nodes", "map_node.xml", mend="Export the labyrinth again")
    story = Story("openlabyrinth")
    _head(archive, story)
    _counters(_rows(archive, "map_counter"), story)
    questions = _questions(archive)
    pages = [_page(row, story, questions) for row in nodes]
    each_once(pages, "map_node.xml")
    by_name = {page.name: page for page in pages}
    doors = {row["id"]: _door(row, story) for row in nodes if _said(row, "conditional")}
    _links(_rows(archive, "map_node_link"), by_name, doors, story)
    _kinds(nodes, by_name, story)
    _effects(_rows(archive, "map_node_counter"), by_name, story)
    _rules(archive, story)
    for table, code in LEFT_OUT.items():
        rows = _rows(archive, table)
        if rows:
            story.findings.lose(code, "", _said(rows[0], "name") or table, count=len(rows))
    story.pages = without_pseudo(pages)
    if not story.pages:
        raise ImportFault("has no node that is a scene", "map_node.xml")
    aimed(story)
    roots = [row["id"] for row in nodes if row.get("type_id") == "1"]
    story.start = roots[0] if roots else start_of(story.pages)
    return build(story)


def _rows(archive: Archive, table: str) -> list[Row]:
    """The rows of a table: the values as they stand, in base64 or not."""
    found = archive.find(f"{table}.xml")
    if not found:
        return []
    root = xml_of(archive.read(found), found)
    rows = []
    for group in root:
        cells = [cell for cell in group if len(cell)]
        for element in cells or ([group] if len(group) else []):
            row = {local(cell): (cell.text or "").strip() for cell in element}
            rows.append({**row, "id": row.get("id", "")})
    if any(not row["id"] for row in rows):
        raise ImportFault("a row has none", found, "id", "Export the labyrinth again")
    return rows


def _said(row: Row, name: str) -> str:
    return decoded(row.get(name))


def _head(archive: Archive, story: Story) -> None:
    for row in _rows(archive, "map")[:1]:
        story.title = plain(_said(row, "name"))
        story.head = {"summary": plain(_said(row, "abstract"))[:250]}
        story.debrief = from_html(_said(row, "feedback"))
        if row.get("timing") == "1":
            story.findings.lose("L-TIMER", "", f"{row.get('delta_time', '')} seconds")


def _counters(rows: list[Row], story: Story) -> None:
    for row in rows:
        key = row["id"]
        story.labels[key] = plain(_said(row, "name")) or key
        counted(story, key, _said(row, "start_value"))
        start, most = int(story.initial[key]), _number(_said(row, "out_of")) or 0
        if most > 0:
            story.bounds[key] = (min(0, start), max(most, start))
        if row.get("visible") == "1":
            story.shown.add(key)


def _number(text: str) -> int | None:
    text = text.split(".")[0]
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 8 else None


def _questions(archive: Archive) -> dict[str, str]:
    """Questions as text: the stem, and the answers as a list."""
    rows = _rows(archive, "map_question")
    found = {row["id"]: html.escape(plain(_said(row, "stem"))) for row in rows}
    answers: dict[str, list[str]] = {}
    for row in _rows(archive, "map_question_response"):
        answer = html.escape(plain(_said(row, "response")))
        answers.setdefault(row.get("question_id", ""), []).append(f"<li>{answer}</li>")
    return {
        key: f"<p><em>{stem}</em></p><ul>{''.join(answers.get(key, []))}</ul>"
        for key, stem in found.items()
    }


def _page(row: Row, story: Story, questions: dict[str, str]) -> Page:
    page = Page(row["id"], title=plain(_said(row, "title")) or row["id"])
    page.text = node_text(_said(row, "text"), page, story, story.labels, questions)
    page.must = MUST.get(row.get("priority_id", ""), "none")
    x, y = _number(_said(row, "x")), _number(_said(row, "y"))
    if x is not None and y is not None and max(abs(x), abs(y)) < FARTHEST:
        page.position = (x, y)
    if plain(_said(row, "info")):
        story.findings.lose("L-INFO", page.name, plain(_said(row, "info")))
    return page


def _door(row: Row, story: Story) -> tuple[Test, str]:
    """What must be so before a node may be entered, and what is said when it isn't."""
    source = _said(row, "conditional")
    test = story.test(visited_all(source), source, row["id"], "is no list of nodes")
    return test, plain(_said(row, "conditional_message"))


def _links(
    rows: list[Row], pages: dict[str, Page], doors: dict[str, tuple[Test, str]], story: Story
) -> None:
    rows = sorted(rows, key=lambda row: _number(_said(row, "order")) or 0)
    for row in rows:
        first, second = row.get("node_id_1", ""), row.get("node_id_2", "")
        label = plain(_said(row, "text"))
        if first not in pages:
            story.findings.lost += 1
            story.findings.lose("L-TARGET", first, label)
            continue
        way = Way(second, label, plain=label.lower() in ("", "continue", "next"))
        way.weight = max(1, _number(_said(row, "probability")) or 1)
        if second in doors:
            test, way.locked_text = doors[second]
            way.guard = ((test, True),)
        pages[first].ways.append(way)


def _kinds(rows: list[Row], pages: dict[str, Page], story: Story) -> None:
    for row in rows:
        page = pages[row["id"]]
        lot = row.get("probability") == "1" or row.get("link_type_id") == LOT
        if lot and len(page.ways) > 1:
            story.findings.lose("L-PROB", page.name, "one way by lot", "approximated")
            page.kind = "chance"
        page.shuffle = row.get("link_type_id") == SHUFFLED
        if row.get("end") == "1" and page.ways:
            story.findings.lose("L-END", page.name, "may end here", "note")


def _effects(rows: list[Row], pages: dict[str, Page], story: Story) -> None:
    for row in rows:
        function = _said(row, "function")
        if not function or row.get("node_id") not in pages:
            continue
        story.findings.effects += 1
        change = change_of(row.get("counter_id", ""), "", function)
        if change is None or change.var not in story.initial:
            story.findings.lose("L-EXPR", row["node_id"], f"{row.get('counter_id')} {function}")
        else:
            pages[row["node_id"]].changes.append(change)


def _rules(archive: Archive, story: Story) -> None:
    for row in _rows(archive, "map_counter_rule"):
        counter, target = row.get("counter_id", ""), row.get("redirect_node_id", "")
        sign, value = RELATIONS.get(row.get("relation_id", ""), ""), _said(row, "value")
        source = f"{story.labels.get(counter, counter)} {sign} {value}"
        expr = relation(counter, sign, value) if counter in story.initial else None
        if expr is None or not target or not _said(row, "function").startswith("redir"):
            story.findings.lose("L-RULE", "", source)
            continue
        story.rules.append(Rule(story.test(expr, source, ""), target))
        if plain(_said(row, "message")):
            story.findings.lose("L-MESSAGE", target, plain(_said(row, "message")))
    for table in ("map_counter_commonrules", "map_counter_common_rules"):
        for row in _rows(archive, table):
            story.findings.lose("L-RULE", "", _said(row, "rule"))
