"""Lessons that cannot take place together: one teacher, one room or one class in two places at a time."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from centers.models.rows.classes import classes_in, classes_label, meets
from centers.models.timetable import Occurrence, Timetable

#: A list longer than this helps nobody: a table was pasted twice.
MOST_CLASHES = 200
SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two lessons at one time. `day` is the first day from now on that both take place.

    `is_once` when only a replacement of that day brings them together.
    """

    first: Occurrence
    second: Occurrence
    reasons: tuple[str, ...]
    day: dt.date
    is_once: bool = False

    def concerns(self, lesson_id: int | None = None, replacement_id: int | None = None) -> bool:
        """Whether one of the two is that lesson, or that replacement."""
        both = (self.first, self.second)
        if lesson_id is not None and any(one.lesson and one.lesson.pk == lesson_id for one in both):
            return True
        return replacement_id is not None and any(
            one.replacement and one.replacement.pk == replacement_id for one in both
        )


def clashes_in(timetable: Timetable, today: dt.date) -> list[Clash]:
    """Clashes from today to the end of what the timetable reaches, in order of weekday and time."""
    found = []
    for clash in [*_regular(timetable, today), *_of_replacements(timetable, today)]:
        found.append(clash)
        if len(found) == MOST_CLASHES:
            break
    return sorted(found, key=lambda one: (one.is_once, one.day.weekday(), one.first.start, one.day))


def _regular(timetable: Timetable, today: dt.date) -> Iterator[Clash]:
    """Pairs of the timetable itself; of each pair the first day on which both happen."""
    by_weekday: dict[int, list[Any]] = {}
    for lesson in timetable.lessons:
        by_weekday.setdefault(lesson.weekday, []).append(lesson)
    last = timetable.calendar.bounds(today)[1]
    for lessons in by_weekday.values():
        lessons.sort(key=lambda one: one.start)
        for first, second in _overlapping(lessons):
            pair = Occurrence.plain(first, today), Occurrence.plain(second, today)
            reasons = shared(*pair)
            day = _first_common_day(timetable, first, second, today, last) if reasons else None
            if day:
                yield Clash(*pair, reasons, day)


def _overlapping(rows: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs of rows whose times overlap; the rows stand in order of their beginning."""
    for number, first in enumerate(rows):
        for second in rows[number + 1 :]:
            if second.start >= first.end:
                break
            yield first, second


def _first_common_day(
    timetable: Timetable, first: Any, second: Any, today: dt.date, last: dt.date
) -> dt.date | None:
    begin = max(day for day in (today, first.valid_from, second.valid_from) if day)
    end = min(day for day in (last, first.valid_until, second.valid_until) if day)
    day = begin + dt.timedelta(days=(first.weekday - begin.isoweekday()) % 7)
    while day <= end:
        if timetable.happens(first, day) and timetable.happens(second, day):
            return day
        day += dt.timedelta(days=7)
    return None


def _of_replacements(timetable: Timetable, today: dt.date) -> Iterator[Clash]:
    """Pairs that meet only because one of them was changed, moved or added."""
    days = {row.moved_to or row.date for row in timetable.replacements}
    for day in sorted(one for one in days if one >= today):
        held = [one for one in timetable.day(day).lessons if one.takes_place]
        for first, second in combinations(held, 2):
            if not (first.replacement or second.replacement) or second.start >= first.end:
                continue
            reasons = shared(first, second)
            if reasons and second.end > first.start:
                yield Clash(first, second, reasons, day, is_once=True)


def shared(first: Occurrence, second: Occurrence) -> tuple[str, ...]:
    """What both need at once, in words: «педагог Ветров И. С.», «каб. 12», «7А класс»."""
    found = []
    if first.teacher and second.teacher and first.teacher.pk == second.teacher.pk:
        found.append(_("педагог {name}").format(name=first.teacher.short_name))
    if first.room and second.room and first.room.pk == second.room.pk:
        found.append(str(first.room))
    name = _same_class(first, second)
    if name:
        found.append(classes_label(name) if name.isdecimal() else _("{name} класс").format(name=name))
    return tuple(found)


def _same_class(first: Occurrence, second: Occurrence) -> str:
    """A class that should sit in both; clubs for many classes are a choice, not a clash."""
    ours, theirs = classes_in(first.classes), classes_in(second.classes)
    is_choice = SUBJECT not in (first.program.kind, second.program.kind)
    if is_choice and (len(ours) > 1 or len(theirs) > 1):
        return ""
    pairs: Iterable[tuple[str, str]] = ((one, other) for one in ours for other in theirs)
    return next((max(one, other, key=len) for one, other in pairs if meets(one, other)), "")
