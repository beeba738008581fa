"""What a file is is read from its content, and a refusal says what to do."""

from __future__ import annotations

import contextlib
import hashlib
import struct
import time
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from library import archives, pdf
from library.inspection import clean_name, inspect_upload
from tests.library.samples import (
    SOUND,
    content,
    docx_bytes,
    open_document_bytes,
    pdf_bytes,
    picture_bytes,
    xlsx_bytes,
    zip_bytes,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as caught:
        inspect_upload(content(data, name))
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("name", SOUND)
def test_accepted_kinds(name: str) -> None:
    make, mime_type = SOUND[name]
    data = make()
    file = content(data, name)

    facts = inspect_upload(file)

    assert facts.mime_type == mime_type
    assert facts.extension == name.rpartition(".")[2]
    assert facts.size == len(data)
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.name == name
    assert file.tell() == 0


def test_pages_of_a_pdf_are_counted() -> None:
    assert inspect_upload(content(pdf_bytes(3), "план.pdf")).page_count == 3


def test_pages_of_other_files_are_unknown() -> None:
    assert inspect_upload(content(docx_bytes(), "план.docx")).page_count is None


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.Pdf"])
def test_case_of_the_extension_does_not_matter(name: str) -> None:
    assert inspect_upload(content(pdf_bytes(1), name)).extension == "pdf"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.pdf", ["назван .pdf", "веб-страница"]),
        (b"  \n<html><body>", "a.docx", ["назван .docx", "веб-страница"]),
        (b"GIF89a<script>", "a.png", ["назван .png", "GIF"]),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.png", ["SVG"]),
        (b"<?xml version='1.0'?><svg/>", "a.jpg", ["SVG"]),
        (OLE, "приказ.docx", ["DOC", "пароле"]),
        (OLE, "приказ.doc", ["старого формата", "DOCX"]),
        (b"{\\rtf1 text}", "a.pdf", ["RTF", "сохраните как PDF"]),
        (b"MZ\x90\x00", "a.pdf", ["программа"]),
        (b"Rar!\x1a\x07", "a.rar", ["архив", "Распакуйте"]),
        ("Приказ".encode(), "a.pdf", ["простой текст"]),
        ("Приказ".encode("cp1251"), "a.txt", ["простой текст"]),
        (b"\x00\x00\x00\x18ftypheic", "IMG.jpg", ["HEIC", "JPEG"]),
        (bytes(range(256)), "a.pdf", ["неизвестного вида"]),
    ],
)
def test_foreign_content(data: bytes, name: str, words: list[str]) -> None:
    text = refusal(data, name)

    assert [word for word in words if word not in text] == []


def test_word_document_named_pdf() -> None:
    assert refusal(docx_bytes(), "Приказ.pdf") == (
        "Файл назван .pdf, но внутри это документ Word (DOCX). Сохраните его как PDF "
        "в той программе, где он сделан, или дайте имени окончание .docx."
    )


@pytest.mark.parametrize("name", ["приказ", "приказ.exe", "приказ.pdf.html", ".pdf"])
def test_unknown_extension(name: str) -> None:
    assert "документ PDF" in refusal(pdf_bytes(1), name)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png", ""])
def test_empty_file(name: str) -> None:
    assert "пуст" in refusal(b"", name)


