"""Calendars of the timetable, read by two libraries that know nothing of this site."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.core.cache import cache
from django.test import Client

from centers.models import CalendarEntry, Lesson, Replacement, TimetablePage
from centers.models.school_year import monday_of
from centers.models.timetable import Timetable
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),
]  # rows in, bytes out: nothing of a database

TOMSK = ZoneInfo("Asia/Tomsk")
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 8, 31)


@pytest.fixture
def section(at, network) -> TimetablePage:
    at(2026, 11, 22, 6)
    return make.section_of(network.tomsk, TimetablePage)


@pytest.fixture
def program(network):
    return make.ProgramPageFactory(center=network.tomsk, title="Робототехника, «Старт»; 1\\2")


def entry(network, kind, first, last=None, **values) -> CalendarEntry:
    return CalendarEntry.objects.create(
        center=network.tomsk, kind=kind, first_day=first, last_day=last or first, **values
    )


def read(client: Client, address: str) -> icalendar.Calendar:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    return icalendar.Calendar.from_ical(response.content)


def told(calendar: icalendar.Calendar) -> list[tuple]:
    """What a family's calendar shows from September to August, without what is cancelled."""
    events = recurring_ical_events.of(calendar).between(FIRST, LAST + dt.timedelta(days=1))
    return sorted(
        (one["DTSTART"].dt.astimezone(TOMSK), one["DTEND"].dt.astimezone(TOMSK), str(one["SUMMARY"]))
        for one in events
        if one["STATUS"] != "CANCELLED"
    )


def held(network) -> list[tuple]:
    """What the pages of the site show of the same days."""
    timetable = Timetable.of(network.tomsk, FIRST, LAST)
    return sorted(
        (
            dt.datetime.combine(one.date, one.start, TOMSK),
            dt.datetime.combine(one.date, one.end, TOMSK),
            one.program.title + (f" ({one.classes_label})" if one.classes else "").replace("\u00a0", " "),
        )
        for number in range((LAST - FIRST).days + 1)
        for one in timetable.day(FIRST + dt.timedelta(days=number)).lessons
        if one.takes_place
    )


def everything(network, program) -> dict[str, Lesson]:
    """A year with all that a school may say of it."""
    quarters = (("09-01", "10-23"), ("11-02", "12-30"), ("01-11", "03-26"), ("04-05", "05-26"))
    for number, (first, last) in enumerate(quarters, 1):
        year = 2026 if number < 3 else 2027
        days = [dt.date.fromisoformat(f"{year}-{day}") for day in (first, last)]
        entry(network, "period", *days, title=f"{number} четверть")
    entry(network, "off", dt.date(2026, 11, 16), dt.date(2026, 11, 18), title="Карантин")
    entry(network, "study", dt.date(2026, 11, 28), as_weekday=1, title="Учимся за понедельник")
    entry(network, "weeks", dt.date(2026, 9, 1), title="числитель/знаменатель")
    one = make.LessonFactory
    lessons = {
        "weekly": one(program=program, classes="7"),
        "odd": one(program=program, weekday=3, week_parity="odd"),
        "even": one(program=program, weekday=3, start="16:00", end="16:45", week_parity="even"),
        "short": one(
            program=program, weekday=2, valid_from=dt.date(2026, 10, 6), valid_until=dt.date(2026, 12, 8)
        ),
        "holiday": one(program=program, weekday=5, in_vacations=True),
        "moved": one(program=program, weekday=4, start="12:00", end="12:40"),
    }
    other = make.TeacherFactory(center=network.tomsk, full_name="Заменин Пётр Ильич")
    replace = Replacement.objects.create
    replace(lesson=lessons["weekly"], kind="cancelled", date=dt.date(2026, 11, 23), note="Педагог на курсах")
    replace(lesson=lessons["weekly"], kind="changed", date=dt.date(2026, 12, 7), teacher=other)
    replace(
        lesson=lessons["moved"],
        kind="changed",
        date=dt.date(2026, 11, 26),
        moved_to=dt.date(2026, 11, 27),
        start="09:00",
        end="09:40",
    )
    replace(program=program, kind="extra", date=dt.date(2026, 12, 5), start="10:00", end="11:30")
    return lessons


