"""Text by page and a preview of a PDF, by PDFium."""

import ctypes
import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from library.reading.limits import Limits
from library.reading.page_order import in_reading_order
from library.reading.pdf_structure import look_inside
from library.reading.pictures import PREVIEW_SIZE, give_preview
from library.reading.report import Report

_WORDS_OF_A_PAGE = 12
"""Letters from which a page counts as having text; a page number alone is none."""
_SCAN_COVER = 0.7
"""Share of the page that one picture covers when the page is a scan."""
_PAGES_LOOKED_AT = 5
_RUSSIAN = re.compile(r"[А-Яа-яЁё]")
_STRANGE = re.compile(r"[\ue000-\uf8ff\ufffd\u0000-\u0008\u0400-\u040f\u0450-\u04ff]|[À-ÿ]{3}")


def read_pdf(path: Path, report: Report, limits: Limits) -> None:
    """A PDF: its structure, then text page by page, then a preview of the first page."""
    report.stage("structure")
    look_inside(path, report, limits)
    report.stage("opening")
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except (pypdfium2.PdfiumError, ValueError):
        raise report.stop("damaged") from None
    report.stage("text")
    texts, scans = _read_pages(document, min(count, limits.pages), report)
    # Of a long book the end may stay unread: that says nothing of its text layer.
    _judge_text(texts, scans, len(texts) or min(count, limits.pages), report)
    report.stage("preview")
    _preview(document, report)


def _read_pages(document: pypdfium2.PdfDocument, count: int, report: Report) -> tuple[list[str], int]:
    """Beginnings of the pages' texts, and how many of the first pages are pictures of paper."""
    beginnings: list[str] = []
    scans = 0
    for number in range(count):
        if report.time_is_short(0.6):
            report.problem("text_incomplete")
            break
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            report.problem("page_damaged", page=number + 1)
            beginnings.append("")
            report.page("")
            continue
        try:
            text = _text_of(page)
            if number < _PAGES_LOOKED_AT:
                scans += _is_picture_of_paper(page)
        finally:
            page.close()
        beginnings.append(text[:3_000])
        if not report.page(text):
            break
    return beginnings, scans


def _text_of(page: pypdfium2.PdfPage) -> str:
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        return in_reading_order(str(textpage.get_text_range()), textpage)
    except (pypdfium2.PdfiumError, AssertionError, ValueError, ctypes.ArgumentError):
        return ""
    finally:
        textpage.close()


def _is_picture_of_paper(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    area = width * height
    for position, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2)):
        if position > 20 or area <= 0:
            return False
        try:
            left, bottom, right, top = item.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        if (right - left) * (top - bottom) > _SCAN_COVER * area:
            return True
    return False


def _judge_text(texts: list[str], scans: int, count: int, report: Report) -> None:
    with_text = sum(_letters(text) >= _WORDS_OF_A_PAGE for text in texts)
    layer = "full" if with_text >= 0.8 * max(count, 1) else "partial" if with_text else "none"
    looked = min(count, _PAGES_LOOKED_AT)
    is_scan = bool(looked) and scans * 2 > looked
    report.facts(text_layer=layer, is_scan=is_scan)
    if layer == "none":
        report.problem("no_text_layer" if is_scan else "no_text")
    elif layer == "partial":
        report.problem("partial_text_layer", pages=count - with_text)
    joined = "".join(texts)
    if layer != "none" and len(_STRANGE.findall(joined)) * 8 > len(joined) - joined.count(" "):
        report.problem("garbled_text")


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _preview(document: pypdfium2.PdfDocument, report: Report) -> None:
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(PREVIEW_SIZE[0] / max(width, 1), PREVIEW_SIZE[1] / max(height, 1), 2.0)
        if width * scale < 1 or height * scale < 1:
            report.problem("no_preview")
            return
        picture = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        report.problem("no_preview")
        return
    give_preview(picture, report)
