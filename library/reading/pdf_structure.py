"""What stands in a PDF beside its pages: scripts, attachments, tags, encryption, signatures.

The objects are walked one by one, direct dictionaries included, since scripts hide there;
names written with `#` escapes come out plain.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from library.reading.dates import pdf_date
from library.reading.limits import Limits
from library.reading.report import Report

_CHUNK = 1024 * 1024
_DEEPEST = 100
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_SUSPECT = re.compile(
    rb"/(?:JS|JavaScript|Launch|EmbeddedFiles?|EF|RichMedia|XFA|SubmitForm|ImportData|GoToE|ByteRange|AF)\b"
)
_FLATE = ("/FlateDecode", "/Fl")
_INFO_KEYS = (
    ("title", "/Title"),
    ("author", "/Author"),
    ("subject", "/Subject"),
    ("created", "/CreationDate"),
    ("modified", "/ModDate"),
    ("producer", "/Producer"),
)
_LEAST_BOMB = 150_000
"""Packed bytes below which one deflated stream cannot unfold to more than about 150 MB."""


class Findings:
    """What the walk has met."""

    def __init__(self) -> None:
        self.javascript = False
        self.attachments = False
        self.launch = False
        self.forms = False
        self.signatures: list[pikepdf.Object] = []


def look_inside(path: Path, report: Report, limits: Limits) -> None:
    """Report the structure of a PDF; stop where it cannot be opened, is locked or is a trap."""
    _count_objects(path, report, limits)
    try:
        pdf = pikepdf.open(path, access_mode=pikepdf.AccessMode.stream, suppress_warnings=True)
    except pikepdf.PasswordError:
        report.facts(encrypted=True)
        raise report.stop("encrypted") from None
    except (pikepdf.PdfError, ValueError, OverflowError, RecursionError) as error:
        if "encrypt" in str(error).lower():
            report.facts(encrypted=True)
            raise report.stop("encrypted") from None
        raise report.stop("truncated" if not _has_end(path) else "damaged") from None
    with pdf:
        _look(pdf, path, report, limits)


def _look(pdf: pikepdf.Pdf, path: Path, report: Report, limits: Limits) -> None:
    try:
        if int(pdf.trailer.get("/Size", 0)) > limits.objects:
            raise report.stop("too_many_objects")
        pages = len(pdf.pages)
        report.facts(page_count=pages)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        raise report.stop("damaged") from None
    if pages == 0:
        raise report.stop("damaged")
    if pages > limits.pages:
        report.problem("too_many_pages", pages=pages)
    if not _has_end(path):
        raise report.stop("truncated")
    _describe(pdf, report)
    found = Findings()
    _walk(pdf, found, report, limits)
    _tell(found, report)
    if any("reconstruct" in warning or "damaged" in warning for warning in map(str, pdf.get_warnings())):
        report.problem("repaired")
    report.facts(signatures_found=len(found.signatures))
    _signatures(found.signatures, path, report)


def _count_objects(path: Path, report: Report, limits: Limits) -> None:
    count = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count += len(_OBJECT.findall(chunk))
            if count > limits.objects:
                raise report.stop("too_many_objects")


def _has_end(path: Path) -> bool:
    """Whether the file's end is there: a file cut while copying has no `%%EOF` near its end."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        return b"%%EOF" in file.read()


def _describe(pdf: pikepdf.Pdf, report: Report) -> None:
    root = pdf.Root
    mark = root.get("/MarkInfo")
    marked = isinstance(mark, pikepdf.Dictionary) and bool(mark.get("/Marked", False))
    language = root.get("/Lang")
    report.facts(
        tagged=marked and "/StructTreeRoot" in root,
        language=str(language)[:35] if isinstance(language, pikepdf.String) else "",
        metadata=_metadata(pdf),
    )
    if pdf.is_encrypted:
        report.facts(restricted=True)
        if not (pdf.allow.extract and pdf.allow.accessibility):
            report.problem("restricted")


def _metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    info: dict[str, str] = {}
    try:
        source = pdf.docinfo
        for name, key in _INFO_KEYS:
            value = source.get(key)
            info[name] = str(value)[:1_000] if isinstance(value, pikepdf.String) else ""
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        return {}
    info["created"] = pdf_date(info["created"])
    info["modified"] = pdf_date(info["modified"])
    return info


def _walk(pdf: pikepdf.Pdf, found: Findings, report: Report, limits: Limits) -> None:
    left = limits.expanded
    for position, item in enumerate(pdf.objects):
        if position % 500 == 0 and report.time_is_short(0.5):
            raise report.stop("too_slow")
        try:
            plain = item.stream_dict if isinstance(item, pikepdf.Stream) else item
            said = plain.unparse(resolved=True)
        except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError):
            continue
        if _SUSPECT.search(said):
            _inspect(item, found, report)
        if isinstance(item, pikepdf.Stream) and b"/Filter" in said and not _is_picture(item):
            left -= _unfolded(item, left, report)
            if left < 0:
                raise report.stop("decompression_bomb")
    trailer = pdf.trailer.unparse(resolved=True)
    if _SUSPECT.search(trailer):
        _inspect(pdf.trailer, found, report)


