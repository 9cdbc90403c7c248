"""QTI's interactions, one by one, as items."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from courses.quizzes.exchange.formats import cloze, markup, shares
from courses.quizzes.exchange.formats.qtitree import markup_of
from courses.quizzes.exchange.formats.reading import (
    FALSE,
    TRUE,
    Unreadable,
    decimal_of,
    number_text,
    percent,
    tolerance_text,
)
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line

_NUMBERS = ("integer", "float")
# Stands where something is typed, until the whole text is known.
_HERE = "\ue000"
_ALONE = re.compile(rf"<(p|li)>\s*{_HERE}\s*</\1>")
_MOST_DECLARED = 60


@dataclass
class Declared:
    """What a response may be: the right one, and what others are worth."""

    name: str = ""
    base: str = ""
    right: list[str] = field(default_factory=list)
    mapped: list[tuple[str, Decimal, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Near:
    """A rule for a number: the value or None for the right one, how near, and for what part."""

    value: Decimal | None
    mode: str
    off: list[Decimal]
    score: Decimal

    def tolerance(self, number: Decimal) -> str:
        largest = max(self.off, default=Decimal(0))
        if self.mode == "relative":
            return tolerance_text(number * largest / 100)
        return tolerance_text(largest) if self.mode == "absolute" else "0"


def choice_keys(root: Element) -> set[str]:
    return {one.get("identifier") or "" for one in root.iter("simpleChoice")}


def take(item: Item, root: Element, body: Element) -> str:
    """Put the interactions of a question into its rows; return its text as HTML."""
    found = [one for one in body.iter() if str(one.tag).endswith("Interaction")]
    if not found:
        raise Unreadable("it is a text without a question")
    kinds = {str(one.tag) for one in found}
    unknown = kinds - set(_BLOCKS) - _INLINE
    if unknown:
        raise Unreadable(f"its {sorted(unknown)[0]} has no like here")
    declared = {
        one.get("identifier") or "": _declared(one) for one in root.findall("responseDeclaration")
    }
    if len(declared) > _MOST_DECLARED:
        raise Unreadable("it asks too many things at once")
    marking = Marking(root)
    if kinds <= _INLINE:
        return _inline(item, body, found, declared, marking)
    if len(found) > 1:
        raise Unreadable("it asks several things at once: part it into several questions")
    block = found[0]
    own = declared.get(block.get("responseIdentifier") or "", Declared())
    _BLOCKS[block.tag](item, block, own, marking)
    prompt = block.find("prompt")
    asked = f"<p>{markup_of(prompt)}</p>" if prompt is not None else ""
    if block.tag == "gapMatchInteraction":
        asked += _gap_text(item, block)
    return markup_of(body, lambda one: asked if one is block else _aside(item, one))


def finished(item: Item, text: str) -> str:
    """A text in which a line stands where something is typed, if that is in a sentence."""
    return _ALONE.sub("", text).replace(_HERE, "_____").strip()


def _aside(item: Item, element: Element) -> str | None:
    """What is in the body and is not for those who answer."""
    if element.tag == "rubricBlock" and "candidate" not in (element.get("view") or ""):
        said = markup_of(element)
        item.model_answer = markup.without_pictures(said, item, "the notes for markers")
        return ""
    if element.tag in ("feedbackBlock", "feedbackInline", "templateBlock", "stylesheet"):
        item.note("feedback or a template inside the text is left out")
        return ""
    return None


class Marking:
    """How the response processing of a question marks, as far as that is understood."""

    def __init__(self, root: Element) -> None:
        rules = root.find("responseProcessing")
        used = [] if rules is None else [str(one.tag) for one in rules.iter()]
        template = "" if rules is None else (rules.get("template") or "").lower()
        self.mapped = "map_response" in template or "mapResponse" in used
        self.whole = not self.mapped or "and" in used
        self.own = bool(used[1:]) and not {"match", "mapResponse", "equal"} & set(used)
        self.numbers: dict[str, list[Near]] = {}
        for one in [] if rules is None else [*rules.iter("responseIf"), *_else_ifs(rules)]:
            for equal in one.iter("equal"):
                self._near(one, equal)

    def _near(self, branch: Element, equal: Element) -> None:
        """A number that is near enough, and the part of the mark that it gets."""
        variable = equal.find("variable")
        if variable is None:
            return
        value = equal.find("baseValue")
        score = branch.find("setOutcomeValue/baseValue")
        near = Near(
            decimal_of(value.text or "") if value is not None else None,
            equal.get("toleranceMode") or "exact",
            [decimal_of(part) for part in (equal.get("tolerance") or "").split()[:2]],
            decimal_of(score.text or "1") if score is not None else Decimal(1),
        )
        self.numbers.setdefault(variable.get("identifier") or "", []).append(near)

    def tell(self, item: Item) -> None:
        if self.own:
            item.note("rules of its own for marking are left out: its right answer counts")


def _else_ifs(rules: Element) -> list[Element]:
    return list(rules.iter("responseElseIf"))


def _declared(element: Element) -> Declared:
    found = Declared(element.get("identifier") or "", element.get("baseType") or "")
    found.right = [line(one.text or "") for one in element.findall("correctResponse/value")]
    for one in element.findall("mapping/mapEntry"):
        worth = decimal_of(one.get("mappedValue") or "0")
        case = (one.get("caseSensitive") or "false") == "true"
        found.mapped.append((line(one.get("mapKey") or ""), worth, case))
    return found


def _choice(item: Item, block: Element, own: Declared, marking: Marking) -> None:
    rows = block.findall("simpleChoice")
    several = (block.get("maxChoices") or "1") != "1"
    keys = [row.get("identifier") or "" for row in rows]
    item.answers = [_option(item, row) for row in rows]
    worth = {key: value for key, value, _case in own.mapped}
    rights = sum(value for value in worth.values() if value > 0)
    item.type = "multiple" if several else "single"
    marking.tell(item)
    if marking.mapped and rights:
        weights = [worth.get(key, Decimal(0)) * 100 / rights for key in keys]
        if several:
            shares.chosen_parts(item, weights)
        else:
            top = max(worth.values())
            shares.one_right(item, [worth.get(key, Decimal(0)) * 100 / top for key in keys])
    else:
        right = set(own.right)
        if not right & set(keys):
            raise Unreadable("it does not say which option is right")
        item.answers = [
            replace(answer, correct=key in right)
            for answer, key in zip(item.answers, keys, strict=True)
        ]
        if len(right) > 1:
            item.type = "multiple"
    if keys == ["true", "false"] and [a.text for a in item.answers] == [TRUE, FALSE]:
        item.type = "true_false"


def _option(item: Item, row: Element) -> Answer:
    why = " ".join(markup_of(one) for one in row.iter("feedbackInline"))
    said = markup_of(row, lambda one: "" if one.tag == "feedbackInline" else None)
    return Answer(
        markup.words(said, item, "an answer"),
        feedback=markup.words(why, item, "the feedback of an answer"),
    )


def _order(item: Item, block: Element, own: Declared, marking: Marking) -> None:
    rows = {row.get("identifier") or "": row for row in block.findall("simpleChoice")}
    if sorted(own.right) != sorted(rows):
        raise Unreadable("it does not say in which order its things belong")
    item.type = "ordering"
    marking.tell(item)
    item.answers = [_option(item, rows[key]) for key in own.right]


def _match(item: Item, block: Element, own: Declared, marking: Marking) -> None:
    sets = block.findall("simpleMatchSet")
    if len(sets) != 2:
        raise Unreadable("it has no two sets to match")
    lefts, rights = ({_id(one): _plain(item, one) for one in side} for side in sets)
    pairs = [
        pair.split() for pair in own.right or [key for key, value, _c in own.mapped if value > 0]
    ]
    partner: dict[str, str] = {}
    for pair in pairs:
        if len(pair) != 2 or pair[0] not in lefts or pair[1] not in rights:
            raise Unreadable("a right pair names what is not there")
        if pair[0] in partner:
            raise Unreadable("something has two partners, which has no like here")
        partner[pair[0]] = pair[1]
    if set(partner) != set(lefts):
        raise Unreadable("something has no partner")
    item.type, item.credit = "matching", "partial" if marking.mapped else "whole"
    marking.tell(item)
    item.answers = [Answer(text, match=rights[partner[key]]) for key, text in lefts.items()]
    spare = [text for key, text in rights.items() if key not in partner.values()]
    item.answers += [Answer("", match=text) for text in spare]


def _id(element: Element) -> str:
    return element.get("identifier") or ""


def _plain(item: Item, element: Element) -> str:
    return markup.words(markup_of(element), item, "a pair")


def _essay(item: Item, block: Element, own: Declared, marking: Marking) -> None:
    item.type = "essay"
    if own.right and own.right[0]:
        item.model_answer = f"<p>{html.escape(own.right[0], quote=False)}</p>"


def _gap_match(item: Item, block: Element, own: Declared, marking: Marking) -> None:
    words = {_id(one): _plain(item, one) for one in block.findall("gapText")}
    if block.find("gapImg") is not None:
        raise Unreadable("pictures are dragged into its text, which has no like here")
    gaps = [_id(one) for one in block.iter("gap")]
    pairs = own.right or [key for key, value, _case in own.mapped if value > 0]
    right = {pair.split()[-1]: pair.split()[0] for pair in pairs if len(pair.split()) == 2}
    item.type, item.credit = "cloze", "partial" if marking.mapped else "whole"
    marking.tell(item)
    for number, gap in enumerate(gaps, 1):
        if right.get(gap) not in words:
            raise Unreadable(f"gap {number} has no right word")
        item.answers += [Answer(text, key == right[gap], gap=number) for key, text in words.items()]
    _few(len(gaps))


def _gap_text(item: Item, block: Element) -> str:
    numbers = {_id(one): number for number, one in enumerate(block.iter("gap"), 1)}

    def stand_in(one: Element) -> str | None:
        if one.tag == "gap":
            return f"\ue001{numbers[_id(one)]}\ue002"
        return "" if one.tag in ("gapText", "prompt") else None

    return _with_gaps(item, markup_of(block, stand_in))


def _with_gaps(item: Item, text: str) -> str:
    """Gaps become [1]; what looked like one before does not any more."""
    text = cloze.without_literal_gaps(text, item)
    return text.replace("\ue001", "[").replace("\ue002", "]")


def _few(gaps: int) -> None:
    if gaps > cloze.MOST_GAPS:
        raise Unreadable(f"it has more than {cloze.MOST_GAPS} gaps")


def _inline(
    item: Item,
    body: Element,
    found: list[Element],
    declared: dict[str, Declared],
    marking: Marking,
) -> str:
    """Something typed is an answer of its own; several, or lists, are gaps."""
    marking.tell(item)
    own = [declared.get(one.get("responseIdentifier") or "", Declared()) for one in found]
    if len(found) == 1 and found[0].tag == "textEntryInteraction":
        _typed(item, own[0], marking)
        places = {id(found[0]): _HERE}
        return markup_of(body, lambda one: places.get(id(one), _aside(item, one)))
    _few(len(found))
    item.type, item.credit = "cloze", "whole" if marking.whole else "partial"
    for number, (one, said) in enumerate(zip(found, own, strict=True), 1):
        if one.tag == "textEntryInteraction":
            item.answers += _accepted(item, said, marking, number)
            continue
        rows = [_listed(item, row, said, number) for row in one.findall("inlineChoice")]
        if not any(row.correct for row in rows):
            raise Unreadable(f"gap {number} has no right answer")
        item.answers += rows
    places = {id(one): f"\ue001{number}\ue002" for number, one in enumerate(found, 1)}
    return _with_gaps(item, markup_of(body, lambda one: places.get(id(one), _aside(item, one))))


def _listed(item: Item, row: Element, said: Declared, number: int) -> Answer:
    """What can be chosen for a gap."""
    worth = {key: value for key, value, _case in said.mapped}
    most = max(worth.values(), default=Decimal(0))
    if most > 0:
        share = percent(worth.get(_id(row), Decimal(0)) * 100 / most)
        right = share is None or share > 0
    else:
        share, right = None, _id(row) in said.right
    return Answer(_plain(item, row), right, gap=number, share=share if right else None)


def _typed(item: Item, own: Declared, marking: Marking) -> None:
    item.type = "numeric" if own.base in _NUMBERS else "short_text"
    item.answers = _accepted(item, own, marking, None)


def _accepted(item: Item, own: Declared, marking: Marking, gap: int | None) -> list[Answer]:
    """The accepted answers of something that is typed."""
    numeric = own.base in _NUMBERS
    worth = [(key, value) for key, value, _case in own.mapped]
    if worth and (marking.mapped or not own.right):
        most = max(value for _key, value in worth)
        item.case_sensitive |= not numeric and any(case for _key, _value, case in own.mapped)
    else:
        worth, most = [(key, Decimal(1)) for key in own.right], Decimal(1)
        item.case_sensitive |= not numeric and bool(worth)
    if not worth or most <= 0:
        raise Unreadable("it does not say what the right answer is")
    rows = []
    for key, value in worth:
        share = percent(value * 100 / most)
        text = number_text(decimal_of(key)) if numeric else key.replace("*", "\\*")
        off = "0" if numeric else None
        rows.append(Answer(text, gap is not None, gap=gap, share=share, tolerance=off))
    near = marking.numbers.get(own.name, [])
    return _near_rows(rows, near, gap) if numeric and near else rows


def _near_rows(rows: list[Answer], near: list[Near], gap: int | None) -> list[Answer]:
    """Numbers with how far off they may be, as the rules for marking say."""
    most = max(one.score for one in near) or Decimal(1)
    found = []
    for one in near:
        number = decimal_of(rows[0].text) if one.value is None else one.value
        share = percent(one.score * 100 / most)
        off = one.tolerance(number)
        found.append(
            Answer(number_text(number), gap is not None, gap=gap, share=share, tolerance=off)
        )
    return found


_INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
_BLOCKS: dict[str, Callable[[Item, Element, Declared, Marking], None]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "gapMatchInteraction": _gap_match,
    "extendedTextInteraction": _essay,
}
