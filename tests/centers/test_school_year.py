"""Holidays, quarters, vacations, days off, alternating weeks and replacements: what takes place on a day."""

import datetime as dt

import pytest

from centers.models import CalendarEntry, Lesson, ProgramPage, Replacement, Teacher
from centers.models.holidays import holiday_on, public_holidays
from centers.models.rows.classes import class_slug, classes_in, meets
from centers.models.school_year import SchoolCalendar
from centers.models.timetable import Timetable, coming_lessons

PROGRAM = ProgramPage(pk=1, title="Робототехника", content_type_id=1)


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


def line(kind, first, last="", **values) -> CalendarEntry:
    return CalendarEntry(kind=kind, first_day=day(first), last_day=day(last or first), **values)


def lesson(weekday=1, pk=None, **values) -> Lesson:
    times = {"start": dt.time(15), "end": dt.time(15, 45)}
    return Lesson(pk=pk, program=PROGRAM, weekday=weekday, **{**times, **values})


def replaced(row, date, kind="changed", **values) -> Replacement:
    return Replacement(lesson=row, lesson_id=row.pk, program=PROGRAM, kind=kind, date=day(date), **values)


QUARTERS = [
    line("period", "2026-09-01", "2026-10-23", title="1 четверть"),
    line("period", "2026-11-02", "2026-12-30", title="2 четверть"),
    line("period", "2027-01-11", "2027-03-26", title="3 четверть"),
    line("period", "2027-04-05", "2027-05-26", title="4 четверть"),
]


class TestHolidays:
    @pytest.mark.parametrize(
        "words",
        ["2026-01-09", "2026-03-09", "2026-05-11", "2026-12-31", "2025-06-13", "2025-11-03", "2024-04-30"],
    )
    def test_days_of_the_decrees(self, words):
        assert holiday_on(day(words)) == "Перенесённый выходной"

    def test_names(self):
        assert holiday_on(day("2026-11-04")) == "День народного единства"
        assert holiday_on(day("2027-01-07")) == "Рождество Христово"
        assert holiday_on(day("2026-11-05")) == ""

    def test_year_without_a_decree_follows_the_law(self):
        moved = [one for one, name in public_holidays(2027).items() if name == "Перенесённый выходной"]
        assert moved == [day("2027-05-03"), day("2027-05-10"), day("2027-06-14")]

    def test_any_year_has_its_days(self):
        assert all(len(public_holidays(year)) >= 14 for year in range(1990, 2101))


class TestVacations:
    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("2026-10-23", ""),
            ("2026-10-24", "Осенние каникулы"),
            ("2026-11-01", "Осенние каникулы"),
            ("2026-11-02", ""),
            ("2026-12-31", "Зимние каникулы"),
            ("2027-01-10", "Зимние каникулы"),
            ("2027-03-29", "Весенние каникулы"),
            ("2027-05-27", "Летние каникулы"),
            ("2027-08-31", "Летние каникулы"),
            ("2027-09-01", ""),  # of the next year nothing is known yet
        ],
    )
    def test_lie_between_quarters(self, words, name):
        assert SchoolCalendar(QUARTERS).vacation(day(words)) == name

    def test_without_quarters_only_the_summer_is_free(self):
        empty = SchoolCalendar()
        assert empty.vacation(day("2026-10-28")) == ""
        assert empty.vacation(day("2027-06-01")) == "Летние каникулы"

    def test_lesson_may_take_place_in_them(self):
        rows = [lesson(3), lesson(3, in_vacations=True)]
        found = Timetable(rows, SchoolCalendar(QUARTERS)).day(day("2026-10-28"))
        assert [one.lesson for one in found.lessons] == [rows[1]]
        assert (found.off, found.missed) == ("Осенние каникулы", 1)


class TestDaysOff:
    def test_own_day_and_holiday(self):
        calendar = SchoolCalendar(
            [line("off", "2026-11-16", "2026-11-18", title="Карантин"), line("off", "2026-12-01")]
        )
        names = [
            calendar.off(day(words)) for words in ("2026-11-15", "2026-11-17", "2026-11-04", "2026-12-01")
        ]
        assert names == ["", "Карантин", "День народного единства", "Выходной"]
        found = Timetable([lesson(2)], calendar).day(day("2026-11-17"))
        assert (found.lessons, found.off, found.missed) == ([], "Карантин", 1)

    def test_saturday_by_the_timetable_of_monday(self):
        calendar = SchoolCalendar([*QUARTERS, line("study", "2026-11-28", as_weekday=1)])
        found = Timetable([lesson(1), lesson(6)], calendar).day(day("2026-11-28"))
        assert [one.lesson.weekday for one in found.lessons] == [1]

    def test_day_of_study_in_spite_of_a_holiday(self):
        calendar = SchoolCalendar([line("study", "2026-11-04")])
        assert Timetable([lesson(3)], calendar).day(day("2026-11-04")).takes_place