def _children(item: Any) -> Iterator[tuple[str, Any]]:
    """Keys and values of a dictionary, elements of an array; references are not followed."""
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        yield from ((key, item[key]) for key in item.keys())  # noqa: SIM118
    elif isinstance(item, pikepdf.Array):
        yield from (("", element) for element in item)


def _inspect(item: Any, found: Findings, report: Report) -> None:
    stack: list[tuple[Any, int]] = [(item, 0)]
    while stack:
        current, depth = stack.pop()
        if depth > _DEEPEST:
            raise report.stop("too_deep")
        _judge(current, found)
        for _key, value in _children(current):
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
                stack.append((value, depth + 1))


def _judge(item: Any, found: Findings) -> None:
    """What one dictionary means."""
    pairs = dict(_children(item)) if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else {}
    if not pairs:
        return
    action = str(pairs.get("/S", "")) if isinstance(pairs.get("/S"), pikepdf.Name) else ""
    kind = str(pairs.get("/Type", "")) if isinstance(pairs.get("/Type"), pikepdf.Name) else ""
    if action == "/JavaScript" or (
        "/JS" in pairs and isinstance(pairs["/JS"], pikepdf.String | pikepdf.Stream)
    ):
        found.javascript = True
    if "/JavaScript" in pairs and isinstance(pairs["/JavaScript"], pikepdf.Dictionary | pikepdf.Array):
        found.javascript = True
    if action in ("/Launch", "/ImportData", "/GoToE"):
        found.launch = True
    if "/EF" in pairs or kind == "/EmbeddedFile" or _names_files(pairs):
        found.attachments = True
    if str(pairs.get("/Subtype", "")) == "/RichMedia" or "/RichMediaContent" in pairs:
        found.attachments = True
    if "/XFA" in pairs or action == "/SubmitForm":
        found.forms = True
    if "/ByteRange" in pairs and "/Contents" in pairs:
        found.signatures.append(item)


def _names_files(pairs: dict[str, Any]) -> bool:
    """A name tree of attached files that is not empty."""
    tree = pairs.get("/EmbeddedFiles")
    if not isinstance(tree, pikepdf.Dictionary):
        return False
    names, kids = tree.get("/Names"), tree.get("/Kids")
    return bool((names is not None and len(names)) or (kids is not None and len(kids)))


def _is_picture(stream: pikepdf.Stream) -> bool:
    return str(stream.stream_dict.get("/Subtype", "")) == "/Image"


def _filters(stream: pikepdf.Stream) -> list[str]:
    said = stream.stream_dict.get("/Filter")
    if isinstance(said, pikepdf.Array):
        return [str(name) for name in said]
    return [str(said)] if said is not None else []


def _unfolded(stream: pikepdf.Stream, most: int, report: Report) -> int:
    """Bytes the stream unfolds to, counted without keeping them; more than `most` counts as a trap."""
    filters = _filters(stream)
    if len(filters) > 4:
        raise report.stop("decompression_bomb")
    layers = sum(name in _FLATE for name in filters)
    try:
        raw = stream.read_raw_bytes()
    except (pikepdf.PdfError, ValueError):
        return 0
    if layers == 0 or (layers == 1 and len(raw) < _LEAST_BOMB):
        return len(raw)
    if any(name not in _FLATE for name in filters):
        # The text forms of the bytes (ASCII85 and the like) come first; they do not unfold.
        return len(raw) if layers == 1 else most + 1
    return _inflate(raw, layers, most)


def _inflate(raw: bytes, layers: int, most: int) -> int:
    inflaters = [zlib.decompressobj() for _ in range(layers)]
    total = 0

    def feed(data: bytes, layer: int) -> None:
        nonlocal total
        if layer == layers:
            total += len(data)
            return
        while data and total <= most:
            try:
                out = inflaters[layer].decompress(data, _CHUNK)
            except zlib.error:
                return
            data = inflaters[layer].unconsumed_tail
            if not out:
                return
            feed(out, layer + 1)

    for start in range(0, len(raw), _CHUNK):
        feed(raw[start : start + _CHUNK], 0)
        if total > most:
            return most + 1
    return total


def _tell(found: Findings, report: Report) -> None:
    report.facts(has_javascript=found.javascript, has_embedded_files=found.attachments)
    if found.javascript:
        report.problem("javascript")
    if found.attachments:
        report.problem("embedded_files")
    if found.launch:
        report.problem("launch_action")
    if found.forms:
        report.problem("active_form")


def _signatures(fields: list[pikepdf.Object], path: Path, report: Report) -> None:
    if not fields:
        return
    # Few files are signed; the rest need not wait for the reader of certificates.
    from library.reading.pdf_signatures import stamps_of

    stamps_of(fields, path, report)
