"""Files that a secretary may drop and that must hurt nobody: what each is, and what the site says.

`python -m tests.centers.bad_inputs` prints the table of `docs/schools/documents.md`.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from library.reading.problems import problem
from tests.centers.intake_files import order_pdf
from tests.library.reading import makers
from tests.library.reading.test_reading_bad_files import BAD, SVG, TEXT

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "schools" / "documents.md"
REFUSED, ACCEPTED = "не принят", "принят"


@dataclass(frozen=True)
class BadInput:
    """One file: `code` and `params` are those of `library.reading.problems`."""

    what: str
    name: str
    make: Callable[[], bytes]
    code: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return problem(self.code, self.params).message_ru

    @property
    def outcome(self) -> str:
        return REFUSED if problem(self.code, self.params).severity == "error" else ACCEPTED

    @property
    def line(self) -> str:
        return f"| {self.what} | {self.outcome} | {self.message} |"


def known(name: str) -> Callable[[], bytes]:
    return BAD[name][1]


INPUTS = (
    BadInput("Пустой файл, ноль байт", "ноль.pdf", lambda: b"", "empty"),
    BadInput("PDF, названный DOCX", "не-то.docx", lambda: makers.pdf([TEXT]), "wrong_extension",
             {"named": "docx", "right": "pdf", "content": "pdf"}),
    BadInput("Документ Word, названный PDF", "не-то.pdf", lambda: makers.docx([TEXT]), "wrong_extension",
             {"named": "pdf", "right": "docx", "content": "docx"}),
    BadInput("Старый Word (DOC)", "старый.doc", known("old Word"), "unsupported", {"content": "doc"}),
    BadInput("PDF под паролем", "пароль.pdf", known("encrypted PDF"), "encrypted"),
    BadInput("DOCX под паролем", "пароль.docx", known("encrypted DOCX"), "encrypted"),
    BadInput("PDF, скопированный не до конца", "обрыв.pdf", known("cut PDF"), "truncated"),
    BadInput("Снимок, скопированный не до конца", "обрыв.jpg", known("cut JPEG"), "truncated"),
    BadInput("PDF с программой (JavaScript)", "скрипт.pdf", known("JavaScript on opening"), "javascript"),
    BadInput("PDF с вложенным файлом", "вложение.pdf", known("attached file"), "embedded_files"),
    BadInput("PDF, запускающий программу", "запуск.pdf", known("starts a program"), "launch_action"),
    BadInput("PDF из сотен тысяч частей", "части.pdf", lambda: makers.many_objects(700_000),
             "too_many_objects"),
    BadInput("DOCX с очень глубокой вложенностью", "глубина.docx", known("deep XML"), "too_deep"),
    BadInput("PDF, вырастающий при распаковке", "бомба.pdf", known("bomb in a PDF"), "decompression_bomb"),
    BadInput("DOCX, вырастающий при распаковке", "бомба.docx", known("billion laughs"), "decompression_bomb"),
    BadInput("Картинка 60 000 × 60 000 точек", "огромная.png", makers.huge_png, "too_many_pixels",
             {"width": "60000", "height": "60000"}),
    BadInput("SVG с программой", "рисунок.svg", lambda: SVG, "script_inside"),
    BadInput("Веб-страница, названная PDF", "страница.pdf", known("page of HTML"), "script_inside"),
    BadInput("Два файла в одном: PDF и архив", "двойной.pdf", known("PDF and ZIP"), "polyglot",
             {"other": "archive"}),
    BadInput("Два файла в одном: снимок и веб-страница", "двойной.jpg", known("JPEG and HTML"), "polyglot",
             {"other": "html"}),
    BadInput("Программа, названная PDF", "программа.pdf", known("program"), "unsupported",
             {"content": "program"}),
)  # fmt: skip

NAMES = (
    BadInput("Имя с путём к папке", "../../etc/Приказ.pdf", lambda: order_pdf("21-о"), "name_path",
             {"safe": "Приказ.pdf"}),
    BadInput("Имя с невидимыми знаками", "При\x00каз\u202e 2.pdf", lambda: order_pdf("22-о"),
             "name_characters", {"safe": "Приказ 2.pdf"}),
    BadInput("Имя в 300 букв", "п" * 300 + ".pdf", lambda: order_pdf("23-о"), "name_long",
             {"safe": "п" * 116 + ".pdf"}),
    BadInput("Имя без окончания", "Приказ", lambda: order_pdf("24-о"), "no_extension",
             {"right": "pdf", "content": "pdf"}),
)  # fmt: skip

NOTICED = (
    BadInput("Скан без текста", "скан.pdf", lambda: makers.pdf([" "]), "no_text"),
    BadInput("Снимок документа", "снимок.jpg", makers.picture, "picture_of_document"),
)


def table() -> list[str]:
    """The lines of the table in the documentation for schools."""
    return [
        "| Что за файл | Итог | Что скажет сайт |",
        "|---|---|---|",
        *(one.line for one in (*INPUTS, *NAMES, *NOTICED)),
    ]


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write("\n".join(table()) + "\n")
