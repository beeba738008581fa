"""Dropped files for the tests of the intake: sound ones, broken ones, signatures."""

from pathlib import Path

from tests.library.reading import makers

FIXTURES = Path(__file__).parent.parent / "library" / "reading" / "fixtures"

ORDER_LINES = (
    "МБОУ «Баткатская СОШ»",
    "",
    "ПРИКАЗ",
    "04.04.2024 № 12-о",
    "с. Баткат",
    "",
    "О назначении руководителя центра «Точка роста»",
    "",
    "ПРИКАЗЫВАЮ:",
    "1. Назначить руководителем центра Иванову А. П.",
    "Директор школы Петров И. С.",
)


def order_pdf(number: str = "12-о", title: str = "О назначении руководителя центра «Точка роста»") -> bytes:
    """An order of one page with a text layer."""
    lines = [line.replace("12-о", number).replace(ORDER_LINES[6], title) for line in ORDER_LINES]
    return makers.pdf(["\n".join(lines)])


def signature(name: str = "gost256_detached.sig") -> bytes:
    return (FIXTURES / name).read_bytes()
