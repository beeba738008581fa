"""Files that try to take all memory or time of the reader; none is larger than a school may send."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from fpdf import FPDF
from PIL import Image

from bench.documents.pdf_writer import face

MEBIBYTE = 1024 * 1024


def _zeros(packer, megabytes: int) -> bytes:
    blank = bytes(MEBIBYTE)
    return b"".join([*(packer.compress(blank) for _ in range(megabytes)), packer.flush()])


def _assembled(objects: Iterator[bytes], info: bytes = b"") -> bytes:
    """A PDF of the objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(offsets) + 1,
        info,
        start,
    )
    return bytes(out)


def _one_page(*more: bytes, resources: bytes = b"") -> Iterator[bytes]:
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    yield (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        + resources
        + b" >> >>"
    )
    yield from more


def _stream(data: bytes, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def bomb_in_page() -> bytes:
    """A page whose content unfolds to two gigabytes."""
    return _assembled(_one_page(_stream(_zeros(zlib.compressobj(9), 2048))))


def bomb_in_bomb() -> bytes:
    """A stream packed twice: sixteen gigabytes."""
    outer = zlib.compress(_zeros(zlib.compressobj(9), 1024) * 16, 9)
    return _assembled(_one_page(_stream(outer, b"/Filter [/FlateDecode /FlateDecode]")))


def million_objects() -> bytes:
    """A million small objects in a PDF of its ordinary form, as many as go into twenty megabytes."""
    count = 400_000

    def objects() -> Iterator[bytes]:
        yield from _one_page(_stream(b"", b""))
        for _ in range(count):
            yield b"[1 2]"

    return _assembled(objects())


def million_packed() -> bytes:
    """A million objects in object streams, unpacked by whoever opens the file."""
    rows, streams = [], []
    first = 10
    for block in range(100):
        head = b" ".join(b"%d %d" % (first + block * 10_000 + at, at * 3) for at in range(10_000))
        streams.append((first + block * 10_000, head + b"\n" + b"[] " * 10_000, len(head) + 1))
        rows.append(block)
    total = first + 1_000_000
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in enumerate(_one_page(_stream(b"", b"")), 1):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    for block, (_, data, offset) in enumerate(streams):
        number = total + block
        places[number] = len(out)
        entries = b"/Type /ObjStm /N 10000 /First %d /Filter /FlateDecode" % offset
        out += b"%d 0 obj\n%s\nendobj\n" % (number, _stream(zlib.compress(data), entries))
    table = total + 100
    places[table] = len(out)
    entries = bytearray()
    for number in range(table + 1):
        if number in places:
            entries += struct.pack(">BIH", 1, places[number], 0)
        elif first <= number < total:
            entries += struct.pack(">BIH", 2, total + (number - first) // 10_000, (number - first) % 10_000)
        else:
            entries += struct.pack(">BIH", 0, 0, 0)
    said = b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Filter /FlateDecode" % (table + 1)
    out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        _stream(zlib.compress(bytes(entries)), said),
        places[table],
    )
    return bytes(out)


def deep_nesting() -> bytes:
    """A million brackets inside one another."""
    return _assembled(_one_page(_stream(b"", b""), b"[" * 1_000_000 + b"]" * 1_000_000))


def huge_picture() -> bytes:
    """A PNG of 60,000 by 60,000 pixels."""
    side = 60_000

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    packed = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def huge_picture_in_pdf() -> bytes:
    """A page with a picture of 60,000 by 60,000 pixels."""
    packer = zlib.compressobj(9)
    entries = (
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent "
        b"8 /ColorSpace /DeviceGray "
        b"/Filter /FlateDecode"
    )
    picture = _stream(_zeros(packer, 3434), entries)
    return _assembled(
        _one_page(
            _stream(b"q 595 0 0 842 0 0 cm /Im Do Q", b""), picture, resources=b"/XObject << /Im 5 0 R >>"
        )
    )


def largest_photo() -> bytes:
    """A photograph of fifty megapixels, as a new telephone takes it."""
    rng = random.Random(5)
    small = Image.frombytes("RGB", (250, 200), rng.randbytes(150_000))
    out = io.BytesIO()
    small.resize((8_160, 6_120)).save(out, "JPEG", quality=88)
    return out.getvalue()


def five_hundred_pages() -> bytes:
    """A book of five hundred pages of text."""
    sheet = FPDF()
    sheet.add_font("Main", "", face()[0])
    sheet.set_font("Main", size=11)
    for page in range(1, 501):
        sheet.add_page()
        line = f"Страница {page}. Рабочая программа внеурочной деятельности на базе центра «Точка роста». "
        sheet.multi_cell(0, 5, line * 30)
    return bytes(sheet.output())


def scans_at_the_limit() -> bytes:
    """Scans in colour that fill the allowed twenty megabytes."""
    rng = random.Random(6)
    sheet = FPDF()
    for _ in range(9):
        small = Image.frombytes("RGB", (620, 877), rng.randbytes(620 * 877 * 3))
        out = io.BytesIO()
        small.resize((2_480, 3_508)).save(out, "JPEG", quality=60)
        sheet.add_page()
        sheet.image(io.BytesIO(out.getvalue()), 0, 0, 210, 297)
    return bytes(sheet.output())


def packed_bomb() -> bytes:
    """A DOCX whose text unfolds to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        with archive.open("word/document.xml", "w") as part:
            part.write(
                b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
            )
            for _ in range(1024):
                part.write(b"a" * MEBIBYTE)
            part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return out.getvalue()


HOSTILE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("поток на 2 ГБ.pdf", bomb_in_page),
    ("поток в потоке на 16 ГБ.pdf", bomb_in_bomb),
    ("400 тысяч объектов.pdf", million_objects),
    ("миллион упакованных объектов.pdf", million_packed),
    ("миллион скобок.pdf", deep_nesting),
    ("картинка 60000×60000.png", huge_picture),
    ("картинка 60000×60000 внутри.pdf", huge_picture_in_pdf),
    ("снимок 50 мегапикселей.jpg", largest_photo),
    ("500 страниц.pdf", five_hundred_pages),
    ("цветные сканы.pdf", scans_at_the_limit),
    ("текст на 1 ГБ.docx", packed_bomb),
)
