"""Paper with a structure: what a screen reader is told of the poster, and words that fit their place."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.prefs import ViewerPreferences

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Golos"
#: Golos Text, SIL Open Font License 1.1: it knows the letters of all languages of Russia's republics.
FACES = {"": "Regular", "B": "Bold"}
LINE = 1.22  # height of a line by size of letters
MM_PER_POINT = 25.4 / 72

#: Characters that keep words together on a screen: here lines are broken by hand.
_PLAIN = str.maketrans({"\u2060": "", "\u00ad": "", "\u202f": "\u00a0"})


class Paper(FPDF):
    """One sheet, drawn in millimetres of A4 and scaled to its format.

    Tagged: each part is `H1`, `H2`, `P` or `Figure` of the structure tree, and what only decorates is
    marked as such (ISO 32000-1, 14.8).
    """

    def __init__(self, title: str, subject: str, width: float = 210, height: float = 297) -> None:
        super().__init__("portrait", "mm", (width, height))
        self.scale = width / 210
        for style, face in FACES.items():
            self.add_font(FAMILY, style, FONTS / f"GolosText-{face}.ttf")
        self.set_title(title)
        self.set_subject(subject)
        self.set_lang("ru-RU")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    @contextmanager
    def part(self, kind: str, alt: str | None = None) -> Generator[None, None, None]:
        """Whatever is drawn inside is one part of the structure."""
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{kind}", mcid=number, alt_text=alt)
        self._out(f"/{kind} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def decoration(self) -> Generator[None, None, None]:
        """Whatever is drawn inside says nothing to a screen reader."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def letters(self, size: float, style: str = "", color: tuple[int, int, int] = (27, 27, 34)) -> None:
        """Choose the letters, in points of A4."""
        self.set_font(FAMILY, style, size * self.scale)
        self.set_text_color(*color)

    def lines_of(self, text: str, width: float) -> list[str]:
        """The text broken into lines of the present letters."""
        return self.multi_cell(
            width * self.scale, text=text.translate(_PLAIN), dry_run=True, output="LINES", align=Align.L
        )

    def fitting(
        self, text: str, width: float, most_lines: int, sizes: tuple[float, ...], style: str = ""
    ) -> float:
        """The largest of the sizes at which the text needs no more lines; the smallest when none does."""
        for size in sizes:
            self.letters(size, style)
            if len(self.lines_of(text, width)) <= most_lines:
                return size
        return sizes[-1]

    def write_at(
        self, kind: str, left: float, top: float, width: float, text: str, *, most_lines: int = 99
    ) -> float:
        """Write the text as a part of the structure; give where it ends. Lines beyond the most become «…»."""
        lines = self.lines_of(text, width)
        if len(lines) > most_lines:
            lines = [*lines[: most_lines - 1], f"{lines[most_lines - 1].rstrip(' ,.;')}…"]
        step = self.font_size * LINE
        with self.part(kind):
            for number, line in enumerate(lines):
                self.set_xy(left * self.scale, top * self.scale + number * step)
                self.cell(width * self.scale, step, line, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)
        return top + len(lines) * step / self.scale

    def qr(self, text: str, left: float, top: float, side: float) -> None:
        """A QR code drawn as rectangles, sharp at any size; `side` is that of its dark square.

        Error correction M survives a fold. Four modules of white around belong to the code (ISO/IEC
        18004): whoever calls leaves them free.
        """
        matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=0)]
        module = side * self.scale / len(matrix)
        self.set_fill_color(0)
        for row, cells in enumerate(matrix):
            begin = 0
            while begin < len(cells):
                end = begin
                while end < len(cells) and cells[end] == cells[begin]:
                    end += 1
                if cells[begin]:
                    x, y = left * self.scale + begin * module, top * self.scale + row * module
                    self.rect(x, y, (end - begin) * module, module, style="F")
                begin = end
