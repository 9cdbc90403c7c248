"""Read Moodle XML: the questions of a bank with their categories, pictures and tags."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from xml.etree.ElementTree import Element

from courses.faults import ImportFault
from courses.quizzes.exchange.formats import markup, moodletypes
from courses.quizzes.exchange.formats.moodletexts import html_in, text_in
from courses.quizzes.exchange.formats.reading import (
    Reading,
    Unreadable,
    apart,
    category_name,
    decimal_of,
    with_keys,
)
from courses.quizzes.exchange.formats.xmltexts import choose_picture, root_of
from courses.quizzes.exchange.items import ROW_FEEDBACK, Item
from courses.quizzes.exchange.wording import line

_USUAL = {
    "",
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}
_TOGETHER = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def looks_like_moodle(text: str) -> bool:
    start = text[:4000]
    return "<quiz" in start and ("<question" in start or "</quiz>" in start)


def read(data: bytes, name: str = "") -> Reading:
    """The questions of a Moodle XML file."""
    root = root_of(data)
    if root.tag != "quiz":
        raise ImportFault(
            f"it begins with <{str(root.tag)[:40]}>, not with <quiz>",
            mend="Export questions from Moodle’s question bank as Moodle XML",
        )
    found, lost = Reading(), Counter[str]()
    category = ""
    for element in root.findall("question"):
        if element.get("type") == "category":
            category = category_name(text_in(element, "category"))
            continue
        found.items.append(_item(element, category, len(found.items) + 1, lost))
    for words, times in lost.items():
        found.note(f"{words} (in {times:,} questions)")
    return with_keys(found)


def _item(element: Element, category: str, number: int, lost: Counter[str]) -> Item:
    item = Item("", "", category=category, name=line(text_in(element, "name"))[:200])
    item.where = f"question {number}"
    item.key = line(element.findtext("idnumber") or "")
    item.unsaid = frozenset({"rubric"})
    kind = element.get("type") or ""
    try:
        take = moodletypes.TYPES.get(kind)
        if take is None:
            raise Unreadable(moodletypes.REFUSED.get(kind, f"the type “{kind}” has no like here"))
        _texts(item, element, kind)
        take(item, element)
    except Unreadable as error:
        item.fault = str(error)
    if item.type == "matching":
        item.unsaid |= {ROW_FEEDBACK}
    apart([text_in(tag, "") for tag in element.findall("tags/tag")], item)
    _tell_losses(item, element, lost)
    return item


def _texts(item: Item, element: Element, kind: str) -> None:
    asked = element.find("questiontext")
    html = moodletypes.BEFORE.get(kind, lambda _item, _element, text: text)(
        item, element, html_in(asked)
    )
    item.text, named = markup.body(html, item)
    files = {
        f"{(file.get('path') or '/').lstrip('/')}{file.get('name') or ''}": file.text or ""
        for file in (asked.findall("file") if asked is not None else ())
        if file.get("encoding") == "base64"
    }
    old = element.findtext("image_base64")  # as Moodle 1.9 wrote the picture of a question
    if old and "@@PLUGINFILE@@" not in html:
        name = line(element.findtext("image") or "picture").rpartition("/")[2]
        files[name], named = old, [(name, ""), *named]
    choose_picture(item, named, files)
    said = html_in(element.find("generalfeedback"))
    item.feedback = markup.without_pictures(said, item, "the feedback")


def _tell_losses(item: Item, element: Element, lost: Counter[str]) -> None:
    """What Moodle keeps of a question and we do not: once for all of them where all have it."""
    hints = [hint for hint in element.findall("hint") if text_in(hint, "")]
    if hints:
        item.note(f"its {len(hints)} hints are left out: a quiz here gives none between tries")
    if _decimal(element, "penalty") != 0:
        lost["penalties for further tries within a question are left out"] += 1
    if _decimal(element, "defaultgrade", "1") != 1:
        lost["points are left out: a quiz says here what its questions count"] += 1
    said = {markup.words(html_in(element.find(name)), Item("", ""), "") for name in _TOGETHER}
    if said - _USUAL:
        lost["feedback for right, partly right and wrong answers as a whole is left out"] += 1
    if element.findtext("shuffleanswers") in ("0", "false"):
        lost["that options keep their order is left out: a quiz says that here"] += 1


def _decimal(element: Element, name: str, otherwise: str = "0") -> Decimal:
    try:
        return decimal_of(element.findtext(name) or otherwise)
    except Unreadable:
        return Decimal(otherwise)
