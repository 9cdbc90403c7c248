"""The text inside an H5P node, whichever library shows it: the words stay, the layout doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scenarios.importing.findings import Action, shorten
from scenarios.importing.h5ppictures import Pictures
from scenarios.importing.prose import escaped, from_html, plain
from scenarios.importing.story import Page

DEEPEST = 8
TEXTS = ("H5P.AdvancedText", "H5P.Text", "H5P.Table")
PICTURES = ("H5P.Image", "H5P.ImageHotspots", "H5P.ImageSlider", "H5P.Agamotto", "H5P.Collage")
FILMS = ("H5P.Video", "H5P.InteractiveVideo", "H5P.Audio", "H5P.AudioRecorder", "H5P.Chart")
UNNAMED = ("", "Image", "Bild", "Imagen")  # what H5P writes by itself


@dataclass(frozen=True)
class Inner:
    """The page that is being filled, and where its pictures come from."""

    page: Page
    pictures: Pictures

    def lose(self, code: str, sample: str, action: Action = "dropped") -> None:
        """Note what isn't words or a picture."""
        self.pictures.story.findings.lose(code, self.page.name, sample, action)

    def picture(self, params: dict[str, Any], words: str) -> bool:
        """Whether a picture could be brought along."""
        decorative = params.get("decorative") is True
        return self.pictures.bring(self.page, params.get("file"), words, decorative)


def inner_text(library: str, params: Any, inner: Inner) -> str:
    """The words of a node as Markdown; what isn't words is noted as lost."""
    name = library.split()[0]
    if name == "H5P.CoursePresentation":
        inner.lose("L-CP-LAYOUT", name, "approximated")
    parts = [part for part in _parts(name, params, inner, 0) if part]
    return "\n\n".join(parts)


def _parts(name: str, params: Any, inner: Inner, depth: int) -> Iterator[str]:
    if not isinstance(params, dict) or depth > DEEPEST:
        return
    if name in TEXTS:
        yield from_html(_said(params, "text"))
    elif name == "H5P.CoursePresentation":
        shown = _dict(params, "presentation")
        _background(shown, "globalBackgroundSelector", "imageGlobalBackground", inner)
        for slide in _list(shown, "slides"):
            _background(slide, "slideBackgroundSelector", "imageSlideBackground", inner)
            for element in _list(slide, "elements"):
                yield from _action(element.get("action"), inner, depth)
    elif name in ("H5P.Column", "H5P.RowColumn", "H5P.InteractiveBook"):
        for row in [*_list(params, "content"), *_list(params, "chapters")]:
            held = row.get("content") if isinstance(row.get("content"), dict) else row
            yield from _action(held, inner, depth)
    elif name == "H5P.Row":
        for column in _list(params, "columns"):
            yield from _action(column.get("content"), inner, depth)
    elif name == "H5P.InteractiveVideo":
        film = _dict(params, "interactiveVideo")
        start = _dict(_dict(film, "video"), "startScreenOptions")
        yield _other(name, {"title": start.get("title")}, inner)
        for shown in _list(_dict(film, "assets"), "interactions"):
            yield from _action(shown.get("action"), inner, depth)
    elif name == "H5P.Link":
        yield _link(params)
    elif name in PICTURES:
        yield _picture(name, params, inner)
    else:
        yield _other(name, params, inner)


def _action(action: Any, inner: Inner, depth: int) -> Iterator[str]:
    """The words of content inside content."""
    if isinstance(action, dict) and isinstance(action.get("library"), str):
        name = (action["library"].split() or [""])[0]
        yield from _parts(name, action.get("params"), inner, depth + 1)


def _link(params: dict[str, Any]) -> str:
    widget = _dict(params, "linkWidget")
    url = f"{_said(widget, 'protocol')}{_said(widget, 'url')}"
    return from_html(f'<a href="{plain(url)}">{plain(_said(params, "title") or url)}</a>')


def _picture(name: str, params: dict[str, Any], inner: Inner) -> str:
    words = alt_of(params)
    if name == "H5P.Image" and inner.picture(params, words):
        return ""
    if name != "H5P.Image" or not _said(_dict(params, "file"), "path"):
        inner.lose("L-MEDIA", f"{name}: {words}", "note" if words else "dropped")
    return f"*Picture: {escaped(words)}*" if words else ""


def alt_of(params: dict[str, Any]) -> str:
    """What a picture shows, in the words that its maker gave it."""
    named = plain(_said(params, "contentName"))
    said = (plain(_said(params, "alt")), plain(_said(params, "title")))
    return next((words for words in said if words), "" if named in UNNAMED else named)


def _background(holder: dict[str, Any], group: str, name: str, inner: Inner) -> None:
    """A picture behind the words, which no text describes: named, and left behind."""
    path = _said(_dict(_dict(holder, group), name), "path")
    if path:
        inner.lose("L-MEDIA", f"background: {path}")


def _other(name: str, params: dict[str, Any], inner: Inner) -> str:
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
    inner.lose(code, shorten(f"{name}: {said}"), "note" if said else "dropped")
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
