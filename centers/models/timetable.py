"""From lessons to a week: what takes place on which day, with holidays, vacations and replacements.

Pure functions and classes over rows already fetched; `Timetable.of` alone asks the database.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models.registry import Center
from centers.models.rows import Lesson, Replacement, ReplacementKind, Weekday, WeekParity
from centers.models.rows.classes import classes_label
from centers.models.school_year import SchoolCalendar, monday_of, school_year_bounds, school_year_of
from toolkit.prepared import Prepared
from toolkit.text import clock, clock_range, russian_date, weekday_short

ROWS = ("program", "teacher", "room")


@dataclass(slots=True)
class Occurrence:
    """A lesson on one date as it really takes place; `lesson` is None for an extra one.

    `state` is empty, `cancelled`, `moved` (it takes place on another day), `changed` or `extra`.
    """

    date: dt.date
    start: dt.time
    end: dt.time
    program: Any
    classes: str
    teacher: Any
    room: Any
    lesson: Lesson | None = None
    replacement: Replacement | None = None
    state: str = ""

    @classmethod
    def plain(cls, lesson: Lesson, day: dt.date, is_brief: bool = False) -> "Occurrence":
        """The lesson as the timetable has it; in a brief one nobody asks for its teacher and room."""
        return cls(
            day,
            lesson.start,
            lesson.end,
            lesson.program,
            lesson.classes,
            None if is_brief else lesson.teacher,
            None if is_brief else lesson.room,
            lesson,
        )

    @property
    def key(self) -> tuple:
        row = self.lesson or self.replacement
        return (self.start, self.end, (row.pk if row else 0) or 0)

    @property
    def times(self) -> str:
        """«8:30–9:10»."""
        return clock_range(self.start, self.end)

    @property
    def takes_place(self) -> bool:
        return self.state not in ("cancelled", "moved")

    @property
    def classes_label(self) -> str:
        return classes_label(self.classes)

    @property
    def week_parity(self) -> str:
        return self.lesson.week_parity if self.lesson else WeekParity.EVERY

    @property
    def bell(self) -> Any:
        """The bell that the lesson rings with, unless its time was changed."""
        lesson = self.lesson
        if lesson is None or (lesson.start, lesson.end) != (self.start, self.end):
            return None
        return lesson.bell

    @property
    def note(self) -> str:
        """What is different, in a few words for a family."""
        if self.replacement is None:
            return ""
        return ". ".join(part for part in (self._change(), self.replacement.note.rstrip(".")) if part)

    def _change(self) -> str:
        row, lesson = self.replacement, self.lesson
        if self.state == "cancelled":
            return _("Занятия не будет")
        if self.state == "extra" or row is None or lesson is None:
            return _("Дополнительное занятие")
        if self.state == "moved":
            return _("Перенесено на {day}, {time}").format(
                day=russian_date(row.moved_to, with_year=False), time=clock(row.start or lesson.start)
            )
        if row.moved_to and row.moved_to != row.date:
            return _("Перенесено с {day}").format(day=russian_date(row.date, with_year=False))
        changes = []
        if (self.start, self.end) != (lesson.start, lesson.end):
            changes.append(_("другое время"))
        if row.teacher_id and row.teacher_id != lesson.teacher_id:
            changes.append(_("другой педагог"))
        if row.room_id and row.room_id != lesson.room_id:
            changes.append(_("другой кабинет"))
        return _("Замена: {what}").format(what=", ".join(changes)) if changes else ""


@dataclass(slots=True)
class Day:
    """One day of a week with its lessons in order of time.

    `off` says why the usual lessons do not take place: «День народного единства», «Осенние каникулы».
    """

    date: dt.date
    lessons: list[Occurrence] = field(default_factory=list)
    is_today: bool = False
    off: str = ""
    missed: int = 0

    @property
    def weekday(self) -> int:
        return self.date.isoweekday()

    @property
    def name(self) -> str:
        return str(Weekday(self.weekday).label)

    @property
    def takes_place(self) -> bool:
        return any(one.takes_place for one in self.lessons)


class Timetable:
    """The lessons of a centre with everything that decides on which days they take place."""

    def __init__(
        self,
        lessons: Iterable[Lesson],
        calendar: SchoolCalendar | None = None,
        replacements: Iterable[Replacement] = (),
        *,
        is_brief: bool = False,
    ) -> None:
        self.is_brief = is_brief
        self.lessons = list(lessons)
        self.calendar = calendar or SchoolCalendar()
        self.replacements = list(replacements)
        self._of_weekday: dict[int, list[Lesson]] = {}
        self._known = {lesson.pk: lesson for lesson in self.lessons if lesson.pk}
        for lesson in self.lessons:
            self._of_weekday.setdefault(lesson.weekday, []).append(lesson)
        self._replaced = {(one.lesson_id, one.date): one for one in self.replacements if one.lesson_id}
        self._arriving: dict[dt.date, list[Replacement]] = {}
        for one in self.replacements:
            if one.kind == ReplacementKind.EXTRA:
                self._arriving.setdefault(one.date, []).append(one)
            elif one.kind == ReplacementKind.CHANGED and one.moved_to and one.moved_to != one.date:
                self._arriving.setdefault(one.moved_to, []).append(one)

    @classmethod
    def of(cls, center: Any, first: dt.date, last: dt.date, *, published: bool = True) -> "Timetable":
        """What is needed for the days from `first` to `last`: three queries.

        `published` leaves out what the public may not see.
        """
        lessons, replacements = _PUBLISHED if published else _ALL
        days = {"first": first, "last": last}
        found = [*lessons(center=center.pk)], [*replacements(center=center.pk, **days)]
        if published:
            _without_hidden_teachers(*found)
        return cls(found[0], SchoolCalendar.of(center), found[1])

    @classmethod
    def of_programs(cls, center: Any, programs: dict[int, Any], first: dt.date, last: dt.date) -> "Timetable":
        """The same for a page that has the published programmes by their numbers, and names nobody."""
        lessons = lessons_of_programs(center, programs)
        replacements = _of_programs(_REPLACEMENTS(center=center.pk, first=first, last=last), programs)
        return cls(lessons, SchoolCalendar.of(center), replacements, is_brief=True)

    def happens(self, lesson: Lesson, day: dt.date) -> bool:
        """Whether the lesson stands in the timetable of the day, before any replacement."""
        if lesson.valid_from and day < lesson.valid_from:
            return False
        if lesson.valid_until and day > lesson.valid_until:
            return False
        study = self.calendar.study_day(day)
        weekday = (study.as_weekday if study else None) or day.isoweekday()
        if lesson.weekday != weekday or not lesson.happens_in_week(self.calendar.parity(day)):
            return False
        if self.calendar.off(day):
            return False
        return lesson.in_vacations or not self.calendar.vacation(day)

    def _usual(self, day: dt.date) -> list[Lesson]:
        """Lessons that the day would have if no calendar stood against it."""
        study = self.calendar.study_day(day)
        weekday = (study.as_weekday if study else None) or day.isoweekday()
        parity = self.calendar.parity(day)
        return [
            one
            for one in self._of_weekday.get(weekday, [])
            if one.happens_in_week(parity)
            and (one.valid_from is None or one.valid_from <= day)
            and (one.valid_until is None or one.valid_until >= day)
        ]

    def day(self, day: dt.date, today: dt.date | None = None) -> Day:
        """The day as it takes place."""
        off, vacation = self.calendar.off(day), self.calendar.vacation(day)
        found = Day(day, is_today=day == today, off=off or vacation)
        for lesson in self._usual(day):
            if off or (vacation and not lesson.in_vacations):
                found.missed += 1
            else:
                found.lessons.append(self.occurrence(lesson, day))
        for one in self._arriving.get(day, []):
            arrived = self._arrived(one, day)
            if arrived is not None:
                found.lessons.append(arrived)
        found.lessons.sort(key=lambda one: one.key)
        return found

    def occurrence(self, lesson: Lesson, day: dt.date) -> Occurrence:
        """The lesson on a day on which it happens, with its replacement."""
        found = Occurrence.plain(lesson, day, self.is_brief)
        row = self._replaced.get((lesson.pk, day)) if lesson.pk else None
        if row is None:
            return found
        found.replacement = row
        if row.kind == ReplacementKind.CANCELLED:
            found.state = "cancelled"
        elif row.moved_to and row.moved_to != day:
            found.state = "moved"
        else:
            _change(found, row)
        return found

    def _arrived(self, row: Replacement, day: dt.date) -> Occurrence | None:
        """An extra lesson, or one that was moved to the day; None when there is nothing to move."""
        if row.kind == ReplacementKind.EXTRA:
            return Occurrence(
                day,
                row.start,
                row.end,
                row.program,
                row.classes,
                row.teacher,
                row.room,
                replacement=row,
                state="extra",
            )
        lesson = self._known.get(row.lesson_id)
        if lesson is None or not self.happens(lesson, row.date):
            return None
        found = Occurrence.plain(lesson, day, self.is_brief)
        found.replacement = row
        _change(found, row)
        return found

    def week(self, day: dt.date, today: dt.date | None = None) -> list[Day]:
        """The seven days of the week that contains `day`."""
        monday = monday_of(day)
        return [self.day(monday + dt.timedelta(days=offset), today) for offset in range(7)]

    def week_to_show(self, today: dt.date) -> list[Day]:
        """This week, or the next one when nothing is left from today on."""
        week = self.week(today, today)
        if any(day.lessons for day in week if day.date >= today):
            return week
        return self.week(today + dt.timedelta(days=7), today)


def _lessons(center):
    return Lesson.objects.of(center).select_related(*ROWS, "bell")


def _replacements(center, first, last):
    return Replacement.objects.of(center).touching(first, last).select_related(*ROWS)


#: Lessons and replacements with all that a timetable says of them.
_ALL: tuple[Prepared[Lesson], Prepared[Replacement]] = (Prepared(_lessons), Prepared(_replacements))
_PUBLISHED: tuple[Prepared[Lesson], Prepared[Replacement]] = (
    Prepared(lambda center: _lessons(center).published()),
    Prepared(lambda center, first, last: _replacements(center, first, last).published()),
)
#: For pages that have the programmes already: a programme is as long as all its texts.
_LESSONS: Prepared[Lesson] = Prepared(
    lambda center: Lesson.objects.of(center).defer("created_at", "updated_at")  # moments are dear to read
)
_REPLACEMENTS: Prepared[Replacement] = Prepared(
    lambda center, first, last: (
        Replacement.objects.of(center).touching(first, last).select_related("teacher", "room")
    )
)


def lessons_of_programs(center: Any, programs: dict[int, Any]) -> list[Lesson]:
    """The lessons of a centre's published programmes, given by their numbers: one query."""
    return _of_programs(_LESSONS(center=center.pk), programs)


