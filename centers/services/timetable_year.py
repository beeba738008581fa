"""Last year's timetable, copied to the new school year in one step, and taken back in one."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centers.models import CalendarEntry, CalendarKind, Center, Lesson
from centers.models.school_year import SchoolCalendar, school_year_bounds
from centers.services.bin.rows import bin_row

#: A lesson that begins or ends so near to the border of the year goes with the year itself.
NEAR = dt.timedelta(days=31)


@dataclass(slots=True)
class PlannedLesson:
    """A lesson of last year and what will become of it; `refusal` says why it does not come over."""

    lesson: Lesson
    valid_from: dt.date
    valid_until: dt.date | None
    refusal: str = ""
    note: str = ""


@dataclass(slots=True)
class YearPlan:
    """What would be copied to the school year that begins in September of `year`. Nothing is written."""

    center: Center
    year: int
    lessons: list[PlannedLesson]
    entries: list[CalendarEntry]

    @property
    def coming(self) -> list[PlannedLesson]:
        return [one for one in self.lessons if not one.refusal]


@dataclass(slots=True)
class YearCopy:
    """What has been written, and what is needed to take it back."""

    lessons: list[int]
    entries: list[int]
    ended: list[tuple[int, str]]


def plan_year(center: Center, year: int) -> YearPlan:
    """What comes over from the school year before `year`: four queries."""
    old_first, old_last = school_year_bounds(year - 1)
    first, last = school_year_bounds(year)
    rows = Lesson.objects.of(center).select_related("program", "teacher", "room", "bell")
    lessons = list(rows)
    calendar = SchoolCalendar.of(center)
    taken = {_key(one) for one in lessons if one.valid_from is not None and first <= one.valid_from <= last}
    periods = calendar.periods_of(year)
    begin = periods[0].first_day if periods else first
    planned = [
        _planned(one, begin, (old_first, old_last), taken)
        for one in lessons
        if (one.valid_from is None or one.valid_from <= old_last)
        and (one.valid_until is None or one.valid_until >= old_first)
    ]
    return YearPlan(center, year, planned, [] if periods else _new_periods(calendar, year))


def _key(lesson: Lesson) -> tuple:
    return (
        lesson.program_id,
        lesson.weekday,
        lesson.start,
        lesson.end,
        lesson.classes,
        lesson.week_parity,
        lesson.room_id,
    )


def _planned(
    lesson: Lesson, begin: dt.date, old: tuple[dt.date, dt.date], taken: set[tuple]
) -> PlannedLesson:
    """Dates inside the year move by a year, those at its borders become the borders of the new one."""
    valid_from, valid_until = begin, None
    if lesson.valid_from and lesson.valid_from > old[0] + NEAR:
        valid_from = _year_later(lesson.valid_from)
    if lesson.valid_until and lesson.valid_until < dt.date(old[1].year, 5, 1):
        valid_until = _year_later(lesson.valid_until)
    found = PlannedLesson(lesson, valid_from, valid_until)
    if _key(lesson) in taken:
        found.refusal = _("такое занятие в новом году уже есть")
    elif not lesson.program.live:
        found.refusal = _("программа не опубликована")
    elif lesson.teacher is None:
        found.note = _("педагог не указан")
    return found


def _year_later(day: dt.date) -> dt.date:
    """52 weeks later: the same day of the week."""
    return day + dt.timedelta(weeks=52)


def _new_periods(calendar: SchoolCalendar, year: int) -> list[CalendarEntry]:
    """Quarters and the count of weeks of last year, a year later; dates of decrees may differ."""
    first, last = school_year_bounds(year)
    found = []
    for one in calendar.entries:
        new = copy.copy(one)
        new.pk, new._state = None, ModelState()
        if one.kind == CalendarKind.PERIOD and one in calendar.periods_of(year - 1):
            new.first_day, new.last_day = _year_later(one.first_day), _year_later(one.last_day)
            new.first_day = max(new.first_day, first)
            found.append(new)
        elif one in calendar.counts[-1:] and one.first_day < first:
            new.first_day = new.last_day = first
            found.append(new)
    return [one for one in found if one.last_day <= last]


@transaction.atomic
def copy_year(plan: YearPlan, chosen: Iterable[int], *, with_calendar: bool, user: Any) -> YearCopy:
    """Write the chosen lessons of the plan anew, and let those of last year end with it."""
    wanted = set(chosen)
    _first, old_last = school_year_bounds(plan.year - 1)
    done = YearCopy([], [], [])
    for one in plan.coming:
        if one.lesson.pk not in wanted:
            continue
        new = copy.copy(one.lesson)
        new.pk, new._state = None, ModelState()
        new.valid_from, new.valid_until = one.valid_from, one.valid_until
        new.save()
        done.lessons.append(new.pk)
        old = one.lesson
        if old.valid_until is None or old.valid_until > old_last:
            done.ended.append((old.pk, old.valid_until.isoformat() if old.valid_until else ""))
    ended = Lesson.objects.filter(pk__in=[pk for pk, _day in done.ended])
    ended.update(valid_until=old_last, updated_at=timezone.now())
    if with_calendar:
        for entry in plan.entries:
            entry.save()
            done.entries.append(entry.pk)
    log(
        instance=plan.center,
        action="centers.timetable_year",
        user=user,
        data={"year": plan.year, "lessons": len(done.lessons)},
    )
    return done


@transaction.atomic
def take_back_year(
    center: Center, year: int, lessons: list[int], entries: list[int], ended: list, *, user: Any
) -> int:
    """Put the copied rows into the bin and let last year's lessons go on; returns how many went."""
    _first, old_last = school_year_bounds(year - 1)
    gone = 0
    for model, numbers in ((Lesson, lessons), (CalendarEntry, entries)):
        for row in model._default_manager.filter(center=center, pk__in=numbers):
            bin_row(row, user=user)
            gone += 1
    days: dict[str, list[int]] = {}
    for number, day in ended:
        days.setdefault(day, []).append(number)
    for day, numbers in days.items():
        still = Lesson.objects.filter(center=center, pk__in=numbers, valid_until=old_last)
        still.update(valid_until=dt.date.fromisoformat(day) if day else None, updated_at=timezone.now())
    return gone
