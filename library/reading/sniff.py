"""What a file is by its content, whatever its name says; and whether it is two things at once."""

import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEAD = 4096
TAIL = 66_000


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of content: its code, media type, extensions it may be named by."""

    code: str
    mime_type: str
    extensions: tuple[str, ...]
    readable: bool = False


_OPEN = "application/vnd.oasis.opendocument"
_OOXML = "application/vnd.openxmlformats-officedocument"
CONTENTS = {
    content.code: content
    for content in (
        Content("pdf", "application/pdf", ("pdf",), readable=True),
        Content("docx", f"{_OOXML}.wordprocessingml.document", ("docx",), readable=True),
        Content("xlsx", f"{_OOXML}.spreadsheetml.sheet", ("xlsx",), readable=True),
        Content("odt", f"{_OPEN}.text", ("odt",), readable=True),
        Content("ods", f"{_OPEN}.spreadsheet", ("ods",), readable=True),
        Content("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), readable=True),
        Content("png", "image/png", ("png",), readable=True),
        Content("signature", "application/pkcs7-signature", ("sig", "p7s", "sgn", "p7m"), readable=True),
        Content("doc", "application/msword", ("doc", "dot")),
        Content("xls", "application/vnd.ms-excel", ("xls", "xlt")),
        Content("ppt", "application/vnd.ms-powerpoint", ("ppt", "pps")),
        Content("ole", "application/x-ole-storage", ("doc", "xls", "ppt", "msg")),
        Content("encrypted_office", "application/x-ole-storage", ("docx", "xlsx", "pptx")),
        Content("macro_office", "application/vnd.ms-office", ("docm", "xlsm", "pptm", "dotm")),
        Content("pptx", f"{_OOXML}.presentationml.presentation", ("pptx", "ppsx")),
        Content("odp", f"{_OPEN}.presentation", ("odp",)),
        Content("rtf", "application/rtf", ("rtf", "doc")),
        Content("gif", "image/gif", ("gif",)),
        Content("webp", "image/webp", ("webp",)),
        Content("tiff", "image/tiff", ("tif", "tiff")),
        Content("bmp", "image/bmp", ("bmp",)),
        Content("heic", "image/heic", ("heic", "heif")),
        Content("avif", "image/avif", ("avif",)),
        Content("djvu", "image/vnd.djvu", ("djvu", "djv")),
        Content("svg", "image/svg+xml", ("svg",)),
        Content("html", "text/html", ("html", "htm", "mht")),
        Content("xml", "application/xml", ("xml",)),
        Content("program", "application/octet-stream", ("exe", "dll", "msi", "scr", "com")),
        Content("archive", "application/octet-stream", ("zip", "rar", "7z", "gz", "tar")),
        Content("zip", "application/zip", ("zip",)),
        Content("media", "application/octet-stream", ("mp4", "mp3", "avi", "mov")),
        Content("text", "text/plain", ("txt", "csv", "md")),
        Content("blank", "application/octet-stream", ()),
        Content("unknown", "application/octet-stream", ()),
    )
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"AT&TFORM", "djvu"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed|meta|img)[\s>/]", re.IGNORECASE
)
_SCRIPT = re.compile(rb"<script|\son\w+\s*=|javascript:", re.IGNORECASE)
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_BASE64_START = re.compile(
    rb"^(?:-----BEGIN (?:CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNATURE)-----|MII[A-Za-z0-9+/]{40})"
)
_PDF_HEADER = re.compile(rb"%PDF-\d")


def sniff(path: Path) -> Content:
    """The kind of the file by its first bytes; archives of office formats are told apart elsewhere."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    code = _by_magic(head) or _by_text(head)
    if code == "ole":
        code = _ole_kind(path)
    return CONTENTS[code]


