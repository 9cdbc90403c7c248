"""A case as a sheet: a row for each scene and each choice, from CSV or from a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from scenarios.graph import Graph
from scenarios.importing.bounds import Archive, text_of
from scenarios.importing.direct import condition_from, effects_from, finished
from scenarios.importing.faults import ImportFault
from scenarios.importing.findings import Findings, Report
from scenarios.importing.naming import choice_key, keys_for, slug
from scenarios.importing.prose import cleaned

Row = dict[str, str]
Rows = Iterator[tuple[str, list[str]]]

COLUMNS = {
    "scene": ("scene", "scenekey", "id", "node", "from"),
    "title": ("title", "scenetitle", "name"),
    "kind": ("kind", "type"),
    "text": ("text", "body", "scenetext", "description"),
    "choice": ("choice", "label", "option", "answer"),
    "to": ("to", "target", "goesto", "leadsto", "next"),
    "when": ("when", "condition", "if"),
    "effects": ("effects", "effect"),
    "rating": ("rating", "judgement"),
    "feedback": ("feedback",),
    "debrief": ("debrief",),
}
KINDS = ("info", "decision", "ending")
MOST_ROWS, MOST_COLUMNS = 30_000, 60
NEEDED = "scene"


def from_csv(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read a CSV file, with commas, semicolons or tabs."""
    text = text_of(data)
    first = "\n".join(text.split("\n", 5)[:5])
    delimiter = max(",;\t", key=lambda sign: max(line.count(sign) for line in first.split("\n")))
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)

    def read() -> Rows:
        try:
            for number, row in enumerate(rows, 1):
                yield f"Row {number}", row
        except csv.Error as error:
            raise ImportFault(f"cannot be read: {error}", f"Row {rows.line_num}") from error

    return _read(read(), "csv", name)


def from_xlsx(data: bytes, name: str = "") -> tuple[Graph, Report]:
    """Read a workbook: every sheet that has a column of scenes."""
    Archive(data)
    findings = Findings()
    try:
        rows = _cells(data, data_only=True)
        if b"<f" in b"".join(_sheets(data)):
            written = _cells(data, data_only=False)
            for (where, row), (_, said) in zip(rows, written, strict=True):
                _unworked(where, row, said, findings)
    except ImportFault:
        raise
    except Exception as error:  # the library answers a damaged workbook with whatever fell over
        raise ImportFault("this workbook cannot be read", mend="Save it again as .xlsx") from error
    return _read(iter(rows), "xlsx", name, findings)


def _sheets(data: bytes) -> Iterator[bytes]:
    """The sheets as they are packed."""
    archive = Archive(data)
    for inner in archive.names:
        if re.search(r"(?:^|/)worksheets/[^/]+\.xml$", inner):
            yield archive.read(inner)


def _cells(data: bytes, data_only: bool) -> list[tuple[str, list[str]]]:
    """Every row of a workbook with its place."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
    return [
        (f"Sheet “{sheet.title}”, row {number}", [_cell(cell) for cell in row[:MOST_COLUMNS]])
        for sheet in book.worksheets[:20]
        for number, row in enumerate(
            sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), 1
        )
    ]


def _unworked(where: str, row: list[str], written: list[str], findings: Findings) -> None:
    """Name a formula whose result nobody has worked out: it can't be read here."""
    for value, formula in zip(row, written, strict=False):
        if not value and formula.startswith("="):
            findings.lose("L-EXPR", where, formula)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return str(value.date())
    return str(value)


