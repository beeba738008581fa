"""The first bytes of a file and what they betray."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from library.types import JPEG, PDF, PNG, WEBP

ZIP = "application/zip"

_SAVE_AS_PDF = _("Откройте его и сохраните как PDF.")
_SAVE_AS_DOCX = _("Откройте его и сохраните в новом формате (DOCX, XLSX) или как PDF.")
_SAVE_AS_JPEG = _("Сохраните картинку как JPEG или PNG.")
_UNPACK = _("Распакуйте его и загрузите файлы по одному.")
_ACCEPTED = _("Подойдут PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG и WebP.")
_AGAIN = _("Откройте исходный документ, сохраните его как PDF и выберите снова.")


@dataclass(frozen=True)
class Foreign:
    """A kind of content that the library does not take: what it is, and what to do."""

    what: str | Promise
    advice: str | Promise


HTML = Foreign(_("веб-страница (HTML)"), _AGAIN)
SVG = Foreign(_("векторная картинка SVG: в ней может прятаться программа"), _SAVE_AS_JPEG)
PLAIN_TEXT = Foreign(_("простой текст"), _SAVE_AS_PDF)
XML = Foreign(_("файл XML"), _AGAIN)
UNKNOWN = Foreign(_("содержимое неизвестного вида, возможно, файл повреждён"), _ACCEPTED)
VIDEO = Foreign(_("видео или звук"), _("Выложите его на видеохостинг и дайте ссылку."))
HEIC = Foreign(
    _("снимок HEIC, какие делает iPhone"),
    _(
        "Сохраните картинку как JPEG. Чтобы телефон сразу снимал в JPEG: «Настройки» → «Камера» → "
        "«Форматы» → «Наиболее совместимые»."
    ),
)
AVIF = Foreign(_("картинка AVIF"), _SAVE_AS_JPEG)
JPEG_XL = Foreign(_("картинка JPEG XL"), _SAVE_AS_JPEG)
JPEG_2000 = Foreign(_("картинка JPEG 2000"), _SAVE_AS_JPEG)
OLE = Foreign(_("документ старого формата (DOC, XLS) или документ под паролем"), _SAVE_AS_DOCX)
ARCHIVE = Foreign(_("архив"), _UNPACK)
PROGRAM = Foreign(_("программа"), _ACCEPTED)
TIFF = Foreign(_("картинка TIFF"), _("Сохраните скан как PDF, JPEG или PNG."))

_SIGNATURES: tuple[tuple[bytes, str | Foreign], ...] = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ARCHIVE),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", Foreign(_("документ RTF"), _("Откройте его и сохраните как PDF или DOCX."))),
    (b"AT&TFORM", Foreign(_("документ DjVu"), _SAVE_AS_PDF)),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF8", Foreign(_("картинка GIF"), _SAVE_AS_JPEG)),
    (b"BM", Foreign(_("картинка BMP"), _SAVE_AS_JPEG)),
    (b"8BPS", Foreign(_("рисунок Photoshop"), _SAVE_AS_JPEG)),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"\x00\x00\x00\x0cJXL ", JPEG_XL),
    (b"\xff\x0a", JPEG_XL),
    (b"\x00\x00\x00\x0cjP  ", JPEG_2000),
    (b"\x00\x00\x01\x00", Foreign(_("значок ICO"), _SAVE_AS_JPEG)),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"ID3", VIDEO),
    (b"OggS", VIDEO),
    (b"\x1aE\xdf\xa3", VIDEO),
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_HTML_MARKS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<?php",
    b"<iframe",
    b"mime-version:",
)
_BLANKS = b" \t\r\n\x0c\x00"


def sniff(head: bytes) -> str | Foreign:
    """Return the MIME type that `head`, some kilobytes from the start, belongs to.

    An archive is `ZIP` here: only its table of contents tells what it is.
    """
    if head.startswith(b"RIFF"):
        return WEBP if head[8:12] == b"WEBP" else VIDEO
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _AVIF_BRANDS:
            return AVIF
        return HEIC if brand in _HEIF_BRANDS else VIDEO
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    text = head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANKS)
    if text.startswith(b"%PDF-"):
        return PDF
    return _text_kind(text.lower())


def _text_kind(text: bytes) -> Foreign:
    if text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!doctype svg")) and b"<svg" in text):
        return SVG
    if any(mark in text[:1024] for mark in _HTML_MARKS):
        return HTML
    if text.startswith(b"<?xml"):
        return XML
    return PLAIN_TEXT if _looks_like_text(text) else UNKNOWN


def _looks_like_text(text: bytes) -> bool:
    return bool(text) and not any(byte < 9 or 13 < byte < 27 for byte in text)
