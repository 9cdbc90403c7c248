"""MedBiquitous virtual patients (ANSI/MEDBIQ VP.10.1): activity model, data availability, texts."""

from __future__ import annotations

import html
from collections.abc import Iterator
from xml.etree.ElementTree import Element

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
    identifier,
    local,
    node_text,
    relation,
    start_of,
    without_pseudo,
)
from scenarios.importing.prose import plain
from scenarios.importing.story import Page, Rule, Story, Way

VOID = frozenset(["br", "hr", "img"])


def from_mvp(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read the zip of a virtual patient."""
    archive = Archive(data)
    activity = _root(archive, "activitymodel.xml")
    if activity is None:
        raise ImportFault("there is no activitymodel.xml in it", mend="Export the case again")
    texts = _texts(_root(archive, "virtualpatientdata.xml"))
    items = _items(_root(archive, "dataavailabilitymodel.xml"))
    story = Story("mvp")
    story.title = _title(_root(archive, "metadata.xml"), _root(archive, "imsmanifest.xml"))
    _counters(activity, story)
    pages = [_page(node, story, items, texts) for node in _all(activity, "ActivityNode")]
    if not pages:
        raise ImportFault("has no ActivityNode", "activitymodel.xml", "ActivityNodes")
    each_once(pages, "activitymodel.xml")
    _links(activity, {page.name: page for page in pages}, story)
    _sections(activity, {page.name: page for page in pages})
    story.pages = without_pseudo(pages)
    if not story.pages:
        raise ImportFault("has no node that is a scene", "activitymodel.xml", "ActivityNodes")
    story.start = start_of(story.pages)
    aimed(story)
    _left_over(story, items, texts)
    return build(story)


def _root(archive: Archive, name: str) -> Element | None:
    found = archive.find(name)
    return xml_of(archive.read(found), found) if found else None


def _all(root: Element | None, name: str) -> Iterator[Element]:
    if root is not None:
        yield from (element for element in root.iter() if local(element) == name)


def _child(element: Element, name: str) -> str:
    """The text of the first child of this name."""
    return next(((child.text or "").strip() for child in element if local(child) == name), "")


def _title(*roots: Element | None) -> str:
    for root in roots:
        for title in _all(root, "title"):
            said = plain(decoded(" ".join(title.itertext())))
            if said:
                return said
    return ""


def _inner(element: Element) -> str:
    """What stands inside an element, as HTML."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        name = local(child)
        parts.append(f"<{name}>" if name else "")
        if name and name not in VOID:
            parts.append(f"{_inner(child)}</{name}>")
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _texts(root: Element | None) -> dict[str, str]:
    """The texts of the patient by id, as HTML; structured data as a list of words."""
    found: dict[str, str] = {}
    for element in root if root is not None else ():
        key = element.get("id", local(element))
        if local(element) == "VPDText":
            whole = " ".join("".join(element.itertext()).split())
            plain_text = decoded(whole)
            found[key] = plain_text if plain_text != whole else _inner(element)
        else:
            rows = [
                f"<li>{local(child)}: {html.escape(decoded(' '.join(child.itertext())))}</li>"
                for child in element
            ]
            found[key] = f"<p>{local(element)}</p><ul>{''.join(rows)}</ul>"
            found.setdefault(local(element), found[key])
    return found


def _items(root: Element | None) -> dict[str, list[str]]:
    """What each node shows: paths into the patient's data, in order."""
    found: dict[str, list[str]] = {}
    for node in _all(root, "DAMNode"):
        rows = [
            (_child(item, "ItemOrder"), _child(item, "ItemPath"))
            for item in node
            if local(item) == "DAMNodeItem"
        ]
        rows.sort(key=lambda row: int(row[0]) if row[0].isdecimal() and len(row[0]) < 9 else 0)
        found[node.get("id", "")] = [path for _, path in rows]
    return found


def _left_over(story: Story, items: dict[str, list[str]], texts: dict[str, str]) -> None:
    """What is said about the patient and shown by no node: kept as the author's note."""
    shown = {identifier(path) for paths in items.values() for path in paths}
    shown |= {path.rstrip("/").rpartition("/")[2] for paths in items.values() for path in paths}
    rest = {name: text for name, text in texts.items() if name not in shown}
    if rest:
        first = next(page for page in story.pages if page.name == story.start)
        first.note = plain(" ".join(rest.values()).replace("</li>", "; "))[:2_000]
        story.findings.lose("L-VPD", first.name, first.note, "note", len(rest))


def _counters(activity: Element, story: Story) -> None:
    for counter in _all(activity, "Counter"):
        key = counter.get("id", "")
        if not key:
            continue
        story.labels[key] = plain(decoded(_child(counter, "CounterLabel"))) or key
        counted(story, key, decoded(_child(counter, "CounterInitValue")))
        if counter.get("isVisible") == "true":
            story.shown.add(key)
        for rule in _all(counter, "Rule"):
            _rule(rule, key, story)


def _rule(rule: Element, counter: str, story: Story) -> None:
    """A counter's rule leads elsewhere when its comparison holds."""
    sign, value = _child(rule, "Relation"), _child(rule, "Value")
    expr = relation(counter, sign, value)
    source = f"{story.labels[counter]} {sign} {value}"
    target = identifier(_child(rule, "RuleRedirect"))
    if expr is None or not target:
        story.findings.lose("L-RULE", "", source)
        return
    story.rules.append(Rule(story.test(expr, source, ""), target))
    message = plain(decoded(_child(rule, "RuleMessage")))
    if message:
        story.findings.lose("L-MESSAGE", target, message)


def _page(node: Element, story: Story, items: dict[str, list[str]], texts: dict[str, str]) -> Page:
    key = node.get("id", "")
    if not key:
        raise ImportFault("is missing", "ActivityNode", "id", "Export the case again")
    page = Page(key, title=plain(decoded(node.get("label"))) or key)
    parts = []
    for content in (child for child in node if local(child) == "Content"):
        for path in items.get(identifier(content.text), []):
            name = identifier(path)
            text = texts.get(name) or texts.get(path.rstrip("/").rpartition("/")[2], "")
            if name not in texts and text:
                story.findings.lose("L-VPD", key, path, "approximated")
            elif not text:
                story.findings.lose("L-VPD" if "VPDText" not in path else "L-TARGET", key, path)
            parts.append(text)
    page.text = node_text("\n".join(parts), page, story, story.labels, {})
    for rules in (child for child in node if local(child) == "Rules"):
        _node_rules(rules, page, story)
    return page


def _node_rules(rules: Element, page: Page, story: Story) -> None:
    for rule in (child for child in rules if local(child) == "CounterActionRule"):
        counter = identifier(_child(rule, "CounterPath"))
        operator, value = _child(rule, "CounterOperator"), _child(rule, "CounterRuleValue")
        change = change_of(counter, operator, value)
        story.findings.effects += 1
        if change is None or counter not in story.initial:
            story.findings.lose("L-EXPR", page.name, f"{counter} {operator} {value}")
        else:
            page.changes.append(change)
    if _child(rules, "Probability").lower() == "on":
        story.findings.lose("L-PROB", page.name, "Probability on", "approximated")
        page.kind = "chance"


def _links(activity: Element, pages: dict[str, Page], story: Story) -> None:
    for link in _all(activity, "Link"):
        first, second = (identifier(_child(link, f"ActivityNode{end}")) for end in "AB")
        if first not in pages:
            story.findings.lost += 1
            story.findings.lose("L-TARGET", first, link.get("label", ""), "dropped")
            continue
        label = plain(decoded(link.get("label")))
        pages[first].ways.append(
            Way(second, label, plain=label.lower() in ("", "continue", "next"))
        )
    for page in pages.values():
        if page.kind == "chance" and len(page.ways) < 2:
            page.kind = None


def _sections(activity: Element, pages: dict[str, Page]) -> None:
    for section in _all(activity, "NodeSection"):
        label = plain(decoded(section.get("label")))
        if label and label.lower() != "unallocated":
            for node in _all(section, "ActivityNode"):
                pages[node.get("id", "")].section = label
