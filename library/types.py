"""The kinds of files that the library takes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"


@dataclass(frozen=True)
class FileType:
    """One kind of file: `extensions[0]` is the one that new files get."""

    mime_type: str
    label: str
    what: str | Promise
    extensions: tuple[str, ...]
    # A browser shows it by itself and it cannot run a script on the site's origin.
    inline: bool = False

    @property
    def extension(self) -> str:
        return self.extensions[0]

    @property
    def is_picture(self) -> bool:
        return self.mime_type.startswith("image/")


FILE_TYPES = (
    FileType(PDF, "PDF", _("документ PDF"), ("pdf",), inline=True),
    FileType(DOCX, "DOCX", _("документ Word (DOCX)"), ("docx",)),
    FileType(XLSX, "XLSX", _("таблица Excel (XLSX)"), ("xlsx",)),
    FileType(ODT, "ODT", _("документ LibreOffice (ODT)"), ("odt",)),
    FileType(ODS, "ODS", _("таблица LibreOffice (ODS)"), ("ods",)),
    FileType(JPEG, "JPEG", _("картинка JPEG"), ("jpg", "jpeg"), inline=True),
    FileType(PNG, "PNG", _("картинка PNG"), ("png",), inline=True),
    FileType(WEBP, "WebP", _("картинка WebP"), ("webp",), inline=True),
)
BY_MIME_TYPE = {kind.mime_type: kind for kind in FILE_TYPES}
BY_EXTENSION = {extension: kind for kind in FILE_TYPES for extension in kind.extensions}

PICTURES = frozenset(kind.mime_type for kind in FILE_TYPES if kind.is_picture)
INLINE = frozenset(kind.mime_type for kind in FILE_TYPES if kind.inline)


def type_label_of(mime_type: str, extension: str) -> str:
    """«PDF» for what is known, the extension in capitals for the rest."""
    known = BY_MIME_TYPE.get(mime_type)
    return known.label if known else extension.upper()