def _without_hidden_teachers(*lists: Iterable[Lesson | Replacement]) -> None:
    """Name nobody whom the site is not to show; that another teacher comes is told all the same."""
    for rows in lists:
        for row in rows:
            if row.teacher is not None and not row.teacher.is_shown:
                row._state.fields_cache["teacher"] = None  # type: ignore[union-attr]


def _of_programs(rows: Iterable[Any], programs: dict[int, Any]) -> list[Any]:
    found = [row for row in rows if row.program_id in programs]
    for row in found:
        row.program = programs[row.program_id]
    return found


def _change(found: Occurrence, row: Replacement) -> None:
    """Put what the replacement says over what the lesson has."""
    found.state = "changed"
    found.start, found.end = row.start or found.start, row.end or found.end
    if row.teacher_id:
        found.teacher = row.teacher
    if row.room_id:
        found.room = row.room
    found.classes = row.classes or found.classes


def local_today(center: Center) -> dt.date:
    """Today's date where the centre is."""
    return timezone.now().astimezone(ZoneInfo(center.municipality.zone)).date()


#: How far ahead a centre's page looks for the next lesson: over the longest vacations.
LOOK_AHEAD = dt.timedelta(days=120)


def coming_lessons(timetable: Timetable, today: dt.date) -> dict:
    """For a centre's page: the days of the week to show from today on, and what today is like.

    When two weeks are empty, `next_day` is the first day with lessons after them.
    """
    week = timetable.week_to_show(today)
    days = [day for day in week if day.date >= today and (day.lessons or (day.off and day.missed))]
    found = {"today": timetable.day(today, today), "is_next_week": week[0].date > today, "next_day": None}
    if any(day.lessons for day in days):
        return found | {"days": days}
    ahead = (week[-1].date + dt.timedelta(days=n) for n in range(1, LOOK_AHEAD.days))
    later = (timetable.day(day) for day in ahead) if timetable.lessons or timetable.replacements else ()
    return found | {"days": [], "next_day": next((day for day in later if day.takes_place), None)}