class TestWeeks:
    def test_counted_from_the_week_that_the_school_names(self):
        calendar = SchoolCalendar([line("weeks", "2026-09-01", title="числитель/знаменатель")])
        names = [
            calendar.week_name(day(words))
            for words in ("2026-08-31", "2026-09-07", "2026-12-31", "2027-01-04")
        ]
        assert names == ["числитель", "знаменатель", "знаменатель", "числитель"]
        assert calendar.parity_words("odd", day("2026-09-07")) == "только числитель"

    def test_counted_anew_each_year(self):
        counts = [line("weeks", "2025-09-01"), line("weeks", "2026-09-01", title="первая/вторая")]
        assert SchoolCalendar(counts).week_name(day("2026-09-02")) == "первая"
        assert SchoolCalendar(counts).week_name(day("2026-08-24")) in ("числитель", "знаменатель")

    def test_else_by_the_number_of_the_week(self):
        assert SchoolCalendar().week_name(day("2026-09-07")) == "нечётная неделя"


class TestReplacements:
    MONDAY = "2026-11-23"

    def day(self, *rows, words=MONDAY):
        return Timetable([self.lesson], SchoolCalendar(), rows).day(day(words))

    @pytest.fixture(autouse=True)
    def _lesson(self):
        self.lesson = lesson(pk=7)

    def test_cancelled(self):
        found = self.day(replaced(self.lesson, self.MONDAY, "cancelled", note="Педагог болеет."))
        assert not found.takes_place
        assert found.lessons[0].note == "Занятия не будет. Педагог болеет"

    def test_other_time_and_teacher(self):
        teacher = Teacher(pk=3, full_name="Иванова Анна Петровна")
        row = replaced(self.lesson, self.MONDAY, teacher=teacher, start=dt.time(16), end=dt.time(16, 40))
        one = self.day(row).lessons[0]
        assert (one.start, one.teacher) == (dt.time(16), teacher)
        assert one.note == "Замена: другое время, другой педагог"

    def test_moved_to_another_day(self):
        row = replaced(self.lesson, self.MONDAY, moved_to=day("2026-11-25"))
        assert self.day(row).lessons[0].state == "moved"
        assert not self.day(row).takes_place
        assert "25\u00a0ноября" in self.day(row).lessons[0].note
        arrived = self.day(row, words="2026-11-25").lessons[0]
        assert arrived.takes_place
        assert "Перенесено с 23\u00a0ноября" in arrived.note

    def test_extra_lesson_comes_even_on_a_holiday(self):
        extra = Replacement(
            pk=1, program=PROGRAM, kind="extra", date=day("2026-11-04"), start=dt.time(9), end=dt.time(10)
        )
        assert self.day(extra, words="2026-11-04").lessons[0].state == "extra"

    def test_of_a_day_without_the_lesson_says_nothing(self):
        row = replaced(self.lesson, "2026-11-24", moved_to=day("2026-11-25"))
        assert self.day(row, words="2026-11-25").lessons == []


class TestComing:
    def test_first_day_after_long_vacations(self):
        calendar = SchoolCalendar([*QUARTERS, line("period", "2027-09-01", "2027-10-24")])
        coming = coming_lessons(Timetable([lesson(4)], calendar), day("2027-06-10"))
        assert coming["days"] == []
        assert coming["next_day"].date == day("2027-09-02")
        assert coming["today"].off == "Летние каникулы"


class TestClasses:
    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("7", ["7"]), ("5–7", ["5", "6", "7"]), ("5-6 классы", ["5", "6"]), ("7 а, 7«Б»", ["7А", "7Б"]),
            ("9А и 9Б", ["9А", "9Б"]), ("", []), ("все желающие", []), ("12, 0, 99-1", []),
        ],
    )  # fmt: skip
    def test_in_words(self, words, names):
        assert classes_in(words) == names

    def test_who_sits_with_whom(self):
        assert meets("7А", "7")
        assert meets("7", "7Б")
        assert meets("7А", "7А")
        assert not meets("7А", "7Б")
        assert not meets("1", "11")
        assert (class_slug("7А"), class_slug("10Щ")) == ("7a", "10shch")
