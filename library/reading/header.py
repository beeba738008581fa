"""Number and date: a document's own ones, and those of the act that approved it."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from library.reading.dates import FoundDate
from library.reading.kinds import Heading
from library.reading.numbers import FoundNumber, bare_number
from library.reading.sheet import Sheet, dates_and_numbers, is_requisites, mask, starts_body
from library.reading.text import key
from library.reading.titles import Title, inline_title_start

_ABOVE = 12
_BELOW = 25
_FOREIGN_LINE = re.compile(
    r"лиценз|огрн|инн|кпп|свидетельств|аккредитац|окпо|основан|тел\.|факс|вх\.|страниц"
)
_OTHER_ACT = re.compile(
    r"(?:приказ(?:ом|а|у|е|ы|ов)?|письм\w+|закон\w*|постановлени\w+|распоряжени\w+|протокол\w*|договор\w*"
    r"|положени\w+"
    r"|рекомендаци\w+|решени\w+|лиценз\w+|устав\w*|стандарт\w*)(?: [^\n]{0,80})?$"
)
_SIGNED_EMPTY = re.compile(r"№ ?(?:$|\n|от(?: |$)|(?:с|г|п|д)\.)", re.MULTILINE)
_FORM_LABEL = re.compile(r"номер|№ ?(?:документа|приказа)|дата составления")
_CELL_NOISE = re.compile(
    r"(?i:(?<![а-яё])(?:от|года?|г\.?|приказ|дата|номер|документа|составления|рег)(?![а-яё]))|[_.,:;]"
)


@dataclass(frozen=True, slots=True)
class OwnRequisites:
    """Number and date with confidence; an empty number means the document says it has none."""

    number: str | None = None
    number_sure: float = 0.0
    number_snippet: str = ""
    date: datetime.date | None = None
    date_sure: float = 0.0
    date_snippet: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """The lines where requisites may stand, as one text, with the heading's place in it."""

    text: str
    starts: Sequence[int]
    lines: Sequence[str]
    numbers: Sequence[int]
    heading_line: int
    heading_last: int

    def line_at(self, offset: int) -> int:
        """Index, in the zone, of the line that has the character."""
        return max(index for index, start in enumerate(self.starts) if start <= offset)


def own_requisites(sheet: Sheet, heading: Heading, stamps: set[int], title: Title | None) -> OwnRequisites:
    """Number and date of the document itself."""
    zone = _zone(sheet, heading, stamps, title)
    if not zone.lines:
        return OwnRequisites()
    dates, numbers = dates_and_numbers(zone.text)
    date, date_score = _best_date(zone, dates)
    number, number_score = _best_number(zone, numbers, date)
    own = OwnRequisites()
    if date:
        own = OwnRequisites(
            date=date.value, date_sure=_sure(date_score), date_snippet=_snippet(zone, date.start)
        )
    if number:
        snippet = _snippet(zone, number.start)
        return OwnRequisites(
            number.value, _sure(number_score), snippet, own.date, own.date_sure, own.date_snippet
        )
    said, sure, snippet = _unsigned_number(zone, date)
    return OwnRequisites(said, sure, snippet, own.date, own.date_sure, own.date_snippet)


def _zone(sheet: Sheet, heading: Heading, stamps: set[int], title: Title | None) -> Zone:
    kept: list[str] = []
    numbers: list[int] = []
    first = max(0, heading.line - _ABOVE)
    for number in range(first, min(len(sheet.lines), max(heading.last_line, 0) + _BELOW)):
        line = sheet.lines[number]
        if number in stamps:
            continue
        pure = is_requisites(line)
        if number > heading.last_line and starts_body(line) and not pure:
            break
        if title and number == title.line:
            line = line[: inline_title_start(line)]
        elif title and (title.line < number <= title.last_line or (number > title.last_line and not pure)):
            continue
        if line and not _FOREIGN_LINE.search(key(line)):
            kept.append(line)
            numbers.append(number)
    starts, offset = [], 0
    for line in kept:
        starts.append(offset)
        offset += len(line) + 1
    return Zone("\n".join(kept), starts, kept, numbers, heading.line, heading.last_line)


def _score(zone: Zone, start: int) -> float:
    index = zone.line_at(start)
    number = zone.numbers[index]
    inside = zone.heading_line <= number <= zone.heading_last
    score = 60 - 2.0 * abs(number - zone.heading_last) - (6 if number < zone.heading_line else 0)
    if inside or is_requisites(zone.lines[index]):
        score += 25
    before = key(zone.text[max(0, start - 120) : start].rsplit("\n", 1)[-1])
    if (
        not inside
        and _OTHER_ACT.search(before)
        and not before.startswith(("приказ", "распоряжение", "постановление"))
    ):
        score -= 70
    if inside and len(_OTHER_ACT.findall(before)) and not _OTHER_ACT.match(before):
        score -= 70
    # Earlier on its line is likelier: «ПРИКАЗ № 12 от … об изменении приказа от …».
    return score - (start - zone.starts[index]) * 0.05


