"""Layout of the example papers: A4 with a text layer, a mark on every page, a head and signatures."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from demo.content.example import MARK, SCHOOL
from toolkit.text import russian_date
from toolkit.typography import typograph

FONTS = (Path("/usr/share/fonts/truetype/liberation"), Path("/usr/share/fonts/truetype/liberation2"))
FAMILY = "Serif"
DIRECTOR = "Е. Б. Полянская"
RED = (200, 16, 46)
GREY = (89, 93, 102)


class Paper(FPDF):
    """One document; `day` also dates the file, so that it comes out the same each time."""

    def __init__(self, title: str, day: date, landscape: bool = False) -> None:
        super().__init__("landscape" if landscape else "portrait", "mm", "A4")
        folder = next((folder for folder in FONTS if folder.is_dir()), None)
        if folder is None:
            raise FileNotFoundError("Liberation fonts not found: install Debian's fonts-liberation")
        self.add_font(FAMILY, "", folder / "LiberationSerif-Regular.ttf")
        self.add_font(FAMILY, "B", folder / "LiberationSerif-Bold.ttf")
        self.set_title(title)
        self.set_author(f"{SCHOOL.short_name} (пример)")
        self.set_lang("ru-RU")
        self.set_creation_date(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        self.set_margins(25, 26, 15)
        self.set_auto_page_break(True, 22)
        self.add_page()
        self.set_font(FAMILY, "", 12)

    def header(self) -> None:
        self.set_xy(self.l_margin, 10)
        self.set_font(FAMILY, "B", 10)
        self.set_text_color(*RED)
        self.cell(0, 6, MARK.upper(), align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_draw_color(*RED)
        self.line(self.l_margin, 17, self.w - self.r_margin, 17)
        self.set_text_color(0)
        self.set_draw_color(0)
        self.set_font(FAMILY, "", 12)
        self.set_y(self.t_margin)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FAMILY, "", 9)
        self.set_text_color(*GREY)
        self.cell(0, 6, f"Образец для демонстрации сайта. Страница {self.page_no()}", align="C")
        self.set_text_color(0)

    def words(
        self, text: str, *, style: str = "", size: float = 12, align: str = "J", indent: float = 0
    ) -> None:
        """A paragraph of the full width; `indent` in millimetres moves it as a whole."""
        self.set_font(FAMILY, style, size)
        self.set_x(self.l_margin + indent)
        self.multi_cell(
            self.epw - indent, size * 0.48, typograph(text), align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(1.6)

    def letterhead(self) -> None:
        """Name and address of the school."""
        self.words(SCHOOL.full_name, style="B", size=12, align="C")
        self.words(f"({SCHOOL.short_name})", size=12, align="C")
        self.words(SCHOOL.address, size=10, align="C")
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(6)

    def title_line(self, name: str, subject: str = "") -> None:
        """The name of the document and what it is about."""
        self.words(name, style="B", size=15, align="C")
        if subject:
            self.words(subject, style="B", size=12.5, align="C")
        self.ln(3)

    def order_line(self, day: date, number: str) -> None:
        """Date, place and number of an order."""
        width = self.epw / 3
        self.set_font(FAMILY, "", 12)
        self.cell(width, 7, russian_date(day), align="L")
        self.cell(width, 7, "с. Примерное", align="C")
        self.cell(width, 7, f"№\u00a0{number}", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(4)

    def approved(self, day: date, number: str) -> None:
        """The approval in the upper right corner."""
        self.set_font(FAMILY, "", 11)
        for text in (
            "УТВЕРЖДЕНО",
            f"приказом {SCHOOL.name_genitive}",
            f"от {russian_date(day)} №\u00a0{number}",
        ):
            self.cell(0, 5.6, text, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(7)

    def heading(self, text: str) -> None:
        """A heading that does not stay alone at the foot of a page."""
        if self.get_y() > self.h - 55:
            self.add_page()
        self.ln(1.5)
        self.words(text, style="B", size=12.5, align="L")

    def points(self, items: Sequence[str], *, mark: str = "", indent: float = 6) -> None:
        """A list: numbered, or with `mark` before each item."""
        for place, item in enumerate(items, start=1):
            self.words(f"{mark or f'{place}.'} {item}", indent=indent)

    def signature(self, post: str = "Директор школы", name: str = DIRECTOR) -> None:
        """Post, room for the signature, name."""
        if self.get_y() > self.h - 48:
            self.add_page()
        self.ln(9)
        self.set_font(FAMILY, "", 12)
        width = self.epw / 3
        self.cell(width, 7, post)
        self.cell(width, 7, "____________________", align="C")
        self.cell(width, 7, name, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def familiar(self, names: Sequence[str]) -> None:
        """«С приказом ознакомлены»."""
        self.ln(6)
        self.words("С приказом ознакомлены:", size=11)
        for name in names:
            self.words(f"____________________ {name}", size=11, align="L", indent=6)

    def grid(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], size: float = 10
    ) -> None:
        """A table whose head is repeated on every page; a row of one cell spans the whole width."""
        self.set_font(FAMILY, "", size)
        style = FontFace(emphasis="BOLD", fill_color=(234, 236, 240))
        with self.table(
            col_widths=tuple(widths),
            headings_style=style,
            line_height=size * 0.5,
            text_align="LEFT",
            padding=1.1,
            v_align="M",
            align="LEFT",
        ) as table:
            table.row(head)
            for values in rows:
                row = table.row()
                if len(values) == 1:
                    row.cell(values[0], colspan=len(head), style=FontFace(emphasis="BOLD"), align="C")
                    continue
                for value in values:
                    row.cell(typograph(value))
        self.ln(4)
