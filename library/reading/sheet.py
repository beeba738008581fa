"""The opening of a document as lines, with what of them is stamp, requisites or body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from library.reading.dates import FoundDate, find_dates
from library.reading.numbers import FoundNumber, find_numbers
from library.reading.text import compact, normalize
from library.reading.vocabulary import Lexicon

_PAGE_CHARS = 8_000
_LINES = 120
_LONG_LINE = 160
_BLANK_FIELD = re.compile(r"_+|\.{4,}|…{2,}")

_CAPS = r"ПРИКАЗ(?:ЫВАЮ)?|РАСПОРЯЖЕНИЕ|ПОЛОЖЕНИЕ|УТВЕРЖДЕНО|УТВЕРЖДАЮ|СОГЛАСОВАНО|ПРИНЯТО|РАССМОТРЕНО"
STOP_PHRASES = (
    "В соответствии с", "В соответствии со", "На основании", "Во исполнение", "В исполнение", "В целях",
    "С целью", "В связи с", "В связи со", "Согласно", "Руководствуясь", "Учитывая", "По итогам",
    "По результатам", "Рассмотрев", "Заслушав", "Принимая во внимание", "Ввиду", "Исходя из", "Во избежание",
    "С учётом", "С учетом", "В рамках", "Приказываю", "ПРИКАЗЫВАЮ", "Постановляю", "ПОСТАНОВЛЯЮ",
    "Обязываю", "ОБЯЗЫВАЮ", "В период", "На период", "В дополнение", "Во изменение", "В порядке",
    "В силу", "По согласованию", "По решению", "Для обеспечения", "Для организации", "Для проведения",
    "Для реализации", "Для осуществления", "Настоящим",
)  # fmt: skip
"""Beginnings of the body of an order: a title never goes past one of them."""
_STOPS = "|".join(re.escape(phrase) for phrase in STOP_PHRASES)
STOP_INSIDE = re.compile(
    rf"(?<=[^\s])\s+(?=(?:{_STOPS})(?![А-Яа-яё]))|\s+(?=приказываю(?:\s|:|$))"
    # «…недели науки. Школа участвует», «…о Центре 1. Общие положения»
    r"|(?<=[а-яё»][а-яё»][а-яё»])\.\s+(?=[А-ЯЁ][а-яё]* [а-яё])|\s+(?=\d{1,2}\.\s?[А-ЯЁ][а-яё])"
)
_COMPACT_STOPS = tuple(sorted({compact(phrase) for phrase in STOP_PHRASES}, key=len, reverse=True))
_HEADING_INSIDE = re.compile(
    r"(?<=[а-яё»\"”.)\d])\s+(?=(?:ПРИКАЗ|РАСПОРЯЖЕНИЕ|ПОСТАНОВЛЕНИЕ|ПОЛОЖЕНИЕ)(?![А-ЯЁа-яё]))"
)
_BREAK_BEFORE = re.compile(
    rf"\s+(?=(?:{_CAPS})(?![А-ЯЁа-яё]))|(?<=[а-яё»\"”.)\d])\s+(?=(?:{_STOPS})(?![А-Яа-яё]))"
    r"|(?<=[.:;])\s+(?=\d{1,2}\. ?[А-ЯЁ])"
)
_BREAK_AFTER = re.compile(r"(?:(?<=\bПРИКАЗ)|(?<=\bРАСПОРЯЖЕНИЕ)|(?<=\bПРИКАЗЫВАЮ:))\s+(?=\S)")

_ITEM = re.compile(r"\d{1,2}(?:[.)]|\.\d{1,2}\.?) ?[А-ЯЁа-яё«\"]|[IVX]{1,4}\. ?[А-ЯЁ]|[-–•·]\s")
_INFINITIVE = re.compile(r"[А-ЯЁ][а-яё]{2,}(?:[аеиоуыя]ть|сти|зти|йти|ться|тись|чь)(?![а-яё])")
_BODY_WORDS = re.compile(
    r"(?:С|C|На|До) (?:целью|«?\d)|Директор|Заведующ|И\.? ?о\.?(?: |$)|Врио|Основание|Исполнитель|Приложение"
    r"|С приказом|Ознакомлен|ОЗНАКОМЛЕН|Контроль за|Приложени|Мы, |Комиссия в составе|Присутств|ПРИСУТСТВ"
    r"|Повестка"
    r"|ПОВЕСТКА|Председатель|Составлен|Настоящ|Общие положения|ОБЩИЕ ПОЛОЖЕНИЯ|Раздел|РАЗДЕЛ|Глава"
    r"|Пояснительн"
    r"|ПОЯСНИТЕЛЬН|Содержание|СОДЕРЖАНИЕ|Оглавление|№ ?п/п|№$|№ [А-ЯЁ][а-яё]{3}|Наименование|Мероприяти[ея]$"
    r"|Понедельник|Время"
    r"|Срок реализации|Срок освоения|Сроки|Возраст|Автор|Составител|Разработ|Направленность|Уровень"
    r"|Учител|Педагог"
    r"|Класс:|Количество|Программу|Преподаватель|Объ[её]м|Форма|Дата|Цель|Введение|ВВЕДЕНИЕ|\(?ID"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines of the first pages, without empty ones; `gaps` are the lines after an empty one."""

    lines: Sequence[str]
    gaps: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, pages: Sequence[str], lexicon: Lexicon) -> "Sheet":
        """From the first pages that say anything, with broken words joined."""
        text = ""
        for page in pages[:6]:
            text = f"{text}\n{page[:_PAGE_CHARS]}" if text else page[:_PAGE_CHARS]
            if len(text.strip()) > 1_500:
                break
        lines: list[str] = []
        gaps: set[int] = set()
        empty = False
        for line in normalize(_BLANK_FIELD.sub(" ", text)).split("\n"):
            for piece in _pieces(lexicon.join_pieces(line)):
                if not piece:
                    empty = True
                    continue
                if empty:
                    gaps.add(len(lines))
                lines.append(piece)
                empty = False
            if len(lines) >= _LINES:
                break
        # Lines that all stand apart say nothing by standing apart.
        return cls(tuple(lines), frozenset(gaps if len(gaps) < 0.6 * len(lines) else ()))


