"""Rows as a CSV or XLSX file for people: no cell is a formula, whatever somebody wrote into it."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

#: What a spreadsheet takes for the beginning of a formula.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
SPOOLED = 8 * 1024 * 1024
LONGEST_CELL = 32_000

Cell = str | int | None


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Lines of the CSV, with the mark by which Excel knows UTF-8; an apostrophe disarms formulas."""
    yield "\ufeff" + _line(titles)
    for row in rows:
        yield _line([guarded(cell) for cell in row])


def _line(cells: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def guarded(cell: Any) -> Any:
    """The cell, disarmed when a spreadsheet would take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell


def workbook(
    name: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, widths: Sequence[int] = ()
) -> IO[bytes]:
    """A workbook of one sheet, read from its beginning; texts are texts and numbers are numbers.

    `name` has at most 31 letters. Rows are written as they come, so many cost no memory.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(name)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, title) for title in titles])
    for row in rows:
        sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - the response closes it
    book.save(out)
    out.seek(0)
    return out


def _heading(sheet: Any, title: str) -> Any:
    cell = _text(sheet, title)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text[:LONGEST_CELL])
    cell.data_type = "s"
    return cell