class TestCalendar:
    def test_family_sees_what_the_pages_show(self, network, section, program, client):
        everything(network, program)
        found = told(read(client, f"{section.url}raspisanie.ics"))
        assert found == held(network)
        assert len(found) > 120

    @pytest.mark.parametrize("parity", ["odd", "even"])
    def test_alternating_weeks_pass_a_year_of_53_weeks(self, network, section, program, client, parity):
        make.LessonFactory(program=program, week_parity=parity)
        found = told(read(client, f"{section.url}raspisanie.ics"))
        assert found == held(network)
        assert len(found) > 15

    def test_series_is_short_and_names_its_zone(self, network, section, program, client):
        lessons = everything(network, program)
        calendar = read(client, f"{section.url}raspisanie.ics")
        assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tomsk"]
        assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
        masters = [one for one in calendar.walk("VEVENT") if "RRULE" in one]
        assert len(masters) == len(lessons)
        odd = next(one for one in masters if one["DTSTART"].dt.hour == 15 and one["RRULE"].get("INTERVAL"))
        assert str(odd["RRULE"]["UNTIL"][0].tzinfo) == "UTC"
        assert odd["DTSTART"].params["TZID"] == "Asia/Tomsk"
        weekly = next(one for one in masters if "7 класс" in one["SUMMARY"])
        off = {one.dt.date() for one in weekly["EXDATE"].dts}
        assert dt.date(2026, 11, 16) in off
        assert dt.date(2026, 10, 26) in off

    def test_replacements_override_their_day(self, network, section, program, client):
        lessons = everything(network, program)
        calendar = read(client, f"{section.url}raspisanie.ics")
        overrides = {
            one["RECURRENCE-ID"].dt.date(): one for one in calendar.walk("VEVENT") if "RECURRENCE-ID" in one
        }
        assert set(overrides) == {dt.date(2026, 11, 23), dt.date(2026, 12, 7), dt.date(2026, 11, 26)}
        assert overrides[dt.date(2026, 11, 23)]["STATUS"] == "CANCELLED"
        assert overrides[dt.date(2026, 11, 23)]["SUMMARY"].startswith("Отменено: ")
        assert "Заменин" in overrides[dt.date(2026, 12, 7)]["DESCRIPTION"]
        assert overrides[dt.date(2026, 11, 26)]["DTSTART"].dt == dt.datetime(2026, 11, 27, 9, tzinfo=TOMSK)
        uids = {one["UID"] for one in calendar.walk("VEVENT") if "RRULE" in one}
        assert {one["UID"] for one in overrides.values()} <= uids
        assert len(uids) == len(lessons)

    def test_names_stay_when_everything_else_changes(self, network, section, program, client):
        lesson = make.LessonFactory(program=program)
        before = read(client, f"{section.url}raspisanie.ics").walk("VEVENT")[0]["UID"]
        lesson.start, lesson.weekday = dt.time(8), 5
        lesson.save()
        program.title = "Другое"
        program.save()
        assert read(client, f"{section.url}raspisanie.ics").walk("VEVENT")[0]["UID"] == before

    def test_title_survives_signs_of_the_format(self, network, section, program, client):
        make.LessonFactory(program=program)
        events = read(client, f"{section.url}raspisanie.ics").walk("VEVENT")
        assert events[0]["SUMMARY"] == program.title

    def test_centre_without_lessons_has_an_empty_calendar(self, section, client):
        assert read(client, f"{section.url}raspisanie.ics").walk("VEVENT") == []


class TestParts:
    def test_class_programme_and_teacher(self, network, section, program, client):
        other = make.ProgramPageFactory(center=network.tomsk, title="Шахматы")
        teacher = make.TeacherFactory(center=network.tomsk)
        make.LessonFactory(program=program, classes="7А")
        make.LessonFactory(program=program, classes="7Б", weekday=2)
        make.LessonFactory(program=other, classes="5–7", weekday=3, teacher=teacher)

        def weekdays(address):
            return {one[0].isoweekday() for one in told(read(client, address))}

        assert weekdays(f"{section.url}raspisanie.ics") == {1, 2, 3}
        assert weekdays(f"{section.url}raspisanie-klass-7a.ics") == {1, 3}
        assert weekdays(f"{section.url}raspisanie-klass-5.ics") == {3}
        assert weekdays(f"{other.url}raspisanie.ics") == {3}
        assert weekdays(f"{section.url}raspisanie-pedagog-{teacher.pk}.ics") == {3}

    def test_substitute_has_the_one_day(self, network, section, program, client):
        own, other = (make.TeacherFactory(center=network.tomsk) for _ in range(2))
        lesson = make.LessonFactory(program=program, teacher=own)
        day = dt.date(2026, 11, 23)
        Replacement.objects.create(lesson=lesson, kind="changed", date=day, teacher=other)
        found = told(read(client, f"{section.url}raspisanie-pedagog-{other.pk}.ics"))
        assert [one[0].date() for one in found] == [day]

    @pytest.mark.parametrize(
        "name",
        ["raspisanie-klass-99.ics", "raspisanie-klass-%00.ics", "raspisanie-pedagog-999999.ics",
         "raspisanie-pedagog-x.ics", f"raspisanie-klass-{'7' * 300}.ics", "raspisanie-kabinet-1.ics"],
    )  # fmt: skip
    def test_what_is_not_there_is_not_found(self, section, client, name):
        assert client.get(section.url + name).status_code == 404

    def test_other_pages_have_none(self, network, section, client):
        assert client.get(f"{network.tomsk.page.url}raspisanie.ics").status_code == 404

    def test_drafts_are_not_told(self, network, section, client):
        make.LessonFactory(program=make.ProgramPageFactory(center=network.tomsk, draft=True))
        assert read(client, f"{section.url}raspisanie.ics").walk("VEVENT") == []


class TestFreshness:
    def test_reader_who_has_it_is_told_so(self, network, section, program, client):
        lesson = make.LessonFactory(program=program)
        address = f"{section.url}raspisanie.ics"
        first = client.get(address)
        again = {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}
        assert [client.get(address, headers=headers).status_code for headers in again] == [304, 304]
        lesson.delete()
        later = client.get(address)
        assert later.status_code == 200
        assert later["ETag"] != first["ETag"]
        assert client.get(address, headers=again[0]).status_code == 200

    def test_deletion_is_a_change_of_the_date(self, at, network, section, program, client):
        lesson = make.LessonFactory(program=program)
        address = f"{section.url}raspisanie.ics"
        first = client.get(address)["Last-Modified"]
        at(2026, 11, 22, 9)
        lesson.delete()
        assert client.get(address, headers={"If-Modified-Since": first}).status_code == 200

    def test_few_queries(self, network, section, program, client, django_assert_max_num_queries):
        for number in range(60):
            make.LessonFactory(program=program, weekday=number % 6 + 1)
        client.get(f"{section.url}raspisanie.ics")
        cache.clear()
        with django_assert_max_num_queries(12):
            client.get(f"{section.url}raspisanie.ics")


def test_monday_of_any_day():
    assert {monday_of(FIRST + dt.timedelta(days=n)).isoweekday() for n in range(30)} == {1}