def _pieces(line: str) -> list[str]:
    """A line with a heading inside it, or a very long one, is several whose breaks were lost."""
    if len(line) <= _LONG_LINE:
        return _HEADING_INSIDE.split(line)
    return [piece.strip() for part in _BREAK_BEFORE.split(line) for piece in _BREAK_AFTER.split(part)]


def starts_body(line: str) -> bool:
    """Whether the body of an order, or a list or table, begins with this line."""
    if _ITEM.match(line) or _INFINITIVE.match(line) or _BODY_WORDS.match(line):
        return True
    packed = compact(line[:60])
    if packed.startswith("приказываю"):
        return True
    return line[:1].isupper() and not line.isupper() and packed.startswith(_COMPACT_STOPS)


_PLACE_NAME = r"[А-ЯЁ][А-ЯЁа-яё]+(?:[- ](?:[А-ЯЁ][А-ЯЁа-яё]+|на|в|[а-яё]+ое|\d))*"
_PLACE = re.compile(
    # «с» and «а» without a stop are a preposition and a conjunction.
    r"(?:(?<![А-ЯЁа-яё])(?:(?:г|п|д|х|ст|пос|пгт|рп|р\. ?п|ст-ца|с/п|с\. ?п|мкр|дер|гор"
    r"|ж/д ст|п\. ?г\. ?т|сл)\.? ?|(?:с|а)\. ?)|(?:(?i:село|город|пос[её]лок|деревня|станица|хутор"
    rf"|аул|слобода|улус|рабочий пос[её]лок|пос[её]лок городского типа|станция)) ){_PLACE_NAME}"
)
_AREA = re.compile(
    r"[А-ЯЁ][А-ЯЁа-яё-]+(?:ск|цк)(?:ая|ий|ого|ой|АЯ|ИЙ) (?i:область|район\w*|край|края|области|округ\w*"
    r"|муниципальн\w+ (?:район\w*|округ\w*)|городск\w+ округ\w*)|(?i:республика) [А-ЯЁ][А-ЯЁа-яё-]+"
)
_FORM_WORDS = re.compile(
    r"(?i:(?<![а-яё])(?:от|года?|г|дата|номер|регистрационн\w+|документа|составления|подписания|место|издания"
    r"|рег|исх|экз|россия|рф|n|no|приказ|распоряжение)(?![а-яё]))"
)
_PUNCTUATION = re.compile(r"[^А-ЯЁа-яёA-Za-z0-9]+")


def mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans blanked by a character that no pattern takes for anything."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "\u2588" * (end - start)
    return "".join(chars)


def dates_and_numbers(text: str) -> tuple[list[FoundDate], list[FoundNumber]]:
    """Dates and registration numbers; a date is never taken for a number."""
    dates = find_dates(text)
    return dates, find_numbers(mask(text, [(date.start, date.end) for date in dates]))


def spans_of(text: str) -> list[tuple[int, int]]:
    """Places of the dates and registration numbers, in their order."""
    dates, numbers = dates_and_numbers(text)
    return sorted(
        [(date.start, date.end) for date in dates] + [(number.start, number.end) for number in numbers]
    )


def without_requisites(line: str) -> str:
    """What remains of a line without dates, numbers, place and the words around them."""
    rest = mask(line, spans_of(line)).replace("\u2588", " ")
    rest = _AREA.sub(" ", _PLACE.sub(" ", rest))
    rest = _FORM_WORDS.sub(" ", rest.replace("№", " "))
    return _PUNCTUATION.sub(" ", rest).strip()


def is_requisites(line: str) -> bool:
    """A line of nothing but date, number and place: «04.04.2024 г.  № 33  с. Ивановка»."""
    return not without_requisites(line)


def is_place(line: str) -> bool:
    """A line of nothing but the place: «с. Ивановка», «Томская область»."""
    rest = _PUNCTUATION.sub(" ", _AREA.sub(" ", _PLACE.sub(" ", line))).strip()
    return not rest and any(char.isalpha() for char in line)


def cut_place(text: str) -> str:
    """The text without a place at its beginning."""
    match = _PLACE.match(text)
    return text[match.end() :].lstrip(" .,") if match else text
