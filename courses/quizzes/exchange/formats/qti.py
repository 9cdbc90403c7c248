"""Read QTI 2.1, 2.2 and 3.0: a package with its pictures, or one question by itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from uuid import UUID
from xml.etree.ElementTree import Element

from courses.bounds import ZIP, Archive
from courses.faults import ImportFault
from courses.quizzes.exchange.formats import markup, qtitypes
from courses.quizzes.exchange.formats.qtitree import local, markup_of, one_spelling
from courses.quizzes.exchange.formats.reading import Reading, Unreadable, apart, clean, with_keys
from courses.quizzes.exchange.formats.xmltexts import root_of
from courses.quizzes.exchange.items import ROW_FEEDBACK, Item, Picture
from courses.quizzes.exchange.wording import line
from courses.quizzes.kinds import CHOICES

UNSAID = frozenset({"rubric", "min_words", "max_words", "units", "unit_rule"})
# A shorter identifier, such as “item1”, is the same in every file of some tools.
LASTING = 16
_OLD = "this is QTI 1"


@dataclass
class _Resource:
    """A question of a package: where it is, and what the manifest says of it."""

    path: str
    category: str = ""
    tags: list[str] = field(default_factory=list)


def looks_like_qti(text: str) -> bool:
    start = text[:4000]
    return (
        "<assessmentItem" in start or "<qti-assessment-item" in start or "questestinterop" in start
    )


def read(data: bytes, name: str = "") -> Reading:
    """The questions of a package, or of one file."""
    found = Reading()
    if not data.startswith(ZIP):
        found.items.append(_item(_root(data, ""), _Resource(""), None, "the file"))
        return with_keys(found)
    archive = Archive(data)
    for resource in _resources(archive):
        where = resource.path[:200]
        try:
            root = _root(archive.read(resource.path), resource.path)
            found.items.append(_item(root, resource, archive, where))
        except ImportFault as error:
            found.items.append(Item("", "", where=where, fault=str(error)))
    return with_keys(found)


def _root(data: bytes, where: str) -> Element:
    root = one_spelling(root_of(data, where))
    if root.tag == "questestinterop":
        raise ImportFault(_OLD, where, mend="Export it as QTI 2.2 or 3.0, or in another format")
    if root.tag != "assessmentItem":
        raise ImportFault(f"begins with <{root.tag[:40]}>, which is no question of QTI", where)
    return root


def _resources(archive: Archive) -> Iterator[_Resource]:
    """The questions that the manifest names; without a manifest, every file that is one."""
    manifest = archive.find("imsmanifest.xml")
    if not manifest:
        yield from (_Resource(name) for name in archive.names if name.lower().endswith(".xml"))
        return
    base = posixpath.dirname(manifest)
    for resource in root_of(archive.read(manifest), manifest).iter():
        if not isinstance(resource.tag, str) or local(resource.tag) != "resource":
            continue
        kind, href = resource.get("type") or "", resource.get("href") or ""
        if "imsqti_item" not in kind and "imsqti_xmlv1" not in kind:
            continue
        yield _described(resource, _inside(base, href))


def _described(resource: Element, path: str) -> _Resource:
    found = _Resource(path)
    for element in resource.iter():
        name = local(element.tag) if isinstance(element.tag, str) else ""
        if name == "keyword":
            found.tags.append(_words(element))
        elif name == "classification":
            parts = {
                local(part.tag): _words(part) for part in element.iter() if part is not element
            }
            if "discipline" in parts.get("purpose", ""):
                found.category = parts.get("entry", "")
    return found


def _words(element: Element) -> str:
    return line(clean(" ".join(element.itertext())))


def _inside(base: str, href: str) -> str:
    """A path of the package; one that leads out of it is in no archive."""
    return posixpath.normpath(posixpath.join(base, unquote(href)))


def _item(root: Element, resource: _Resource, archive: Archive | None, where: str) -> Item:
    item = Item("", "", category=resource.category, where=where, unsaid=UNSAID)
    item.name = line(root.get("title") or "")[:200]
    item.key = _key(root.get("identifier") or "")
    try:
        item.text = _asked(item, root, resource.path, archive)
        _said(item, root)
    except Unreadable as error:
        item.fault = str(error)
    if item.type not in CHOICES:
        item.unsaid |= {ROW_FEEDBACK}
    apart(resource.tags, item)
    return item


def _key(identifier: str) -> str:
    own = identifier.removeprefix("q-")
    try:
        return str(UUID(own))
    except ValueError:
        return identifier[:200] if len(identifier) >= LASTING else ""


def _asked(item: Item, root: Element, path: str, archive: Archive | None) -> str:
    body = root.find("itemBody")
    if body is None:
        raise Unreadable("it has no body")
    html = qtitypes.take(item, root, body)
    text, named = markup.body(clean(html), item)
    for source, alt in named:
        _picture(item, source, alt, path, archive)
    return qtitypes.finished(item, text)


def _picture(item: Item, source: str, alt: str, path: str, archive: Archive | None) -> None:
    name = _inside(posixpath.dirname(path), source)
    if archive is None or name not in archive.names:
        item.note(f"the picture {source[:80]} is not in the file and is left out")
    elif item.picture is not None:
        item.note("a question keeps one picture here: the others are left out")
    else:
        item.picture = Picture(name.rpartition("/")[2][:120], archive.read(name), alt[:300])
        if not alt:
            item.note("its picture has no words: write them before you publish")


def _said(item: Item, root: Element) -> None:
    """Feedback for everyone: what is always shown, or the only one there is."""
    said = [
        one
        for one in root.iter("modalFeedback")
        if one.get("identifier") not in qtitypes.choice_keys(root)
    ]
    chosen = next((one for one in said if (one.get("identifier") or "").lower() == "general"), None)
    if chosen is None and len(said) == 1:
        chosen = said[0]
    if chosen is not None:
        item.feedback = markup.without_pictures(markup_of(chosen), item, "the feedback")
    if len(said) > (chosen is not None):
        item.note("feedback for right and wrong answers as a whole is left out")
