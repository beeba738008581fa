"""The timetable for families: parts of it, other weeks, holidays and replacements on the page, the sheet."""

import datetime as dt

import pytest
from django.test import Client

from centers.models import CalendarEntry, Replacement, TimetablePage
from tests import factories as make
from tests.centers.screens import soup_of

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # what pages show

WRONG = (
    "week=2026-13-45", "week=2026-W99", "week=2026-W00", "week=0001-W01", "week=9999-W52", "week=W",
    "date=2026-13-45", "date=0001-01-01", "date=9999-12-31", "date=2026-02-30", "week=%00", "week=²026-W1²",
    f"week={'9' * 10_000}", "date='; DROP TABLE centers_lesson; --", "week=2026-W47%0d%0aX: 1",
)  # fmt: skip
ODD = (
    "class=%00", f"class={'7' * 10_000}", "class='OR 1=1", "teacher=-1", f"teacher={10**30}", "teacher=x",
    "room=999999", "room=1e9", "view=print&week=2026-W99", "view=%00", "page=-1",
)  # fmt: skip


@pytest.fixture
def section(at, network) -> TimetablePage:
    at(2026, 11, 24, 6)  # a Tuesday
    return make.section_of(network.tomsk, TimetablePage)


@pytest.fixture
def program(network):
    return make.ProgramPageFactory(center=network.tomsk, title="Робототехника")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(soup_of(response).get_text(" ").split()).replace("\u00a0", " ").replace("\u2060", "")


class TestWeeks:
    def test_step_as_far_as_the_school_year(self, section, program, client):
        make.LessonFactory(program=program, weekday=4)
        context = client.get(section.url).context
        assert (context["previous"], context["following"]) == (dt.date(2026, 11, 16), dt.date(2026, 11, 30))
        first = client.get(f"{section.url}?week=2026-W36").context
        assert (first["week_starts"], first["previous"]) == (dt.date(2026, 8, 31), None)
        last = client.get(f"{section.url}?date=2027-08-31").context
        assert (last["week_starts"], last["following"]) == (dt.date(2027, 8, 30), None)

    @pytest.mark.parametrize("query", [*WRONG, *ODD])
    def test_what_is_no_week_shows_this_one(self, section, program, client, query):
        make.LessonFactory(program=program, weekday=4)
        response = client.get(f"{section.url}?{query}")
        assert response.status_code == 200
        assert response.context["week_starts"] == dt.date(2026, 11, 23)

    def test_wrong_week_is_said(self, section, program, client):
        make.LessonFactory(program=program)
        assert "Такой недели в расписании нет" in text_of(client, f"{section.url}?week=2026-W99")
        assert "Такой недели" not in text_of(client, f"{section.url}?week=2026-W48")


class TestParts:
    @pytest.fixture(autouse=True)
    def _lessons(self, network, section, program):
        self.section = section
        self.teacher = make.TeacherFactory(center=network.tomsk, full_name="Ветров Игорь Сергеевич")
        self.room = make.RoomFactory(center=network.tomsk, name="Мастерская", number="15")
        other = make.ProgramPageFactory(center=network.tomsk, title="Шахматы", grade_from=5, grade_to=6)
        make.LessonFactory(program=program, weekday=3, classes="7А", teacher=self.teacher)
        make.LessonFactory(program=program, weekday=4, classes="7Б", room=self.room)
        make.LessonFactory(program=other, weekday=5)

    def days(self, client, query) -> list[int]:
        week = client.get(f"{self.section.url}?{query}").context["week"]
        return [day.weekday for day in week if day.lessons]

    def test_by_class_teacher_and_room(self, client):
        assert self.days(client, "") == [3, 4, 5]
        assert self.days(client, "class=7a") == [3]
        assert self.days(client, "class=7") == [3, 4]
        assert self.days(client, "class=6") == [5]
        assert self.days(client, f"teacher={self.teacher.pk}") == [3]
        assert self.days(client, f"room={self.room.pk}") == [4]
        assert self.days(client, f"class=7a&room={self.room.pk}") == []

    def test_heading_and_calendar_are_of_the_part(self, client):
        response = client.get(f"{self.section.url}?class=7a")
        assert response.context["whose"] == "7А класс"
        assert response.context["feed"]["url"].endswith("raspisanie-klass-7a.ics")
        assert response.context["feed"]["webcal"].startswith("webcal://")
        feed = client.get(f"{self.section.url}?teacher={self.teacher.pk}").context["feed"]["url"]
        assert client.get(feed).status_code == 200

    def test_links_lead_to_pages(self, client):
        found = soup_of(client.get(f"{self.section.url}?class=7a&week=2026-W49"))
        links = {link["href"] for link in found.select("main a[href^='?']")}
        assert len(links) > 5
        assert {client.get(self.section.url + link).status_code for link in links} == {200}


