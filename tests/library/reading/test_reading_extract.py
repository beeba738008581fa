"""Whole files are read whole: text by page, metadata, structure, preview."""

import io
import json
from pathlib import Path

import pikepdf
import pytest
from openpyxl import Workbook
from PIL import Image

from library.reading.extract import read_file, read_stream
from library.reading.facts import Reading
from library.reading.limits import MEBIBYTE, Limits
from library.reading.requisites import read_requisites
from tests.library.reading import makers

ORDER = "ПРИКАЗ\n04.04.2024 № 12-о\nО назначении руководителя центра\nПРИКАЗЫВАЮ:"
MOSTLY = 300 * MEBIBYTE


def test_pdf(read):
    info = b"/Title " + makers.text_string("Приказ 12") + b" /CreationDate (D:20240404120000+03'00')"
    reading = read(makers.pdf([ORDER, "Вторая страница приказа"], info=info), "Приказ 12.pdf")
    assert reading.ok
    assert reading.codes == []
    assert (reading.format, reading.mime_type, reading.extension) == ("pdf", "application/pdf", "pdf")
    assert reading.page_count == 2
    assert reading.pages == [ORDER, "Вторая страница приказа"]
    assert reading.metadata.title == "Приказ 12"
    assert reading.metadata.created == "2024-04-04T12:00:00+03:00"
    assert (reading.text_layer, reading.is_scan, reading.tagged) == ("full", False, False)
    assert len(reading.sha256) == 64
    assert 0 < reading.peak_memory < MOSTLY


def test_preview_is_a_small_webp(read):
    reading = read(makers.pdf([ORDER]), "a.pdf")
    with Image.open(io.BytesIO(reading.preview)) as picture:
        assert picture.format == "WEBP"
        assert max(picture.size) <= 680
    assert len(reading.preview) < 60_000


def test_text_goes_on_to_requisites(read):
    reading = read(makers.pdf([ORDER]), "a.pdf")
    found = read_requisites(reading.pages, reading.metadata, reading.filename)
    assert (found.number.value, found.date.value) == ("12-о", "2024-04-04")
    assert found.title.value == "О назначении руководителя центра"


def test_reading_survives_json(read):
    reading = read(makers.pdf([ORDER]), "a.pdf")
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


def test_tagged_pdf_with_a_language(read):
    catalog = b"/MarkInfo << /Marked true >> /StructTreeRoot << /Type /StructTreeRoot >> /Lang (ru-RU)"
    reading = read(makers.pdf([ORDER], catalog=catalog), "a.pdf")
    assert reading.tagged is True
    assert reading.language == "ru-RU"


def test_restricted_pdf_is_read_with_a_warning(read, tmp_path):
    path = tmp_path / "locked.pdf"
    with pikepdf.open(io.BytesIO(makers.pdf([ORDER]))) as pdf:
        allow = pikepdf.Permissions(extract=False)
        pdf.save(path, encryption=pikepdf.Encryption(user="", owner="x", allow=allow))
    reading = read(path.read_bytes(), "a.pdf")
    assert reading.ok
    assert reading.restricted
    assert reading.codes == ["restricted"]
    assert reading.pages == [ORDER]


def _scan(pages: int = 1, text: str = "") -> bytes:
    picture = makers.picture(size=(800, 1100))
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 800 /Height 1100 /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 "
        b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
    )
    content = makers.stream(b"q 595 0 0 842 0 0 cm /I Do Q " + makers.text_content(text.split("\n")))
    return makers.pdf(
        [""] * pages, contents=content, extra={100: image}, resources=b"/XObject << /I 100 0 R >> "
    )


def test_scan_without_text(read):
    reading = read(_scan(), "скан.pdf")
    assert reading.ok
    assert (reading.text_layer, reading.is_scan) == ("none", True)
    assert reading.codes == ["no_text_layer"]
    assert reading.preview


def test_recognised_scan(read):
    reading = read(_scan(text=ORDER), "скан.pdf")
    assert (reading.text_layer, reading.is_scan) == ("full", True)
    assert reading.codes == []


