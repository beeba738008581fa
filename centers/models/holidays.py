"""Days on which the whole country rests: ст. 112 ТК РФ and the yearly decrees on moved days off.

For a year whose decree is known, the days are those of the decree. For any other year a holiday on a
Saturday or Sunday gives its day off to the next working day (ч. 2 ст. 112), except those of January, which
a decree moves wherever it wants. Holidays of single regions are days off that a school enters itself.
"""

import datetime as dt
from functools import lru_cache
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

_NEW_YEAR = _("Новогодние каникулы")
_MOVED = _("Перенесённый выходной")

#: Month and day → name (ч. 1 ст. 112 ТК РФ).
HOLIDAYS = {
    **{(1, day): _NEW_YEAR for day in (1, 2, 3, 4, 5, 6, 8)},
    (1, 7): _("Рождество Христово"),
    (2, 23): _("День защитника Отечества"),
    (3, 8): _("Международный женский день"),
    (5, 1): _("Праздник Весны и Труда"),
    (5, 9): _("День Победы"),
    (6, 12): _("День России"),
    (11, 4): _("День народного единства"),
}

#: Year → days off that its decree adds: ПП РФ 10.08.2023 № 1314, 04.10.2024 № 1335, 24.09.2025 № 1466.
DECREES: dict[int, tuple[tuple[int, int], ...]] = {
    2024: ((4, 29), (4, 30), (5, 10), (12, 30), (12, 31)),
    2025: ((5, 2), (5, 8), (6, 13), (11, 3), (12, 31)),
    2026: ((1, 9), (3, 9), (5, 11), (12, 31)),
}


@lru_cache(maxsize=64)
def public_holidays(year: int) -> MappingProxyType[dt.date, str]:
    """Days off of the year with their names."""
    found = {dt.date(year, month, day): name for (month, day), name in HOLIDAYS.items()}
    if year in DECREES:
        found |= {dt.date(year, month, day): _MOVED for month, day in DECREES[year]}
    else:
        found |= dict.fromkeys(_moved_by_law(found), _MOVED)
    return MappingProxyType(found)


def _moved_by_law(holidays: dict[dt.date, str]) -> list[dt.date]:
    """The next working day after each holiday that falls on a weekend."""
    taken = set(holidays)
    moved = []
    for day in sorted(holidays):
        if day.month == 1 or day.isoweekday() < 6:
            continue
        while day.isoweekday() > 5 or day in taken:
            day += dt.timedelta(days=1)
        taken.add(day)
        moved.append(day)
    return moved


def holiday_on(day: dt.date) -> str:
    """The name of the public holiday, or empty."""
    return str(public_holidays(day.year).get(day, ""))
