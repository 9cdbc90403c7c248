"""Tables for other programs, written so that no cell can act as a formula there."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

# A cell that begins so is run by some spreadsheet program or other, also in its full-width form and
# behind spaces; see OWASP, "CSV injection".
STARTS = re.compile(r"^[\s\u200b-\u200f\ufeff]*[=+\-@|%＝＋－＠｜％]|^[\t\r\n]")
# Not allowed in XML 1.0, so not in XLSX, and of no use in CSV.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOM = "\ufeff"
LINES_AT_ONCE = 500


def harmless(value: Any) -> Any:
    """A value as it may stand in a CSV cell: numbers and dates as they are, texts with a ' before
    what would begin a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = UNPRINTABLE.sub("", value)
    return f"'{text}" if STARTS.match(text) else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(head: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """A table as CSV, some lines at a time: a byte-order mark, and every text quoted."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)
    yield BOM + writer.writerow([harmless(name) for name in head])
    waiting = []
    for row in rows:
        waiting.append(writer.writerow([harmless(value) for value in row]))
        if len(waiting) == LINES_AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    if waiting:
        yield "".join(waiting)


def write_xlsx(to: IO[bytes], title: str, head: list[str], rows: Iterable[list[Any]]) -> None:
    """A table as XLSX. Texts are typed as texts, so that none is ever taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(to)


def _cell(sheet, value: Any):
    if not isinstance(value, str):
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            value = value.replace(tzinfo=None)  # XLSX knows no time zone
        return value
    text = UNPRINTABLE.sub("", value)
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, value=text)  # openpyxl would take it for a formula or an error
    cell.data_type = "s"
    return cell
