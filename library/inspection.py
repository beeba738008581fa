"""What an uploaded file really is: judged by its content, never by its name alone.

`inspect_upload()` is the one entry. It refuses with words that tell a school
secretary what the file is and what to do with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from library import archives, pdf, pictures
from library.naming import extension_of
from library.sniffing import ZIP, Foreign, sniff
from library.types import BY_EXTENSION, BY_MIME_TYPE, PDF, PICTURES, FileType
from toolkit.text import file_size

DEFAULT_MAX_BYTES = 20 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
HEAD_BYTES = 4096
ORIGINAL_NAME_LENGTH = 255

ACCEPTED = "PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG, WebP"


@dataclass(frozen=True)
class FileFacts:
    """What was read from a file; `size` in bytes, `page_count` for PDF only."""

    mime_type: str
    extension: str
    size: int
    sha256: str
    page_count: int | None
    sha1: str = ""
    name: str = ""


def max_upload_bytes() -> int:
    """The largest accepted document in bytes: `WAGTAILDOCS_MAX_UPLOAD_SIZE`, 20 MB by default."""
    return getattr(settings, "WAGTAILDOCS_MAX_UPLOAD_SIZE", None) or DEFAULT_MAX_BYTES


def inspect_upload(file: Any, name: str | None = None) -> FileFacts:
    """Return the facts of `file`, a binary file with `read()` and `seek()`.

    `name` stands in for `file.name` where the file has none. The position of
    the file is at its beginning afterwards.

    :raises ValidationError: in Russian, when the content is not what the name
        says, is damaged, is locked by a password, or is not of an accepted kind.
    """
    name = clean_name(name or getattr(file, "name", None) or "")
    stream: IO[bytes] = file
    try:
        size, sha256, sha1 = measure(stream, name)
        stream.seek(0)
        mime_type = _content_type(stream, size, name)
        page_count = _look_inside(stream, mime_type, name)
    finally:
        stream.seek(0)
    return FileFacts(
        mime_type=mime_type,
        extension=extension_of(name),
        size=size,
        sha256=sha256,
        page_count=page_count,
        sha1=sha1,
        name=name,
    )


def clean_name(name: str) -> str:
    """Return the last part of `name` without control characters, at most 255 letters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(char for char in last if char.isprintable()).strip()
    if len(printable) <= ORIGINAL_NAME_LENGTH:
        return printable
    suffix = PurePosixPath(printable).suffix[:16]
    return printable[: ORIGINAL_NAME_LENGTH - len(suffix)] + suffix


def measure(stream: IO[bytes], name: str, limit: int | None = None) -> tuple[int, str, str]:
    """Return size in bytes, SHA-256 and SHA-1 (the latter for Wagtail) in one reading.

    :raises ValidationError: when the file is empty or larger than `limit` bytes.
    """
    limit = limit or max_upload_bytes()
    sha256, sha1, size = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    stream.seek(0)
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise ValidationError(too_large_text(limit), code="file_too_large")
        sha256.update(chunk)
        sha1.update(chunk)
    if not size:
        raise ValidationError(empty_text(name), code="empty")
    return size, sha256.hexdigest(), sha1.hexdigest()


def too_large_text(limit: int) -> str:
    return _(
        "Файл больше %(limit)s, такие не принимаются. Уменьшите его: пересохраните скан "
        "с разрешением 200–300 точек на дюйм или разделите на части."
    ) % {"limit": file_size(limit)}


def empty_text(name: str) -> str:
    if not name:
        return _("Файл пуст: в нём нет ни одного байта. Проверьте его и выберите снова.")
    return _("Файл «%(name)s» пуст: в нём нет ни одного байта. Проверьте его и выберите снова.") % {
        "name": name
    }


def _content_type(stream: IO[bytes], size: int, name: str) -> str:
    """Return the MIME type of the content, having made sure that the name agrees."""
    found: str | Foreign = sniff(stream.read(HEAD_BYTES))
    if found == ZIP:
        found = archives.office_type(stream, size)
    extension = extension_of(name)
    promised = BY_EXTENSION.get(extension)
    if isinstance(found, Foreign):
        raise ValidationError(_foreign_text(found, extension, promised), code="foreign_content")
    if promised is None:
        raise ValidationError(
            _unknown_extension_text(extension, BY_MIME_TYPE[found]), code="invalid_extension"
        )
    if promised.mime_type != found:
        raise ValidationError(
            _mismatch_text(promised, extension, BY_MIME_TYPE[found]), code="wrong_extension"
        )
    return found


def _look_inside(stream: IO[bytes], mime_type: str, name: str) -> int | None:
    """Open the file as its readers will; return the number of pages of a PDF."""
    stream.seek(0)
    if mime_type == PDF:
        return pdf.count_pages(stream)
    if mime_type in PICTURES:
        pictures.check_header(stream)
        return None
    archives.check_office(stream, mime_type)
    return None


def _foreign_text(found: Foreign, extension: str, promised: FileType | None) -> str:
    if promised is None or not extension:
        return _("Это %(what)s, такие файлы не принимаются. %(advice)s") % {
            "what": found.what,
            "advice": found.advice,
        }
    return _("Файл назван .%(extension)s, но внутри это %(what)s. %(advice)s") % {
        "extension": extension,
        "what": found.what,
        "advice": found.advice,
    }


def _unknown_extension_text(extension: str, found: FileType) -> str:
    if not extension:
        return _(
            "У имени файла нет окончания, а внутри это %(what)s. "
            "Допишите к имени «.%(right)s» и выберите файл снова."
        ) % {"what": found.what, "right": found.extension}
    return _(
        "Файлы .%(extension)s не принимаются. Внутри это %(what)s: дайте имени окончание .%(right)s "
        "и выберите файл снова. Подойдут %(accepted)s."
    ) % {"extension": extension, "what": found.what, "right": found.extension, "accepted": ACCEPTED}


def _mismatch_text(promised: FileType, extension: str, found: FileType) -> str:
    return _(
        "Файл назван .%(extension)s, но внутри это %(what)s. Сохраните его как %(label)s "
        "в той программе, где он сделан, или дайте имени окончание .%(right)s."
    ) % {"extension": extension, "what": found.what, "label": promised.label, "right": found.extension}