def _by_magic(head: bytes) -> str | None:
    if not head.strip(b"\x00"):
        return "blank"
    for magic, code in _MAGIC:
        if head.startswith(magic):
            return code
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(b"RIFF"):
        return "webp" if head[8:12] == b"WEBP" else "media"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return (
            "heic"
            if brand in (b"heic", b"heix", b"mif1", b"hevc", b"msf1")
            else "avif"
            if brand == b"avif"
            else "media"
        )
    if head[:1] == b"\x30" and _SIGNED_DATA in head[:40]:
        return "signature"
    # A PDF may have rubbish before its header; PDF viewers look through the first kilobyte.
    return "pdf" if _PDF_HEADER.search(head[:1024]) else None


def _by_text(head: bytes) -> str:
    start = _as_ascii(head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if _BASE64_START.match(start):
        return "signature"
    if re.search(rb"<svg[\s>]", start, re.IGNORECASE):
        return "svg"
    if _MARKUP.search(start):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    strange = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return "text" if strange == 0 else "unknown"


def _as_ascii(head: bytes) -> bytes:
    """Text in UTF-16 brought to one byte a letter, for looking at its markup."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "ignore").encode("ascii", "ignore")
    return head


def _ole_kind(path: Path) -> str:
    """Old Office files and encrypted new ones are told by the names of the streams inside."""
    with path.open("rb") as file:
        start = file.read(2_000_000)
    for name, code in (
        ("EncryptedPackage", "encrypted_office"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if name.encode("utf-16-le") in start:
            return code
    return "ole"


def has_script(path: Path) -> bool:
    """Whether markup near the beginning runs a script (SVG, HTML)."""
    with path.open("rb") as file:
        return bool(_SCRIPT.search(_as_ascii(file.read(1_000_000))))


def second_nature(path: Path, content: Content) -> str | None:
    """The other thing the file also is, or None: a page of HTML, an archive, a PDF, rubbish.

    Such a file is read one way by a check and another way by a browser.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        tail = file.read()
        if content.code == "pdf":
            return _beside_pdf(head, tail)
        if content.code in ("jpeg", "png"):
            return _beside_picture(file, content.code, head, tail, size)
    if content.code in ("zip", "docx", "xlsx", "odt", "ods"):
        if not head.startswith(b"PK\x03\x04"):
            return "rubbish"
        return _after_zip(tail)
    return None


def _beside_pdf(head: bytes, tail: bytes) -> str | None:
    header = _PDF_HEADER.search(head)
    before = head[: header.start()] if header else b""
    if _MARKUP.search(before) or _MARKUP.search(head[:1024]):
        return "html"
    if before.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        return "rubbish"
    if _ends_as_zip(tail):
        return "archive"
    after = tail[tail.rfind(b"%%EOF") + 5 :] if b"%%EOF" in tail else b""
    if _MARKUP.search(after):
        return "html"
    return None


def _beside_picture(file: BinaryIO, code: str, head: bytes, tail: bytes, size: int) -> str | None:
    if _ends_as_zip(tail):
        return "archive"
    if _PDF_HEADER.search(head):
        return "pdf"
    end_mark = b"\xff\xd9" if code == "jpeg" else b"IEND"
    after = tail[tail.rfind(end_mark) + len(end_mark) :] if end_mark in tail else b""
    if _MARKUP.search(after) or re.search(rb"<script|<\?php", head, re.IGNORECASE):
        return "html"
    return None


def _ends_as_zip(tail: bytes) -> bool:
    """Whether an archive's directory stands at the end: its end record points back at a directory."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        return False
    size, _offset, comment = struct.unpack("<IIH", tail[end + 12 : end + 22])
    if end + 22 + comment > len(tail) + 1024:
        return False
    directory = end - size
    return size == 0 or directory < 0 or tail[directory : directory + 4] == b"PK\x01\x02"


def _after_zip(tail: bytes) -> str | None:
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        return None
    (comment,) = struct.unpack("<H", tail[end + 20 : end + 22])
    after = tail[end + 22 :].rstrip(b"\x00")
    if _MARKUP.search(after):
        return "html"
    return "rubbish" if len(after) > comment + 16 else None