def _read(
    rows: Rows, form: str, name: str, findings: Findings | None = None
) -> tuple[Graph, Report]:
    """Rows under a heading are scenes and choices; a heading may come again on another sheet."""
    findings = findings or Findings()
    columns: dict[int, str] = {}
    scenes: dict[str, dict[str, Any]] = {}
    last = ""
    for number, (where, cells) in enumerate(rows):
        if number > MOST_ROWS:
            raise ImportFault(f"there are more than {MOST_ROWS:,} rows")
        heading = _heading(cells)
        if heading:
            columns = heading
            for place, cell in enumerate(cells):
                if cell.strip() and place not in columns:
                    findings.lose("L-COLUMN", where, cell)
            continue
        row = {
            named: cleaned(cell).strip()
            for place, cell in enumerate(cells)
            if (named := columns.get(place)) and cell.strip()
        }
        if not columns or not row:
            continue
        last = row.get("scene", last)
        if not last:
            raise ImportFault("names no scene", where, "scene", "Fill in the column scene")
        _take(row, scenes.setdefault(last, {"ways": []}), where)
    if not columns:
        raise ImportFault("there is no column “scene”", "Row 1", mend="Name the columns")
    if not scenes:
        raise ImportFault("there is no scene in it")
    document = _document(scenes, findings)
    return finished(document, form, re.split(r"[./\\]", name)[0], findings)


def _heading(cells: list[str]) -> dict[int, str]:
    """The columns of a heading row; empty when the row is none."""
    found: dict[int, str] = {}
    for place, cell in enumerate(cells[:MOST_COLUMNS]):
        word = re.sub(r"[^a-z]", "", cell.lower())
        named = next((name for name, words in COLUMNS.items() if word in words), "")
        if named and named not in found.values():
            found[place] = named
    return found if NEEDED in found.values() and len(found) > 1 else {}


def _take(row: Row, scene: dict[str, Any], where: str) -> None:
    """Put a row where it belongs: what it says of the scene, and its choice."""
    kind = row.get("kind", "").lower()
    if kind and kind not in KINDS:
        raise ImportFault(f"“{kind}” is no kind here", where, "kind", f"Use {', '.join(KINDS)}")
    for name, said in (("title", "title"), ("text", "body"), ("debrief", "debrief")):
        if name in row:
            scene.setdefault(said, row[name])
    scene["kind"] = kind or scene.get("kind", "")
    if "choice" not in row and "to" not in row:
        return
    way: dict[str, Any] = {"label": row.get("choice", ""), "to": row.get("to", ""), "where": where}
    if "when" in row:
        way["when"] = condition_from(row["when"])
    if "rating" in row:
        way["rating"] = row["rating"].lower()
    if "feedback" in row:
        way["feedback"] = {"text": row["feedback"]}
    if "effects" in row:
        try:
            way["effects"] = effects_from(row["effects"])
        except ValueError as error:
            raise ImportFault(str(error), where, "effects") from error
    scene["ways"].append(way)


def _document(scenes: dict[str, dict[str, Any]], findings: Findings) -> dict[str, Any]:
    keys = keys_for(scenes)
    named = {name.lower(): key for name, key in keys.items()}
    for name, scene in scenes.items():
        named.setdefault(scene.get("title", "").lower(), keys[name])
    used: set[str] = set()
    rows = []
    for name, scene in scenes.items():
        ways = scene.pop("ways")
        kind = scene["kind"] or _kind(ways)
        kind = "decision" if kind == "info" and len(ways) > 1 else kind
        if kind == "ending":
            _unused(ways, findings)
        for way in ways:
            where, to = way.pop("where"), way["to"]
            way["to"] = named.get(to.lower(), slug(to)) if to else ""
            if to and to.lower() not in named:
                findings.lose("L-TARGET", where, f"“{to}”", "note")
        row = {**scene, "key": keys[name], "kind": kind, "title": scene.get("title", name)}
        if kind == "decision":
            for way in ways:
                way["label"] = way["label"] or "Go on"
                way["key"] = choice_key(keys[name], way["to"], way["label"], used)
            row["choices"] = ways
        elif kind == "info" and ways:
            row["next"] = ways[0]["to"]
        elif kind == "ending":
            row["ending"] = {}
        rows.append(row)
    return {"start": rows[0]["key"], "scenes": rows}


def _unused(ways: list[dict[str, Any]], findings: Findings) -> None:
    """Name the ways out of what the sheet calls an ending."""
    for way in ways:
        findings.lost += 1
        findings.lose("L-TARGET", way["where"], f"{way['label']} → {way['to']}".strip(" →"))


def _kind(ways: list[dict[str, Any]]) -> str:
    if not ways:
        return "ending"
    return "info" if len(ways) == 1 and not ways[0]["label"] else "decision"
