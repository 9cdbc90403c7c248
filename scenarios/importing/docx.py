"""A Word document that holds an outline: its paragraphs, headings and lists as outline text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from scenarios.graph import Graph
from scenarios.importing.bounds import Archive, xml_of
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Findings, Report
from scenarios.importing.outline import HEADING, read_outline
from scenarios.importing.patients import local
from scenarios.importing.prose import cleaned

BODY = "word/document.xml"
PICTURES = frozenset(["drawing", "pict", "object"])
LIST = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s")


def from_docx(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read an outline that was written in a word processor."""
    archive = Archive(data)
    if BODY not in archive.names:
        raise ImportFault("this is no Word document", mend="Save it as .docx")
    root = xml_of(archive.read(BODY), BODY)
    findings = Findings()
    pictures = sum(1 for element in root.iter() if local(element) in PICTURES)
    tables = sum(1 for element in root.iter() if local(element) == "tbl")
    if pictures:
        findings.lose("L-MEDIA", "", "pictures", count=pictures)
    if tables:
        findings.lose("L-LAYOUT", "", "tables", "approximated", tables)
    lines = [line for paragraph in _paragraphs(root) for line in _lines(paragraph)]
    title = re.split(r"[./\\]", name)[0]
    return read_outline("\n".join(lines), "docx", title, findings)


def _paragraphs(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) == "p")


def _lines(paragraph: Element) -> list[str]:
    """A paragraph as outline text, an empty line after each that is only words."""
    style, listed = "", False
    for properties in (child for child in paragraph if local(child) == "pPr"):
        for item in properties:
            if local(item) == "pStyle":
                style = next(iter(item.attrib.values()), "").lower().replace(" ", "")
            listed |= local(item) == "numPr"
    text = cleaned(_text(paragraph)).strip()
    if not text:
        return [""]
    if style.startswith("title"):
        return [f"# {text}"]
    if re.match(r"(?:heading|berschrift|überschrift|titre|ttulo|título)\d", style):
        return [text if HEADING.fullmatch(text) or text.startswith("=") else f"Scene: {text}"]
    if (listed or style.startswith("list")) and not LIST.match(text):
        return [f"- {text}"]
    return [*text.split("\n"), ""] if "->" not in text and "→" not in text else [text]


def _text(paragraph: Element) -> str:
    """What a reader sees: deleted words and field codes left out."""
    parts: list[str] = []
    for element in paragraph.iter():
        kind = local(element)
        if kind == "t":
            parts.append(element.text or "")
        elif kind == "tab":
            parts.append("\t" if parts else "")
        elif kind in ("br", "cr"):
            parts.append("\n")
    return "".join(parts)
