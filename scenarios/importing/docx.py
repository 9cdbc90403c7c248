"""A Word document that holds an outline: its paragraphs, headings and lists as outline text.

Word, LibreOffice and Google Docs are read alike: a style counts by its own name, which is the same
in every language, and what somebody deleted or moved away under tracked changes isn't there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scenarios.graph import Graph
from scenarios.importing.bounds import Archive, xml_of
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Findings, Report
from scenarios.importing.outline import ATTRIBUTE, HEADING, read_outline
from scenarios.importing.patients import local
from scenarios.importing.prose import cleaned

BODY, STYLES = "word/document.xml", "word/styles.xml"
PICTURES = frozenset(["drawing", "pict", "object"])
LIST = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s")
LEVEL = re.compile(r"(?:heading|berschrift|überschrift|titre|ttulo|título)(\d)")
# Gone, said twice, or a paragraph of its own: not among the words of this paragraph.
ASIDE = frozenset(["del", "moveFrom", "Fallback", "txbxContent"])
# Arrows that Word makes of --> and ==>, in a font of signs.
ARROWS = frozenset(["f0e0", "f0e8", "f0ae", "f0de", "00e0", "00e8", "00ae"])
DEEPEST = 8


def from_docx(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read an outline that was written in a word processor."""
    archive = Archive(data)
    if BODY not in archive.names:
        raise ImportFault("this is no Word document", mend="Save it as .docx")
    root = xml_of(archive.read(BODY), BODY)
    styles = _styles(archive)
    findings = Findings()
    _left_behind(root, findings)
    found = [_said(paragraph, styles) for paragraph in _inside(root, "p")]
    title = re.split(r"[./\\]", name)[0]
    lines = [line for one in _titled(found) for line in one.lines()]
    return read_outline("\n".join(lines), "docx", title, findings)


def _left_behind(root: Element, findings: Findings) -> None:
    """What an outline has no place for."""
    for names, code, said, action in (
        (PICTURES, "L-MEDIA", "pictures", "dropped"),
        (frozenset(["tbl"]), "L-LAYOUT", "tables", "approximated"),
        (frozenset(["txbxContent"]), "L-LAYOUT", "text boxes", "approximated"),
        (frozenset(["footnoteReference", "endnoteReference"]), "L-LAYOUT", "footnotes", "dropped"),
        (frozenset(["commentReference"]), "L-LAYOUT", "comments", "dropped"),
        (frozenset(["del", "moveFrom"]), "L-LAYOUT", "deleted words", "dropped"),
    ):
        count = sum(1 for element in _once(root) if local(element) in names)
        if count:
            findings.lose(code, said, said, action, count)  # type: ignore[arg-type]


def _once(root: Element) -> Iterator[Element]:
    """Every element; of what is written twice for older programs, the first."""
    for child in root:
        if local(child) != "Fallback":
            yield child
            yield from _once(child)


def _inside(root: Element, name: str) -> Iterator[Element]:
    """Every element of a name that is really there, a text box's after the paragraph it stands
    in.
    """
    for element in _kept(root):
        if local(element) == name:
            yield element


def _kept(root: Element) -> Iterator[Element]:
    for child in root:
        if local(child) in ("del", "moveFrom", "Fallback"):
            continue
        yield child
        yield from _kept(child)


@dataclass
class _Style:
    """A style of the document: how deep a heading it makes, whether a title or a list."""

    level: int = 0
    title: bool = False
    listed: bool = False
    based: str = ""


@dataclass
class _Said:
    """A paragraph as a reader sees it."""

    text: str
    level: int = 0
    title: bool = False
    listed: bool = False
    nested: bool = False

    def lines(self) -> list[str]:
        """The paragraph as outline text, an empty line after each that is only words."""
        text = self.text
        if not text:
            return [""]
        if self.title:
            return [f"# {' '.join(text.split())}"]
        if self.level:
            line = " ".join(text.split())
            return [line if HEADING.fullmatch(line) or line.startswith("=") else f"Scene: {line}"]
        if self.listed and ATTRIBUTE.fullmatch(text):
            return [f"    {text}"]
        if self.listed and not LIST.match(text):
            return [f"{'    ' if self.nested else ''}- {' '.join(text.split())}"]
        arrow = "->" in text or "→" in text
        return [text] if arrow and "\n" not in text else [*text.split("\n"), ""]


def _titled(found: list[_Said]) -> list[_Said]:
    """A lone heading of the first level above others is the title of the whole."""
    headings = [one for one in found if one.level and one.text]
    highest = [one for one in headings if one.level == 1]
    lone = len(highest) == 1 and headings[0] is highest[0] and len(headings) > 2
    if lone and not any(one.title for one in found) and not HEADING.fullmatch(highest[0].text):
        highest[0].title = True
    return found


def _styles(archive: Archive) -> dict[str, _Style]:
    """What the document's styles mean, by id. Their names are English in every language."""
    if STYLES not in archive.names:
        return {}
    found: dict[str, _Style] = {}
    for element in xml_of(archive.read(STYLES), STYLES):
        if local(element) == "style":
            style = _Style()
            for item in element.iter():
                value = _value(item)
                if local(item) == "name":
                    _name(style, value)
                elif local(item) == "basedOn":
                    style.based = value
                elif local(item) == "numPr":
                    style.listed = True
                elif local(item) == "outlineLvl" and value.isdecimal():
                    style.level = style.level or (int(value[:2]) + 1) % 10
            found[_value(element, "styleId")] = style
    return found


def _value(element: Element, name: str = "val") -> str:
    """An attribute by its name without a namespace."""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def _name(style: _Style, name: str) -> None:
    """What a style's name says; an id says the same where there are no names."""
    word = name.lower().replace(" ", "")
    level = LEVEL.match(word)
    style.level = int(level[1]) if level else style.level
    style.title = style.title or word == "title"
    style.listed = style.listed or word.startswith("list")


def _said(paragraph: Element, styles: dict[str, _Style]) -> _Said:
    said = _Said(cleaned(_text(paragraph)).strip())
    for properties in (child for child in paragraph if local(child) == "pPr"):
        for item in properties.iter():
            kind, value = local(item), _value(item)
            if kind == "pStyle":
                _styled(said, value, styles)
            elif kind == "outlineLvl" and value.isdecimal():
                said.level = said.level or (int(value[:2]) + 1) % 10
            elif kind == "numPr":
                said.listed = True
            elif kind == "ilvl":
                said.nested = value not in ("", "0")
    return said


def _styled(said: _Said, name: str, styles: dict[str, _Style]) -> None:
    """Give a paragraph what its style and the styles beneath it say."""
    own = _Style()
    _name(own, name)
    if own.title or name.lower().startswith("title"):
        said.title = True
    said.level, said.listed = own.level, said.listed or own.listed
    for _ in range(DEEPEST):
        style = styles.get(name)
        if style is None:
            break
        said.title |= style.title
        said.level = said.level or style.level
        said.listed |= style.listed
        name = style.based
    if said.level or said.title:
        said.listed = False


def _text(paragraph: Element) -> str:
    """What a reader sees: deleted words and field codes left out."""
    parts: list[str] = []
    for child in paragraph:
        kind = local(child)
        if kind in ASIDE:
            continue
        if kind == "t":
            parts.append(child.text or "")
        elif kind in ("tab", "ptab"):
            parts.append("\t")
        elif kind in ("br", "cr"):
            parts.append("\n")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind == "sym":
            parts.append("→" if _value(child, "char").lower() in ARROWS else "")
        elif kind != "pPr":
            parts.append(_text(child))
    return "".join(parts)
