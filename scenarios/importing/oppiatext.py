"""Oppia's rich text: in whichever field it stands, with its own tags for links and pictures."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from scenarios.importing.findings import Findings
from scenarios.importing.prose import attributes, from_html

OWN = re.compile(r"<oppia-noninteractive-(\w+)\b((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>", re.IGNORECASE)
CLOSED = re.compile(r"</oppia-noninteractive-\w+>", re.IGNORECASE)
PLACE = re.compile(r"\{\{\s*([^{}]{1,80}?)\s*\}\}")


def html_of(value: Any) -> str:
    """The HTML of a content, feedback, hint or choice, as this schema writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "<br>".join(part for part in (html_of(item) for item in value) if part)
    if isinstance(value, Mapping):
        for name in ("html", "value", "unicode_str"):
            if isinstance(value.get(name), str):
                return str(value[name])
    return ""


def shown(markup: str, where: str, findings: Findings) -> str:
    """The text as Markdown; links stay links, pictures their words, parameters their names."""

    def own(match: re.Match[str]) -> str:
        kind = match[1].lower()
        values = {name: _said(text) for name, text in attributes(match[2]).items()}
        if kind == "link":
            url = values.get("url-with-value", "")
            text = values.get("text-with-value") or url
            return f'<a href="{html.escape(url)}">{html.escape(text)}</a>'
        words = values.get("alt-with-value") or values.get("caption-with-value", "")
        findings.lose("L-MEDIA", where, f"{kind}: {words}", "note" if words else "dropped")
        return f"<em>{html.escape(words)}</em>" if words else ""

    def place(match: re.Match[str]) -> str:
        findings.lose("L-JINJA", where, match[0], "note")
        return f"[{html.escape(match[1])}]"

    return from_html(PLACE.sub(place, CLOSED.sub("", OWN.sub(own, markup))))


def _said(text: str) -> str:
    """An attribute: JSON, escaped once more than HTML asks for."""
    plain = html.unescape(text)
    try:
        value = json.loads(plain)
    except (ValueError, RecursionError):
        return plain.strip('"')
    return value if isinstance(value, str) else ""
