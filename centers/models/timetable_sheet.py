"""The sheet for the wall: a table that fits one side of A4, lying."""

import datetime as dt
import math
from dataclasses import dataclass, field

from centers.models import timetable_view as view
from centers.models.rows import Weekday
from centers.models.timetable import Day, Occurrence, Timetable, current_lessons

#: Of the page lying: what margins, heading and the first row leave of 210 mm, and the width of the days.
HEIGHT_MM, WIDTH_MM = 158, 252
#: Sizes of type in points, from the one that reads well across a corridor to the least that reads at all.
SIZES = (12, 11, 10, 9, 8, 7, 6)
MM_OF_POINT = 0.3528
LETTER, LEADING, PADDING_MM, ROW_MM = 0.54, 1.22, 3.2, 2.4
#: Bold letters are wider, lines end before they are full, lessons of a cell stand apart.
BOLD, FILLED, GAP = 1.08, 0.86, 0.35


@dataclass(slots=True)
class Row:
    """One time of the day, and what each day has at it."""

    slot: view.Slot
    cells: list[list[Occurrence]]


@dataclass(slots=True)
class Sheet:
    """Rows of the table; `size` is the largest type in points with which it fits one page.

    `is_regular` for the timetable as it always is; else that of one week, with its replacements.
    """

    days: list[Day]
    rows: list[Row] = field(default_factory=list)
    size: int = SIZES[0]
    fits: bool = True
    is_regular: bool = True

    @classmethod
    def of(cls, timetable: Timetable, asked: view.Asked, week: list[Day], today: dt.date) -> "Sheet":
        """The week that the address names, or the regular timetable when it names none."""
        days = week if asked.named_week else regular_days(timetable, asked, today)
        sheet = cls(days, is_regular=not asked.named_week)
        found: dict[dt.time, list[Occurrence]] = {}
        for day in days:
            for one in day.lessons:
                found.setdefault(one.start, []).append(one)
        for number, start in enumerate(sorted(found), 1):
            slot = view.Slot(number, start, view._times(found[start]), view._bell(found[start]))
            cells = [[one for one in day.lessons if one.start == start] for day in days]
            sheet.rows.append(Row(slot, cells))
        sheet.size = next((size for size in SIZES if sheet.height(size) <= HEIGHT_MM), SIZES[-1])
        sheet.fits = sheet.height(sheet.size) <= HEIGHT_MM
        return sheet

    def height(self, size: int) -> float:
        """About how high the table is in that type, in millimetres."""
        point = size * MM_OF_POINT
        width = WIDTH_MM / max(len(self.days), 1) - PADDING_MM
        letters = max(int(width / (LETTER * point)), 8)
        return sum(
            max((_lines(cell, letters) for cell in row.cells), default=1) * point * LEADING + ROW_MM
            for row in self.rows
        )


def _lines(cell: list[Occurrence], letters: int) -> float:
    """Lines that the lessons of a cell take, the space between them counted as a part of one."""
    total = 0.0
    for one in cell:
        about = [one.classes_label, one.teacher.short_name if one.teacher else ""]
        about.append(str(one.room.number or one.room.name) + " каб. " if one.room else "")
        about.append("00:00–00:00, числитель" if one.bell is None or one.week_parity != "every" else "")
        words = " ".join(part for part in about if part)
        length = BOLD * len(one.program.title) + 1 + len(words) + len(one.note)
        total += math.ceil(length / (letters * FILLED)) + GAP
    return total or 1


def regular_days(timetable: Timetable, asked: view.Asked, today: dt.date) -> list[Day]:
    """Every lesson on its day, in odd and even weeks alike, without holidays and replacements."""
    monday = asked.monday
    days = [Day(monday + dt.timedelta(days=offset)) for offset in range(7)]
    for lesson in current_lessons(timetable.lessons, today):
        day = days[lesson.weekday - 1]
        one = Occurrence.plain(lesson, day.date)
        if view.fits(one, asked):
            day.lessons.append(one)
    for day in days:
        day.lessons.sort(key=lambda one: one.key)
    last = max([5, *(day.weekday for day in days if day.lessons)])
    return [day for day in days if day.weekday <= last and day.weekday in set(Weekday.values)]
