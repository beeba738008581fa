"""Russian wording of numbers, dates and sizes; slugs and search keys.

The grammar here is Russian by design, so these words are data and not
translatable strings: another language brings another module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from toolkit.typography import NARROW_NBSP, NBSP, typograph

__all__ = [
    "NARROW_NBSP",
    "NBSP",
    "clock",
    "clock_range",
    "count_phrase",
    "file_size",
    "fold",
    "join_and",
    "local_date",
    "month_genitive",
    "month_name",
    "number",
    "plural",
    "russian_date",
    "russian_date_range",
    "russian_datetime",
    "transliterate",
    "typograph",
    "week_bounds",
    "week_range",
    "weekday_name",
    "weekday_short",
]

Number = int | float | Decimal

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_SHORT = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс")

SIZE_UNITS = ("КБ", "МБ", "ГБ", "ТБ")

# Close to ГОСТ 7.79-2000, system B, with the signs that addresses cannot hold
# left out. Below the Russian letters stand those of the state languages of
# the republics, so that a Tatar or Yakut name does not lose its letters.
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
    "з": "z", "и": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
    "ә": "a", "ӓ": "a", "ӑ": "a", "ӕ": "ae", "ғ": "g", "ҕ": "g", "җ": "zh", "ӝ": "zh",
    "ҙ": "z", "ӟ": "z", "ӗ": "e", "і": "i", "ї": "i", "ӥ": "i", "ҡ": "k", "қ": "k",
    "ң": "n", "ҥ": "n", "ө": "o", "ӧ": "o", "ҫ": "s", "ү": "u", "ӱ": "u", "ӳ": "u",
    "ӵ": "ch", "һ": "h", "є": "e", "ґ": "g", "ӏ": "", "ӹ": "y", "ӣ": "i", "ӯ": "u",
}  # fmt: skip


def plural(n: Number, one: str, few: str, many: str) -> str:
    """Return the form that Russian asks for after `n`: 1 центр, 2 центра, 5 центров.

    A number with a fraction takes the second form («1,5 центра»), a negative
    one behaves like its absolute value.
    """
    if n != int(n):
        return few
    n = abs(int(n))
    if 11 <= n % 100 <= 14:
        return many
    if n % 10 == 1:
        return one
    if 2 <= n % 10 <= 4:
        return few
    return many


def number(n: Number) -> str:
    """Write a number as Russians do: thousands apart by a narrow no-break space, comma, true minus."""
    sign = "−" if n < 0 else ""
    whole, _point, fraction = f"{Decimal(str(n)).copy_abs():f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NARROW_NBSP)
    return f"{sign}{grouped},{fraction}" if fraction.strip("0") else f"{sign}{grouped}"


def count_phrase(n: Number, one: str, few: str, many: str) -> str:
    """Return the number and its noun, never parted at a line end: «21 центр», «4 500 центров»."""
    return f"{number(n)}{NBSP}{plural(n, one, few, many)}"


def file_size(size: int) -> str:
    """Write a size in bytes as «1,06 МБ» or «527,94 КБ»: steps of 1024, at most two decimals.

    Raises `ValueError` for a negative size.
    """
    if size < 0:
        raise ValueError("A size cannot be negative")
    if size < 1024:
        return count_phrase(size, "байт", "байта", "байт")
    amount, units = Decimal(size) / 1024, iter(SIZE_UNITS)
    unit = next(units)
    while _two_decimals(amount) >= 1024 and unit != SIZE_UNITS[-1]:
        amount, unit = amount / 1024, next(units)
    return f"{number(_two_decimals(amount).normalize())}{NBSP}{unit}"


def _two_decimals(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def local_date(value: date) -> date:
    """Return the calendar day of a date or a moment; an aware moment is first brought to local time."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def russian_date(value: date, *, with_year: bool = True) -> str:
    """Write a day as «4 апреля 2024 г.» (or «4 апреля»), with no-break spaces."""
    day = local_date(value)
    words = f"{day.day}{NBSP}{MONTHS_GENITIVE[day.month - 1]}"
    return f"{words}{NBSP}{day.year}{NBSP}г." if with_year else words