def test_too_large(settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024

    assert refusal(pdf_bytes(), "a.pdf").startswith("Файл больше 1\u00a0КБ")


class TestPdf:
    def test_truncated(self) -> None:
        assert "обрывается" in refusal(pdf_bytes(5)[:-300], "a.pdf")

    def test_locked_by_a_password(self) -> None:
        assert "паролем" in refusal(pdf_bytes(password="secret"), "a.pdf")

    def test_restrictions_without_a_password_do_not_hinder_readers(self) -> None:
        assert inspect_upload(content(pdf_bytes(owner="x"), "a.pdf")).page_count == 2

    def test_nothing_but_head_and_tail(self) -> None:
        assert "повреждён" in refusal(b"%PDF-1.7\nnothing at all\n%%EOF", "a.pdf")

    def test_script_before_the_head(self) -> None:
        assert "веб-страница" in refusal(b"<script>alert(1)</script>" + pdf_bytes(1), "a.pdf")

    def test_blanks_before_the_head(self) -> None:
        assert inspect_upload(content(b"\xef\xbb\xbf\r\n" + pdf_bytes(1), "a.pdf")).page_count == 1

    def test_a_reader_that_hangs_is_stopped(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        slow = tmp_path / "slow.py"
        slow.write_text("import time\ntime.sleep(60)\n")
        monkeypatch.setattr(pdf, "PROBE", slow)
        monkeypatch.setattr(pdf, "TIMEOUT_SECONDS", 0.5)
        started = time.monotonic()

        assert "повреждён" in refusal(pdf_bytes(1), "a.pdf")
        assert time.monotonic() - started < 10

    def test_a_reader_that_is_killed_is_no_error_of_the_site(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
    ) -> None:
        crashing = tmp_path / "crash.py"
        crashing.write_text("import os\nos.abort()\n")
        monkeypatch.setattr(pdf, "PROBE", crashing)

        assert "повреждён" in refusal(pdf_bytes(1), "a.pdf")

    def test_the_probe_limits_its_memory(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        greedy = tmp_path / "greedy.py"
        source = pdf.PROBE.read_text().replace(
            "    import pypdfium2\n", "    bytearray(MEMORY_BYTES)\n    import pypdfium2\n", 1
        )
        greedy.write_text(source)
        monkeypatch.setattr(pdf, "PROBE", greedy)

        assert "повреждён" in refusal(pdf_bytes(1), "a.pdf")


class TestOfficeDocuments:
    def test_macros(self) -> None:
        assert "макрос" in refusal(docx_bytes(**{"word/vbaProject.bin": b"x"}), "a.docx")

    def test_presentation(self) -> None:
        data = zip_bytes({"[Content_Types].xml": b"", "ppt/presentation.xml": b""})
        assert "презентация" in refusal(data, "a.docx")

    def test_drawing_of_libreoffice(self) -> None:
        data = open_document_bytes("application/vnd.oasis.opendocument.graphics")
        assert "LibreOffice" in refusal(data, "a.odt")

    def test_plain_archive(self) -> None:
        assert "архив" in refusal(zip_bytes({"a.txt": b"x"}), "a.docx")

    def test_sheet_named_as_text(self) -> None:
        assert "таблица Excel" in refusal(xlsx_bytes(), "a.docx")

    def test_truncated(self) -> None:
        assert "повреждён" in refusal(docx_bytes()[:-40], "a.docx")

    def test_main_part_damaged(self) -> None:
        data = zip_bytes(
            {"word/document.xml": b"<w:document/>" * 50, "[Content_Types].xml": b""},
            compression=zipfile.ZIP_STORED,
        )
        assert "повреждён" in refusal(data.replace(b"<w:doc", b"<X:doc", 1), "a.docx")

    def test_locked_member(self) -> None:
        data = bytearray(docx_bytes())
        entry = data.rfind(b"PK\x01\x02")
        data[entry + 8] |= 1
        assert "паролем" in refusal(bytes(data), "a.docx")

    def test_word_of_the_browser_names_its_part_otherwise(self) -> None:
        data = zip_bytes({"[Content_Types].xml": b"", "word/document2.xml": b"<w/>"})
        assert inspect_upload(content(data, "a.docx")).extension == "docx"

    def test_too_many_members(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "MAX_ENTRIES", 5)
        data = docx_bytes(**{f"word/media/{n}.png": b"" for n in range(10)})
        assert "слишком много частей" in refusal(data, "a.docx")

    def test_announced_size_is_judged_before_unpacking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
        assert "распаковываются" in refusal(docx_bytes(**{"word/media/a.bmp": bytes(5000)}), "a.docx")

    def test_lying_table_of_contents(self) -> None:
        """The end record promises millions of members; nothing of it is believed."""
        data = bytearray(docx_bytes())
        end = data.rfind(archives.END_RECORD)
        struct.pack_into("<H", data, end + 10, 65_535)
        assert "слишком много частей" in refusal(bytes(data), "a.docx")

    def test_lying_table_of_contents_of_the_large_kind(self) -> None:
        data = docx_bytes()
        end = data.rfind(archives.END_RECORD)
        record = b"PK\x06\x06" + bytes(28) + struct.pack("<QQ", 10**7, 10**9) + bytes(8)
        locator = archives.LOCATOR_64 + bytes(16)
        assert "слишком много частей" in refusal(data[:end] + record + locator + data[end:], "a.docx")


class TestPicturesAmongDocuments:
    def test_truncated_header(self) -> None:
        assert "повреждена" in refusal(picture_bytes("PNG")[:20], "a.png")

    def test_too_many_pixels(self, settings: Any) -> None:
        settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
        assert "60 × 40" in refusal(picture_bytes(), "a.jpg")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Documents\\Приказ.pdf", "Приказ.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("/", ""),
    ],
)
def test_names_lose_paths_and_control_characters(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_long_name_keeps_its_extension() -> None:
    name = clean_name("п" * 400 + ".pdf")

    assert len(name) == 255
    assert name.endswith(".pdf")


@given(data=st.binary(max_size=400), extension=st.sampled_from(["docx", "xlsx", "png", "jpg", "webp", "odt"]))
@hypothesis_settings(max_examples=150, deadline=None)
def test_noise_is_refused_and_never_an_error(data: bytes, extension: str) -> None:
    with pytest.raises(ValidationError):
        inspect_upload(content(data, f"noise.{extension}"))


@given(cut=st.integers(0, 1500), flip=st.integers(0, 1500), byte=st.integers(0, 255))
@hypothesis_settings(max_examples=150, deadline=None)
def test_damaged_archives_are_refused_or_read_and_never_an_error(cut: int, flip: int, byte: int) -> None:
    data = bytearray(docx_bytes())
    data[flip % len(data)] = byte
    with contextlib.suppress(ValidationError):
        inspect_upload(content(bytes(data[: len(data) - cut % len(data)]), "a.docx"))