def test_pages_partly_without_text(read):
    reading = read(makers.pdf([ORDER, "", ""]), "a.pdf")
    assert reading.text_layer == "partial"
    assert reading.problems[0].params == {"pages": "2"}


def test_docx(read):
    table = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>от 04.04.2024</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>№ 12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:br w:type='page'/><w:t>Вторая</w:t><w:tab/>"
        "<w:t>страница</w:t><w:br/><w:t>строка</w:t></w:r></w:p>"
    )
    reading = read(makers.docx(["ПРИКАЗ"], title="О центре", body=table), "a.docx")
    assert reading.pages == ["ПРИКАЗ\nот 04.04.2024\n№ 12", "Вторая страница\nстрока"]
    assert reading.metadata.title == "О центре"
    assert reading.metadata.created == "2024-04-04T10:00:00Z"
    assert reading.page_count == 2
    assert reading.ok


def test_docx_revisions_are_noticed_and_deleted_text_is_gone(read):
    body = (
        "<w:p><w:ins><w:r><w:t>новые слова</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>старые</w:delText></w:r></w:del></w:p>"
    )
    reading = read(makers.docx(["Положение о центре"], body=body), "a.docx")
    assert "has_revisions" in reading.codes
    assert "старые" not in reading.pages[0]


def test_odt(read):
    reading = read(makers.odt(["ПРИКАЗ", "О назначении руководителя"]), "a.odt")
    assert reading.pages == ["ПРИКАЗ\nО назначении руководителя"]
    assert reading.page_count == 3
    assert reading.metadata.title == "О центре"


@pytest.mark.parametrize(("make", "name"), [(makers.xlsx, "a.xlsx"), (makers.ods, "a.ods")])
def test_spreadsheets(read, make, name):
    reading = read(make([["Понедельник", "Физика"], ["Вторник", "Химия"]]), name)
    assert reading.pages == ["Расписание\nПонедельник Физика\nВторник Химия"]
    assert reading.ok


def test_xlsx_of_a_real_program(read, tmp_path):
    book = Workbook()
    book.active.title = "Режим"
    book.active.append(["Робототехника", 15, "=1+1"])
    hidden = book.create_sheet("Тайное")
    hidden.append(["секрет"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx")
    assert reading.pages == ["Режим\nРобототехника 15"]


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_pictures(read, kind, name):
    reading = read(makers.picture(kind, (1200, 1600)), name)
    assert (reading.width, reading.height, reading.page_count) == (1200, 1600, 1)
    assert reading.codes == ["picture_of_document"]
    assert reading.is_scan
    assert reading.preview


def test_photo_is_shown_upright_and_without_its_metadata(read):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    Image.new("RGB", (900, 300), "white").save(out, "JPEG", exif=exif)
    reading = read(out.getvalue(), "a.jpg")
    with Image.open(io.BytesIO(reading.preview)) as picture:
        assert picture.height > picture.width
        assert not picture.getexif()


def test_stream_without_a_path():
    reading = read_stream(io.BytesIO(makers.pdf([ORDER])), "Приказ.pdf")
    assert reading.ok
    assert reading.filename == "Приказ.pdf"


def test_missing_file_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "нет.pdf")


def test_long_text_is_cut_and_said_so(read):
    reading = read(makers.docx(["слово " * 5_000]), "a.docx", Limits(text_chars=1_000))
    assert len(reading.pages[0]) <= 1_000
    assert reading.codes == ["text_incomplete"]


def test_the_unread_end_of_a_book_says_nothing_of_its_text_layer(read):
    reading = read(makers.pdf(["Слово и дело. " * 20] * 10), "книга.pdf", Limits(text_chars=700))
    assert (reading.text_layer, reading.codes) == ("full", ["text_incomplete"])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../приказ.pdf", "name_path"),
        ("C:\\Мои документы\\приказ.pdf", "name_path"),
        ("при\x00каз\x07.pdf", "name_characters"),
        ("я" * 300 + ".pdf", "name_long"),
    ],
)
def test_names_are_mended_with_a_note(read, name, code):
    reading = read(makers.pdf([ORDER]), name)
    assert reading.ok
    assert reading.codes == [code]
    assert reading.filename in reading.problems[0].message_ru
    assert Path(reading.filename).name == reading.filename
