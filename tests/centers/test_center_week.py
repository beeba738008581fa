"""The week of a centre: parity, validity and the day that it is where the centre stands."""

import datetime as dt

import pytest
from django.test import Client

from centers.models import Lesson, ProgramPage, TimetablePage, Weekday
from centers.models.timetable import Timetable, coming_lessons, local_today, weekdays_of, when_of
from tests import factories as make

MONDAY = dt.date(2026, 9, 7)  # of the 37th ISO week, an odd one
EVEN_MONDAY = dt.date(2026, 9, 14)
PROGRAM = ProgramPage(pk=1, title="Робототехника", content_type_id=1)


def lesson(weekday=1, start="15:00", end="15:45", **values) -> Lesson:
    times = {"start": dt.time.fromisoformat(start), "end": dt.time.fromisoformat(end)}
    return Lesson(program=PROGRAM, weekday=weekday, **times, **values)


def days_of(lessons, day=MONDAY) -> list[int]:
    """Weekdays of the week of that day on which there is a lesson."""
    return [slot.weekday for slot in Timetable(lessons).week(day) if slot.lessons]


class TestWeek:
    def test_begins_on_monday_whatever_day_is_asked_for(self):
        for offset in range(7):
            week = Timetable([]).week(MONDAY + dt.timedelta(days=offset))
            assert [slot.date for slot in week] == [MONDAY + dt.timedelta(days=n) for n in range(7)]

    def test_days_have_their_names_and_today_is_marked(self):
        week = Timetable([]).week(MONDAY, MONDAY + dt.timedelta(days=2))
        assert [slot.name for slot in week[:3]] == ["понедельник", "вторник", "среда"]
        assert [slot.weekday for slot in week if slot.is_today] == [3]

    def test_lessons_of_a_day_stand_in_order_of_time(self):
        late, early = lesson(start="16:00", end="16:45"), lesson(start="09:00", end="09:45")
        assert [one.lesson for one in Timetable([late, early]).week(MONDAY)[0].lessons] == [early, late]

    @pytest.mark.parametrize(
        ("parity", "odd_week", "even_week"),
        [("every", True, True), ("odd", True, False), ("even", False, True)],
    )
    def test_parity_is_that_of_the_iso_week(self, parity, odd_week, even_week):
        row = lesson(week_parity=parity)
        assert bool(days_of([row], MONDAY)) == odd_week
        assert bool(days_of([row], EVEN_MONDAY)) == even_week

    def test_week_that_spans_two_months_has_one_parity(self):
        rows = [lesson(weekday=day, week_parity="odd") for day in (4, 5)]
        new_year = dt.date(2028, 11, 30)  # Thursday of an even week; Friday is in December
        assert days_of(rows, new_year) == days_of(rows, new_year + dt.timedelta(days=1)) == []
        assert days_of(rows, new_year + dt.timedelta(days=7)) == [4, 5]

    @pytest.mark.parametrize(
        ("valid_from", "valid_until", "days"),
        [
            (None, None, [1, 3, 5]),
            (dt.date(2026, 9, 9), None, [3, 5]),
            (dt.date(2026, 9, 10), None, [5]),
            (None, dt.date(2026, 9, 9), [1, 3]),
            (dt.date(2026, 9, 9), dt.date(2026, 9, 9), [3]),
            (dt.date(2026, 9, 12), None, []),
            (None, dt.date(2026, 9, 6), []),
        ],
    )
    def test_lesson_happens_only_within_its_dates(self, valid_from, valid_until, days):
        rows = [lesson(weekday=day, valid_from=valid_from, valid_until=valid_until) for day in (1, 3, 5)]
        assert days_of(rows) == days


class TestWeekToShow:
    def test_is_this_one_while_a_lesson_is_left(self):
        rows = [lesson(weekday=3)]
        assert Timetable(rows).week_to_show(MONDAY + dt.timedelta(days=2))[0].date == MONDAY

    def test_is_the_next_one_afterwards(self):
        rows = [lesson(weekday=3)]
        thursday = MONDAY + dt.timedelta(days=3)
        assert Timetable(rows).week_to_show(thursday)[0].date == EVEN_MONDAY
        coming = coming_lessons(Timetable(rows), thursday)
        assert [day.date for day in coming["days"]] == [EVEN_MONDAY + dt.timedelta(days=2)]
        assert coming["is_next_week"]

    def test_without_lessons_nothing_comes(self):
        assert coming_lessons(Timetable([]), MONDAY)["days"] == []


class TestWords:
    def test_weekdays_stand_once_and_in_order(self):
        rows = [lesson(5), lesson(1), lesson(5, start="17:00", end="18:00")]
        assert weekdays_of(rows) == [Weekday.MONDAY, Weekday.FRIDAY]
        assert weekdays_of([]) == []

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([], ""),
            ([lesson(1), lesson(3)], "пн, ср 15:00–15:45"),
            ([lesson(1), lesson(5, "8:05".zfill(5), "09:00")], "пн 15:00–15:45; пт 8:05–9:00"),
            ([lesson(n, f"1{n}:00", f"1{n}:45") for n in (1, 2, 3)], "пн, вт, ср"),
        ],
    )
    def test_time_of_a_programme_on_its_card(self, rows, words):
        assert when_of(rows).replace("\u2060", "").replace("\u00a0", " ") == words


