"""The text inside an H5P node, whichever library shows it: the words stay, the layout doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.importing.findings import Findings, shorten
from scenarios.importing.prose import escaped, from_html, plain

DEEPEST = 8
TEXTS = ("H5P.AdvancedText", "H5P.Text", "H5P.Table")
PICTURES = ("H5P.Image", "H5P.ImageHotspots", "H5P.ImageSlider", "H5P.Agamotto", "H5P.Collage")
FILMS = ("H5P.Video", "H5P.InteractiveVideo", "H5P.Audio", "H5P.AudioRecorder", "H5P.Chart")


def inner_text(library: str, params: Any, where: str, findings: Findings) -> str:
    """The words of a node as Markdown; what isn't words is noted as lost."""
    name = library.split()[0]
    if name == "H5P.CoursePresentation":
        findings.lose("L-CP-LAYOUT", where, name, "approximated")
    parts = [part for part in _parts(name, params, where, findings, 0) if part]
    return "\n\n".join(parts)


def _parts(name: str, params: Any, where: str, findings: Findings, depth: int) -> Iterator[str]:
    if not isinstance(params, dict) or depth > DEEPEST:
        return
    if name in TEXTS:
        yield from_html(_said(params, "text"))
    elif name == "H5P.CoursePresentation":
        for slide in _list(_dict(params, "presentation"), "slides"):
            for element in _list(slide, "elements"):
                yield from _action(element.get("action"), where, findings, depth)
    elif name in ("H5P.Column", "H5P.RowColumn", "H5P.InteractiveBook"):
        for row in [*_list(params, "content"), *_list(params, "chapters")]:
            inner = row.get("content") if isinstance(row.get("content"), dict) else row
            yield from _action(inner, where, findings, depth)
    elif name == "H5P.Row":
        for column in _list(params, "columns"):
            yield from _action(column.get("content"), where, findings, depth)
    elif name == "H5P.InteractiveVideo":
        film = _dict(params, "interactiveVideo")
        start = _dict(_dict(film, "video"), "startScreenOptions")
        yield _other(name, {"title": start.get("title")}, where, findings)
        for shown in _list(_dict(film, "assets"), "interactions"):
            yield from _action(shown.get("action"), where, findings, depth)
    elif name == "H5P.Link":
        yield _link(params)
    elif name in PICTURES:
        yield _picture(name, params, where, findings)
    else:
        yield _other(name, params, where, findings)


def _action(action: Any, where: str, findings: Findings, depth: int) -> Iterator[str]:
    """The words of content inside content."""
    if isinstance(action, dict) and isinstance(action.get("library"), str):
        name = (action["library"].split() or [""])[0]
        yield from _parts(name, action.get("params"), where, findings, depth + 1)


def _link(params: dict[str, Any]) -> str:
    widget = _dict(params, "linkWidget")
    url = f"{_said(widget, 'protocol')}{_said(widget, 'url')}"
    return from_html(f'<a href="{plain(url)}">{plain(_said(params, "title") or url)}</a>')


def _picture(name: str, params: dict[str, Any], where: str, findings: Findings) -> str:
    words = plain(_said(params, "alt"))
    findings.lose("L-MEDIA", where, f"{name}: {words}", "note" if words else "dropped")
    return f"*Picture: {escaped(words)}*" if words else ""


def _other(name: str, params: dict[str, Any], where: str, findings: Findings) -> str:
    """A quiz, a film, an interaction: its question or title is kept as words."""
    said = ""
    for field in (
        "question",
        "taskDescription",
        "title",
        "text",
        "introduction",
        "intro",
        "startScreenTitle",
    ):
        value = params.get(field)
        if isinstance(value, str) and plain(value):
            said = plain(value)
            break
    media = name in FILMS
    code = "L-MEDIA" if media else "L-INNER"
    findings.lose(code, where, shorten(f"{name}: {said}"), "note" if said else "dropped")
    return f"*{name.removeprefix('H5P.')}: {escaped(said)}*" if said else ""


def _said(params: dict[str, Any], name: str) -> str:
    value = params.get(name)
    return value if isinstance(value, str) else ""


def _dict(params: dict[str, Any], name: str) -> dict[str, Any]:
    value = params.get(name)
    return value if isinstance(value, dict) else {}


def _list(params: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = params.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
