"""The year of a centre: which days are days of study, why the others are not, and which week is which."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from centers.models.holidays import holiday_on
from centers.models.rows import CalendarEntry, CalendarKind, WeekParity
from toolkit.prepared import Prepared

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
SUMMER = (6, 7, 8)
#: By the month in which the days between two periods begin.
_VACATIONS = {
    (9, 10, 11): "Осенние каникулы",
    (12, 1): "Зимние каникулы",
    (2,): "Дополнительные каникулы",
    (3, 4): "Весенние каникулы",
    (5, 6, 7, 8): "Летние каникулы",
}


def school_year_of(day: dt.date) -> int:
    """The year in whose September the school year of the day began."""
    return day.year if day.month >= 9 else day.year - 1


def school_year_bounds(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 9, 1), dt.date(year + 1, 8, 31)


def year_label(year: int) -> str:
    """«2026/2027»."""
    return f"{year}/{year + 1}"


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


_ENTRIES: Prepared[CalendarEntry] = Prepared(lambda center: CalendarEntry.objects.filter(center=center))


class SchoolCalendar:
    """Answers for a centre, from the lines of its calendar already fetched."""

    def __init__(self, entries: Iterable[CalendarEntry] = ()) -> None:
        self.entries = list(entries)

    @classmethod
    def of(cls, center: Any) -> "SchoolCalendar":
        """The calendar of a centre: one query."""
        return cls(_ENTRIES(center=center.pk))

    def _of_kind(self, kind: CalendarKind) -> list[CalendarEntry]:
        return sorted((one for one in self.entries if one.kind == kind), key=lambda one: one.first_day)

    @cached_property
    def periods(self) -> list[CalendarEntry]:
        return self._of_kind(CalendarKind.PERIOD)

    @cached_property
    def counts(self) -> list[CalendarEntry]:
        return self._of_kind(CalendarKind.WEEKS)

    @cached_property
    def _days_off(self) -> list[CalendarEntry]:
        return self._of_kind(CalendarKind.OFF)

    @cached_property
    def _study_days(self) -> list[CalendarEntry]:
        return self._of_kind(CalendarKind.STUDY)

    def periods_of(self, year: int) -> list[CalendarEntry]:
        """Quarters or trimesters of the school year that begins in September of `year`."""
        first, last = school_year_bounds(year)
        return [one for one in self.periods if one.first_day <= last and one.last_day >= first]

    def study_day(self, day: dt.date) -> CalendarEntry | None:
        """The line that makes the day one of study whatever the country does."""
        return next((one for one in self._study_days if one.contains(day)), None)

    def off(self, day: dt.date) -> str:
        """Why nobody comes on the day, or empty: the school's own day off, then a public holiday."""
        if self.study_day(day):
            return ""
        own = next((one for one in self._days_off if one.contains(day)), None)
        return (own.title or _("Выходной")) if own else holiday_on(day)

    def vacation(self, day: dt.date) -> str:
        """The name of the vacation that the day belongs to, or empty.

        A school year without periods has its summer alone.
        """
        if self.study_day(day):
            return ""
        periods = self.periods_of(school_year_of(day))
        if not periods:
            return _("Летние каникулы") if day.month in SUMMER else ""
        if any(one.contains(day) for one in periods):
            return ""
        before = [one.last_day for one in periods if one.last_day < day]
        if not before:  # between the summer and the first day of study
            return _("Летние каникулы")
        month = (max(before) + DAY).month
        is_last = max(before) == max(one.last_day for one in periods)
        return _("Летние каникулы") if is_last else next(n for m, n in _VACATIONS.items() if month in m)

    def period_on(self, day: dt.date) -> CalendarEntry | None:
        return next((one for one in self.periods if one.contains(day)), None)

    def _count_on(self, day: dt.date) -> CalendarEntry | None:
        begun = [one for one in self.counts if monday_of(one.first_day) <= day]
        return begun[-1] if begun else None

    def parity(self, day: dt.date) -> str:
        """Which of the two alternating weeks the day lies in.

        Counted from the week that the calendar names; without one, by the ISO number of the week.
        """
        count = self._count_on(day)
        if count is None:
            number = day.isocalendar().week - 1
        else:
            number = (monday_of(day) - monday_of(count.first_day)) // WEEK
        return WeekParity.EVEN if number % 2 else WeekParity.ODD

    def week_name(self, day: dt.date) -> str:
        """«числитель», «знаменатель» when the school counts its weeks itself; else «нечётная», «чётная»."""
        count = self._count_on(day)
        names = [_("нечётная неделя"), _("чётная неделя")]
        if count is not None:
            own = [name.strip() for name in count.title.split("/")]
            names = own if len(own) == 2 and all(own) else [_("числитель"), _("знаменатель")]
        return names[self.parity(day) == WeekParity.EVEN]

    def parity_words(self, parity: str, day: dt.date) -> str:
        """«по числителям» is said for people as «только числитель»; empty for every week."""
        if parity == WeekParity.EVERY:
            return ""
        monday = monday_of(day)
        week = monday if self.parity(monday) == parity else monday + WEEK
        return _("только {week}").format(week=self.week_name(week))

    def bounds(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day that the timetable reaches: the school year; in summer also the next autumn."""
        first, last = school_year_bounds(school_year_of(today))
        return first, dt.date(last.year, 12, 31) if 5 <= today.month <= 8 else last
