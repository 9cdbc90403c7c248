"""Write questions as a sheet: CSV, a workbook, and an empty workbook to fill in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from html import unescape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from courses.quizzes.exchange.formats.reading import clean
from courses.quizzes.exchange.formats.sheetcolumns import COLUMNS, NAMES
from courses.quizzes.exchange.formats.writing import Written, tell
from courses.quizzes.exchange.items import Answer, Item
from courses.quizzes.exchange.wording import paragraphs

Row = dict[str, str]
_FORMULA = re.compile(r"'*[=+\-@|%\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_WIDTHS = {
    "question": 60,
    "answer": 40,
    "why": 40,
    "feedback": 40,
    "model answer": 40,
    "partner": 30,
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_csv(items: Iterable[Item]) -> Written:
    """A CSV file that Excel opens with its accents."""
    written = Written(ending="csv", media_type="text/csv; charset=utf-8")
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(NAMES)
    rows.writerows(_cells(items, written))
    written.data = b"\xef\xbb\xbf" + text.getvalue().encode()
    return written


def write_xlsx(items: Iterable[Item]) -> Written:
    """A workbook with a sheet of questions, and one that says what the columns hold."""
    written = Written(ending="xlsx", media_type=XLSX)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Questions")
    for place, name in enumerate(NAMES):
        letter = chr(ord("A") + place)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 14)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, name) for name in NAMES])
    for cells in _cells(items, written):
        sheet.append(cells)
    about = book.create_sheet("How to fill it in")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 100
    about.append([_bold(about, "Column"), _bold(about, "What it holds")])
    for column in COLUMNS:
        text = WriteOnlyCell(about, column.about)
        text.alignment = Alignment(wrap_text=True, vertical="top")
        about.append([column.name, text])
    data = io.BytesIO()
    book.save(data)
    written.data = data.getvalue()
    return written


def template() -> Written:
    """A workbook to fill in, with a question of each of the usual types for an example."""
    return write_xlsx(EXAMPLES)


def _bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cells(items: Iterable[Item], written: Written) -> Iterator[list[str]]:
    for item in items:
        tell(written, item, "picture")
        for row in rows_of(item):
            yield [_safe(clean(row.get(name, ""))) for name in NAMES]
        written.count += 1


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def rows_of(item: Item) -> list[Row]:
    """A question's rows: the first has what is said once, each has an answer and a criterion."""
    count = max(1, len(item.answers), len(item.rubric))
    rows: list[Row] = [{} for _ in range(count)]
    rows[0] = {
        "key": item.key,
        "category": item.category,
        "type": item.type,
        "question": words(item.text) or "?",
        "feedback": words(item.feedback),
        "tags": ", ".join(item.tags),
        "objectives": ", ".join(item.objectives),
        "difficulty": str(item.difficulty),
        "partial": "x" if item.credit == "partial" else "",
        "case": "x" if item.case_sensitive else "",
        "unit": "" if item.unit_rule == "none" and not item.units else item.unit_rule,
        "units": "; ".join(f"{name}={factor}" for name, factor in item.units),
        "min words": "" if item.min_words is None else str(item.min_words),
        "max words": "" if item.max_words is None else str(item.max_words),
        "model answer": words(item.model_answer),
    }
    for row, answer in zip(rows, item.answers, strict=False):
        row.update(_of_answer(answer))
    for row, (name, about, points) in zip(rows, item.rubric, strict=False):
        row.update({"criterion": name, "points": str(points), "criterion text": about})
    return rows


def _of_answer(answer: Answer) -> Row:
    return {
        "answer": answer.text,
        "right": "x" if answer.correct else "",
        "partner": answer.match,
        "gap": "" if answer.gap is None else str(answer.gap),
        "percent": "" if answer.share is None else str(answer.share),
        "tolerance": answer.tolerance or "",
        "why": answer.feedback,
    }


def words(text: str) -> str:
    """Words with line ends where these say all that a text does; else its markup."""
    if not text:
        return ""
    plain = text.replace("</p><p>", "\n\n").removeprefix("<p>").removesuffix("</p>")
    plain = unescape(plain.replace("<br>", "\n"))
    return plain if paragraphs(plain) == text and not plain.startswith("<") else text


EXAMPLES = (
    Item(
        "single",
        "<p>A capable adult refuses a transfusion. What counts?</p>",
        key="example-1",
        category="Consent",
        tags=["autonomy"],
        feedback="<p>Capacity is presumed.</p>",
        answers=[
            Answer("Her decision", True, "Autonomy comes first."),
            Answer("The wish of her family", False, "They may be heard."),
        ],
    ),
    Item(
        "multiple",
        "<p>Which two must a patient be told?</p>",
        key="example-2",
        category="Consent",
        credit="partial",
        answers=[Answer("Risks", True), Answer("Alternatives", True), Answer("Prices")],
    ),
    Item(
        "matching",
        "<p>What belongs together?</p>",
        key="example-3",
        category="Principles",
        answers=[
            Answer("Autonomy", match="Own decisions"),
            Answer("Beneficence", match="Doing good"),
            Answer("", match="Doing nothing"),
        ],
    ),
    Item(
        "numeric",
        "<p>How much is given?</p>",
        key="example-4",
        category="Doses",
        unit_rule="required",
        units=[("mg", "1"), ("g", "1000")],
        answers=[Answer("12.5", tolerance="0.5")],
    ),
    Item(
        "cloze",
        "<p>Consent is [1] and [2].</p>",
        key="example-5",
        category="Consent",
        answers=[
            Answer("informed", True, gap=1),
            Answer("free", True, gap=2),
            Answer("forced", False, gap=2),
        ],
    ),
    Item(
        "essay",
        "<p>What would you say to her?</p>",
        key="example-6",
        category="Consent",
        min_words=50,
        max_words=300,
        model_answer="<p>It asks before it explains.</p>",
        rubric=[("Listens", "Asks what she fears.", 5)],
    ),
)
