"""Kinds of documents and the headings that name them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from library.reading.text import compact, key, to_cyrillic


class Kind(StrEnum):
    """What a document is; the values are stored."""

    ORDER = "order"  # приказ
    DIRECTIVE = "directive"  # распоряжение
    REGULATION = "regulation"  # положение
    PLAN = "plan"  # план, дорожная карта
    WORK_PROGRAM = "work_program"  # рабочая программа
    ADDITIONAL_PROGRAM = "additional_program"  # дополнительная общеобразовательная программа
    PROGRAM = "program"  # прочая программа
    TIMETABLE = "timetable"  # расписание, режим, график занятий
    ACT = "act"  # акт
    MEDIA_PLAN = "media_plan"  # медиаплан
    REPORT = "report"  # отчёт
    CONTRACT = "contract"  # договор, соглашение
    MINUTES = "minutes"  # протокол
    STATEMENT = "statement"  # справка
    LIST = "list"  # перечень, список
    OTHER = "other"  # иное


ORDER_LIKE = frozenset({Kind.ORDER, Kind.DIRECTIVE})
"""Kinds whose title is what they are about («О назначении…»), without the word for the kind."""

NUMBERED = frozenset({Kind.ORDER, Kind.DIRECTIVE, Kind.ACT, Kind.CONTRACT, Kind.MINUTES, Kind.STATEMENT})
"""Kinds that are registered under a number of their own."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a document names itself: line, kind, and the rest of the words of that heading."""

    line: int
    last_line: int
    kind: Kind
    words: str
    rest: str
    score: float
    order_like: bool


_ADJ = r"(?:[а-я-]+(?:ая|яя|ой|ый|ий|ые|ое|ее),? ){0,4}"
_ADDITIONAL = (
    rf"{_ADJ}(?:дополнительн|общеразвивающ|общеобразовательн)(?:ая|ые|ой) {_ADJ}"
    r"(?:\([^)]{3,40}\) )?программ[аы]"
)
_REST = (
    rf"{_ADJ}(?:правила|порядок|инструкция|устав|паспорт|памятка|регламент|концепция|письмо"
    r"|уведомление|информация|показатели|индикаторы|лицензия|свидетельство|заявление|модель"
    r"|кодекс|стратегия|требования|приглашение|анкета|согласие|календарный учебный график"
    r"|должностная инструкция|доклад|презентация|методические рекомендации|смета)"
)
_HEADINGS: tuple[tuple[Kind, str], ...] = (
    (Kind.ORDER, r"(?:выписка из приказа|(?:копия |проект )?приказ)"),
    (Kind.DIRECTIVE, r"(?:выписка из распоряжения|(?:копия |проект )?распоряжение)"),
    (Kind.OTHER, r"(?:выписка из постановления|постановление)"),
    (Kind.MEDIA_PLAN, r"медиа ?-? ?план(?:а)?"),
    (Kind.WORK_PROGRAM, rf"{_ADJ}рабоч(?:ая|ие) {_ADJ}программ[аы]"),
    (Kind.ADDITIONAL_PROGRAM, _ADDITIONAL),
    (Kind.ADDITIONAL_PROGRAM, r"программ[аы] дополнительного образования"),
    (Kind.WORK_PROGRAM, r"программ[аы](?= (?:курса )?внеурочной деятельности)"),
    (Kind.PROGRAM, rf"(?:{_ADJ}программ[аы]|подпрограмма)"),
    (Kind.OTHER, r"штатное расписание"),
    (Kind.TIMETABLE, rf"{_ADJ}расписани[ея]"),
    (Kind.TIMETABLE, r"(?:режим|график)(?= (?:заняти|работ|дн|урок|посещ|звонк|функц|учеб|центр|каби))"),
    (Kind.TIMETABLE, r"режим"),
    (Kind.PLAN, rf"{_ADJ}план(?: ?- ?(?:график|сетка|конспект))?"),
    (Kind.PLAN, r"«?дорожная карта»?|комплекс мер(?:оприятий)?|график(?= )"),
    (Kind.REGULATION, rf"{_ADJ}положени[ея](?! дел)"),
    (Kind.REPORT, rf"{_ADJ}(?:отчет|мониторинг|самообследование|публичный доклад)"),
    (Kind.ACT, rf"{_ADJ}акт"),
    (Kind.CONTRACT, rf"{_ADJ}(?:договор|соглашение|контракт)"),
    (Kind.MINUTES, r"(?:выписка из протокола|протокол)"),
    (Kind.STATEMENT, rf"{_ADJ}справка"),
    (Kind.LIST, rf"{_ADJ}(?:перечень|список|реестр|инфраструктурный лист|номенклатура|опись)"),
    (Kind.OTHER, _REST),
)
_PATTERNS = tuple((kind, re.compile(rf"(?:{pattern})(?![а-я-])")) for kind, pattern in _HEADINGS)

