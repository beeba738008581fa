"""What an address asks of a timetable, and the timetable narrowed and laid out for a page.

Addresses: `?week=2026-W47` or `?date=2026-11-18`, and `class=7a`, `teacher=12`, `room=3`, together or alone.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from centers.models.rows import Bell, Lesson
from centers.models.rows.classes import class_order, class_slug, classes_in, classes_label, meets
from centers.models.school_year import WEEK, monday_of
from centers.models.timetable import Day, Occurrence, Timetable
from toolkit.text import clock_range

#: More different times than this in a week are not set out in rows.
MOST_SLOTS = 20


def iso_week(day: dt.date) -> str:
    """«2026-W47»: the week in an address."""
    year, week, _day = day.isocalendar()
    return f"{year:04}-W{week:02}"


def day_of(words: str) -> dt.date | None:
    """The Monday of «2026-W47», the day «2026-11-18»; None for what is no date."""
    try:
        if "W" in words:
            year, week = words.split("-W")
            if not (year.isascii() and year.isdecimal() and len(year) == 4 and week.isdecimal()):
                return None
            return dt.date.fromisocalendar(int(year), int(week), 1)
        return dt.date.fromisoformat(words) if len(words) == 10 else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says. `wrong` when it names a day that the timetable does not reach."""

    monday: dt.date
    class_name: str = ""
    teacher_id: int | None = None
    room_id: int | None = None
    named_week: bool = False
    wrong: bool = False

    @classmethod
    def of(cls, data: QueryDict, today: dt.date, bounds: tuple[dt.date, dt.date]) -> "Asked":
        """Numbers that are none, and classes written wrongly, ask for nothing."""
        words = data.get("week") or data.get("date") or ""
        day = day_of(words) if words else None
        inside = day is not None and monday_of(bounds[0]) <= monday_of(day) <= monday_of(bounds[1])
        return cls(
            monday_of(day) if day is not None and inside else monday_of(today),
            class_slug(data.get("class", "")[:20]),
            _number(data.get("teacher", "")),
            _number(data.get("room", "")),
            named_week=inside,
            wrong=bool(words) and not inside,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.class_name or self.teacher_id or self.room_id)

    def query(self, **changes: Any) -> str:
        """The address of the same with something else: `?class=7a&week=2026-W47`."""
        other = replace(self, **changes)
        parts: dict[str, Any] = {
            "class": other.class_name,
            "teacher": other.teacher_id,
            "room": other.room_id,
            "week": iso_week(other.monday) if other.named_week else "",
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def with_class(self, slug: str) -> str:
        return self.query(class_name=slug)

    def of_week(self, monday: dt.date) -> str:
        return self.query(monday=monday, named_week=True)


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None


def classes_of(row: Lesson | Occurrence) -> list[str]:
    """Classes of a lesson: its own, or those that the programme is for; empty when it is for all."""
    if row.classes:
        return classes_in(row.classes)
    low, high = row.program.grade_from, row.program.grade_to
    return classes_in(f"{low or 1}–{high or 11}") if low or high else []


def is_for_class(row: Lesson | Occurrence, slug: str) -> bool:
    """Whether pupils of the class come: they also come when the lesson is for everybody."""
    names = classes_of(row)
    return (not names and not row.classes) or any(meets(class_slug(name), slug) for name in names)


@dataclass(slots=True)
class Choices:
    """By what the timetable can be narrowed: classes as they are named, teachers, rooms."""

    classes: list[tuple[str, str]] = field(default_factory=list)
    teachers: list[Any] = field(default_factory=list)
    rooms: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, timetable: Timetable) -> "Choices":
        rows: list[Any] = [*timetable.lessons, *timetable.replacements]
        names = {name for row in timetable.lessons for name in classes_of(row)}
        teachers = {row.teacher_id: row.teacher for row in rows if row.teacher}
        rooms = {row.room_id: row.room for row in rows if row.room_id}
        return cls(
            [(class_slug(name), name) for name in sorted(names, key=class_order)],
            sorted(teachers.values(), key=lambda row: row.full_name),
            sorted(rooms.values(), key=lambda row: (row.sort_order, row.name)),
        )

    def class_named(self, slug: str) -> str:
        return next((name for one, name in self.classes if one == slug), "")

    def teacher(self, number: int | None) -> Any:
        return next((row for row in self.teachers if row.pk == number), None)

    def room(self, number: int | None) -> Any:
        return next((row for row in self.rooms if row.pk == number), None)


