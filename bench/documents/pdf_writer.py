"""Papers as PDF with a text layer, and as pictures without one."""

import io
import random
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.documents.paper import Block, Gap, Later, PageBreak, Para, Row, Specimen
from bench.documents.syllables import breaks

FONTS = tuple(
    (Path("/usr/share/fonts/truetype", folder), faces)
    for folder, faces in (
        ("liberation", ("LiberationSerif", "LiberationSans")),
        ("liberation2", ("LiberationSerif", "LiberationSans")),
        ("dejavu", ("DejaVuSerif", "DejaVuSans")),
    )
)
LEFT, TOP, WIDTH, BOTTOM = 25.0, 18.0, 170.0, 280.0
LINE = 0.42  # height of a line in millimetres for a point of size
LOOKALIKES = str.maketrans("асеорхАВСЕНКМОРТХ", "aceopxABCEHKMOPTX")


def face(number: int = 0) -> tuple[Path, Path]:
    """Regular and bold files of a serif (0) or plain (1) font.

    Raises FileNotFoundError when neither the Liberation nor the DejaVu fonts are installed.
    """
    for folder, names in FONTS:
        name = names[number]
        regular = next(
            (path for path in (folder / f"{name}-Regular.ttf", folder / f"{name}.ttf") if path.is_file()),
            None,
        )
        if regular:
            return regular, folder / f"{name}-Bold.ttf"
    raise FileNotFoundError("Нет шрифтов: установите пакет fonts-liberation")


