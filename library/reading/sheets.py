"""Text of spreadsheets: XLSX and ODS, one page a sheet, one line a row."""

import posixpath
import re
from pathlib import Path

from library.reading.archive import Archive, XmlTarget
from library.reading.limits import Limits
from library.reading.office import check_office, core_properties, odf_metadata
from library.reading.report import Report

_MOST_STRINGS = 5_000_000
_MOST_SHEETS = 200


def read_xlsx(path: Path, report: Report, limits: Limits, archive: Archive) -> None:
    """An XLSX: shared strings, then the sheets in the order of the workbook."""
    report.stage("structure")
    check_office(archive, report)
    book = _Workbook()
    archive.parse("xl/workbook.xml", book)
    targets = _Relations()
    archive.parse("xl/_rels/workbook.xml.rels", targets)
    report.facts(metadata=core_properties(archive), tagged=None, text_layer="full", page_count=None)
    report.stage("text")
    strings = _SharedStrings()
    archive.parse("xl/sharedStrings.xml", strings)
    letters = 0
    for title, relation in book.sheets[:_MOST_SHEETS]:
        name = posixpath.normpath(posixpath.join("xl", targets.paths.get(relation, ""))).lstrip("/")
        if name.startswith("xl/xl/"):
            name = name[3:]
        sheet = _XlsxSheet(strings.values, limits.text_chars)
        if not archive.parse(name, sheet):
            continue
        text = sheet.collected()
        letters += len(text)
        if not report.page(f"{title}\n{text}"):
            break
    if not letters:
        report.problem("no_text")


def read_ods(path: Path, report: Report, limits: Limits, archive: Archive) -> None:
    """An ODS: the sheets in their order."""
    report.stage("structure")
    check_office(archive, report)
    metadata, _ = odf_metadata(archive)
    report.facts(metadata=metadata, tagged=None, text_layer="full", page_count=None)
    report.stage("text")
    target = _OdsSheets(report)
    archive.parse("content.xml", target)
    if not target.letters:
        report.problem("no_text")


class _Workbook(XmlTarget):
    """Names of the sheets and their relations; hidden sheets are not public text."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))


class _Relations(XmlTarget):
    def __init__(self) -> None:
        super().__init__()
        self.paths: dict[str, str] = {}

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.paths[attributes.get("Id", "")] = attributes.get("Target", "")


class _SharedStrings(XmlTarget):
    """The table of strings, up to a bound on their whole length."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._phonetic = 0
        self._length = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "rPh":
            self._phonetic += 1

    def closed(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            value = "".join(self._parts)
            self._length += len(value) + 1
            self.values.append(value)
            self._parts = []

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)

    def full(self) -> bool:
        return self._length > _MOST_STRINGS or len(self.values) > 500_000


class _XlsxSheet(XmlTarget):
    """Rows of one sheet; a value computed by a formula is taken as it was last saved."""

    def __init__(self, strings: list[str], most: int) -> None:
        super().__init__()
        self._strings = strings
        self._most = most
        self._rows: list[str] = []
        self._cells: list[str] = []
        self._value: list[str] = []
        self._type = ""
        self._reads = False
        self._length = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._type = attributes.get("t", "n")
            self._value = []
        elif name in ("v", "t"):
            self._reads = True

    def closed(self, name: str) -> None:
        if name in ("v", "t"):
            self._reads = False
        elif name == "c":
            value = "".join(self._value).strip()
            if self._type == "s":
                value = (
                    self._strings[int(value)] if value.isdecimal() and int(value) < len(self._strings) else ""
                )
            elif self._type == "b":
                value = ""
            if value:
                self._cells.append(value)
        elif name == "row" and self._cells:
            row = " ".join(self._cells)
            self._length += len(row) + 1
            self._rows.append(row)
            self._cells = []

    def text(self, text: str) -> None:
        if self._reads:
            self._value.append(text)

    def full(self) -> bool:
        return self._length > self._most

    def collected(self) -> str:
        """The rows as lines."""
        return "\n".join(self._rows)


class _OdsSheets(XmlTarget):
    """Sheets of an ODS; repeated empty rows and columns are not unfolded."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self._title = ""
        self._rows: list[str] = []
        self._cells: list[str] = []
        self._text: list[str] = []
        self._paragraphs = 0
        self._tables = 0
        self._full = False
        self._skipping = 0
        self.letters = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("annotation", "tracked-changes"):
            self._skipping += 1
        elif name == "table":
            self._tables += 1
            if self._tables == 1:
                self._title = attributes.get("name", "")
        elif name == "p":
            self._paragraphs += 1
        elif name in ("s", "tab", "line-break"):
            self._text.append(" ")

    def closed(self, name: str) -> None:
        if name in ("annotation", "tracked-changes"):
            self._skipping -= 1
        elif name == "p":
            self._paragraphs -= 1
            self._text.append(" ")
        elif name in ("table-cell", "covered-table-cell"):
            value = re.sub(r"\s+", " ", "".join(self._text)).strip()
            self._text = []
            if value:
                self._cells.append(value)
        elif name == "table-row":
            if self._cells:
                self._rows.append(" ".join(self._cells))
                self._cells = []
        elif name == "table":
            self._tables -= 1
            if self._tables == 0:
                self._hand_over()

    def _hand_over(self) -> None:
        text = "\n".join(self._rows)
        self.letters += len(text)
        self._rows = []
        if text:
            self._full = not self._report.page(f"{self._title}\n{text}")

    def text(self, text: str) -> None:
        if self._paragraphs and not self._skipping:
            self._text.append(text)

    def full(self) -> bool:
        return self._full
