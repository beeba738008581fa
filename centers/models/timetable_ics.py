"""The timetable as iCalendar (RFC 5545): a series for each lesson, exceptions for whatever differs.

`Timetable` alone decides what takes place; a rule is only the shortest way to say most of it. Days on which
the rule is wrong stand in EXDATE, replacements override one day of the series, and what no rule can say
(an extra lesson, a Saturday by Monday's timetable) is an event of its own.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration

from centers.models.rows import Lesson, WeekParity
from centers.models.school_year import WEEK
from centers.models.timetable import Occurrence, Timetable

DAY = dt.timedelta(days=1)
#: How often a calendar should look for changes.
REFRESH = dt.timedelta(hours=4)
PRODUCT = "-//tochka rosta//raspisanie//RU"
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(slots=True)
class Series:
    """A lesson over the whole span: days of its rule, days of the rule on which there is none."""

    lesson: Lesson
    interval: int
    planned: list[dt.date]
    missing: list[dt.date] = field(default_factory=list)
    besides: list[dt.date] = field(default_factory=list)


@dataclass(slots=True)
class Feed:
    """What a calendar is made of.

    `wanted` chooses the occurrences; `absolute` makes the address of a programme.
    """

    name: str
    timetable: Timetable
    bounds: tuple[dt.date, dt.date]
    zone: str
    address: str
    stamp: dt.datetime
    wanted: Callable[[Occurrence], bool]
    absolute: Callable[[Any], str]
    url: str = ""

    def body(self) -> bytes:
        """The calendar as it is sent; the same rows give the same bytes."""
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        for name in ("name", "x-wr-calname"):
            calendar.add(name, clean(self.name))
        calendar.add("x-wr-timezone", self.zone)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
        if self.url:
            calendar.add("url", self.url)
        first, last = self.bounds
        # Daylight saving or a move of the zone inside the span is said too.
        zone = Timezone.from_tzid(self.zone, first_date=first - 366 * DAY, last_date=last + 366 * DAY)
        calendar.add_component(zone)
        for event in self.events():
            calendar.add_component(event)
        return calendar.to_ical()

    def events(self) -> Iterable[Event]:
        for lesson in self.timetable.lessons:
            yield from self._of_lesson(lesson)
        for row in self.timetable.replacements:
            if row.lesson_id is None and self.bounds[0] <= row.date <= self.bounds[1]:
                for one in self.timetable.day(row.date).lessons:
                    if one.replacement is row and self.wanted(one):
                        yield self._event(one, identifier("extra", row.pk))

    def _of_lesson(self, lesson: Lesson) -> Iterable[Event]:
        if not self._concerns(lesson):
            return
        series = series_of(self.timetable, lesson, self.bounds)
        uid = identifier("lesson", lesson.pk)
        if series is None:
            return
        if series.planned:
            yield self._master(series, uid)
        for day in series.planned:
            one = self.timetable.occurrence(lesson, day)
            if one.state and day not in series.missing:
                yield self._override(one, day, uid)
        for day in series.besides:
            one = self.timetable.occurrence(lesson, day)
            yield self._event(self._where(one), identifier("lesson", lesson.pk, day), one.state)

    def _concerns(self, lesson: Lesson) -> bool:
        """Whether the lesson itself, or one of its replacements, is wanted: then the whole series is told."""
        if self.wanted(Occurrence.plain(lesson, self.bounds[0])):
            return True
        rows = [row for row in self.timetable.replacements if row.lesson_id == lesson.pk]
        return any(self.wanted(self.timetable.occurrence(lesson, row.date)) for row in rows)

    def _master(self, series: Series, uid: str) -> Event:
        lesson = series.lesson
        event = self._event(Occurrence.plain(lesson, series.planned[0]), uid)
        if len(series.planned) > 1:
            rule: dict[str, Any] = {"FREQ": "WEEKLY", "BYDAY": _CODES[series.planned[0].weekday()]}
            if series.interval > 1:
                rule["INTERVAL"] = series.interval
            last = self._moment(series.planned[-1], lesson.start)
            event.add("rrule", rule | {"UNTIL": last.astimezone(dt.UTC)})
        wanted_itself = self.wanted(Occurrence.plain(lesson, series.planned[0]))
        missing = [day for day in series.planned if day in set(series.missing)]
        if not wanted_itself:  # another teacher's lesson, in whose calendar only some days stand
            missing = [day for day in series.planned if not self._wanted_on(lesson, day)]
        if missing:
            event.add("exdate", [self._moment(day, lesson.start) for day in missing])
        return event

    def _wanted_on(self, lesson: Lesson, day: dt.date) -> bool:
        one = self.timetable.occurrence(lesson, day)
        return bool(one.state) and self.wanted(one)

    def _where(self, one: Occurrence) -> Occurrence:
        """The same lesson on the day to which it was moved."""
        row = one.replacement
        if one.state != "moved" or row is None:
            return one
        day = self.timetable.day(row.moved_to)
        return next((other for other in day.lessons if other.replacement is row), one)

    def _override(self, one: Occurrence, day: dt.date, uid: str) -> Event:
        event = self._event(self._where(one), uid, one.state)
        event.add("recurrence-id", self._moment(day, one.lesson.start if one.lesson else one.start))
        return event

    def _event(self, one: Occurrence, uid: str, state: str = "") -> Event:
        event = Event()
        row = one.replacement or one.lesson
        event.add("uid", uid)
        event.add("dtstamp", self.stamp)
        if row is not None and row.updated_at:
            event.add("last-modified", row.updated_at.replace(microsecond=0))
        event.add("dtstart", self._moment(one.date, one.start))
        event.add("dtend", self._moment(one.date, one.end))
        cancelled = state == "cancelled"
        event.add("summary", clean(self._summary(one, cancelled)))
        event.add("location", clean(", ".join(part for part in (str(one.room or ""), self.address) if part)))
        description = self._description(one)
        if description:
            event.add("description", clean(description))
        event.add("url", self.absolute(one.program))
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
        return event

    def _summary(self, one: Occurrence, cancelled: bool) -> str:
        title = one.program.title + (f" ({one.classes_label})" if one.classes else "")
        return _("Отменено: {title}").format(title=title) if cancelled else title

    def _description(self, one: Occurrence) -> str:
        teacher = _("Педагог: {name}").format(name=one.teacher.short_name) if one.teacher else ""
        return "\n".join(part for part in (one.note, teacher) if part)

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, tzinfo=ZoneInfo(self.zone))


def series_of(timetable: Timetable, lesson: Lesson, bounds: tuple[dt.date, dt.date]) -> Series | None:
    """The rule that says the days of the lesson with the fewest exceptions; None when there are no days."""
    days = list(_days(bounds))
    real = [day for day in days if timetable.happens(lesson, day)]
    regular = [day for day in real if day.isoweekday() == lesson.weekday]
    if not real:
        return None
    if not regular:
        return Series(lesson, 1, [], besides=real)
    tries = []
    for interval in (1, 2) if lesson.week_parity != WeekParity.EVERY else (1,):
        step = interval * WEEK
        planned = [regular[0] + step * n for n in range((regular[-1] - regular[0]) // step + 1)]
        tries.append(
            Series(
                lesson,
                interval,
                planned,
                missing=sorted(set(planned) - set(real)),
                besides=sorted(set(real) - set(planned)),
            )
        )
    return min(tries, key=lambda one: (len(one.besides), len(one.missing)))


def _days(bounds: tuple[dt.date, dt.date]) -> Iterable[dt.date]:
    first, last = bounds
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def identifier(kind: str, number: int, day: dt.date | None = None) -> str:
    """A UID that no change of host, title or time changes."""
    name = f"tochka-rosta/{kind}/{number}" + (f"/{day.isoformat()}" if day else "")
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, name)}@tochka-rosta"


def clean(text: str) -> str:
    """Text without control characters and without no-break spaces and joiners, which some calendars show."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")
    return "".join(letter for letter in plain if letter == "\n" or letter.isprintable())
