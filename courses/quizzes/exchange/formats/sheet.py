"""Read questions from a sheet: CSV or a workbook, a row for each answer or for each question."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from courses.bounds import Archive
from courses.faults import ImportFault
from courses.quizzes import kinds
from courses.quizzes.exchange.formats import markup
from courses.quizzes.exchange.formats.reading import (
    Reading,
    Unreadable,
    clean,
    decimal_of,
    decoded,
    is_true_false,
    number_text,
    shortest,
    tolerance_text,
    with_keys,
)
from courses.quizzes.exchange.formats.sheetcolumns import LETTERS, TYPES, heading, unsaid
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import line, paragraphs

Rows = Iterator[tuple[str, list[str]]]
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 60_000, 60, 20
MOST_UNPACKED = 80 * 1024 * 1024
_MARKED = re.compile(r"^'(?='*[=+\-@|%\t])")
_HTML = ("<p>", "<ul>", "<ol>")
_YES = {"x", "yes", "y", "true", "1", "right", "correct", "✓", "✔", "*", "partial", "wahr", "ja"}
_NO = {"", "no", "n", "false", "0", "wrong", "incorrect", "-", "whole"}


def looks_like_sheet(text: str) -> bool:
    return bool(heading(next(_csv_rows(text[:20_000].split("\n", 1)[0]), ("", []))[1]))


def from_csv(data: bytes, name: str = "") -> Reading:
    """The questions of a CSV file, with commas, semicolons or tabs."""
    text, note = decoded(data)
    found = Reading(notes=[note] if note else [])
    return _read(_csv_rows(text), found)


def _csv_rows(text: str) -> Rows:
    first = text.split("\n", 1)[0]
    if first.lower().startswith("sep=") and len(first) == 5:
        delimiter, text = first[4], text.partition("\n")[2]
    else:
        delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for row in rows:
            yield f"row {rows.line_num}", row[:MOST_COLUMNS]
    except csv.Error as error:
        raise ImportFault(
            f"cannot be read: {error}", f"Row {rows.line_num}", mend="Look at its quotation marks"
        ) from error


def from_xlsx(data: bytes, name: str = "") -> Reading:
    """The questions of a workbook: every sheet with a column of questions."""
    Archive(data)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise ImportFault("the workbook would unpack to more than 80 MB")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [
            (f"sheet “{sheet.title}”, row {number}", [_cell(cell) for cell in row])
            for sheet in book.worksheets[:MOST_SHEETS]
            for number, row in enumerate(
                sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), 1
            )
        ]
    except Exception as error:  # the library answers a damaged workbook with whatever fell over
        raise ImportFault("this workbook cannot be read", mend="Save it again as .xlsx") from error
    return _read(iter(rows), Reading())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return shortest(Decimal(repr(value))) if abs(value) < 1e20 else str(value)
    return clean(str(value))


def _read(rows: Rows, found: Reading) -> Reading:
    columns: dict[int, str] = {}
    seen, sheet, below = False, "", None
    for count, (where, cells) in enumerate(rows):
        if count > MOST_ROWS:
            raise ImportFault(f"there are more than {MOST_ROWS:,} rows", mend="Part it")
        if (own := where.rpartition(", ")[0]) != sheet:
            sheet, columns, below = own, {}, None
        named = heading(cells)
        if named:
            columns, seen, below = named, True, None
            continue
        row = {
            name: text
            for place, cell in enumerate(cells)
            if (name := columns.get(place)) and (text := _MARKED.sub("", cell, 1).strip())
        }
        if not row:
            continue
        if "question" in row:
            below = _Question(row, where)
            below.item.unsaid = unsaid(columns.values())
            found.items.append(below.item)
        elif below is None:
            item = Item("", "", where=where, fault="it has no question. Fill in that column")
            found.items.append(item)
            continue
        below.take(row, where)
    if not seen:
        raise ImportFault(
            "there is no column “question”",
            "Row 1",
            mend="Name the columns, as the empty sheet does",
        )
    return with_keys(_finished(found))


def _finished(found: Reading) -> Reading:
    for item in found.items:
        if not item.fault:
            try:
                _typed(item)
            except Unreadable as error:
                item.fault = str(error)
    return found


class _Question:
    """A question while its rows are read."""

    def __init__(self, row: dict[str, str], where: str) -> None:
        self.item = item = Item("", "", where=where)
        item.key, item.category = row.get("key", "")[:200], line(row.get("category", ""))
        item.tags, item.objectives = _listed(row, "tags"), _listed(row, "objectives")
        self._once(row)

    def _once(self, row: dict[str, str]) -> None:
        item = self.item
        try:
            item.text = rich_cell(row["question"])
            item.feedback = rich_cell(row.get("feedback", ""))
            item.model_answer = rich_cell(row.get("model answer", ""))
            item.type = _kind(row)
            item.credit = "partial" if _yes(row, "partial") else "whole"
            item.case_sensitive = _yes(row, "case")
            item.difficulty = int(_whole(row, "difficulty", 1, 3) or 2)
            item.min_words = _whole(row, "min words", 1, 32_000)
            item.max_words = _whole(row, "max words", 1, 32_000)
            item.units = _units(row)
            item.unit_rule = _unit_rule(row, bool(item.units))
        except Unreadable as error:
            item.fault = str(error)

    def take(self, row: dict[str, str], where: str) -> None:
        """The answer and the criterion that stand on a row."""
        item = self.item
        if item.fault:
            return
        try:
            wide = [name for name in row if name.startswith("answer ")]
            if wide:
                self._take_wide(row, sorted(wide, key=lambda name: int(name[7:])))
            elif "answer" in row or "partner" in row:
                item.answers.append(_answer(row))
            if "criterion" in row:
                points = _whole(row, "points", 1, 100) or 1
                item.rubric.append((line(row["criterion"]), row.get("criterion text", ""), points))
        except Unreadable as error:
            item.fault = str(error) if where == item.where else f"{error} ({where})"

    def _take_wide(self, row: dict[str, str], names: list[str]) -> None:
        said = row.get("right", "")
        texts = [line(row[name]) for name in names]
        numbers = {int(name[7:]) for name in names}
        wanted: set[int] = set()
        for part in [said] if said in texts else re.split(r"[,;&\s]+", said.strip()):
            lower = part.lower().strip(".)")
            if part in texts:
                wanted.add(int(names[texts.index(part)][7:]))
            elif len(lower) == 1 and lower in LETTERS:
                wanted.add(LETTERS.index(lower) + 1)
            elif lower.isdecimal() and len(lower) < 3:
                wanted.add(int(lower))
            elif part:
                raise Unreadable(f"“{part[:40]}” in the column right is none of its options")
        if not wanted <= numbers:
            raise Unreadable(f"the column right names an option that is empty: {said[:40]}")
        self.item.answers = [
            Answer(text, int(name[7:]) in wanted) for name, text in zip(names, texts, strict=True)
        ]


def _answer(row: dict[str, str]) -> Answer:
    share = _whole(row, "percent", -100, 100)
    tolerance = tolerance_text(decimal_of(row["tolerance"])) if "tolerance" in row else None
    return Answer(
        _flat(row.get("answer", "")),
        _yes(row, "right"),
        _flat(row.get("why", "")),
        _flat(row.get("partner", "")),
        _whole(row, "gap", 1, 20),
        share,
        tolerance,
    )


def _flat(text: str) -> str:
    """A cell's words on one line, with the blanks that it has."""
    return " ".join(text.splitlines())


