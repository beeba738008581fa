"""Text and metadata of word-processor files: DOCX and ODT, as streams of XML."""

import re
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from library.reading.archive import Archive, XmlTarget
from library.reading.limits import Limits
from library.reading.report import Report
from library.reading.sniff import CONTENTS, Content

_OOXML_MAIN = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
_ODF_TYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
)
_MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml)$|^Basic/|^Scripts/", re.IGNORECASE)
_OBJECTS = re.compile(r"/embeddings/.*\.(?:bin|exe|js|vbs|bat|html?|pdf|zip)$|/activeX/", re.IGNORECASE)


def kind_of_archive(archive: Archive) -> Content:
    """Which office format an archive is, by its main part; a plain archive otherwise."""
    mimetype = archive.read("mimetype", 200).strip()
    for declared, code in _ODF_TYPES:
        if mimetype == declared and "content.xml" in archive.names:
            return CONTENTS[code]
    for main, code in _OOXML_MAIN:
        if main in archive.names and "[Content_Types].xml" in archive.names:
            if any(_MACROS.search(name) for name in archive.names):
                return CONTENTS["macro_office"]
            return CONTENTS[code]
    return CONTENTS["zip"]


def check_office(archive: Archive, report: Report) -> None:
    """Macros, embedded programs and outside templates: reported, each as what it is."""
    if any(_MACROS.search(name) for name in archive.names):
        report.problem("macros")
    if any(_OBJECTS.search(name) for name in archive.names):
        report.facts(has_embedded_files=True)
        report.problem("embedded_objects")
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        report.facts(encrypted=True)
        raise report.stop("encrypted")
    for name in ("word/_rels/settings.xml.rels", "word/_rels/document.xml.rels"):
        relations = archive.read(name)
        if re.search(rb"attachedTemplate[^>]*(?:https?:|file:|\\\\)", relations) or re.search(
            rb"(?:oleObject|frame|subDocument)\"[^>]*TargetMode=\"External\"", relations
        ):
            report.problem("outside_template")
    if archive.names & {"word/comments.xml"} and b"<w:comment " in archive.read("word/comments.xml"):
        report.problem("has_revisions")


def read_docx(path: Path, report: Report, limits: Limits, archive: Archive) -> None:
    """A DOCX: metadata, then text; pages as Word last laid them out."""
    report.stage("structure")
    check_office(archive, report)
    metadata = core_properties(archive)
    pages = _app_pages(archive)
    report.facts(metadata=metadata, tagged=True, text_layer="full", page_count=pages)
    report.stage("text")
    target = DocxText(report)
    archive.parse("word/document.xml", target)
    target.finish()
    if target.revisions:
        report.problem("has_revisions")
    _say_if_empty(target.letters, report)


def read_odt(path: Path, report: Report, limits: Limits, archive: Archive) -> None:
    """An ODT: metadata, then text; pages as the last program laid them out."""
    report.stage("structure")
    check_office(archive, report)
    metadata, pages = odf_metadata(archive)
    report.facts(metadata=metadata, tagged=True, text_layer="full", page_count=pages)
    report.stage("text")
    target = OdtText(report)
    archive.parse("content.xml", target)
    target.finish()
    if target.revisions:
        report.problem("has_revisions")
    _say_if_empty(target.letters, report)


def _say_if_empty(letters: int, report: Report) -> None:
    if letters < 10:
        report.facts(text_layer="none", is_scan=True)
        report.problem("no_text")


