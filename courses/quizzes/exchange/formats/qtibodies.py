"""A question's body in QTI: its interaction, what is right, and how it is marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from courses.quizzes.exchange.formats import shares
from courses.quizzes.exchange.formats.cloze import GAP
from courses.quizzes.exchange.formats.markup import escaped
from courses.quizzes.exchange.formats.reading import (
    Unreadable,
    clean,
    decimal_of,
    is_true_false,
    shortest,
)
from courses.quizzes.exchange.formats.writing import Written, tell
from courses.quizzes.exchange.formats.xmltexts import add
from courses.quizzes.exchange.items import Answer, Item

RESPONSE, SCORE, FEEDBACK, GENERAL = "RESPONSE", "SCORE", "FEEDBACK", "FEEDBACK_GENERAL"
_STAR = re.compile(r"(?<!\\)\*")


def put(
    root: Element, item: Item, picture: str, templates: str, third: bool, written: Written
) -> None:
    """Fill a question's file, in the spelling of QTI 2."""
    parts = _Parts(item, third, written)
    _BODIES[item.type](parts)
    root.extend(parts.declared)
    outcome = add(root, "outcomeDeclaration", identifier=SCORE, cardinality="single")
    outcome.set("baseType", "float")
    add(add(outcome, "defaultValue"), "value", "0")
    root.extend(parts.outcomes)
    if item.feedback:
        shown = add(root, "outcomeDeclaration", identifier=GENERAL, cardinality="single")
        shown.set("baseType", "identifier")
        add(add(shown, "defaultValue"), "value", "general")
    body = add(root, "itemBody")
    body.extend(parts.text())
    if picture and item.picture is not None:
        add(add(body, "p"), "img", src=picture, alt=item.picture.alt)
    body.extend(parts.body)
    if item.model_answer:
        rubric = add(body, "rubricBlock", view="scorer", use="scoring")
        _into(rubric, item.model_answer, third)
    if parts.template:
        add(root, "responseProcessing", template=templates + parts.template)
    elif parts.rules:
        add(root, "responseProcessing").extend(parts.rules)
    if item.feedback:
        said = add(
            root,
            "modalFeedback",
            outcomeIdentifier=GENERAL,
            identifier="general",
            showHide="show",
        )
        _into(said, item.feedback, third)


def _into(parent: Element, text: str, third: bool) -> None:
    (add(parent, "contentBody") if third else parent).extend(_elements(text))


def _elements(text: str) -> list[Element]:
    """The paragraphs of a text of ours as XML."""
    text = clean(text).replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    return list(fromstring(f"<div>{text}</div>"))


class _Parts:
    """What a question's file is made of, while it is made."""

    def __init__(self, item: Item, third: bool, written: Written) -> None:
        self.item, self.third, self.written = item, third, written
        self.declared: list[Element] = []
        self.outcomes: list[Element] = []
        self.body: list[Element] = []
        self.rules: list[Element] = []
        self.template = ""
        self.gaps: dict[int, str] = {}

    def text(self) -> list[Element]:
        text = self.item.text
        if self.gaps:
            text = GAP.sub(lambda found: self.gaps[int(found[1])], text)
        return _elements(text)

    def declare(self, name: str, cardinality: str, base: str, right: list[str]) -> Element:
        made = Element("responseDeclaration", identifier=name, cardinality=cardinality)
        made.set("baseType", base)
        if right:
            correct = add(made, "correctResponse")
            for value in right:
                add(correct, "value", value)
        self.declared.append(made)
        return made

    def outcome(self, name: str, cardinality: str, base: str) -> None:
        made = Element("outcomeDeclaration", identifier=name, cardinality=cardinality)
        made.set("baseType", base)
        self.outcomes.append(made)

    def lose(self, why: str) -> None:
        self.written.lose(self.item, why)


