"""Titles: where in a document they begin and where they end."""

import re
from dataclasses import dataclass, replace

from library.reading.kinds import Heading
from library.reading.sheet import (
    STOP_INSIDE,
    Sheet,
    cut_place,
    dates_and_numbers,
    is_place,
    is_requisites,
    mask,
    spans_of,
    starts_body,
)
from library.reading.spelling import is_caps
from library.reading.text import compact

MAX_TITLE = 500
"""Characters; a longer «title» is the body taken for one."""

_ABOUT = re.compile(
    r"[«\"“„'(]{0,2}(?:(?:О|Об|Обо|ОБ|ОБО) [«\"“„]?[А-ЯЁа-яё\d]|(?:О|Об|ОБ) ?[«\"“„][А-ЯЁа-яё])"
)
_QUOTED_ABOUT = re.compile(r"(?<= )[«“„](?:О|Об|Обо|ОБ) (?=[«\"“„]?[А-ЯЁа-яё])")
_ABOUT_SMALL = re.compile(r"[«\"“„'(]{0,2}(?:об?|обо) [а-яё]{4}")
_ABOUT_INSIDE = re.compile(r"(?:^|(?<=[\s«\"“„(]))[«\"“„]?(?:О|Об|Обо|ОБ) [«\"“„]?[А-ЯЁа-яё]{3}")
_GOES_ON = re.compile(
    r"(?:[,–—(-]|[«„“]|(?<![А-ЯЁа-яё])(?:в|во|на|и|по|с|со|к|о|об|для|при|за|из|от|до|или|имени|им\.|г\."
    r"|с\.|п\.|№"
    r"|базе|под|между|через|над|без|д\.|ст\.|пос\.|не|а|то есть|рамках|целях|соответствии"
    r"|приказ(?:ом|а|у|ы)?|распоряжени[еюя]м?|постановлени[еюя]м?|письмом?|протоколом?))$",
    re.IGNORECASE,
)
_YEAR_TAIL = re.compile(r"(?:уч(?:ебн\w+|\.) ?)?(?:год[аы]?|г\.|гг\.?)(?![А-ЯЁа-яё])", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:полугодие|полугодия|квартал|период|год|месяц|январь|февраль|март|апрель|май|июнь|июль|август|сентябрь"
    r"|октябрь|ноябрь|декабрь)$",
    re.IGNORECASE,
)
_NAMES_AN_ACT = re.compile(r"(?:приказ|распоряжени|постановлени|письм)\w*(?: [^,]{0,80})?$", re.IGNORECASE)
_ACT_OF_A_DAY = re.compile(r"(?:приказ|распоряжени|постановлени|письм)\w* от \u2588+$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"[А-ЯЁ][А-ЯЁа-яё-]*(?: [«\"]?[А-ЯЁа-яё-]+[»\"]?){0,3}? [а-яё]{2,}"
    r"(?:ает|яет|ует|ются|ится|ается|уется|ают|яют|уют)"
    r"(?![а-яё])"
)
_ABBREVIATED = re.compile(r"(?<![А-ЯЁа-яё])(?:г|с|п|д|им|ст|пос|гг|уч|т|р|ул|обл|[А-ЯЁ])\.$")
_ORGANISATION = re.compile(
    r"(?:муниципальн|государственн|частно|федеральн|краев|областн)\w*.{0,40}(?:учрежден|организац)"
    r"|[«\"(]?(?:М|Г|К|Ч|О)"
    r"(?:Б|К|А)?О?У(?: |$|«|\")|МБУ|МБОУ|МКОУ|МАОУ|МОУ|(?:министерств|департамент|комитет|управлени"
    r"|администрац)\w* ",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"[(«]?по (?:школе|основной деятельности|личному составу|учреждению|гимназии|лицею|организации|оу"
    r"|мбоу|моу"
    r"|контингенту|учащимся|обучающимся)[)»]?[.,]?(?: |$)|(?:директора|руководителя)(?: школы)?(?: |$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands, its first and last line, and whether it begins with «О …»."""

    line: int
    last_line: int
    raw: str
    about: bool = True


def order_title(sheet: Sheet, heading: Heading | None, stamps: set[int]) -> Title | None:
    """The title of an order-like document, as it stands there."""
    start = heading.last_line + 1 if heading else 0
    if heading:
        inline = _inline_title(heading.rest)
        if inline:
            return _gather(sheet, heading.last_line, inline, stamps)
        quoted = _quoted_title(sheet, heading, stamps)
        if quoted:
            return quoted
    for number in range(start, min(len(sheet.lines), start + 25)):
        line = sheet.lines[number]
        if number in stamps:
            continue
        if _ABOUT.match(line) or (heading and _ABOUT_SMALL.match(line) and number < start + 6):
            return _gather(sheet, number, line, stamps)
        inline = _inline_title(line) if dates_and_numbers(line) != ([], []) else None
        if inline:
            return _gather(sheet, number, inline, stamps)
        if starts_body(line) and heading:
            break
    return _title_before(sheet, heading, stamps) or (_first_line(sheet, start, stamps) if heading else None)


def _quoted_title(sheet: Sheet, heading: Heading, stamps: set[int]) -> Title | None:
    """«Приказ МБОУ СОШ № 14 от … № … «О …»»: one sentence over several lines, its title in quotes."""
    if not heading.rest:
        return None
    said, ends = heading.rest, [len(heading.rest)]
    for number in range(heading.last_line + 1, min(len(sheet.lines), heading.last_line + 6)):
        if number in stamps or number in sheet.gaps or starts_body(sheet.lines[number]):
            break
        said = f"{said} {sheet.lines[number]}"
        ends.append(len(said))
    match = _QUOTED_ABOUT.search(said)
    if not match or dates_and_numbers(said[: match.start()]) == ([], []):
        return None
    if _NAMES_AN_ACT.search(said[: match.start()].rpartition(" от ")[0]):
        return None
    depth, end = 0, len(said)
    for place in range(match.start(), len(said)):
        depth += (said[place] in "«“„") - (said[place] in "»”")
        if depth == 0 and said[place] in "»”":
            end = place + 1
            break
    first = next(at for at, place in enumerate(ends) if match.start() < place)
    last = next(at for at, place in enumerate(ends) if end <= place)
    return Title(heading.last_line + first, heading.last_line + last, said[match.start() : end])


def _inline_title(rest: str) -> str | None:
    """The title inside a line that begins with requisites: «№ 12-о от 04.04.2024 “О назначении…”»."""
    rest = rest.strip(" .,:;–-")
    while match := _QUALIFIER.match(rest):
        rest = rest[match.end() :].lstrip(" .,:;–-")
    if _ABOUT.match(rest) or _ABOUT_SMALL.match(rest):
        return rest
    match = _ABOUT_INSIDE.search(rest)
    if match and is_requisites(rest[: match.start()]):
        return rest[match.start() :].strip()
    return None


def inline_title_start(line: str) -> int:
    """Where in a line the title begins; the length of the line when it has none."""
    if _ABOUT.match(line) or _ABOUT_SMALL.match(line):
        return 0
    match = _ABOUT_INSIDE.search(line) or re.search(r"(?<=\s)[«\"“„]?(?:об?|обо) [а-яё]{4}", line)
    return match.start() if match else len(line)


def _title_before(sheet: Sheet, heading: Heading | None, stamps: set[int]) -> Title | None:
    """A title set above the word «ПРИКАЗ»."""
    if not heading:
        return None
    for number in range(max(0, heading.line - 6), heading.line):
        if number not in stamps and _ABOUT.match(sheet.lines[number]):
            return _gather(sheet, number, sheet.lines[number], stamps, heading.line)
    return None


def _first_line(sheet: Sheet, start: int, stamps: set[int]) -> Title | None:
    """Without «О …»: the first words after the requisites, before the body."""
    for number in range(start, min(len(sheet.lines), start + 8)):
        line = sheet.lines[number]
        if number in stamps or is_requisites(line) or is_place(line) or _QUALIFIER.match(line):
            continue
        if starts_body(line):
            return None
        if _ORGANISATION.match(line) or not re.search(r"[А-ЯЁа-яё]{4}", line):
            continue
        title = _gather(sheet, number, cut_place(line), stamps)
        return replace(title, about=False) if len(title.raw) <= 200 else None
    return None


def heading_title(sheet: Sheet, heading: Heading, stamps: set[int]) -> str:
    """The title of a regulation, plan, programme…: its heading with the lines that continue it."""
    start = f"{heading.words} {_without_own_requisites(heading)}".strip()
    lines = [start]
    caps = start.isupper()
    for number in range(heading.last_line + 1, min(len(sheet.lines), heading.last_line + 12)):
        line = sheet.lines[number]
        title = " ".join(lines)
        if number in stamps or len(title) > MAX_TITLE:
            break
        open_end = _is_open(title)
        if starts_body(line) or (
            _is_place_and_year(line) and not open_end and not _year_of_half(title, line)
        ):
            break
        if is_requisites(line) or is_place(line):
            if open_end or _continues_year(title, line) or _year_of_half(title, line):
                lines.append(line)
                continue
            if len(lines) == 1:
                continue
            break
        if not (
            open_end
            or _continues(line, caps=caps, only_kind=title == heading.words, fresh=number in sheet.gaps)
        ):
            break
        caps = caps and line.isupper()
        lines.append(line)
    return " ".join(lines)


def _without_own_requisites(heading: Heading) -> str:
    """The rest of a heading's line without its number and date at the beginning."""
    rest = heading.rest
    cut = 0
    for start, end in spans_of(rest):
        if not rest[cut:start].strip(" .,:;отОТ№"):
            cut = end
    return rest[cut:].strip(" .,:;–-") if cut else rest


def _continues(line: str, *, caps: bool, only_kind: bool, fresh: bool) -> bool:
    first = line.lstrip("(")[:1]
    if first.islower() or re.match(
        r"(?:\d{1,2}|[IVX]+)\s?(?:[-–]\s?(?:\d{1,2}|[IVX]+))?\s?класс|20\d\d\s?[-–/]\s?\d", line
    ):
        return True
    if not fresh and re.match(r"20\d\d (?:год|г\.)", line):
        return True
    if caps and line.isupper():
        return True
    if only_kind:
        return not _ORGANISATION.match(line) or not fresh
    if first in '«"“„':
        return True
    return bool(re.match(r"(?:На|За|По|Для|Центра|НА|ЗА|ПО|ДЛЯ) ", line)) and not fresh


_PLACE_AND_YEAR = re.compile(
    r"(?:[А-ЯЁ].{0,40}(?<! на)(?<! за)(?<! в)(?<! НА)(?<! ЗА)[,. ] ?)?20\d\d ?(?:г\.?|год)?"
)


def _is_place_and_year(line: str) -> bool:
    return bool(_PLACE_AND_YEAR.fullmatch(line)) and not re.match(r"(?:на|за|в) ", line, re.IGNORECASE)


def _gather(sheet: Sheet, first: int, text: str, stamps: set[int], limit: int | None = None) -> Title:
    """The title from its first line on, with the lines that continue it."""
    title, last = text, first
    caps = is_caps(text)
    known = bool(dates_and_numbers("\n".join(sheet.lines[max(0, first - 6) : first]))[0])
    for number in range(first + 1, min(limit or len(sheet.lines), first + 15)):
        line = sheet.lines[number]
        if STOP_INSIDE.search(title) or len(title) > MAX_TITLE or number in stamps or starts_body(line):
            break
        another_act = known and (
            (line.startswith("от ") and bool(_NAMES_AN_ACT.search(title)))
            or (line.startswith(("№", "N")) and bool(_ACT_OF_A_DAY.search(mask(title, spans_of(title)))))
        )
        if not another_act and _ends(title, line, caps, fresh=number in sheet.gaps):
            break
        caps = caps and is_caps(line)
        title, last = f"{title} {line}", number
    match = STOP_INSIDE.search(title)
    return Title(first, last, title[: match.start()] if match else title)


def _is_open(title: str) -> bool:
    """Whether the title so far cannot be whole: a preposition at the end, a quotation not closed."""
    if _GOES_ON.search(title.rstrip()):
        return True
    return title.count("«") + title.count("„") > title.count("»") or title.count('"') % 2 == 1


def _continues_year(title: str, line: str) -> bool:
    """«…на 2023-2024 учебный» with «год» on the line below, which alone looks like a part of a date."""
    return bool(_YEAR_TAIL.match(line) and re.search(r"(?:20\d\d|учебн\w+|уч\.)$", title, re.IGNORECASE))


def _year_of_half(title: str, line: str) -> bool:
    """«…на второе полугодие» with «2024 года» on the line below."""
    return bool(_PERIOD.search(title) and re.match(r"20\d\d", line))


def _ends(title: str, line: str, caps: bool, *, fresh: bool) -> bool:
    if _is_open(title):
        return False
    if title.endswith((".", "!")) and not _ABBREVIATED.search(title):
        return True
    if _continues_year(title, line):
        return False
    if is_requisites(line) or is_place(line):
        return True
    if caps and not is_caps(line) and not line[:1].isdecimal() and not line[:1].islower():
        return True
    if (fresh and not line[:1].islower()) or _SENTENCE.match(line):
        return True
    return compact(line).startswith("приказ") and line[:1].isupper()