_COMPACT_KINDS = {
    "приказ": Kind.ORDER,
    "распоряжение": Kind.DIRECTIVE,
    "постановление": Kind.OTHER,
    "положение": Kind.REGULATION,
    "план": Kind.PLAN,
    "планработы": Kind.PLAN,
    "учебныйплан": Kind.PLAN,
    "дорожнаякарта": Kind.PLAN,
    "медиаплан": Kind.MEDIA_PLAN,
    "рабочаяпрограмма": Kind.WORK_PROGRAM,
    "программа": Kind.PROGRAM,
    "расписание": Kind.TIMETABLE,
    "расписаниезанятий": Kind.TIMETABLE,
    "режимзанятий": Kind.TIMETABLE,
    "режимработы": Kind.TIMETABLE,
    "графикработы": Kind.TIMETABLE,
    "акт": Kind.ACT,
    "отчет": Kind.REPORT,
    "договор": Kind.CONTRACT,
    "соглашение": Kind.CONTRACT,
    "протокол": Kind.MINUTES,
    "справка": Kind.STATEMENT,
    "перечень": Kind.LIST,
    "список": Kind.LIST,
}
_COMPACT_WORD = re.compile(
    rf"(?P<word>{'|'.join(sorted(_COMPACT_KINDS, key=lambda word: -len(word)))})"
    r"(?P<rest>$|(?=№|n[oо°]?\d|\d|от[«\"“(]?\d|от$|по(?:школе|основной|личному|мбоу|моу|мкоу|маоу)))"
)

_STAMP = re.compile(
    r"[«\"]?(?:утвержд(?:ено|ена|ен|ены|аю|ается)|согласован(?:о|а|ы)?|принят(?:о|а|ы)?|рассмотрен(?:о|а|ы)?"
    r"|рекомендован(?:о|а)?|одобрен(?:о|а)?|введен(?:о|а)? в действие|приложение|обсужден(?:о|а)?)"
    r"(?= |[:,.№»\"]|$)(?! (?:участие|решение|к сведению))"
)
_STAMP_LENGTH = 9
_BODY = re.compile(
    r"(?:в соответствии с|на основании|во исполнение|в целях|с целью|в связи с|согласно|руководствуясь"
    r"|приказыва(?:ю|ет)|обязываю|постановляю|учитывая|настоящ(?:ее|ая|ий|ие)|1\. )"
)
_QUALIFIERS = (
    r"(?:по (?:школе|основной деятельности|личному составу|учреждению|гимназии|лицею|организации|мбоу|моу)"
    r"|директора(?: школы)?|руководителя|заведующего|министерства|департамента|управления|администрации"
    r"|отдела|комитета|мбоу|мкоу|маоу|моу|гбоу)"
)
_QUALIFIED = re.compile(rf" ?[(«]?{_QUALIFIERS}(?![а-я])")
_REQUISITE_REST = re.compile(r" ?(?:[(«\"“]?\d|№|n[oо°]? ?\d|от(?: |$)|б/н|#|_)")