def narrowed(days: list[Day], asked: Asked) -> list[Day]:
    """The same days with only those lessons that the address asks for."""
    for day in days:
        day.lessons = [one for one in day.lessons if fits(one, asked)]
    return days


def fits(one: Occurrence, asked: Asked) -> bool:
    """A replaced teacher and a room left empty still find the lesson: that is what they must learn."""
    lesson = one.lesson
    if asked.class_name and not is_for_class(one, asked.class_name):
        return False
    people = {one.teacher and one.teacher.pk, lesson.teacher_id if lesson else None}
    if asked.teacher_id and asked.teacher_id not in people:
        return False
    rooms = {one.room and one.room.pk, lesson.room_id if lesson else None}
    return not (asked.room_id and asked.room_id not in rooms)


@dataclass(slots=True)
class Slot:
    """A row of the grid: lessons that begin at the same time. `number` counts the rows from one."""

    number: int
    start: dt.time
    times: str
    label: str = ""


@dataclass(slots=True)
class Cell:
    """What a day has in a row."""

    slot: Slot
    lessons: list[Occurrence]


def slots_of(days: Iterable[Day]) -> list[Slot]:
    """The rows of a week in order of time; empty when there are too many different ones."""
    found: dict[dt.time, list[Occurrence]] = {}
    for day in days:
        for one in day.lessons:
            found.setdefault(one.start, []).append(one)
    if len(found) > MOST_SLOTS:
        return []
    return [
        Slot(number, start, _times(found[start]), _bell(found[start]))
        for number, start in enumerate(sorted(found), 1)
    ]


def _times(lessons: list[Occurrence]) -> str:
    """The times that most of these lessons have."""
    ends = [one.end for one in lessons]
    return clock_range(lessons[0].start, max(ends, key=ends.count))


def _bell(lessons: list[Occurrence]) -> str:
    bells: list[Bell] = [one.bell for one in lessons if one.bell]
    return bells[0].label if bells else ""


def cells_of(day: Day, slots: list[Slot]) -> list[Cell]:
    """The lessons of a day by row; rows in which it has none are left out."""
    by_start = {slot.start: slot for slot in slots}
    cells: dict[dt.time, Cell] = {}
    for one in day.lessons:
        cells.setdefault(one.start, Cell(by_start[one.start], [])).lessons.append(one)
    return [cells[start] for start in sorted(cells)]


def days_to_show(days: list[Day], timetable: Timetable) -> list[Day]:
    """Five days, or six or seven when somebody comes on them, this week or at all."""
    used = {lesson.weekday for lesson in timetable.lessons}
    last = max([5, *(day.weekday for day in days if day.lessons or day.weekday in used)])
    return [day for day in days if day.weekday <= last]


def title_of(asked: Asked, choices: Choices) -> str:
    """«7А класс, Ветров И. С., каб. 12»: whose timetable it is; empty for the whole centre."""
    name = choices.class_named(asked.class_name)
    teacher, room = choices.teacher(asked.teacher_id), choices.room(asked.room_id)
    parts = [
        classes_label(name) if name.isdecimal() else _("{name} класс").format(name=name) if name else "",
        teacher.short_name if teacher else "",
        str(room) if room else "",
    ]
    return ", ".join(part for part in parts if part)


def neighbours(asked: Asked, bounds: tuple[dt.date, dt.date]) -> tuple[dt.date | None, dt.date | None]:
    """The Mondays before and after, as far as the timetable reaches."""
    before, after = asked.monday - WEEK, asked.monday + WEEK
    return (
        before if before >= monday_of(bounds[0]) else None,
        after if after <= monday_of(bounds[1]) else None,
    )
