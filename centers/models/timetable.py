"""From lessons to a week: pure functions over rows already fetched."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils import timezone

from centers.models.registry import Center
from centers.models.rows import Lesson, Weekday
from toolkit.text import weekday_short


@dataclass(slots=True)
class Day:
    """One day of a week with its lessons in order of time."""

    date: dt.date
    lessons: list[Lesson] = field(default_factory=list)
    is_today: bool = False

    @property
    def weekday(self) -> int:
        return self.date.isoweekday()

    @property
    def name(self) -> str:
        return str(Weekday(self.weekday).label)


def local_today(center: Center) -> dt.date:
    """Today's date where the centre is."""
    return timezone.now().astimezone(ZoneInfo(center.municipality.zone)).date()


def week_of(lessons: Iterable[Lesson], day: dt.date, today: dt.date | None = None) -> list[Day]:
    """The seven days of the ISO week that contains `day`, each with the lessons that fall on it.

    Lessons outside their period of validity or in a week of the other parity are left out.
    """
    monday = day - dt.timedelta(days=day.weekday())
    days = [Day(monday + dt.timedelta(days=offset)) for offset in range(7)]
    for lesson in lessons:
        slot = days[lesson.weekday - 1]
        begun = lesson.valid_from is None or lesson.valid_from <= slot.date
        lasts = lesson.valid_until is None or lesson.valid_until >= slot.date
        if begun and lasts and lesson.happens_in_week(slot.date.isocalendar().week):
            slot.lessons.append(lesson)
    for slot in days:
        slot.is_today = slot.date == today
        slot.lessons.sort(key=lambda lesson: (lesson.start, lesson.pk or 0))
    return days


def week_to_show(lessons: list[Lesson], today: dt.date) -> list[Day]:
    """This week, or the next one when no lesson is left from today on."""
    week = week_of(lessons, today, today)
    if any(day.lessons for day in week if day.date >= today):
        return week
    return week_of(lessons, today + dt.timedelta(days=7), today)


def coming_lessons(lessons: list[Lesson], today: dt.date) -> dict:
    """The days with lessons of the week to show, from today on."""
    week = week_to_show(lessons, today)
    days = [day for day in week if day.lessons and day.date >= today]
    return {"days": days, "is_next_week": week[0].date > today}


def weekdays_of(lessons: Iterable[Lesson]) -> list[Weekday]:
    """The days of the week on which there are lessons, in order, each once."""
    return [Weekday(number) for number in sorted({lesson.weekday for lesson in lessons})]


MOST_TIMES = 2  # different times of a programme that a card still has room for
WORD_JOINER = "\u2060"  # keeps «14:30–15:15» on one line


def when_of(lessons: Iterable[Lesson]) -> str:
    """«пн, ср 14:30–15:15; пт 15:20–16:50»; only the days when there are many different times."""
    times: dict[str, list[int]] = {}
    for lesson in sorted(lessons, key=lambda lesson: (lesson.weekday, lesson.start)):
        days = times.setdefault(f"{_clock(lesson.start)}–{WORD_JOINER}{_clock(lesson.end)}", [])
        if lesson.weekday not in days:
            days.append(lesson.weekday)
    if len(times) > MOST_TIMES:
        return _days({day for days in times.values() for day in days})
    return "; ".join(f"{_days(days)}\u00a0{time}" for time, days in times.items())


def _clock(time: dt.time) -> str:
    """«8:30»: hours without a zero, as Russians write them."""
    return f"{time.hour}:{time.minute:02}"


def _days(weekdays: Iterable[int]) -> str:
    return ", ".join(weekday_short(number - 1).lower() for number in sorted(weekdays))