class PagedText(XmlTarget):
    """Collects text and hands it over page by page."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self._parts: list[str] = []
        self._full = False
        self._skipping = 0
        self.revisions = False
        self.letters = 0

    def add(self, text: str) -> None:
        """More text of this page."""
        if not self._skipping:
            self._parts.append(text)

    def new_page(self) -> None:
        """The page ends here."""
        text = "".join(self._parts)
        self._parts = []
        if text.strip():
            self.letters += sum(char.isalnum() for char in text[:10_000])
            self._full = not self._report.page(text) or self._full

    def finish(self) -> None:
        """The last page."""
        if not self._full:
            self.new_page()

    def full(self) -> bool:
        return self._full


class DocxText(PagedText):
    """Text of `word/document.xml`; what was deleted and the doubles of text boxes are left out."""

    _SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText"})

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self._in_text = False
        self._cells = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._SKIPPED:
            self._skipping += 1
        self.revisions = self.revisions or name in ("ins", "del", "moveFrom")
        if name == "t":
            self._in_text = True
        elif name == "tab":
            self.add("\t")
        elif name == "br":
            if attributes.get("type") == "page":
                self.new_page()
            else:
                self.add("\n")
        elif name == "cr":
            self.add("\n")
        elif name == "lastRenderedPageBreak" and not self._cells:
            self.new_page()
        elif name == "noBreakHyphen":
            self.add("-")
        elif name == "softHyphen":
            self.add("\u00ad")
        elif name == "tc":
            self._cells += 1

    def closed(self, name: str) -> None:
        if name in self._SKIPPED:
            self._skipping -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self.add("\n")
        elif name == "tc":
            self._cells -= 1

    def text(self, text: str) -> None:
        if self._in_text:
            self.add(text)


class OdtText(PagedText):
    """Text of `content.xml` of a text document."""

    _SKIPPED = frozenset({"tracked-changes", "annotation", "sequence-decls", "forms", "scripts"})

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self._paragraphs = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._SKIPPED:
            self._skipping += 1
            self.revisions = self.revisions or name in ("annotation", "tracked-changes")
        elif name in ("p", "h"):
            self._paragraphs += 1
        elif name == "tab":
            self.add("\t")
        elif name == "s":
            count = attributes.get("c", "1")
            self.add(" " * (min(int(count), 100) if count.isdecimal() else 1))
        elif name == "line-break":
            self.add("\n")
        elif name == "soft-page-break":
            self.new_page()

    def closed(self, name: str) -> None:
        if name in self._SKIPPED:
            self._skipping -= 1
        elif name in ("p", "h"):
            self._paragraphs -= 1
            self.add("\n")

    def text(self, text: str) -> None:
        if self._paragraphs:
            self.add(text)


def core_properties(archive: Archive) -> dict[str, str]:
    """Metadata of an OOXML file."""
    values = _flat(archive.read("docProps/core.xml"))
    return {
        "title": values.get("title", ""),
        "author": values.get("creator", ""),
        "subject": values.get("subject", ""),
        "created": values.get("created", ""),
        "modified": values.get("modified", ""),
        "producer": _flat(archive.read("docProps/app.xml")).get("Application", ""),
    }


def _app_pages(archive: Archive) -> int | None:
    return _count(_flat(archive.read("docProps/app.xml")).get("Pages", ""))


def odf_metadata(archive: Archive) -> tuple[dict[str, str], int | None]:
    """Metadata of an ODF file and its number of pages."""
    data = archive.read("meta.xml")
    values = _flat(data)
    pages = re.search(rb'page-count="(\d{1,6})"', data)
    metadata = {
        "title": values.get("title", ""),
        "author": values.get("initial-creator", values.get("creator", "")),
        "subject": values.get("subject", ""),
        "created": values.get("creation-date", ""),
        "modified": values.get("date", ""),
        "producer": values.get("generator", ""),
    }
    return metadata, _count(pages[1].decode()) if pages else None


def _count(said: str) -> int | None:
    return int(said) if said.isdecimal() and 0 < len(said) < 7 and int(said) > 0 else None


def _flat(data: bytes) -> dict[str, str]:
    """Leaf elements of a small XML part by name; empty when it is damaged or unsafe."""
    if not data:
        return {}
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    return {
        element.tag.rpartition("}")[2]: (element.text or "").strip()[:1_000]
        for element in root.iter()
        if isinstance(element.tag, str) and element.text
    }