def _mapping(
    declared: Element, values: list[tuple[str, Decimal]], case: bool | None = None
) -> None:
    mapping = add(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for key, value in values:
        entry = add(mapping, "mapEntry", mapKey=key, mappedValue=shortest(value))
        if case is not None:
            entry.set("caseSensitive", "true" if case else "false")


def _keys(count: int, stem: str = "A") -> list[str]:
    return [f"{stem}{number}" for number in range(1, count + 1)]


def _choice(parts: _Parts) -> None:
    item = parts.item
    rights = [place for place, answer in enumerate(item.answers) if answer.correct]
    several = item.type == "multiple"
    if not rights or len(item.answers) < 2 or (not several and len(rights) > 1):
        raise Unreadable("it cannot be asked as it stands: tick what is right first")
    keys = _keys(len(item.answers))
    if item.type == "true_false":
        if is_true_false(item.answers):
            keys = ["true", "false"]
        else:
            parts.lose("it has words of its own for true and false, so it is a choice there")
    cardinality = "multiple" if several else "single"
    declared = parts.declare(RESPONSE, cardinality, "identifier", [keys[n] for n in rights])
    partial = several and item.credit == "partial"
    if partial:
        weights = shares.weights_of(item)
        _mapping(declared, [(key, w / 100) for key, w in zip(keys, weights, strict=True)])
    block = Element("choiceInteraction", responseIdentifier=RESPONSE, shuffle="true")
    block.set("maxChoices", "0" if several else "1")
    for key, answer in zip(keys, item.answers, strict=True):
        row = add(block, "simpleChoice", answer.text, identifier=key)
        if answer.feedback:
            add(row, "feedbackInline", answer.feedback, outcomeIdentifier=FEEDBACK,
                identifier=key, showHide="show")  # fmt: skip
    parts.body.append(block)
    if not any(answer.feedback for answer in item.answers):
        parts.template = "map_response" if partial else "match_correct"
        return
    parts.outcome(FEEDBACK, cardinality, "identifier")
    parts.rules = [_map_rule() if partial else _match_rule(), _set(FEEDBACK, _variable(RESPONSE))]


def _variable(name: str) -> Element:
    return Element("variable", identifier=name)


def _value(value: Decimal) -> Element:
    made = Element("baseValue", baseType="float")
    made.text = shortest(value)
    return made


def _set(name: str, value: Element) -> Element:
    made = Element("setOutcomeValue", identifier=name)
    made.append(value)
    return made


def _map_rule() -> Element:
    return _set(SCORE, Element("mapResponse", identifier=RESPONSE))


def _match_rule() -> Element:
    condition = Element("responseCondition")
    branch = add(condition, "responseIf")
    match = add(branch, "match")
    match.append(_variable(RESPONSE))
    add(match, "correct", identifier=RESPONSE)
    branch.append(_set(SCORE, _value(Decimal(1))))
    return condition


def _near_rule(name: str, score: str, rows: list[Answer]) -> Element:
    """Branch by branch: a number that is near enough, and the part of the mark that it gets."""
    condition = Element("responseCondition")
    for place, row in enumerate(rows):
        branch = add(condition, "responseElseIf" if place else "responseIf")
        off = shortest(decimal_of(row.tolerance or "0"))
        equal = add(branch, "equal", toleranceMode="absolute", tolerance=f"{off} {off}")
        equal.append(_variable(name))
        equal.append(_value(decimal_of(row.text)))
        branch.append(_set(score, _value(shares.accepted_part(row) / 100)))
    return condition


def _ordering(parts: _Parts) -> None:
    item = parts.item
    if item.credit == "partial":
        parts.lose("that each thing in its place counts does not go out")
    tell(parts.written, item, "row_feedback")
    keys = _keys(len(item.answers))
    parts.declare(RESPONSE, "ordered", "identifier", keys)
    block = Element("orderInteraction", responseIdentifier=RESPONSE, shuffle="true")
    for key, answer in zip(keys, item.answers, strict=True):
        add(block, "simpleChoice", answer.text, identifier=key)
    parts.body.append(block)
    parts.template = "match_correct"


def _matching(parts: _Parts) -> None:
    item = parts.item
    tell(parts.written, item, "row_feedback")
    lefts = [answer for answer in item.answers if answer.text]
    if not lefts:
        raise Unreadable("it has no pairs")
    rights = list(dict.fromkeys(answer.match for answer in item.answers))
    places = {text: f"R{number}" for number, text in enumerate(rights, 1)}
    pairs = [f"L{n} {places[answer.match]}" for n, answer in enumerate(lefts, 1)]
    declared = parts.declare(RESPONSE, "multiple", "directedPair", pairs)
    partial = item.credit == "partial"
    if partial:
        each = (Decimal(1) / len(pairs)).quantize(Decimal("1e-6"))
        _mapping(declared, [(pair, each) for pair in pairs])
    block = Element("matchInteraction", responseIdentifier=RESPONSE, shuffle="true")
    block.set("maxAssociations", str(len(lefts)))
    left, right = add(block, "simpleMatchSet"), add(block, "simpleMatchSet")
    for number, answer in enumerate(lefts, 1):
        add(left, "simpleAssociableChoice", answer.text, identifier=f"L{number}", matchMax="1")
    for text in rights:
        add(right, "simpleAssociableChoice", text, identifier=places[text], matchMax="0")
    parts.body.append(block)
    parts.template = "map_response" if partial else "match_correct"


def _exact(parts: _Parts, rows: list[Answer]) -> list[Answer]:
    """Accepted answers without a star that stands for anything, which QTI does not have."""
    kept = [row for row in rows if not _STAR.search(row.text)]
    if len(kept) < len(rows):
        parts.lose("accepted answers with a star do not go out")
    if not any(row.share in (None, 100) for row in kept):
        raise Unreadable("no accepted answer is left without a star")
    return kept


def _literal(text: str) -> str:
    return text.replace("\\*", "*")


def _short(parts: _Parts) -> None:
    item = parts.item
    tell(parts.written, item, "row_feedback")
    rows = _exact(parts, item.answers)
    full = next(row for row in rows if row.share in (None, 100))
    declared = parts.declare(RESPONSE, "single", "string", [_literal(full.text)])
    values = [(_literal(row.text), shares.accepted_part(row) / 100) for row in rows]
    _mapping(declared, values, item.case_sensitive)
    _entry(parts)
    parts.template = "map_response"


def _entry(parts: _Parts) -> None:
    holder = Element("div")
    add(holder, "textEntryInteraction", responseIdentifier=RESPONSE, expectedLength="20")
    parts.body.append(holder)


def _numbers(parts: _Parts, rows: list[Answer]) -> list[Answer]:
    kept = [row for row in rows if row.text.strip() != "*"]
    if len(kept) < len(rows):
        parts.lose("the row that takes every number does not go out")
    if not any(row.share in (None, 100) for row in kept):
        raise Unreadable("it has no number that is wholly right")
    return kept


def _numeric(parts: _Parts) -> None:
    tell(parts.written, parts.item, "row_feedback")
    rows = _numbers(parts, parts.item.answers)
    full = next(row for row in rows if row.share in (None, 100))
    parts.declare(RESPONSE, "single", "float", [shortest(decimal_of(full.text))])
    _entry(parts)
    parts.rules = [_near_rule(RESPONSE, SCORE, rows)]


def _cloze(parts: _Parts) -> None:
    item = parts.item
    tell(parts.written, item, "row_feedback")
    numbers = list(dict.fromkeys(int(number) for number in GAP.findall(item.text)))
    if not numbers or len(numbers) < len(GAP.findall(item.text)):
        raise Unreadable("there is no gap in its text, or one twice")
    scores = []
    for number in numbers:
        rows = [answer for answer in item.answers if answer.gap == number]
        if not rows:
            raise Unreadable(f"gap {number} has no answers")
        name, score = f"{RESPONSE}_{number}", f"{SCORE}_{number}"
        parts.outcome(score, "single", "float")
        parts.gaps[number] = _gap(parts, rows, name, score)
        scores.append(score)
    parts.rules.append(_whole(scores) if item.credit == "whole" else _sum(scores))


def _gap(parts: _Parts, rows: list[Answer], name: str, score: str) -> str:
    """One gap: declared, marked, and as it stands in the text."""
    typed = all(row.correct for row in rows)
    if typed and any(row.tolerance is not None for row in rows):
        rows = _numbers(parts, rows)
        parts.declare(name, "single", "float", [shortest(decimal_of(rows[0].text))])
        parts.rules.append(_near_rule(name, score, rows))
        return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="10"/>'
    parts.rules.append(_set(score, Element("mapResponse", identifier=name)))
    if typed:
        rows = _exact(parts, rows)
        full = next(row for row in rows if row.share in (None, 100))
        declared = parts.declare(name, "single", "string", [_literal(full.text)])
        values = [(_literal(row.text), shares.accepted_part(row) / 100) for row in rows]
        _mapping(declared, values, parts.item.case_sensitive)
        return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="20"/>'
    keys = _keys(len(rows))
    right = [key for key, row in zip(keys, rows, strict=True) if row.correct]
    if not right:
        raise Unreadable("one of its gaps has no right answer")
    declared = parts.declare(name, "single", "identifier", right[:1])
    _mapping(
        declared,
        [
            (key, shares.accepted_part(row) / 100)
            for key, row in zip(keys, rows, strict=True)
            if row.correct
        ],
    )
    choices = "".join(
        f'<inlineChoice identifier="{key}">{escaped(clean(row.text))}</inlineChoice>'
        for key, row in zip(keys, rows, strict=True)
    )
    return (
        f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="false">{choices}'
        "</inlineChoiceInteraction>"
    )


def _whole(scores: list[str]) -> Element:
    condition = Element("responseCondition")
    branch = add(condition, "responseIf")
    every = add(branch, "and")
    for score in scores:
        at_least = add(every, "gte")
        at_least.append(_variable(score))
        at_least.append(_value(Decimal(1)))
    branch.append(_set(SCORE, _value(Decimal(1))))
    return condition


def _sum(scores: list[str]) -> Element:
    share = Element("divide")
    total = add(share, "sum")
    total.extend(_variable(score) for score in scores)
    share.append(_value(Decimal(len(scores))))
    return _set(SCORE, share)


def _essay(parts: _Parts) -> None:
    parts.declare(RESPONSE, "single", "string", [])
    block = Element("extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines="15")
    parts.body.append(block)


_BODIES: dict[str, Callable[[_Parts], None]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short,
    "numeric": _numeric,
    "cloze": _cloze,
    "essay": _essay,
}