def russian_datetime(value: datetime) -> str:
    """Write a moment as «4 апреля 2024 г. в 15:30», an aware one in the current time zone."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{russian_date(local)} в{NBSP}{local:%H:%M}"


def russian_date_range(start: date | None, end: date | None) -> str:
    """Write a period without repeating what both days share: «4–8 апреля 2024 г.».

    Without an end it reads «с 4 апреля 2024 г.», without a start «до 8 апреля
    2024 г.», without both it is empty. Days given the wrong way round are
    written in the order of the calendar.
    """
    if start is None or end is None:
        if start is not None:
            return f"с{NBSP}{russian_date(start)}"
        return f"до{NBSP}{russian_date(end)}" if end is not None else ""
    first, last = sorted((local_date(start), local_date(end)))
    if first == last:
        return russian_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{russian_date(last)}"
    return f"{russian_date(first, with_year=first.year != last.year)}{NBSP}– {russian_date(last)}"


WORD_JOINER = "\u2060"  # keeps «14:30–15:15» on one line


def clock(value: time) -> str:
    """«8:30»: hours without a zero, as Russians write them."""
    return f"{value.hour}:{value.minute:02}"


def clock_range(start: time, end: time) -> str:
    """«8:30–9:10», which never breaks over two lines."""
    return f"{clock(start)}–{WORD_JOINER}{clock(end)}"


def month_name(month: int) -> str:
    """Return the name of month 1–12 as a heading uses it: «апрель»."""
    return MONTHS[_index(month, 1, 12)]


def month_genitive(month: int) -> str:
    """Return the name of month 1–12 as a date uses it: «апреля»."""
    return MONTHS_GENITIVE[_index(month, 1, 12)]


def weekday_name(weekday: int) -> str:
    """Return the name of a weekday, 0 being Monday as in `date.weekday()`: «понедельник»."""
    return WEEKDAYS[_index(weekday, 0, 6)]


def weekday_short(weekday: int) -> str:
    """Return the two letters of a weekday, 0 being Monday: «Пн»."""
    return WEEKDAYS_SHORT[_index(weekday, 0, 6)]


def _index(value: int, first: int, last: int) -> int:
    if not first <= value <= last:
        raise ValueError(f"Expected a number from {first} to {last}, got {value}")
    return value - first


def week_bounds(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week that holds the day."""
    day = local_date(day)
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_range(day: date) -> str:
    """Write the week that holds the day, Monday to Sunday: «1–7 апреля 2024 г.»."""
    return russian_date_range(*week_bounds(day))


def join_and(items: Iterable[object]) -> str:
    """Join as speech does: «физика, химия и биология». Empty items are left out."""
    words = [word for word in map(str, items) if word]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} и {words[-1]}"


def transliterate(text: str, *, max_length: int | None = None) -> str:
    """Return a Latin slug of a-z, 0-9 and single hyphens: «Шегарский район» → «shegarskij-rajon».

    The sign № disappears, other alphabets are left out; the result may be
    empty, and the caller then needs a name of its own. With `max_length` the
    slug is cut at a hyphen if there is one.
    """
    lowered = unicodedata.normalize("NFC", text).replace("№", " ").lower()
    latin = "".join(LATIN.get(letter, letter) for letter in unicodedata.normalize("NFC", lowered))
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʼ\"«»„“”]", "", plain)).strip("-")
    if max_length is None or len(slug) <= max_length:
        return slug
    cut = slug[:max_length]
    if slug[max_length] != "-" and "-" in cut:
        cut = cut.rpartition("-")[0]
    return cut.strip("-")


def fold(text: str) -> str:
    """Return a key for searching and comparing: one case, «ё» as «е», single spaces."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.replace("ё", "е").split())
