"""Files for the tests, made byte by byte: whole ones and broken ones."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from PIL import Image

MEGABYTE = 1024 * 1024
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def to_unicode_map() -> bytes:
    """A CMap from the Windows-1251 bytes of a page's text to letters."""
    lines = []
    for code in range(0x20, 0x100):
        try:
            letter = bytes([code]).decode("cp1251")
        except UnicodeDecodeError:
            continue
        lines.append(f"<{code:02X}> <{ord(letter):04X}>")
    chunks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{body}\nendcmap end end"
    ).encode("ascii")


def stream(data: bytes, extra: bytes = b"", *, deflate: bool = True) -> bytes:
    """A stream object with its length."""
    packed = zlib.compress(data) if deflate else data
    filters = b"/Filter /FlateDecode " if deflate else b""
    return b"<< " + filters + extra + b"/Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def text_content(lines: Sequence[str]) -> bytes:
    """A page's content: one line of text under another."""
    parts = [b"BT /F1 12 Tf 14 TL 50 780 Td"]
    for line in lines:
        raw = (
            line.encode("cp1251", "replace")
            .replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
        )
        parts.append(b"(" + raw + b") Tj T*")
    parts.append(b"ET")
    return b"\n".join(parts)


def pdf(
    pages: Sequence[str] = ("Приказ",),
    *,
    catalog: bytes = b"",
    extra: Mapping[int, bytes] | None = None,
    info: bytes = b"",
    contents: bytes | None = None,
    page_entries: bytes = b"",
    resources: bytes = b"",
) -> bytes:
    """A whole PDF of text pages.

    `catalog` goes into the catalogue, `extra` are more objects by number (from 100 on),
    `contents` is a whole stream object in place of the first page's.
    """
    objects: dict[int, bytes] = {
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/FirstChar 32 /LastChar 255 "
                                    b"/Widths [" + b"500 " * 224 + b"] /ToUnicode 4 0 R >>",
                                 4: stream(to_unicode_map())}  # fmt: skip
    kids = []
    for number, page in enumerate(pages):
        page_id, content_id = 10 + number * 2, 11 + number * 2
        kids.append(b"%d 0 R" % page_id)
        objects[page_id] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % content_id
            + b"/Resources << /Font << /F1 3 0 R >> "
            + resources
            + b">> "
            + (page_entries if number == 0 else b"")
            + b">>"
        )  # fmt: skip
        objects[content_id] = contents if contents and number == 0 else stream(text_content(page.split("\n")))
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>"
    objects[2] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    if info:
        objects[5] = b"<< " + info + b" >>"
    objects.update(extra or {})
    return assemble(objects, b"/Info 5 0 R " if info else b"")


def assemble(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Objects with a cross-reference table after them."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    out += b"0000000000 65535 f \n"
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def text_string(text: str) -> bytes:
    """A PDF string in UTF-16."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode("ascii") + b">"


def archive(parts: Mapping[str, bytes | str], *, stored: Sequence[str] = ()) -> bytes:
    """A ZIP of the parts in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(
    paragraphs: Sequence[str] = ("Приказ",),
    *,
    title: str = "",
    body: str = "",
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """A DOCX; `body` is more XML at its end, `parts` more files inside."""
    paragraphs_xml = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(paragraph)}</w:t></w:r></w:p>'
        for paragraph in paragraphs
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{paragraphs_xml}{body}'
            "</w:body></w:document>",
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">'
            f"<dc:title>{escape(title)}</dc:title><dcterms:created>2024-04-04T10:00:00Z</dcterms:created>"
            "</cp:coreProperties>",
            "docProps/app.xml": "<Properties><Pages>2</Pages><Application>Word</Application></Properties>",
            **(parts or {}),
        }
    )


def odt(paragraphs: Sequence[str] = ("Приказ",), *, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """An ODT."""
    content = "".join(f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs)
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:c xmlns:o="o" xmlns:text="t"><o:body>{content}</o:body></o:c>',
            "meta.xml": '<o:m xmlns:o="o" xmlns:dc="d" xmlns:meta="m"><dc:title>О центре</dc:title>'
            "<meta:creation-date>2024-04-04T10:00:00</meta:creation-date><meta:document-statistic "
            'meta:page-count="3"/></o:m>',
            **(parts or {}),
        },
        stored=("mimetype",),
    )


def xlsx(rows: Sequence[Sequence[str]] = (("Понедельник", "Физика"),)) -> bytes:
    """An XLSX of one sheet with shared strings."""
    strings = [cell for row in rows for cell in row]
    cells = iter(range(len(strings)))
    sheet = "".join(
        "<row>" + "".join(f'<c t="s"><v>{next(cells)}</v></c>' for _ in row) + "</row>" for row in rows
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Расписание" r:id="rId1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></R>',
            "xl/sharedStrings.xml": "<sst>"
            + "".join(f"<si><t>{escape(s)}</t></si>" for s in strings)
            + "</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
        }
    )


def ods(rows: Sequence[Sequence[str]] = (("Понедельник", "Физика"),)) -> bytes:
    """An ODS of one sheet."""
    table = "".join(
        "<t:table-row>"
        + "".join(f"<t:table-cell><x:p>{escape(cell)}</x:p></t:table-cell>" for cell in row)
        + "</t:table-row>"
        for row in rows
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<o:c xmlns:o="o" xmlns:t="t" xmlns:x="x"><t:table t:name="Расписание">{table}'
            "</t:table></o:c>",
            "meta.xml": '<o:m xmlns:o="o"/>',
        },
        stored=("mimetype",),
    )


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 600), mode: str = "RGB") -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind)
    return out.getvalue()


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small PNG that claims to be enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    rows = zlib.compress(b"\x00" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, deflated: one block said again and again."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"\x00" * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\x00" * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1) + packer.flush()


def many_objects(count: int) -> bytes:
    """A PDF of so many objects, the most of them empty."""
    whole = pdf()
    start = whole.index(b"xref\n0 ")
    empty = b"".join(b"%d 0 obj\nnull\nendobj\n" % number for number in range(100, 100 + count))
    return whole[:start] + empty + whole[start:]
