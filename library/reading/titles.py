"""Titles: where they begin, where they end, and their plain spelling."""

import re

from library.reading.kinds import Heading
from library.reading.sheet import (
    STOP_INSIDE,
    Sheet,
    cut_place,
    dates_and_numbers,
    is_place,
    is_requisites,
    mask,
    starts_body,
)
from library.reading.text import compact, key
from library.reading.vocabulary import Lexicon

MAX_TITLE = 500
"""Characters; a longer «title» is the body taken for one."""

_ABOUT = re.compile(
    r"[«\"“„'(]{0,2}(?:(?:О|Об|Обо|ОБ|ОБО) [«\"“„]?[А-ЯЁа-яё\d]|(?:О|Об|ОБ) ?[«\"“„][А-ЯЁа-яё])"
)
_ABOUT_SMALL = re.compile(r"[«\"“„'(]{0,2}(?:об?|обо) [а-яё]{4}")
_ABOUT_INSIDE = re.compile(r"(?:^|(?<=[\s«\"“„(]))[«\"“„]?(?:О|Об|Обо|ОБ) [«\"“„]?[А-ЯЁа-яё]{3}")
_GOES_ON = re.compile(
    r"(?:[,–—(-]|[«„“]|(?<![А-ЯЁа-яё])(?:в|во|на|и|по|с|со|к|о|об|для|при|за|из|от|до|или|имени|им\.|г\.|с\.|п\.|№"
    r"|базе|под|между|через|над|без|д\.|ст\.|пос\.|не|а|то есть|рамках|целях|соответствии"
    r"|приказ(?:ом|а|у|ы)?|распоряжени[еюя]м?|постановлени[еюя]м?|письмом?|протоколом?))$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?<![А-ЯЁа-яё])(?:г|с|п|д|им|ст|пос|гг|уч|т|р|ул|обл|[А-ЯЁ])\.$")
_ORGANISATION = re.compile(
    r"(?:муниципальн|государственн|частно|федеральн|краев|областн)\w*.{0,40}(?:учрежден|организац)|[«\"(]?(?:М|Г|К|Ч|О)"
    r"(?:Б|К|А)?О?У(?: |$|«|\")|МБУ|МБОУ|МКОУ|МАОУ|МОУ|(?:министерств|департамент|комитет|управлени|администрац)\w* ",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"[(«]?по (?:школе|основной деятельности|личному составу|учреждению|гимназии|лицею|организации|оу|мбоу|моу"
    r"|контингенту|учащимся|обучающимся)[)»]?[.,]?(?: |$)|(?:директора|руководителя)(?: школы)?(?: |$)",
    re.IGNORECASE,
)
_LAST_REQUISITES = re.compile(r",?\s*[(]?(?:от\s*)?\u2588[\u2588 ]*(?:№?[\u2588 ]*)?[)]?\s*$")
_OTHER_DOCUMENT = re.compile(r"(?:приказ|распоряжени|постановлени|положени|письм|договор|закон|протокол|план)\w*\s*$")


def order_title(sheet: Sheet, heading: Heading | None, stamps: set[int]) -> tuple[int, str, str] | None:
    """Line, raw title and how it was found («about», «first line») of an order-like document."""
    start = heading.last_line + 1 if heading else 0
    if heading:
        inline = _inline_title(heading.rest)
        if inline:
            return heading.last_line, _gather(sheet, heading.last_line, inline, stamps), "about"
    for number in range(start, min(len(sheet.lines), start + 25)):
        line = sheet.lines[number]
        if number in stamps:
            continue
        if _ABOUT.match(line) or (heading and _ABOUT_SMALL.match(line) and number < start + 6):
            return number, _gather(sheet, number, line, stamps), "about"
        inline = _inline_title(line) if dates_and_numbers(line) != ([], []) else None
        if inline:
            return number, _gather(sheet, number, inline, stamps), "about"
        if starts_body(line) and heading:
            break
    return _title_before(sheet, heading, stamps) or (_first_line(sheet, start, stamps) if heading else None)


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


def _title_before(sheet: Sheet, heading: Heading | None, stamps: set[int]) -> tuple[int, str, str] | None:
    """A title set above the word «ПРИКАЗ»."""
    if not heading:
        return None
    for number in range(max(0, heading.line - 6), heading.line):
        if number not in stamps and _ABOUT.match(sheet.lines[number]):
            return number, _gather(sheet, number, sheet.lines[number], stamps, heading.line), "about"
    return None