def _typed(item: Item) -> None:
    """Tell the type where none is given, and put numbers into their shape."""
    rights = sum(answer.correct for answer in item.answers)
    if not item.type:
        if any(answer.match for answer in item.answers):
            item.type = kinds.MATCHING
        elif any(answer.gap for answer in item.answers):
            item.type = kinds.CLOZE
        elif any(answer.tolerance is not None for answer in item.answers) or item.units:
            item.type = kinds.NUMERIC
        elif not item.answers:
            item.type = kinds.ESSAY
        elif is_true_false(item.answers) and rights == 1:
            item.type = kinds.TRUE_FALSE
        elif rights in (0, len(item.answers)):
            item.type = kinds.SHORT_TEXT
        else:
            item.type = kinds.SINGLE if rights == 1 else kinds.MULTIPLE
    if item.type in kinds.CHOICES and not rights:
        raise Unreadable("no answer is marked as right. Write x in the column right")
    if item.type == kinds.NUMERIC:
        item.answers = [_number(answer) for answer in item.answers]
    if item.type == kinds.CLOZE and all(not answer.correct for answer in item.answers):
        raise Unreadable("no answer of its gaps is marked as right. Write x in the column right")


def _number(answer: Answer) -> Answer:
    if answer.text == "*":
        return answer
    text = number_text(decimal_of(answer.text))
    return Answer(
        text, answer.correct, answer.feedback, "", None, answer.share, answer.tolerance or "0"
    )


def rich_cell(text: str) -> str:
    """A cell with markup, or with words and line ends."""
    if text.lstrip().startswith(_HTML):
        return markup.understood(text).text
    return paragraphs(text)


def _kind(row: dict[str, str]) -> str:
    word = " ".join(row.get("type", "").lower().split())
    if word and word not in TYPES:
        raise Unreadable(
            f"there is no type “{word[:40]}”. Leave it empty, or use single or multiple"
        )
    return TYPES.get(word, "")


def _yes(row: dict[str, str], name: str) -> bool:
    word = row.get(name, "").lower()
    if word not in _YES | _NO:
        raise Unreadable(f"“{word[:40]}” in the column {name} is neither x nor empty")
    return word in _YES


def _whole(row: dict[str, str], name: str, low: int, high: int) -> int | None:
    text = row.get(name, "").rstrip("% ")
    if not text:
        return None
    value = decimal_of(text)
    if value != int(value) or not low <= value <= high:
        raise Unreadable(
            f"“{text[:40]}” in the column {name} is not a whole number {low} to {high}"
        )
    return int(value)


def _listed(row: dict[str, str], name: str) -> list[str]:
    parts = [line(part) for part in re.split(r"[,;]", row.get(name, ""))]
    return list(dict.fromkeys(part for part in parts if part))


def _units(row: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for part in filter(None, (one.strip() for one in row.get("units", "").split(";"))):
        name, _mark, factor = part.rpartition("=") if "=" in part else (part, "", "1")
        found.append((line(name), shortest(decimal_of(factor))))
    return found


def _unit_rule(row: dict[str, str], has_units: bool) -> str:
    word = row.get("unit", "").lower()
    if word not in ("", "none", "required", "optional"):
        raise Unreadable(f"“{word[:40]}” in the column unit is not none, required or optional")
    return word or ("optional" if has_units else "none")
