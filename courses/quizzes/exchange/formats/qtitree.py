"""QTI's two spellings, <choiceInteraction> and <qti-choice-interaction>, as one; and its markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

_NAMES = (
    "a b big blockquote br caption code col colgroup dd div dl dt em figcaption figure h1 h2 h3"
    " h4 h5 h6 hr i img li object ol p param pre q small span strong sub sup table tbody td"
    " tfoot th thead tr tt u ul video audio math svg"
)
_HTML = frozenset(_NAMES.split())
_VOID = {"br", "hr", "img", "col", "param"}
_UPPER = re.compile(r"(?<=[a-z0-9])([A-Z])")
_DASH = re.compile(r"-([a-z])")


def local(name: str) -> str:
    return name.rpartition("}")[2]


def one_spelling(root: Element) -> Element:
    """Names without namespaces, as QTI 2 writes them."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = local(element.tag)
        ours = name.startswith("qti-")
        element.tag = _camel(name[4:]) if ours else name
        named = {local(key): value for key, value in element.attrib.items()}
        if ours:
            named = {_camel(key): value for key, value in named.items()}
        element.attrib.clear()
        element.attrib.update(named)
    return root


def third_spelling(root: Element) -> None:
    """The names of QTI 3, in place."""
    for element in root.iter():
        if element.tag in _HTML:
            continue
        element.tag = f"qti-{_kebab(element.tag)}"
        named = {_kebab(key): value for key, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update(named)


def _camel(name: str) -> str:
    return _DASH.sub(lambda found: found[1].upper(), name)


def _kebab(name: str) -> str:
    return _UPPER.sub(lambda found: f"-{found[1].lower()}", name)


def markup_of(element: Element, stand_in: Callable[[Element], str | None] | None = None) -> str:
    """What an element holds, as HTML. `stand_in` says what stands for an element; None: itself."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        said = stand_in(child) if stand_in else None
        if said is None:
            said = _tag(child, stand_in) if isinstance(child.tag, str) else ""
        parts += [said, html.escape(child.tail or "", quote=False)]
    return "".join(parts)


def _tag(element: Element, stand_in: Callable[[Element], str | None] | None) -> str:
    name = element.tag
    inside = markup_of(element, stand_in)
    if name not in _HTML:
        return inside
    named = "".join(
        f' {key}="{html.escape(value)}"'
        for key, value in element.attrib.items()
        if key in ("src", "alt", "href", "data", "type")
    )
    return f"<{name}{named}>" if name in _VOID else f"<{name}{named}>{inside}</{name}>"
