"""Papers as DOCX and ODT, with the runs, tabs and line breaks that office programs leave."""

import io
import random
import textwrap
import zipfile
from xml.sax.saxutils import escape

from bench.documents.paper import Block, Gap, Later, PageBreak, Para, Row, Specimen
from bench.documents.syllables import breaks

MILLIMETRES_A_LETTER = 2.3
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
OPEN_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def paragraphs_of(block: Para, rng: random.Random) -> list[list[str]]:
    """Paragraphs of a block, each a list of lines: a narrow heading is broken by hand in two ways."""
    lines = block.text.split("\n")
    if block.width:
        letters = max(12, int(block.width / MILLIMETRES_A_LETTER))
        lines = [
            short
            for line in lines
            for short in textwrap.wrap(line, letters, break_long_words=False, break_on_hyphens=False)
        ]
    if rng.random() < 0.5:
        return [lines]
    return [[line] for line in lines]


def spaced(line: str, block: Para) -> str:
    """Letters drawn apart are typed apart in office programs."""
    if block.tracking >= 3:
        return " ".join(line.replace(" ", "  "))
    return line


def softened(line: str, block: Para) -> str:
    """Soft hyphens inside long words, as an office program's hyphenation leaves them."""
    if block.hyphens != "soft":
        return line
    words = []
    for word in line.split(" "):
        places = breaks(word) if len(word) > 8 else []
        words.append(f"{word[: places[-1]]}\u00ad{word[places[-1] :]}" if places else word)
    return " ".join(words)


def runs(line: str, rng: random.Random) -> list[str]:
    """A line cut into runs in odd places, as editing leaves it."""
    if len(line) < 12 or rng.random() < 0.5:
        return [line]
    cuts = sorted(rng.sample(range(1, len(line)), 2))
    return [line[: cuts[0]], line[cuts[0] : cuts[1]], line[cuts[1] :]]


def _docx_run(text: str) -> str:
    parts = []
    for piece in text.split("\t"):
        inside = escape(piece).replace("\u00ad", '</w:t><w:softHyphen/><w:t xml:space="preserve">')
        parts.append(f'<w:t xml:space="preserve">{inside}</w:t>')
    return "<w:r>" + "<w:tab/>".join(parts) + "</w:r>"


def _docx_paragraph(lines: list[str], rng: random.Random) -> str:
    inside = "<w:r><w:br/></w:r>".join("".join(_docx_run(run) for run in runs(line, rng)) for line in lines)
    return f"<w:p>{inside}</w:p>"


def _docx_block(block: Block, rng: random.Random) -> str:
    match block:
        case Gap():
            return "<w:p/>"
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        case Later(inner):
            return _docx_block(inner, rng)
        case Para():
            shown = [
                [spaced(softened(line, block), block) for line in lines]
                for lines in paragraphs_of(block, rng)
            ]
            return "".join(_docx_paragraph(lines, rng) for lines in shown)
        case Row(cells):
            if not block.ruled and rng.random() < 0.5 and all("\n" not in text for text, _, _ in cells):
                return _docx_paragraph(["\t".join(text for text, _, _ in cells)], rng)
            inside = "".join(
                "<w:tc>" + "".join(_docx_paragraph([line], rng) for line in text.split("\n")) + "</w:tc>"
                for text, _, _ in cells
            )
            return f"<w:tbl><w:tr>{inside}</w:tr></w:tbl>"


def write_docx(specimen: Specimen) -> bytes:
    """The paper as DOCX."""
    rng = random.Random(specimen.seed)
    body = "".join(_docx_block(block, rng) for block in specimen.blocks)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{body}'
    return _packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": document + "<w:sectPr/></w:body></w:document>",
        }
    )


def _odt_text(text: str) -> str:
    escaped = escape(text).replace("\t", "<text:tab/>")
    while "  " in escaped:
        escaped = escaped.replace("  ", ' <text:s text:c="1"/>', 1)
    return escaped


def _odt_paragraph(lines: list[str], rng: random.Random) -> str:
    inside = "<text:line-break/>".join(
        "".join(f"<text:span>{_odt_text(run)}</text:span>" for run in runs(line, rng)) for line in lines
    )
    return f"<text:p>{inside}</text:p>"


def _odt_block(block: Block, rng: random.Random) -> str:
    match block:
        case Gap() | PageBreak():
            return "<text:p/>"
        case Later(inner):
            return _odt_block(inner, rng)
        case Para():
            shown = [
                [spaced(softened(line, block), block) for line in lines]
                for lines in paragraphs_of(block, rng)
            ]
            return "".join(_odt_paragraph(lines, rng) for lines in shown)
        case Row(cells):
            inside = "".join(
                "<table:table-cell>"
                + "".join(_odt_paragraph([line], rng) for line in text.split("\n"))
                + "</table:table-cell>"
                for text, _, _ in cells
            )
            return f"<table:table><table:table-row>{inside}</table:table-row></table:table>"


def write_odt(specimen: Specimen) -> bytes:
    """The paper as ODT."""
    rng = random.Random(specimen.seed)
    body = "".join(_odt_block(block, rng) for block in specimen.blocks)
    return _packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": OPEN_DOCUMENT + body + "</office:text></office:body></office:document-content>",
        }
    )


def _packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, method)
    return out.getvalue()