class Sheet(FPDF):
    """Draws blocks from top to bottom; remembers what is to come into the text later."""

    def __init__(self, specimen: Specimen) -> None:
        super().__init__("portrait", "mm", "A4")
        regular, bold = face(random.Random(specimen.seed).choice([0, 0, 1]))
        self.add_font("Main", "", regular)
        self.add_font("Main", "B", bold)
        if specimen.metadata_title:
            self.set_title(specimen.metadata_title)
        self.set_auto_page_break(False)
        self.layer = specimen.text_layer
        self.rng = random.Random(specimen.seed + 7)
        self.top = TOP
        self.waiting: list[tuple[float, Para | Row]] = []
        self.add_page()

    def put(self, block: Block) -> None:
        match block:
            case Gap(height):
                self.top += height
            case PageBreak():
                self.turn()
            case Later(inner):
                self.waiting.append((self.top, inner))
                self.top += self.height_of(inner)
            case Para():
                self.paragraph(block)
            case Row():
                self.row(block)

    def turn(self) -> None:
        """Finish the page with what waits, and begin another."""
        for top, block in self.waiting:
            self.top = top
            self.put(block)
        self.waiting = []
        self.add_page()
        self.top = TOP

    def height_of(self, block: Para | Row) -> float:
        if isinstance(block, Para):
            return len(self.wrapped(block)) * block.size * LINE
        return max(
            len(self.wrapped(Para(text, size=block.size, width=width))) for text, width, _ in block.cells
        ) * (block.size * LINE)

    def wrapped(self, block: Para) -> list[str]:
        """Lines of a paragraph; its own line ends are kept."""
        self.set_font("Main", "B" if block.bold else "", block.size)
        self.set_char_spacing(block.tracking)
        room = block.width or WIDTH - block.left
        lines = []
        for part in block.text.split("\n"):
            line = ""
            for word in part.split(" "):
                longer = f"{line} {word}" if line else word
                if not line or self.get_string_width(longer) <= room:
                    line = longer
                    continue
                head, tail = self.broken(line, word, room, block.hyphens)
                lines.append(f"{line} {head}" if head else line)
                line = tail
            lines.append(line)
        return lines

    def broken(self, line: str, word: str, room: float, hyphens: str) -> tuple[str, str]:
        if "-" in word.strip("-") and not any(char.isdigit() for char in word):
            place = word.index("-") + 1
            if self.get_string_width(f"{line} {word[:place]}") <= room:
                return word[:place], word[place:]
        if hyphens:
            mark = "-" if hyphens == "hard" else "\u00ad"
            for place in reversed(breaks(word)):
                if self.get_string_width(f"{line} {word[:place]}-") <= room:
                    return word[:place] + mark, word[place:]
        return "", word

    def paragraph(self, block: Para) -> None:
        lines = self.wrapped(block)
        for number, line in enumerate(lines):
            if self.top > BOTTOM:
                self.turn()
            self.set_font("Main", "B" if block.bold else "", block.size)
            self.set_char_spacing(block.tracking)
            whole = block.align == "justify" and number < len(lines) - 1
            self.line_of(line, LEFT + block.left, block.width or WIDTH - block.left, block.align, whole)
            self.top += block.size * LINE

    def row(self, block: Row) -> None:
        height = self.height_of(block)
        if self.top + height > BOTTOM:
            self.turn()
        top, left = self.top, LEFT
        for text, width, align in block.cells:
            self.top = top
            if block.ruled:
                self.rect(left, top, width, height)
            for line in self.wrapped(Para(text, size=block.size, width=width)):
                self.line_of(line, left, width, align, False)
                self.top += block.size * LINE
            left += width
        self.top = top + height

    def line_of(self, line: str, left: float, width: float, align: str, stretched: bool) -> None:
        line = self.spoilt(line)
        if not line.strip():
            return
        if not stretched and self.layer != "words":
            self.set_xy(left, self.top)
            self.c_margin = 0
            self.cell(width, 5, line, align={"center": "C", "right": "R"}.get(align, "L"))
            return
        words = line.split(" ")
        lengths = [self.get_string_width(word) for word in words]
        space = self.get_string_width(" ")
        total = sum(lengths) + space * (len(words) - 1)
        if stretched and len(words) > 1:
            space += max(0.0, width - total) / (len(words) - 1)
        elif align in ("center", "right"):
            left += (width - total) / (2 if align == "center" else 1)
        for word, length in zip(words, lengths, strict=True):
            self.set_xy(left, self.top)
            self.c_margin = 0
            self.cell(length, 5, word)
            left += length + space

    def spoilt(self, line: str) -> str:
        """A line of the text layer as bad programs leave it."""
        if self.layer == "lookalikes":
            return "".join(char.translate(LOOKALIKES) if self.rng.random() < 0.15 else char for char in line)
        if self.layer == "spaces":
            return "".join(
                self.rng.choice([" ", " ", "  ", "\u00a0", "   "]) if char == " " else char for char in line
            )
        return line


def write_pdf(specimen: Specimen) -> bytes:
    """The paper as a PDF with a text layer."""
    sheet = Sheet(specimen)
    for block in specimen.blocks:
        sheet.put(block)
    for top, block in sheet.waiting:
        sheet.top = top
        sheet.put(block)
    return bytes(sheet.output())


def picture(specimen: Specimen) -> Image.Image:
    """The first lines of the paper as a grey scanned page."""
    page = Image.new("L", (827, 1169), 244)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(face()[0]), 18)
    top = 60
    for block in specimen.blocks[:24]:
        if isinstance(block, Para):
            for line in block.text.split("\n"):
                draw.text((90, top), line[:80], fill=40, font=font)
                top += 24
    return page.rotate(0.7, fillcolor=244).filter(ImageFilter.GaussianBlur(0.6))


def write_scan(specimen: Specimen, pages: int = 1) -> bytes:
    """The paper as a PDF of pictures, without a text layer."""
    sheet = FPDF("portrait", "mm", "A4")
    scanned = picture(specimen)
    for _ in range(pages):
        sheet.add_page()
        sheet.image(scanned, 0, 0, 210, 297)
    return bytes(sheet.output())


def write_photo(specimen: Specimen) -> bytes:
    """The paper as a JPEG photograph."""
    out = io.BytesIO()
    picture(specimen).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
