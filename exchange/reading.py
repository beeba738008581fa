"""Read a table of a person's making: XLSX or CSV, in any order of columns, without trusting the file.

Everything wrong with the file as a whole is a `ValidationError` in Russian that says what to do.
"""

import csv
import datetime as dt
import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from library.archives import office_type, open_archive
from library.types import ODS, XLSX
from toolkit.text import fold

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 2_000
MAX_UNPACKED = 160 * 1024 * 1024
MAX_STRINGS = 48 * 1024 * 1024
HEADER_ROWS = 15  # titles are looked for among the first so many
MAX_SHEETS = 10
WIDEST_ROW = 16_384  # cells; no spreadsheet has more
CHUNK = 1024 * 1024
CELL = re.compile(rb"<c[ />]")
DELIMITERS = (";", "\t", ",")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A cell that begins with one of these is a formula to a spreadsheet; exports put an apostrophe before it.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

Cells = dict[str, str]


@dataclass
class Sheet:
    """The rows below the titles: `(number in the file, cells by name of the column)`."""

    columns: list[str]
    extra: list[str]
    rows: Iterator[tuple[int, Cells]]
    problem: str = field(default="")


def read_table(content: bytes, file_name: str, titles: Mapping[str, str]) -> Sheet:
    """Open the table; `titles` gives the name of a column for its folded title.

    Raises `ValidationError` when this is no table, or one without known titles; later, while the rows are
    read, when there are too many of them or the file breaks off.
    """
    if not content.strip():
        raise ValidationError(_("Файл пустой. Откройте таблицу, сохраните её ещё раз и выберите снова."))
    if len(content) > MAX_BYTES:
        raise ValidationError(_("Файл больше 20 МБ. Разделите таблицу на несколько файлов."))
    if content.startswith(OLE):
        raise ValidationError(
            _(
                "Это старая таблица Excel (XLS) или таблица под паролем. Откройте её, снимите пароль, "
                "если он есть, и сохраните как «Книга Excel (XLSX)»."
            )
        )
    if content.startswith(b"PK"):
        return _read_xlsx(content, titles)
    return _read_csv(content, file_name, titles)


def no_titles() -> str:
    return _(
        "Не нашли строку с названиями столбцов. Скачайте образец: названия столбцов должны стоять в одной "
        "строке, как в нём, без объединённых ячеек."
    )


def title_key(title: Any) -> str:
    """A title without case, «ё», stars and double spaces."""
    return fold(re.sub(r"[*:]+", " ", str(title)))


def _read_xlsx(content: bytes, titles: Mapping[str, str]) -> Sheet:
    stream = io.BytesIO(content)
    try:
        kind = office_type(stream, len(content))
    except ValidationError as error:
        raise ValidationError(
            _("Файл повреждён или распаковывается в слишком большой объём. Сохраните таблицу заново.")
        ) from error
    if kind == ODS:
        raise ValidationError(_("Это таблица LibreOffice (ODS). Сохраните её как «Книга Excel (XLSX)»."))
    if kind != XLSX:
        raise ValidationError(_("Это не таблица. Нужен файл XLSX или CSV."))
    with open_archive(stream, len(content)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        if sum(sizes.values()) <= MAX_UNPACKED:
            _refuse_wide_rows(archive)
    if sum(sizes.values()) > MAX_UNPACKED or sizes.get("xl/sharedStrings.xml", 0) > MAX_STRINGS:
        raise ValidationError(_("Таблица слишком велика. Разделите её на несколько файлов."))
    try:
        book = openpyxl.load_workbook(stream, read_only=True)
        for sheet in book.worksheets[:MAX_SHEETS]:
            rows = sheet.iter_rows(
                max_col=MAX_COLUMNS + 1, max_row=MAX_ROWS + HEADER_ROWS + 1, values_only=True
            )
            found = _find_titles(enumerate(rows, start=1), titles)
            if found:
                found.rows = _guarded(found.rows)
                return found
    except ValidationError:
        raise
    except Exception as error:  # openpyxl tells of a broken book in a dozen ways
        logger.info("A table could not be read: %r", error)
        raise ValidationError(damaged()) from error
    raise ValidationError(no_titles())


def _refuse_wide_rows(archive: zipfile.ZipFile) -> None:
    """Raises `ValidationError` for a row wider than any spreadsheet writes: openpyxl would build it whole."""
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/"):
            continue
        count = 0
        try:
            with archive.open(name) as part:
                while piece := part.read(CHUNK):
                    first, *others = piece.split(b"</row>")
                    for number, row in enumerate((first, *others)):
                        count = len(CELL.findall(row)) + (count if number == 0 else 0)
                        if count > WIDEST_ROW:
                            raise ValidationError(too_wide())
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise ValidationError(damaged()) from error


def too_wide() -> str:
    return _("В таблице больше {limit} столбцов. Оставьте только нужные.").format(limit=MAX_COLUMNS)


def damaged() -> str:
    return _("Таблицу не удалось прочитать: файл повреждён. Откройте её, сохраните заново и выберите снова.")


def _guarded(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    try:
        yield from rows
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(damaged()) from error


def _read_csv(content: bytes, file_name: str, titles: Mapping[str, str]) -> Sheet:
    text = _decoded(content)
    if "\0" in text or (file_name.lower().endswith((".xlsx", ".xlsm"))):
        raise ValidationError(_("Это не таблица. Нужен файл XLSX или CSV."))
    best: Sheet | None = None
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            found = _find_titles(enumerate(rows, start=1), titles)
        except csv.Error:
            continue
        if found and (best is None or len(found.columns) > len(best.columns)):
            best = found
    if best is None:
        raise ValidationError(no_titles())
    best.rows = _guarded(best.rows)
    return best


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _find_titles(rows: Iterable[tuple[int, Iterable[Any]]], titles: Mapping[str, str]) -> Sheet | None:
    """The sheet below the first row in which at least two titles are known."""
    numbered = iter(rows)
    for _number, row in islice(numbered, HEADER_ROWS):
        cells = list(islice(row, MAX_COLUMNS + 1))
        known = {
            place: titles[title_key(cell)]
            for place, cell in enumerate(cells)
            if cell is not None and title_key(cell) in titles
        }
        if len(known) < 2:
            continue
        if len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS] not in (None, ""):
            raise ValidationError(too_wide())
        names = list(known.values())
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            title = next(str(cells[place]) for place, name in known.items() if name == twice)
            raise ValidationError(_("Столбец «{title}» встречается дважды.").format(title=title.strip()))
        extra = [str(cell).strip()[:100] for place, cell in enumerate(cells) if cell and place not in known]
        return Sheet(names, extra, _rows(numbered, known))
    return None


def _rows(rows: Iterator[tuple[int, Iterable[Any]]], known: dict[int, str]) -> Iterator[tuple[int, Cells]]:
    last = max(known) + 1
    count = 0
    for number, row in rows:
        texts = {known[place]: plain(cell) for place, cell in enumerate(islice(row, last)) if place in known}
        cells = {name: text for name, text in texts.items() if text}
        if not cells:
            continue
        count += 1
        if count > MAX_ROWS:
            raise ValidationError(
                _("В таблице больше {limit} строк. Разделите её на несколько файлов.").format(limit=MAX_ROWS)
            )
        yield number, cells


def plain(value: Any) -> str:
    """What a person sees in the cell, as text; dates as 2021-09-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = str(value).replace("\xa0", " ").replace("\0", "").strip()[: MAX_CELL + 1]
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_MARKS) else text
