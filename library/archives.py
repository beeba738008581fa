"""Office documents: ZIP archives with the right members, opened without trusting their table of contents."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.sniffing import ARCHIVE, Foreign
from library.types import DOCX, ODS, ODT, XLSX

MAX_ENTRIES = 10_000
MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_MAIN_PART_BYTES = 100 * 1024 * 1024
CHUNK_BYTES = 256 * 1024

END_RECORD = b"PK\x05\x06"
END_RECORD_BYTES = 22
END_COMMENT_BYTES = 65_535
LOCATOR_64 = b"PK\x06\x07"
LOCATOR_64_BYTES = 20
END_RECORD_64_BYTES = 56

OPEN_DOCUMENT_TYPES = {ODT.encode(): ODT, ODS.encode(): ODS}

_SAVE_AS_PDF = gettext_lazy("Откройте его и сохраните как PDF.")
SLIDES = Foreign(gettext_lazy("презентация"), _SAVE_AS_PDF)
MACROS = Foreign(
    gettext_lazy("документ с макросами: в нём может прятаться вредная программа"),
    gettext_lazy("Сохраните его без макросов (DOCX, XLSX) или как PDF."),
)
BINARY_SHEET = Foreign(
    gettext_lazy("двоичная таблица Excel (XLSB)"), gettext_lazy("Сохраните её как XLSX или PDF.")
)
DRAWING = Foreign(gettext_lazy("документ LibreOffice другого вида"), _SAVE_AS_PDF)


def office_type(stream: IO[bytes], size: int) -> str | Foreign:
    """Return the MIME type of the office document in the archive `stream` of `size` bytes.

    :raises ValidationError: when the archive is damaged or built to exhaust its reader.
    """
    with open_archive(stream, size) as archive:
        names = set(archive.namelist())
        if "mimetype" in names and "content.xml" in names:
            return OPEN_DOCUMENT_TYPES.get(_read_mimetype(archive), DRAWING)
        if "[Content_Types].xml" not in names:
            return ARCHIVE
        return _open_xml_type(names)


def check_office(stream: IO[bytes], mime_type: str) -> None:
    """Unpack the main part of the document, so that a damaged or locked one is found now.

    :raises ValidationError: when it cannot be unpacked.
    """
    stream.seek(0, 2)
    with open_archive(stream, stream.tell()) as archive:
        entry = archive.getinfo(_main_part(archive, mime_type))
        if entry.flag_bits & 0x1:
            raise ValidationError(locked_text(), code="encrypted")
        if entry.file_size > MAX_MAIN_PART_BYTES:
            raise ValidationError(bomb_text(), code="archive_bomb")
        try:
            with archive.open(entry) as part:
                while part.read(CHUNK_BYTES):
                    pass
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise ValidationError(damaged_text(), code="damaged") from error


def open_archive(stream: IO[bytes], size: int) -> zipfile.ZipFile:
    """Open the archive once its end record has been seen to be modest.

    :raises ValidationError: when it is damaged, has too many members or unpacks to too much.
    """
    for entries, directory_bytes in _announced(stream, size):
        if entries > MAX_ENTRIES or directory_bytes > MAX_DIRECTORY_BYTES:
            raise ValidationError(bomb_text(), code="archive_bomb")
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise ValidationError(damaged_text(), code="damaged") from error
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise ValidationError(bomb_text(), code="archive_bomb")
    return archive


def damaged_text() -> str:
    return _(
        "Файл повреждён или загружен не полностью, открыть его нельзя. "
        "Откройте исходный документ, сохраните его ещё раз и выберите снова."
    )


def locked_text() -> str:
    return _(
        "Документ закрыт паролем, читатели сайта не смогут его открыть. Снимите пароль и выберите файл снова."
    )


def bomb_text() -> str:
    return _(
        "Внутри файла слишком много частей или они распаковываются в слишком большой объём. "
        "Откройте документ и сохраните его как PDF."
    )


def _announced(stream: IO[bytes], size: int) -> list[tuple[int, int]]:
    """Return (members, bytes of the table of contents) from each end record, before anything is unpacked."""
    tail_bytes = min(size, END_RECORD_BYTES + END_COMMENT_BYTES + LOCATOR_64_BYTES + END_RECORD_64_BYTES)
    stream.seek(size - tail_bytes)
    tail = stream.read(tail_bytes)
    stream.seek(0)
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < END_RECORD_BYTES:
        raise ValidationError(damaged_text(), code="damaged")
    found = [struct.unpack_from("<HI", tail, at + 10)]
    locator = at - LOCATOR_64_BYTES
    if locator >= END_RECORD_64_BYTES and tail[locator:].startswith(LOCATOR_64):
        found.append(struct.unpack_from("<QQ", tail, locator - END_RECORD_64_BYTES + 32))
    return found


def _read_mimetype(archive: zipfile.ZipFile) -> bytes:
    entry = archive.getinfo("mimetype")
    if entry.file_size > 200:
        return b""
    try:
        return archive.read(entry).strip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(damaged_text(), code="damaged") from error


def _open_xml_type(names: set[str]) -> str | Foreign:
    if any(name.endswith("vbaProject.bin") for name in names):
        return MACROS
    if any(_is_word_part(name) for name in names):
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        return BINARY_SHEET
    return SLIDES if "ppt/presentation.xml" in names else ARCHIVE


def _is_word_part(name: str) -> bool:
    """Word names its main part `word/document.xml`, its browser edition `document2.xml` at times."""
    return name.startswith("word/document") and name.endswith(".xml") and name.count("/") == 1


def _main_part(archive: zipfile.ZipFile, mime_type: str) -> str:
    if mime_type in (ODT, ODS):
        return "content.xml"
    if mime_type == XLSX:
        return "xl/workbook.xml"
    return next(name for name in archive.namelist() if _is_word_part(name))
