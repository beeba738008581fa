"""Dates as schools write them: «04.04.2024», «"04" апреля 2024 г.», «4 апреля 24 года»."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

FIRST_YEAR = 1990
LAST_YEAR = 2100
_MOSCOW = datetime.timezone(datetime.timedelta(hours=3))

_MONTHS = (
    ("января", "январь", "янв"),
    ("февраля", "февраль", "фев"),
    ("марта", "март", "мар"),
    ("апреля", "апрель", "апр"),
    ("мая", "май"),
    ("июня", "июнь", "июн"),
    ("июля", "июль", "июл"),
    ("августа", "август", "авг"),
    ("сентября", "сентябрь", "сент", "сен"),
    ("октября", "октябрь", "окт"),
    ("ноября", "ноябрь", "нояб", "ноя"),
    ("декабря", "декабрь", "дек"),
)
_MONTH_NUMBER = {form: number for number, forms in enumerate(_MONTHS, 1) for form in forms}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_ROMAN |= {"X": 10, "XI": 11, "XII": 12}

# A text layer may put a space or a line's end between any two letters of a word or digits of a year.
_MONTH = "|".join("[ \n]?".join(form) for form in sorted(_MONTH_NUMBER, key=lambda form: (-len(form), form)))
_DIGIT = "[0-9ОоOoЗ]"
_YEAR = f"(?P<year>(?:19|2 ?[0ОоOo]) ?{_DIGIT} ?{_DIGIT}|{_DIGIT}{_DIGIT})(?!\\d|[./-]\\d)"
_YEAR4 = f"(?P<year>(?:19|2 ?[0ОоOo]) ?{_DIGIT} ?{_DIGIT})(?!\\d)"
_GAP = r"[ _\n]{0,6}"
_OPEN, _CLOSE = "[«\"“”„'<(]{0,2}", "[»\"”“'>)]{0,2}"
_TAIL = r"(?:[ _\n]{0,3}(?:года|году|год|г(?![а-яё])\.?))?"

_NUMERIC = re.compile(
    rf"(?<![\d./№-])(?<!№ )(?P<day>[0-3ОоOoЗ]? ?{_DIGIT}) ?(?P<sep>[./,-]) ?(?P<month>[01ОоOo]? ?{_DIGIT})"
    rf" ?(?:(?P=sep)[ \n]?|(?<=\d) (?=2 ?0)){_YEAR}{_TAIL}"
)
_SPACED = re.compile(rf"(?<![\d./№-])(?<!№ )(?P<day>[0-3]\d) (?P<month>[01]\d) {_YEAR4}{_TAIL}")
_QUOTED = re.compile(
    rf"[«\"“„<]{_GAP}(?P<day>{_DIGIT}{{1,2}}){_GAP}[»\"”“>]{_GAP}(?P<month>[01]\d)"
    rf"{_GAP}[./,-]?{_GAP}{_YEAR}{_TAIL}"
)
_WORDS = re.compile(
    rf"(?<![\d.]){_OPEN}{_GAP}(?P<day>[0-3ОоOoЗ]?{_DIGIT}){_GAP}{_CLOSE}(?:-?го)?{_GAP}"
    rf"(?P<month>{_MONTH})\.?(?![а-яё]){_GAP},?{_GAP}{_YEAR}{_TAIL}",
    re.IGNORECASE,
)
_ISO = re.compile(rf"(?<![\d.-]){_YEAR4}[.-](?P<month>[01]\d)[.-](?P<day>[0-3]\d)(?!\d)")
_ROMAN_FORM = re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})[. ](?P<month>[IVX]{{1,4}})[. ]{_YEAR4}{_TAIL}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, and where in the text it stands (offsets of characters)."""

    value: datetime.date
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """All dates of the text in the order of their places; impossible ones are left out."""
    found: list[FoundDate] = []
    for date in sorted(_candidates(text), key=lambda date: (date.start, -date.end)):
        if not found or date.start >= found[-1].end:
            found.append(date)
    return found


def _candidates(text: str) -> Iterator[FoundDate]:
    for pattern in (_WORDS, _QUOTED, _ISO, _ROMAN_FORM, _NUMERIC, _SPACED):
        for match in pattern.finditer(text):
            value = _date(match["day"], match["month"], match["year"])
            if value:
                blank = len(match[0]) - len(match[0].lstrip(" _\n"))
                yield FoundDate(value, match.start() + blank, match.end())


def _date(day: str, month: str, year: str) -> datetime.date | None:
    folded = re.sub(r"\s", "", month).casefold()
    month_number = _MONTH_NUMBER.get(folded) or _ROMAN.get(month) or _number(month)
    try:
        value = datetime.date(_full_year(_number(year)), month_number, _number(day))
    except ValueError:
        return None
    return value if FIRST_YEAR <= value.year < LAST_YEAR else None


_LETTER_DIGITS = str.maketrans({"О": "0", "о": "0", "O": "0", "o": "0", "З": "3", " ": ""})


def _number(digits: str) -> int:
    plain = digits.translate(_LETTER_DIGITS)
    return int(plain) if plain.isascii() and plain.isdecimal() else 0


def _full_year(year: int) -> int:
    """«24» is 2024 and «98» is 1998."""
    if year >= 100:
        return year
    return year + (1900 if year >= FIRST_YEAR % 100 else 2000)


_SCHOOL_YEAR = re.compile(
    r"(?<!\d)(?P<first>20\d\d)\s?(?:г\.?\s?)?[-–—/\\]\s?(?P<second>20\d\d|\d\d)(?!\d)"
    r"(?P<words>\s{0,3}(?:г\.?\s?)?уч(?:ебн\w*|\.)?\s{0,3}(?:год\w*|г\.?)?)?",
    re.IGNORECASE,
)


def find_school_year(text: str, *, bare: bool = False) -> str | None:
    """The first «2023/2024 учебный год», as «2023/2024».

    `bare` accepts the two years without the words «учебный год», as titles have them.
    """
    for match in _SCHOOL_YEAR.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        if (second if second >= 100 else 2000 + second) == first + 1 and (bare or match["words"]):
            return school_year_from(first)
    return None


def school_year_of(date: datetime.date) -> str:
    """The school year a date belongs to; orders of August already concern the coming one."""
    return school_year_from(date.year if date.month >= 8 else date.year - 1)


def school_year_from(first: int) -> str:
    """«2023/2024» for 2023."""
    return f"{first}/{first + 1}"


_PDF_DATE = re.compile(
    r"D?:?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:(?P<sign>[+-])(?P<off_hour>\d\d)'?(?P<off_minute>\d\d)?|Z)?"
)


def pdf_date(said: str) -> str:
    """A PDF date («D:20240404120000+03'00'») in ISO form; empty when it is none."""
    match = _PDF_DATE.match(said.strip())
    if not match:
        return ""
    month, day = match["month"] or "01", match["day"] or "01"
    if not ("01" <= month <= "12" and "01" <= day <= "31"):
        return ""
    iso = f"{match['year']}-{month}-{day}"
    if match["hour"]:
        iso += f"T{match['hour']}:{match['minute'] or '00'}:{match['second'] or '00'}"
        iso += f"{match['sign']}{match['off_hour']}:{match['off_minute'] or '00'}" if match["sign"] else ""
    return iso


def in_utc(iso: str) -> str:
    """An ISO time in UTC; a time without a zone counts as Moscow's, an impossible one is empty."""
    try:
        time = datetime.datetime.fromisoformat(iso)
        aware = time if time.tzinfo else time.replace(tzinfo=_MOSCOW)
        return aware.astimezone(datetime.UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""
