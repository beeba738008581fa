"""Russian typography of plain text: what must not be parted at a line end, and quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"

_SHORT_WORDS = "а в во до за и из к ко на не ни но о об от по с со у"
_UNITS = (
    "г гг год года году годом лет век века вв кг мг т мм см м км га мин ч сек мес нед р руб тыс млн млрд "
    "шт чел байт КБ МБ ГБ ТБ Вт кВт В А Гц кГц МГц ГГц января февраля марта апреля мая июня июля августа "
    "сентября октября ноября декабря"
)
_ABBREVIATIONS = (
    "г с п д пос дер ст пгт ул пр пер пл кв корп стр каб оф тел факс доб им ред подп гл табл рис см обл р"
)


def _any_of(words: str) -> str:
    return "|".join(words.split())


_GLUE_AFTER = [
    # Prepositions, conjunctions and particles do not stay alone at the end of a line.
    re.compile(rf"(?<![\w-])(?:{_any_of(_SHORT_WORDS)}) (?=\S)", re.IGNORECASE),
    # Initials stay with each other and with the surname after them.
    re.compile(r"(?<!\w)[А-ЯЁ]\. (?=[А-ЯЁ])"),
    # «г. Томск», «ул. Ленина», «каб. 12», «п. 3».
    # After a year «г.» is a unit, and what follows may begin the next line: «2021 г. «Об образовании…»».
    re.compile(
        rf"(?<!\w)(?<!\d{{4}}[ {NBSP}])(?:{_any_of(_ABBREVIATIONS)})\. (?=[А-ЯЁ\d«„\"№])", re.IGNORECASE
    ),
    # «4 апреля 2024».
    re.compile(rf"(?<!\w)\d{{1,2}}{NBSP}(?:января|февраля|марта|апреля|мая|июня|июля|августа"
               r"|сентября|октября|ноября|декабря) (?=\d{4}(?!\d))"),
]  # fmt: skip
_GLUE_BEFORE = [
    # A dash does not begin a line.
    re.compile(r"(?<=\S) (?=[—–](?:\s|$))"),
    # A surname stays with the initials after it.
    re.compile(r"(?<=[а-яё]) (?=[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.)"),
    # A number stays with its unit.
    re.compile(rf"(?<=\d) (?=(?:(?:{_any_of(_UNITS)})(?![\w-])|[%‰₽°]))"),
]
_NUMERO = re.compile(r"№[ \u00a0\u202f]*(?=\w)")

_STRAIGHT = '"'
_BEFORE_OPENING = "([{<«„“—–-/\u2026"
_AFTER_CLOSING = ")]}>»“”.,;:!?…—–-/"


@lru_cache(maxsize=8192)
def typograph(text: str) -> str:
    """Return plain text with no-break spaces where Russian needs them, and «ёлочки» for straight quotes.

    Applying it twice changes nothing more. Straight quotes become «ёлочки»,
    and „лапки“ inside them, only when the quotes of a line pair up; a doubtful
    line keeps what was typed. Not for HTML: a tag's own quotes would suffer.
    """
    return "\n".join(_typograph_line(line) for line in str(text).split("\n"))


def _typograph_line(line: str) -> str:
    line = _NUMERO.sub(f"№{NBSP}", line)
    for pattern in _GLUE_BEFORE:
        line = pattern.sub(NBSP, line)
    for pattern in _GLUE_AFTER:
        line = pattern.sub(lambda found: found.group()[:-1] + NBSP, line)
    return _guillemets(line) if _STRAIGHT in line else line


def _guillemets(line: str) -> str:
    """Replace straight quotes, or return the line as it is when they do not pair up."""
    result = list(line)
    open_marks: list[tuple[str, str]] = []  # what was typed, and what it became
    for position, mark in enumerate(line):
        before = line[position - 1 : position]
        after = line[position + 1 : position + 2]
        if mark == _STRAIGHT:
            if _opens(before, after):
                nested = bool(open_marks) and open_marks[-1][1] == "«"
                result[position] = "„" if nested else "«"
                open_marks.append((mark, result[position]))
            elif position and result[position - 1] in "«„":
                return line  # quotes around nothing
            elif _closes(before, after) and open_marks and open_marks[-1][0] == _STRAIGHT:
                result[position] = "»" if open_marks.pop()[1] == "«" else "“"
            elif before.isdecimal() and not any(typed == _STRAIGHT for typed, _became in open_marks):
                continue  # inches: a 24" screen
            else:
                return line
        elif mark in "«„" or (mark == "“" and not (open_marks and open_marks[-1][1] == "„")):
            open_marks.append((mark, mark))
        elif mark in "»“”" and (not open_marks or open_marks.pop()[0] == _STRAIGHT):
            return line
    return line if open_marks else "".join(result)


def _opens(before: str, after: str) -> bool:
    outside = not before or before.isspace() or before in _BEFORE_OPENING or before == _STRAIGHT
    return outside and bool(after) and not after.isspace() and after not in ".,;:!?)]}»"


def _closes(before: str, after: str) -> bool:
    outside = not after or after.isspace() or after in _AFTER_CLOSING or after == _STRAIGHT
    return outside and bool(before) and not before.isspace()
