"""Tables out of the register: the part of a person, an empty sample, the faulty rows of an import.

No cell is a formula: in CSV an apostrophe stands before what a spreadsheet would take for one (the import
drops it again), in XLSX every cell is plain text.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from exchange.models import ImportRun, RowState
from exchange.permissions import Part
from exchange.reading import FORMULA_MARKS
from exchange.tables import Table, table_of

BOLD = Font(bold=True)
HEAD_FILL = PatternFill("solid", start_color="FFEDEDED")
WRAP = Alignment(wrap_text=True, vertical="top")
SPOOLED = 8 * 1024 * 1024


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet calculates."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def as_csv(table: Table, part: Part) -> Iterator[str]:
    """Lines of the CSV, with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line([str(column.title) for column in table.columns])
    for cells in table.export(part):
        yield _line([guarded(cell) for cell in cells])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def as_xlsx(table: Table, part: Part) -> IO[bytes]:
    """The same as a workbook, with a sheet that explains the columns."""
    return _workbook(table, [str(column.title) for column in table.columns], table.export(part))


def sample(table: Table) -> IO[bytes]:
    """A workbook with titles only, and a sheet that explains them."""
    return _workbook(table, [str(column.title) for column in table.columns], [])


def faulty_rows(run: ImportRun) -> IO[bytes]:
    """The faulty rows of an import as they were written, with what to mend in the first column."""
    table = table_of(run.kind)
    columns = [column for column in table.columns if column.name in run.columns]
    titles = [_("Что исправить"), *(str(column.title) for column in columns)]

    def lines() -> Iterator[list[str]]:
        for row in run.rows.filter(state=RowState.FAULTY).iterator(chunk_size=500):
            words = [
                f"{found['column']}: {found['text']}" if found["column"] else found["text"]
                for found in row.problems
            ]
            yield ["\n".join(words), *(row.cells.get(column.name, "") for column in columns)]

    return _workbook(table, titles, lines(), first_width=60)


def _workbook(
    table: Table, titles: list[str], rows: Iterable[list[str]], *, first_width: int = 0
) -> IO[bytes]:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Данные"))
    widths = {str(column.title): column.width for column in table.columns}
    for place, title in enumerate(titles, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = widths.get(title, first_width or 24)
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, title) for title in titles])
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    guide: Any = book.create_sheet(_("Как заполнять"))
    for letter, width in zip("ABCD", (34, 16, 60, 44), strict=True):
        guide.column_dimensions[letter].width = width
    heads = (_("Столбец"), _("Обязателен"), _("Что писать"), _("Пример"))
    guide.append([_heading(guide, head) for head in heads])
    for column in table.columns:
        needed = _("да") if column.required else ""
        guide.append(
            [_text(guide, str(cell)) for cell in (column.title, needed, column.help, column.example)]
        )
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - the response closes it
    book.save(out)
    out.seek(0)
    return out


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.fill, cell.alignment = BOLD, HEAD_FILL, WRAP
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
    return cell