def _first_line(sheet: Sheet, start: int, stamps: set[int]) -> tuple[int, str, str] | None:
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
        return (number, title, "first line") if len(title) <= 200 else None
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
        if starts_body(line) or _is_place_and_year(line):
            break
        if is_requisites(line) or is_place(line):
            if open_end:
                lines.append(line)
                continue
            if len(lines) == 1:
                continue
            break
        if not (open_end or _continues(line, caps=caps, only_kind=title == heading.words, fresh=number in sheet.gaps)):
            break
        caps = caps and line.isupper()
        lines.append(line)
    if heading.words.isupper() and not caps:
        words = heading.words.capitalize()
        lines[0] = words + lines[0][len(words) :]
    return " ".join(lines)


def _without_own_requisites(heading: Heading) -> str:
    """The rest of a heading's line without its number and date at the beginning."""
    rest = heading.rest
    dates, numbers = dates_and_numbers(rest)
    spans = sorted((found.start, found.end) for found in (*dates, *numbers))
    cut = 0
    for start, end in spans:
        if not rest[cut:start].strip(" .,:;отОТ№"):
            cut = end
    return rest[cut:].strip(" .,:;–-") if cut else rest


def _continues(line: str, *, caps: bool, only_kind: bool, fresh: bool) -> bool:
    first = line.lstrip("(")[:1]
    if first.islower() or re.match(r"(?:\d{1,2}|[IVX]+)\s?(?:[-–]\s?(?:\d{1,2}|[IVX]+))?\s?класс|20\d\d\s?[-–/]\s?\d", line):
        return True
    if caps and line.isupper():
        return True
    if only_kind:
        return not _ORGANISATION.match(line) or not fresh
    if first in "«\"“„":
        return True
    return bool(re.match(r"(?:На|За|По|Для|Центра|НА|ЗА|ПО|ДЛЯ) ", line)) and not fresh


_PLACE_AND_YEAR = re.compile(r"(?:[А-ЯЁ].{0,40}(?<! на)(?<! за)(?<! в)(?<! НА)(?<! ЗА)[,. ] ?)?20\d\d ?(?:г\.?|год)?")


def _is_place_and_year(line: str) -> bool:
    return bool(_PLACE_AND_YEAR.fullmatch(line)) and not re.match(r"(?:на|за|в) ", line, re.IGNORECASE)


def _gather(sheet: Sheet, first: int, text: str, stamps: set[int], limit: int | None = None) -> str:
    """The title from its first line on, with the lines that continue it."""
    lines = [text]
    caps = _is_caps(text)
    for number in range(first + 1, min(limit or len(sheet.lines), first + 15)):
        title = " ".join(lines)
        if STOP_INSIDE.search(title) or len(title) > MAX_TITLE:
            break
        line = sheet.lines[number]
        if number in stamps or starts_body(line) or _ends(title, line, caps, fresh=number in sheet.gaps):
            break
        caps = caps and _is_caps(line)
        lines.append(line)
    title = " ".join(lines)
    match = STOP_INSIDE.search(title)
    return title[: match.start()] if match else title


def _is_caps(text: str) -> bool:
    return text.isupper() and len(re.sub(r"[^А-ЯЁ]", "", text)) > 3


def _is_open(title: str) -> bool:
    """Whether the title so far cannot be whole: a preposition at the end, a quotation not closed."""
    if _GOES_ON.search(title.rstrip()):
        return True
    return title.count("«") + title.count("„") > title.count("»") or title.count('"') % 2 == 1


def _ends(title: str, line: str, caps: bool, *, fresh: bool) -> bool:
    if _is_open(title):
        return False
    if title.endswith((".", "!")) and not _ABBREVIATED.search(title):
        return True
    if is_requisites(line) or is_place(line):
        return True
    if caps and not _is_caps(line) and not line[:1].isdigit() and not line[:1].islower():
        return True
    if fresh and not line[:1].islower():
        return True
    return compact(line).startswith("приказ") and line[:1].isupper()


def tidy_title(title: str, lexicon: Lexicon) -> str:
    """One spelling of a title: whole words, no outer quotes, «ёлочки», sentence case instead of capitals."""
    title = lexicon.mend(re.sub(r"\s+", " ", title).strip())
    title = _strip_last_requisites(title)
    title = tidy_marks(title)
    if _is_caps(re.sub(r"[«\"][^»\"]*[»\"]", "", title)):
        title = sentence_case(title, lexicon)
    return title[:1].upper() + title[1:]