class TestDays:
    def test_day_off_says_why(self, network, section, program, client):
        make.LessonFactory(program=program, weekday=2)
        make.LessonFactory(program=program, weekday=3)
        CalendarEntry.objects.create(
            center=network.tomsk, kind="off", title="Карантин", first_day=dt.date(2026, 11, 24)
        )
        assert "Карантин: занятий нет" in text_of(client, section.url)
        assert "Сегодня занятий нет: Карантин" in text_of(client, network.tomsk.page.url)

    def test_public_holiday(self, section, program, client):
        for weekday in (3, 4):
            make.LessonFactory(program=program, weekday=weekday)
        assert "День народного единства: занятий нет" in text_of(client, f"{section.url}?date=2026-11-04")

    def test_replacement_is_told_on_both_pages(self, network, section, program, client):
        lesson = make.LessonFactory(program=program, weekday=2)
        Replacement.objects.create(
            lesson=lesson, kind="cancelled", date=dt.date(2026, 11, 24), note="Педагог болеет"
        )
        words = "Занятия не будет. Педагог болеет"
        assert words in text_of(client, section.url)
        front = text_of(client, network.tomsk.page.url)
        assert words in front
        assert "Сегодня занятий нет" in front

    def test_long_vacations_name_the_next_day(self, at, network, section, program, client):
        make.LessonFactory(program=program, weekday=4)
        at(2027, 6, 10, 6)
        assert "Летние каникулы. Ближайшие занятия: 2 сентября 2027" in text_of(
            client, network.tomsk.page.url
        )


class TestSheet:
    def test_regular_timetable_and_one_week(self, network, section, program, client):
        make.LessonFactory(program=program, weekday=2, week_parity="odd")
        make.LessonFactory(program=program, weekday=3, week_parity="even")
        regular = client.get(f"{section.url}?view=print")
        assert regular.context["sheet"].is_regular
        assert sum(len(cell) for row in regular.context["sheet"].rows for cell in row.cells) == 2
        assert "только нечётная неделя" in text_of(client, f"{section.url}?view=print")
        week = client.get(f"{section.url}?view=print&week=2026-W48").context["sheet"]
        assert sum(len(cell) for row in week.rows for cell in row.cells) == 1

    def test_type_grows_smaller_with_more_lessons(self, network, section, program, client):
        for number in range(12):
            for weekday in range(1, 6):
                start = dt.time(8 + number)
                make.LessonFactory(program=program, weekday=weekday, start=start, end=dt.time(8 + number, 40))
        sheet = client.get(f"{section.url}?view=print").context["sheet"]
        assert sheet.fits
        assert sheet.size < 12


def test_three_hundred_lessons(network, section, program, client, django_assert_max_num_queries):
    teachers = make.TeacherFactory.create_batch(5, center=network.tomsk)
    rooms = make.RoomFactory.create_batch(5, center=network.tomsk)
    for number in range(300):
        start = dt.time(8 + number // 30, number % 6 * 9)
        make.LessonFactory(
            program=program,
            weekday=number % 6 + 1,
            start=start,
            end=dt.time(start.hour + 1),
            classes=f"{number % 11 + 1}А",
            teacher=teachers[number % 5],
            room=rooms[number % 5],
        )
    for address in (section.url, f"{section.url}?class=7a", f"{section.url}?view=print"):
        client.get(address)
        with django_assert_max_num_queries(12):
            response = client.get(address)
        assert response.status_code == 200
    assert client.get(section.url).context["lesson_total"] == 300