@pytest.mark.django_db
class TestLocalDay:
    @pytest.mark.parametrize(
        ("region", "moment", "day"),
        [
            ("39", (2026, 9, 6, 21, 30), dt.date(2026, 9, 6)),  # Калининград, UTC+2
            ("77", (2026, 9, 6, 21, 30), dt.date(2026, 9, 7)),  # Москва, UTC+3
            ("70", (2026, 9, 6, 17, 30), dt.date(2026, 9, 7)),  # Томск, UTC+7
            ("41", (2026, 9, 6, 12, 30), dt.date(2026, 9, 7)),  # Камчатка, UTC+12
            ("41", (2026, 9, 6, 11, 30), dt.date(2026, 9, 6)),
        ],
    )
    def test_is_that_of_the_region(self, at, region, moment, day):
        at(*moment)
        assert local_today(make.CenterFactory(school__municipality__region__code=region)) == day

    def test_municipality_may_have_its_own(self, at):
        at(2026, 9, 6, 16, 30)
        municipality = make.MunicipalityFactory(region__code="14", time_zone="Asia/Srednekolymsk")  # UTC+11
        assert local_today(make.CenterFactory(school__municipality=municipality)) == dt.date(2026, 9, 7)
        neighbour = make.MunicipalityFactory(region__code="14", time_zone="Europe/Moscow")
        assert local_today(make.CenterFactory(school__municipality=neighbour)) == dt.date(2026, 9, 6)


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def section(self, network) -> TimetablePage:
        return make.section_of(network.tomsk, TimetablePage)

    def test_week_begins_with_the_centres_own_monday(self, at, network, section, client: Client):
        make.LessonFactory(program=make.ProgramPageFactory(center=network.tomsk))
        at(2026, 9, 6, 17, 30)
        context = client.get(section.url).context
        assert (context["week_starts"], context["week_ends"]) == (MONDAY, dt.date(2026, 9, 13))
        assert context["lesson_total"] == 1
        assert context["week"][0].is_today

    def test_saturday_is_shown_only_when_somebody_comes(self, at, network, section, client: Client):
        at(2026, 9, 7, 6)
        program = make.ProgramPageFactory(center=network.tomsk)
        make.LessonFactory(program=program)
        assert [day.weekday for day in client.get(section.url).context["week"]] == [1, 2, 3, 4, 5]
        make.LessonFactory(program=program, weekday=6)
        assert [day.weekday for day in client.get(section.url).context["week"]] == [1, 2, 3, 4, 5, 6]

    def test_lessons_of_a_draft_are_not_shown(self, network, section, client: Client):
        make.LessonFactory(program=make.ProgramPageFactory(center=network.tomsk, draft=True))
        assert not client.get(section.url).context["has_lessons"]
        assert client.get(network.tomsk.page.url).context["days"] == []

    def test_lessons_of_another_centre_are_not_shown(self, network, section, client: Client):
        make.LessonFactory(program=make.ProgramPageFactory(center=network.dagestan))
        assert not client.get(section.url).context["has_lessons"]

    def test_first_page_shows_what_comes_from_today_on(self, at, network, client: Client):
        at(2026, 9, 8, 6)
        program = make.ProgramPageFactory(center=network.tomsk)
        for weekday in (1, 2, 4):
            make.LessonFactory(program=program, weekday=weekday)
        context = client.get(network.tomsk.page.url).context
        assert [day.weekday for day in context["days"]] == [2, 4]
        assert not context["is_next_week"]

    def test_page_of_a_programme_shows_all_its_lessons(self, network, client: Client):
        program = make.ProgramPageFactory(center=network.tomsk)
        rows = [make.LessonFactory(program=program, weekday=day, week_parity="even") for day in (4, 1)]
        response = client.get(program.url)
        assert response.context["lessons"] == [rows[1], rows[0]]
        assert response.context["weekdays"] == [Weekday.MONDAY, Weekday.THURSDAY]
        assert f'href="{program.url}raspisanie.ics"' in response.content.decode()

    def test_a_room_of_all_lessons_is_named_once(self, network, client: Client):
        program = make.ProgramPageFactory(center=network.tomsk)
        room = make.RoomFactory(center=network.tomsk, name="Мастерская", number="7")
        for weekday in (1, 1, 3):
            make.LessonFactory(program=program, weekday=weekday, room=room)
        said = client.get(program.url).content.decode()
        assert said.count("Мастерская") == 1
        assert said.count(">Понедельник<") == 1
        make.LessonFactory(program=program, weekday=5, room=make.RoomFactory(center=network.tomsk))
        assert client.get(program.url).content.decode().count("Мастерская") == 3

    @pytest.mark.parametrize(
        ("moment", "coming", "past"),
        [
            ((2026, 9, 7, 16), ["два дня", "один день"], []),
            ((2026, 9, 7, 17, 30), ["два дня"], ["один день"]),
            ((2026, 9, 8, 17, 30), [], ["два дня", "один день"]),
        ],
        ids=["before midnight in Tomsk", "after it", "a day later"],
    )
    def test_event_is_over_when_its_last_day_is_over_there(
        self, at, network, client: Client, moment, coming, past
    ):
        at(*moment)
        make.EventPageFactory(center=network.tomsk, title="один день", date=MONDAY)
        make.EventPageFactory(
            center=network.tomsk, title="два дня", date=MONDAY, end_date=MONDAY + dt.timedelta(days=1)
        )
        context = client.get(f"{network.tomsk.page.url}meropriyatiya/").context
        assert sorted(event.title for event in context["coming"]) == coming
        assert sorted(event.title for event in context["past"]) == past
        assert sorted(event.title for event in client.get(network.tomsk.page.url).context["events"]) == coming