def _strip_last_requisites(title: str) -> str:
    """«О создании центра от 04.04.2024 № 12» without its own requisites; another order's stay."""
    dates, numbers = dates_and_numbers(title)
    if not dates:
        return title
    masked = mask(title, [(found.start, found.end) for found in (*dates, *numbers)])
    match = _LAST_REQUISITES.search(masked)
    if match and not _OTHER_DOCUMENT.search(key(title[: match.start()])) and " с " not in title[: match.start() + 1][-4:]:
        before = title[: match.start()]
        own = "от" in masked[match.start() : match.end()]
        return before if own and len(before) > 8 else title
    return title


def tidy_marks(title: str) -> str:
    """Quotes as «ёлочки», no space inside them, no mark at the end, no quotes around the whole."""
    title = re.sub(r"[“”„‟]", '"', title)
    title = re.sub(r"<<|>>", '"', title)
    title = _pair_quotes(title)
    title = re.sub(r"([«(])\s+", r"\1", title)
    title = re.sub(r"\s+([»),.;:])", r"\1", title)
    title = title.strip(" .,:;–—-_")
    if title.startswith("«"):
        opened, closed = title.count("«"), title.count("»")
        if closed < opened:
            title = title[1:]
        elif title.endswith("»") and _closing(title) == len(title) - 1:
            title = title[1:-1]
    elif title.endswith("»") and title.count("»") > title.count("«"):
        title = title[:-1]
    return title.strip(" .,:;–—-_")


def _pair_quotes(title: str) -> str:
    out: list[str] = []
    for position, char in enumerate(title):
        if char == '"':
            before = title[position - 1] if position else " "
            char = "«" if before in " («-\"" else "»"
        out.append(char)
    return "".join(out)


def _closing(title: str) -> int:
    """Place of the quote that closes the first one."""
    depth = 0
    for position, char in enumerate(title):
        depth += (char == "«") - (char == "»")
        if depth == 0:
            return position
    return -1


_ABBREVIATIONS = frozenset(
    """
    МБОУ МКОУ МАОУ МОУ ГБОУ ГКОУ ГАОУ МБУ МАУ МКУ ДО СОШ ООШ НОШ СШ ОУ ОО РФ ФГОС ФЗ ООП АООП ОВЗ ОГЭ ЕГЭ ВПР
    ОБЖ ОБЗР ИКТ МТБ ЦОС РДДМ ЮИД ЦО ЦОЦГП ДОУ РМО ШМО ППК ППМС НОО ООО СОО УМК КТП ИУП ЛДП ЦДО ДПО ПФДО КДН
    ГО ЧС ПДД ВСОКО ЭЖ ФИС ФРДО РППС УВП ИТ ТБ ПБ ОТ НОКО ПМПК ПК КПК ГТО ТР МО УО РОО
    """.split()
)
_PROPER = {"точка": "Точка", "россии": "России", "российской": "Российской", "навигатор": "Навигатор"}


def sentence_case(title: str, lexicon: Lexicon) -> str:
    """A title in capitals as a sentence; abbreviations and names keep theirs.

    A word that the running text writes with a capital («Центра», «Ивановская») gets it back.
    """
    words: list[str] = []
    after_quote = False
    for token in re.split(r"(\s+|[«»\"()])", title):
        if not token or not re.search(r"[А-ЯЁA-Z]", token):
            after_quote = token in ("«", '"') or (after_quote and not token.strip())
            words.append(token)
            continue
        lowered = "-".join(_lowered(part, lexicon) for part in token.split("-"))
        words.append(lowered[:1].upper() + lowered[1:] if after_quote else lowered)
        after_quote = False
    return "".join(words)


def _lowered(part: str, lexicon: Lexicon) -> str:
    bare = part.strip(".,:;№/")
    if bare in _ABBREVIATIONS or not bare.isalpha() or re.fullmatch(r"[A-Z]+|[БВГДЖЗКЛМНПРСТФХЦЧШЩ]{2,5}", bare):
        return part if not bare.isalpha() or bare in _ABBREVIATIONS or len(bare) > 1 else part.casefold()
    usual = lexicon.usual_form(bare)
    return part.replace(bare, _PROPER.get(bare.casefold(), usual))

