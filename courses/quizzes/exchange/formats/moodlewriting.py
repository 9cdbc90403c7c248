"""Write Moodle XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote
from xml.etree.ElementTree import Element, indent, tostring

from courses.quizzes.exchange.formats import cloze, shares
from courses.quizzes.exchange.formats.markup import escaped
from courses.quizzes.exchange.formats.reading import (
    Unreadable,
    category_path,
    decimal_of,
    is_true_false,
    shortest,
    together,
)
from courses.quizzes.exchange.formats.writing import Written, tell, title_of
from courses.quizzes.exchange.formats.xmltexts import add, packed
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line

_KINDS = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "matching": "matching",
    "ordering": "ordering",
    "short_text": "shortanswer",
    "numeric": "numerical",
    "cloze": "cloze",
    "essay": "essay",
}


def write(items: Iterable[Item]) -> Written:
    """Questions as Moodle XML, with what it cannot hold of each."""
    written = Written(ending="xml", media_type="application/xml")
    root, category = Element("quiz"), None
    for item in items:
        try:
            question = _question(item, written)
        except Unreadable as error:
            written.lose(item, str(error), left_out=True)
            continue
        if item.category != category:
            category = item.category
            named = add(root, "question", type="category")
            add(add(named, "category"), "text", category_path(line(category or "Questions")))
        root.append(question)
        written.count += 1
    indent(root)
    written.data = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    return written


def _question(item: Item, written: Written) -> Element:
    kind = _KINDS[item.type]
    if item.type == "true_false" and not is_true_false(item.answers):
        written.lose(item, "it has words of its own for true and false, so it is a choice there")
        kind = "multichoice"
    question = Element("question", type=kind)
    add(add(question, "name"), "text", title_of(item))
    _asked(question, item)
    _html(question, "generalfeedback", item.feedback)
    add(question, "defaultgrade", "1")
    add(question, "penalty", "0")
    add(question, "hidden", "0")
    add(question, "idnumber", line(item.key))
    _BODIES[kind](question, item, written)
    if item.type in ("multiple", "matching", "cloze"):
        tell(written, item, "whole")
    if item.type in ("matching",):
        tell(written, item, "row_feedback")
    tell(written, item, "rubric")
    tags = together(item)
    if tags:
        holder = add(question, "tags")
        for tag in tags:
            add(add(holder, "tag"), "text", tag)
    return question


def _asked(question: Element, item: Item) -> None:
    text = cloze.embedded(item) if item.type == "cloze" else item.text
    if item.picture is None:
        _html(question, "questiontext", text)
        return
    name = quote(item.picture.name or "picture")
    alt = escaped(item.picture.alt).replace('"', "&quot;")
    asked = _html(
        question, "questiontext", f'{text}<p><img src="@@PLUGINFILE@@/{name}" alt="{alt}"></p>'
    )
    file = add(asked, "file", name=item.picture.name or "picture", path="/", encoding="base64")
    file.text = packed(item.picture.data)


def _html(parent: Element, name: str, text: str, /, **attributes: str) -> Element:
    made = add(parent, name, format="html", **attributes)
    add(made, "text", text)
    return made


def _row(question: Element, answer: Answer, weight: Decimal, form: str = "html") -> Element:
    text = escaped(answer.text) if form == "html" else answer.text
    made = add(question, "answer", fraction=shortest(weight), format=form)
    add(made, "text", text)
    if answer.feedback:
        _html(made, "feedback", escaped(answer.feedback))
    return made


def _choice(question: Element, item: Item, written: Written) -> None:
    rights = sum(answer.correct for answer in item.answers)
    several = item.type == "multiple"
    if not rights or len(item.answers) < 2 or (not several and rights > 1):
        raise Unreadable("it cannot be asked as it stands: tick what is right first")
    add(question, "single", "false" if several else "true")
    add(question, "shuffleanswers", "true")
    add(question, "answernumbering", "abc")
    weights = (
        shares.weights_of(item)
        if several
        else [Decimal(100 if answer.correct else 0) for answer in item.answers]
    )
    for answer, weight in zip(item.answers, weights, strict=True):
        _tell_unknown(item, weight, written)
        _row(question, answer, weight)


def _tell_unknown(item: Item, weight: Decimal, written: Written) -> None:
    if not shares.known_to_moodle(weight):
        words = f"Moodle knows no {shortest(weight)} percent: choose “nearest grade” there"
        written.lose(item, words)


def _true_false(question: Element, item: Item, written: Written) -> None:
    for answer in item.answers:
        lower = Answer(answer.text.lower(), answer.correct, answer.feedback)
        _row(question, lower, Decimal(100 if answer.correct else 0), "moodle_auto_format")


def _matching(question: Element, item: Item, written: Written) -> None:
    add(question, "shuffleanswers", "true")
    for answer in item.answers:
        row = _html(question, "subquestion", escaped(answer.text))
        add(add(row, "answer"), "text", escaped(answer.match))


def _ordering(question: Element, item: Item, written: Written) -> None:
    add(question, "layouttype", "VERTICAL")
    add(question, "selecttype", "ALL")
    add(question, "selectcount", "0")
    whole = item.credit == "whole"
    add(question, "gradingtype", "ALL_OR_NOTHING" if whole else "ABSOLUTE_POSITION")
    for place, answer in enumerate(item.answers, 1):
        _row(question, answer, Decimal(place))


def _short(question: Element, item: Item, written: Written) -> None:
    add(question, "usecase", "1" if item.case_sensitive else "0")
    for answer in item.answers:
        weight = shares.accepted_part(answer)
        _tell_unknown(item, weight, written)
        _row(question, answer, weight, "plain_text")


def _numeric(question: Element, item: Item, written: Written) -> None:
    for answer in item.answers:
        weight = shares.accepted_part(answer)
        _tell_unknown(item, weight, written)
        star = answer.text.strip() == "*"
        text = "*" if star else shortest(decimal_of(answer.text))
        row = _row(question, Answer(text, feedback=answer.feedback), weight, "plain_text")
        add(row, "tolerance", "0" if star else shortest(decimal_of(answer.tolerance or "0")))
    if item.units:
        units = add(question, "units")
        for name, factor in item.units:
            unit = add(units, "unit")
            add(unit, "multiplier", _multiplier(factor))
            add(unit, "unit_name", name)
    required = item.unit_rule == "required"
    add(question, "unitgradingtype", "1" if required else "0")
    add(question, "unitpenalty", "1")
    add(question, "showunits", "3" if item.unit_rule == "none" else "0")
    add(question, "unitsleft", "0")


def _multiplier(factor: str) -> str:
    share = 1 / Fraction(decimal_of(factor))
    return shortest((Decimal(share.numerator) / Decimal(share.denominator)).normalize())


def _cloze(question: Element, item: Item, written: Written) -> None:
    for answer in item.answers:
        if answer.share is not None and answer.correct:
            _tell_unknown(item, Decimal(answer.share), written)


def _essay(question: Element, item: Item, written: Written) -> None:
    add(question, "responseformat", "editor")
    add(question, "responserequired", "1")
    add(question, "responsefieldlines", "15")
    for name, limit in (("minwordlimit", item.min_words), ("maxwordlimit", item.max_words)):
        if limit is not None:
            add(question, name, str(limit))
    add(question, "attachments", "0")
    _html(question, "graderinfo", item.model_answer)
    _html(question, "responsetemplate", "")


_BODIES: dict[str, Callable[[Element, Item, Written], None]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "shortanswer": _short,
    "numerical": _numeric,
    "cloze": _cloze,
    "essay": _essay,
}
