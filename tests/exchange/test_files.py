"""Whatever is uploaded: a table in any form is read, anything else gets a clear word."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from exchange.reading import MAX_COLUMNS, read_table
from tests.exchange.conftest import csv_bytes, xlsx_bytes

TITLES = {"регион": "region", "название": "name", "дата": "day"}
HEAD = ["Регион", "Название", "Дата"]
ROW = ["Томская область", "Зелёный район", "01.09.2021"]


def read(content: bytes, name: str = "таблица.csv") -> list:
    return list(read_table(content, name, TITLES).rows)


CELLS = {"region": ROW[0], "name": ROW[1], "day": ROW[2]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_form(encoding, delimiter):
    assert read(csv_bytes(HEAD, ROW, delimiter=delimiter, encoding=encoding)) == [(2, CELLS)]


def test_xlsx_with_dates_numbers_and_words_above_the_titles():
    content = xlsx_bytes(
        HEAD, [70, "1", dt.date(2021, 9, 1)], [], [70.0, " 2\xa0", None], before=(["Реестр"], [])
    )
    assert read(content) == [
        (4, {"region": "70", "name": "1", "day": "2021-09-01"}),
        (6, {"region": "70", "name": "2"}),
    ]


def test_formula_stays_a_formula_to_be_complained_of():
    assert read(xlsx_bytes(HEAD, ["70", "=A1", ""])) == [(2, {"region": "70", "name": "=A1"})]


def test_apostrophe_of_an_export_is_dropped():
    assert read(csv_bytes(HEAD, ["70", "'=1", "'+7"])) == [(2, {"region": "70", "name": "=1", "day": "+7"})]


def archive(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    """A workbook whose only sheet has these rows, written by hand."""
    book = zipfile.ZipFile(io.BytesIO(xlsx_bytes(HEAD, ROW)))
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    whole = f"{start}{rows}</sheetData></worksheet>".encode()
    members = [(name, book.read(name)) for name in book.namelist() if name != "xl/worksheets/sheet1.xml"]
    return archive(*members, ("xl/worksheets/sheet1.xml", whole))


def cells(count: int, row: int = 1) -> str:
    inline = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEAD)
    return f'<row r="{row}">{inline}{"<c><v>1</v></c>" * count}</row>'


BOMB = archive(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b" " * 400_000_000))
UNREADABLE = {
    "empty": (b"", "пустой"),
    "blank": (b" \r\n ", "пустой"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "XLS"),
    "pdf": (b"%PDF-1.7\n\0\0", "не таблица"),
    "text": ("Просто письмо.\nБез столбцов.".encode(), "названиями столбцов"),
    "titles in two rows": (
        csv_bytes(["Муниципалитет", ""], ["Регион", ""], ["", "Название"]),
        "названиями столбцов",
    ),
    "cut": (xlsx_bytes(HEAD, ROW)[:900], "повреждён"),
    "no table in it": (archive(("readme.txt", b"x")), "не таблица"),
    "ods": (
        archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")),
        "ODS",
    ),
    "bomb": (BOMB, "слишком большой"),
    "twice": (csv_bytes([*HEAD, "название"], ROW), "дважды"),
    "broken xml": (sheet("<row><c></row>"), "повреждён"),
    "wide": (sheet(cells(MAX_COLUMNS)), "столбцов"),
    "million columns": (sheet(cells(1_000_000)), "столбцов"),
}


@pytest.mark.parametrize(("content", "word"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_file_gets_a_clear_word(content, word):
    with pytest.raises(ValidationError) as error:
        read(content)
    assert word in error.value.messages[0]


def test_far_row_number_is_no_endless_table():
    assert read(sheet(cells(0) + cells(0, row=99_999_999_999))) == []


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr("exchange.reading.MAX_ROWS", 2)
    with pytest.raises(ValidationError, match="строк"):
        read(csv_bytes(HEAD, ROW, ROW, ROW))
