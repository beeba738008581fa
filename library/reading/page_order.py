"""Lines that a PDF draws after the rest of its page, put back where the eye finds them.

A form is printed first and its date and number are typed over it: in the text layer they come behind
the signature. What stands beside other lines (columns, tables) keeps the order of the file.
"""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_LONGEST = 30_000
"""Characters of a page; a longer one is a table or a listing, and stays as it is."""
_MOST_RUNS = 8
_MOST_MOVED = 40
_JUMP = 3.0
"""Points by which a line must stand higher than the one before it to have jumped."""
_BLANK = re.compile(r"[\s_.…«»\"“”№г-]*")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    top: float
    bottom: float

    @property
    def is_blank(self) -> bool:
        """An empty field of a form, over which its value is typed."""
        return bool(_BLANK.fullmatch(self.text))

    def is_beside(self, other: "_Line") -> bool:
        """Whether the two share a third of the lower one's height."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > min(self.top - self.bottom, other.top - other.bottom) / 3


def in_reading_order(text: str, textpage: pypdfium2.PdfTextPage) -> str:
    """The page's text with lines drawn late moved up to their places; the text as it is when in doubt."""
    if not text or len(text) > _LONGEST or len(text) != textpage.count_chars():
        return text
    lines = _placed(text, textpage)
    if lines is None:
        return text
    runs = _runs(lines)
    if not 1 < len(runs) <= _MOST_RUNS:
        return text
    kept = list(runs[0])
    for run in runs[1:]:
        if len(run) <= _MOST_MOVED and not any(
            one.is_beside(other) for one in run if not one.is_blank for other in kept if not other.is_blank
        ):
            for one in run:
                place = next((at for at, other in enumerate(kept) if other.top < one.top), len(kept))
                kept.insert(place, one)
        else:
            kept += run
    return "\r\n".join(line.text for line in kept)


def _placed(text: str, textpage: pypdfium2.PdfTextPage) -> list[_Line] | None:
    lines: list[_Line] = []
    start = 0
    top = bottom = 0.0
    for said in text.split("\r\n"):
        first = next((at for at, char in enumerate(said) if char.isalnum()), None)
        if first is None:
            first = next((at for at, char in enumerate(said) if not char.isspace()), None)
        if first is not None:
            box = _box(textpage, start + first)
            if box is None:
                return None
            top, bottom = box
        lines.append(_Line(said, top, bottom))
        start += len(said) + 2
    return lines


def _box(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float] | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    found = pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return (top.value, bottom.value) if found and top.value > bottom.value else None


def _runs(lines: list[_Line]) -> list[list[_Line]]:
    """The lines in runs that go down the page."""
    runs: list[list[_Line]] = [[]]
    for line in lines:
        if runs[-1] and line.bottom > runs[-1][-1].top + _JUMP:
            runs.append([])
        runs[-1].append(line)
    return runs
