"""Archives of office formats, opened with bounds: entries, sizes, no entities, no depth."""

import contextlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from library.reading.limits import Limits
from library.reading.report import Report

_CHUNK = 64 * 1024
_DEEPEST = 256
_RATIO = 150
_SMALL = 20 * 1024 * 1024


class XmlTarget:
    """Receives the parts of an XML file one by one; nothing is kept but what a reader keeps.

    Names come without their namespaces.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.too_deep = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self.too_deep = self.too_deep or self.depth > _DEEPEST
        if not self.too_deep:
            self.opened(
                tag.rpartition("}")[2], {name.rpartition("}")[2]: value for name, value in attributes.items()}
            )

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= 1
        self.closed(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        """Text between elements."""
        self.text(text)

    def close(self) -> None:
        """The file ends."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """For a reader to override."""

    def closed(self, name: str) -> None:
        """For a reader to override."""

    def text(self, text: str) -> None:
        """For a reader to override."""

    def full(self) -> bool:
        """Whether the reader has enough."""
        return False


class Archive:
    """A ZIP file whose parts are read in pieces and counted as they unfold."""

    def __init__(self, path: Path, report: Report, limits: Limits) -> None:
        self._report = report
        self._left = limits.expanded
        entries = _promised_entries(path)
        if entries is None:
            raise report.stop("truncated")
        if entries > limits.entries:
            raise report.stop("too_many_objects")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise report.stop("damaged") from None
        self.names = frozenset(self._zip.namelist())
        self._check_sizes()

    def _check_sizes(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise self._report.stop("encrypted")
        packed = sum(info.compress_size for info in infos)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > self._left or (unpacked > _SMALL and unpacked > _RATIO * max(packed, 1)):
            raise self._report.stop("decompression_bomb")

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part in pieces; stops the reading when parts unfold to more than they may."""
        with contextlib.closing(self._zip.open(name)) as part:
            while piece := part.read(_CHUNK):
                self._left -= len(piece)
                if self._left < 0:
                    raise self._report.stop("decompression_bomb")
                yield piece

    def read(self, name: str, most: int = 2_000_000) -> bytes:
        """A small part whole; empty when there is none or it is larger than that."""
        if name not in self.names:
            return b""
        whole = b""
        for piece in self.pieces(name):
            whole += piece
            if len(whole) > most:
                return b""
        return whole

    def parse(self, name: str, target: XmlTarget) -> bool:
        """Feed an XML part to the target; False when the part is absent.

        Entities, document types and outside references are refused as damage.
        """
        if name not in self.names:
            return False
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            for piece in self.pieces(name):
                parser.feed(piece)
                if target.too_deep:
                    raise self._report.stop("too_deep")
                if target.full():
                    return True
            parser.close()
        except DefusedXmlException:
            raise self._report.stop("decompression_bomb") from None
        except (
            ParseError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            LookupError,
            RuntimeError,
        ):
            raise self._report.stop("damaged") from None
        return True


def _promised_entries(path: Path) -> int | None:
    """How many entries the end of the archive promises; None when the archive has no end."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        return None
    entries: int = struct.unpack("<H", tail[end + 10 : end + 12])[0]
    large = tail.rfind(b"PK\x06\x06")
    if large >= 0 and len(tail) - large >= 40:
        entries = max(entries, struct.unpack("<Q", tail[large + 32 : large + 40])[0])
    return entries