def stamp_lines(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines that belong to stamps of approval («УТВЕРЖДЕНО приказом … № …»).

    A stamp goes on until the document's own heading, at most nine lines.
    """
    inside: set[int] = set()
    left = 0
    orders = any(
        compact(line).startswith("приказываю") or compact(line).endswith("приказываю:") for line in lines
    )
    for number, line in enumerate(lines):
        folded = key(line)
        if _STAMP.match(folded) or (left and _STAMP.search(folded)):
            left = _STAMP_LENGTH
        elif left and (
            _names_itself(lines, number) or _BODY.match(folded) or (orders and compact(line) == "приказ")
        ):
            left = 0
        if left:
            inside.add(number)
            left -= 1
    return inside


def _names_itself(lines: Sequence[str], number: int) -> bool:
    """A line that begins a heading, and one that no stamp has inside it."""
    packed = compact(lines[number])
    if packed in _COMPACT_KINDS:
        return packed not in ("приказ", "протокол")
    heading = _heading_over_lines(lines, number)
    if not heading or heading.order_like or heading.kind is Kind.MINUTES:
        return False
    return heading.words[:1].isupper() and not _REQUISITE_REST.match(key(heading.rest))


def find_headings(lines: Sequence[str], stamps: set[int]) -> list[Heading]:
    """Every place where the document may name itself, the likeliest first."""
    found: list[Heading] = []
    body = False
    for number, line in enumerate(lines):
        heading = _heading_at(lines, number)
        if heading:
            score = heading.score - number * 0.5 - (60 if number in stamps else 0) - (80 if body else 0)
            found.append(_with_score(heading, score))
        body = body or (bool(_BODY.match(key(line))) and any(h.order_like and h.score > 60 for h in found))
        body = body or compact(line).startswith("приказываю")
    return sorted((heading for heading in found if heading.score >= 25), key=lambda heading: -heading.score)


def _with_score(heading: Heading, score: float) -> Heading:
    return Heading(
        heading.line, heading.last_line, heading.kind, heading.words, heading.rest, score, heading.order_like
    )


def _heading_at(lines: Sequence[str], number: int) -> Heading | None:
    line = lines[number]
    packed = _COMPACT_WORD.match(compact(line).lstrip('«"'))
    if packed:
        words, rest = _cut_compact(line, len(packed["word"]))
        kind = _COMPACT_KINDS[packed["word"]]
        if words[:1].isupper():
            whole = 100 if not rest else 90
            order_like = packed["word"] in ("приказ", "распоряжение", "постановление")
            return Heading(
                number, number, kind, to_cyrillic(words), rest, whole + 10 * words.isupper(), order_like
            )
    return _heading_over_lines(lines, number)


def _cut_compact(line: str, letters: int) -> tuple[str, str]:
    """The line cut after so many letters, whatever spaces stand between them."""
    seen = 0
    for position, char in enumerate(line):
        if char in '«"_ ':
            continue
        seen += 1
        if seen == letters:
            return line[: position + 1].strip('«"_ '), line[position + 1 :].strip()
    return line.strip(), ""


def _heading_over_lines(lines: Sequence[str], number: int) -> Heading | None:
    """A heading that may go over several lines: «ДОПОЛНИТЕЛЬНАЯ / ОБЩЕРАЗВИВАЮЩАЯ / ПРОГРАММА»."""
    first = lines[number].lstrip('«"“ ')
    if not first[:1].isupper() or first.startswith(("Настоящ", "Данн", "НАСТОЯЩ")):
        return None
    window = [first, *(line for line in lines[number + 1 : number + 5])]
    joined, ends = "", []
    for line in window:
        joined = f"{joined} {line}" if joined else line
        ends.append(len(joined))
    folded = _folded_same_length(joined)
    for kind, pattern in _PATTERNS:
        match = pattern.match(folded)
        if not match:
            continue
        last = next(index for index, end in enumerate(ends) if match.end() <= end)
        words = joined[: match.end()]
        rest = joined[match.end() : ends[last]].strip()
        order_like = kind in ORDER_LIKE or "постановлени" in folded[: match.end()]
        score = _score(words, rest, folded[match.end() : ends[last]], order_like)
        return (
            Heading(number, number + last, kind, to_cyrillic(words), rest, score, order_like)
            if score
            else None
        )
    return None


def _score(words: str, rest: str, folded_rest: str, order_like: bool) -> float:
    caps = 10 if words.isupper() else 0
    if not rest:
        return 100 + caps
    if _REQUISITE_REST.match(folded_rest):
        return 90 + caps
    if _QUALIFIED.match(folded_rest):
        return (75 if order_like else 60) + caps
    if re.match(r" ?[«\"“]?(?:об?|обо) ", folded_rest):
        return 85 + caps
    return (40 if order_like else 65) + caps


def _folded_same_length(text: str) -> str:
    """`key` without losing a character, so that offsets stay true."""
    return "".join(
        char.casefold() if len(char.casefold()) == 1 else char for char in to_cyrillic(text)
    ).replace("ё", "е")