def current_lessons(lessons: Iterable[Lesson], today: dt.date) -> list[Lesson]:
    """What a programme's card tells of: lessons of this school year that are not over, else later ones."""
    _first, last = school_year_bounds(school_year_of(today))
    left = [one for one in lessons if one.valid_until is None or one.valid_until >= today]
    return [one for one in left if one.valid_from is None or one.valid_from <= last] or left


def weekdays_of(lessons: Iterable[Lesson]) -> list[Weekday]:
    """The days of the week on which there are lessons, in order, each once."""
    return [Weekday(number) for number in sorted({lesson.weekday for lesson in lessons})]


MOST_TIMES = 2  # different times of a programme that a card still has room for


def when_of(lessons: Iterable[Lesson]) -> str:
    """«пн, ср 14:30–15:15; пт 15:20–16:50»; only the days when there are many different times."""
    times: dict[str, list[int]] = {}
    for lesson in sorted(lessons, key=lambda lesson: (lesson.weekday, lesson.start)):
        days = times.setdefault(clock_range(lesson.start, lesson.end), [])
        if lesson.weekday not in days:
            days.append(lesson.weekday)
    if len(times) > MOST_TIMES:
        return _days({day for days in times.values() for day in days})
    return "; ".join(f"{_days(days)}\u00a0{time}" for time, days in times.items())


def _days(weekdays: Iterable[int]) -> str:
    return ", ".join(weekday_short(number - 1).lower() for number in sorted(weekdays))