def _best_date(zone: Zone, dates: Sequence[FoundDate]) -> tuple[FoundDate | None, float]:
    scored = [(_score(zone, date.start) + _after_from(zone, date.start), date) for date in dates]
    scored = [pair for pair in scored if pair[0] > 15]
    if not scored:
        return None, 0.0
    score, date = max(scored, key=lambda pair: pair[0])
    return date, score


def _after_from(zone: Zone, start: int) -> float:
    return (
        4.0 if re.search(r"(?:^|\W)от[ _\n]*$", zone.text[max(0, start - 6) : start], re.IGNORECASE) else 0.0
    )


def _best_number(
    zone: Zone, numbers: Sequence[FoundNumber], date: FoundDate | None
) -> tuple[FoundNumber | None, float]:
    best: tuple[float, FoundNumber] | None = None
    for number in numbers:
        score = _score(zone, number.start)
        if date:
            apart = min(abs(number.start - date.end), abs(date.start - number.end))
            score += 20 if apart < 45 else -0.05 * apart
        if score > 15 and (best is None or score > best[0]):
            best = (score, number)
    return (best[1], best[0]) if best else (None, 0.0)


def _unsigned_number(zone: Zone, date: FoundDate | None) -> tuple[str | None, float, str]:
    """A number without its «№»: in the cell of a form, beside the date, or after «ПРИКАЗ»."""
    for index, line in enumerate(zone.lines):
        number = zone.numbers[index]
        dates, _ = dates_and_numbers(line)
        rest = mask(line, [(found.start, found.end) for found in dates]).replace("\u2588", " ")
        rest = _CELL_NOISE.sub(" ", rest).strip()
        has_own_date = any(found.value == date.value for found in dates) if date else False
        beside = zone.heading_line <= number <= zone.heading_last or has_own_date
        under_label = index > 0 and "номер" in key(zone.lines[index - 1])
        bare = bare_number(rest) if beside or under_label or _in_form(zone, index, date) else None
        if bare and len(bare) <= 12 and not (len(bare) > 5 and bare.isdecimal()):
            return bare, 0.7, line
    empty = _SIGNED_EMPTY.search(zone.text)
    return ("", 0.9, _snippet(zone, empty.start())) if empty else (None, 0.0, "")


def _in_form(zone: Zone, index: int, date: FoundDate | None) -> bool:
    """Whether the line is a cell of a form beside the cell of the date, under the heading of the form."""
    labelled = any(_FORM_LABEL.search(key(line)) for line in zone.lines)
    if date is None or not (labelled or zone.numbers[index] - 1 == zone.heading_last):
        return False
    own = zone.line_at(date.start)
    return abs(own - index) == 1 and is_requisites(zone.lines[own])


def _sure(score: float) -> float:
    return round(max(0.3, min(0.98, score / 85)), 2)


def _snippet(zone: Zone, offset: int) -> str:
    return zone.lines[zone.line_at(offset)]


@dataclass(frozen=True, slots=True)
class Approval:
    """The act that approved a document, as its stamp names it."""

    number: str = ""
    number_snippet: str = ""
    date: datetime.date | None = None
    date_snippet: str = ""


_ACT = re.compile(r"приказ\w*|распоряжени\w*|постановлени\w*|утвержд\w*")
_MINUTES = re.compile(r"протокол\w*[ \n]*(?:№ ?\S+|\u2588+)?[ \n,]*(?:от)?[ \n«\"]*$")


def approval_in(sheet: Sheet, stamps: set[int]) -> Approval:
    """Number and date of the approving order; minutes of a council count only when there is no order."""
    text = "\n".join(sheet.lines[number] for number in sorted(stamps))
    if not text:
        return Approval()
    dates, numbers = dates_and_numbers(text)
    masked_numbers = mask(text, [(number.start, number.end) for number in numbers])
    by_order = [
        date
        for date in dates
        if not _MINUTES.search(key(masked_numbers[max(0, date.start - 40) : date.start]))
    ]
    date = max(by_order or dates, key=lambda date: (date.value, -date.start), default=None)
    own = [
        number
        for number in numbers
        if number.value and not _MINUTES.search(key(text[max(0, number.start - 20) : number.start]))
    ]
    if not _ACT.search(key(text)):
        own = []
    if date and own:
        own = sorted(own, key=lambda number: min(abs(number.start - date.end), abs(date.start - number.end)))
    number = own[0] if own else None
    return Approval(
        number.value if number else "",
        _line_of(text, number.start) if number else "",
        date.value if date else None,
        _line_of(text, date.start) if date else "",
    )


def _line_of(text: str, offset: int) -> str:
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]
