"""Small real files made for the tests: sound ones, broken ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF
from fpdf.encryption import AccessPermission
from PIL import Image

from library.types import DOCX, ODS, ODT, PDF, XLSX


def pdf_bytes(pages: int = 2, *, password: str = "", owner: str = "") -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=14)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"Page {number}")
    if password or owner:
        document.set_encryption(
            owner_password=owner or "owner", user_password=password, permissions=AccessPermission.none()
        )
    return bytes(document.output())


def zip_bytes(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx_bytes(**members: bytes) -> bytes:
    return zip_bytes(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b'<w:document xmlns:w="w"><w:body/></w:document>',
            **members,
        }
    )


def xlsx_bytes() -> bytes:
    return zip_bytes({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def open_document_bytes(mime_type: str) -> bytes:
    return zip_bytes({"mimetype": mime_type.encode(), "content.xml": b"<office:document-content/>"})


def picture_bytes(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA") else 90).save(target, kind, **options)
    return target.getvalue()


def phone_photo_bytes(kind: str = "JPEG", *, orientation: int = 6) -> bytes:
    """A photo that lies on its side, red on top of blue, with a position and a maker in its notes."""
    picture = Image.new("RGB", (80, 40), "blue")
    picture.paste("red", (0, 0, 40, 40))
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F] = "SecretPhone"
    notes.get_ifd(0x8825).update({1: "N", 2: (56.0, 29.0, 7.0), 3: "E", 4: (84.0, 57.0, 0.0)})
    target = io.BytesIO()
    options: dict[str, object] = {"lossless": True} if kind == "WEBP" else {}
    picture.save(target, kind, exif=notes, **options)
    return target.getvalue()


def huge_png_header(side: int = 60_000) -> bytes:
    """A PNG that says it is `side` × `side` pixels, in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def huge_webp_header(side: int = 16_000) -> bytes:
    """A WebP whose canvas is `side` × `side` pixels, in thirty bytes."""
    canvas = (side - 1).to_bytes(3, "little") * 2
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\x00\x00\x00\x00" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


SOUND = {
    "приказ.pdf": (pdf_bytes, PDF),
    "положение.docx": (docx_bytes, DOCX),
    "план.xlsx": (xlsx_bytes, XLSX),
    "отчёт.odt": (lambda: open_document_bytes(ODT), ODT),
    "таблица.ods": (lambda: open_document_bytes(ODS), ODS),
    "скан.jpg": (lambda: picture_bytes("JPEG"), "image/jpeg"),
    "скан.jpeg": (lambda: picture_bytes("JPEG"), "image/jpeg"),
    "скан.png": (lambda: picture_bytes("PNG"), "image/png"),
    "скан.webp": (lambda: picture_bytes("WEBP"), "image/webp"),
}


def content(data: bytes, name: str) -> ContentFile:
    return ContentFile(data, name=name)


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
