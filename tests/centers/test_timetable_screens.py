"""The timetable for the staff: bells, calendar, replacements, clashes, many at once, last year."""

import datetime as dt

import pytest
from django.urls import reverse

from centers.models import Bell, BinEntry, CalendarEntry, Lesson, Replacement, Role
from centers.services import bin_row, return_entry
from tests.centers.screens import fields_of, messages_of, soup_of, submit, words_of
from tests.factories import LessonFactory, ProgramPageFactory, RoomFactory, TeacherFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # what screens show and take


@pytest.fixture(autouse=True)
def _day(at):
    at(2026, 11, 24, 6)  # a Tuesday


@pytest.fixture
def program(network):
    return ProgramPageFactory(center=network.tomsk, title="Робототехника")


@pytest.fixture
def bells(network) -> list[Bell]:
    times = ((dt.time(8, 30), dt.time(9, 10)), (dt.time(9, 20), dt.time(10)))
    return [
        Bell.objects.create(center=network.tomsk, number=number, start=start, end=end)
        for number, (start, end) in enumerate(times, 1)
    ]


def grid(client, name, network, *lines) -> str:
    """Paste lines into a table and save it; returns what the screen says."""
    url = reverse(name, args=[network.tomsk.pk])
    sent = fields_of(client.get(url), "form[data-grid]")
    text = "\n".join("\t".join(line) for line in lines)
    return messages_of(client.post(url, {**sent, "paste": text, "action": "save"}, follow=True))


class TestBells:
    def test_are_filled_once(self, admin_client, network):
        said = grid(
            admin_client, "bell_grid", network, ("", "1", "8.30", "9.10"), ("2", "1", "14:00", "14:40")
        )
        assert "Добавлено: 2" in said
        assert [bell.label.replace("\u00a0", " ") for bell in Bell.objects.all()] == [
            "1 урок",
            "2 смена, 1 урок",
        ]

    def test_same_number_twice_is_refused(self, admin_client, network, bells):
        assert "ничего не сохранено" in grid(admin_client, "bell_grid", network, ("1", "1", "10:00", "10:40"))
        assert Bell.objects.count() == 2

    def test_lessons_follow_their_bell_into_the_bin_and_back(self, network, program, bells):
        lesson = LessonFactory(program=program, bell=bells[0])
        assert f"{lesson.start:%H:%M}" == "08:30"
        bells[0].start = dt.time(8)
        bells[0].save()
        lesson.refresh_from_db()
        assert lesson.start == dt.time(8)
        entry = bin_row(bells[0])
        lesson.refresh_from_db()
        assert (lesson.bell, lesson.start) == (None, dt.time(8))
        return_entry(entry)
        lesson.refresh_from_db()
        assert lesson.bell_id == bells[0].pk


class TestCalendar:
    def test_quarters_days_off_and_weeks(self, admin_client, network):
        said = grid(
            admin_client,
            "calendar_grid",
            network,
            ("четверть", "1 четверть", "01.09.2026", "23.10.2026", ""),
            ("выходной", "Карантин", "16.11.2026", "", ""),
            ("учебный день", "", "28.11.26", "", "пн"),
            ("отсчет", "числитель/знаменатель", "01.09.2026", "", ""),
        )
        assert "Добавлено: 4" in said
        rows = {row.kind: row for row in CalendarEntry.objects.all()}
        assert rows["off"].last_day == dt.date(2026, 11, 16)
        assert rows["study"].as_weekday == 1

    @pytest.mark.parametrize(
        "line",
        [
            ("четверть", "1 четверть", "01.09.2026", "", ""),
            ("четверть", "1 четверть", "01.09.2026", "31.08.2026", ""),
            ("выходной", "", "32.13.2026", "", ""),
            ("выходной", "", "01.09.0226", "", ""),
            ("праздничек", "", "01.09.2026", "", ""),
            ("выходной", "", "01.09.2026", "", "пн"),
        ],
    )
    def test_slips_are_said(self, admin_client, network, line):
        assert "ничего не сохранено" in grid(admin_client, "calendar_grid", network, line)
        assert not CalendarEntry.objects.exists()


class TestLessons:
    def test_several_days_in_one_row(self, admin_client, network, program, bells):
        said = grid(admin_client, "lesson_grid", network, ("Робототехника", "пн, ср и пт", "2", "", "", "7"))
        assert "Добавлено: 3" in said
        found = Lesson.objects.values_list("weekday", "start", "bell__number", "classes")
        assert list(found) == [(day, dt.time(9, 20), 2, "7") for day in (1, 3, 5)]

    def test_several_days_in_the_form(self, admin_client, network, program, bells):
        url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}"
        response = submit(
            admin_client,
            url,
            program=program.pk,
            weekday=1,
            bell=bells[0].pk,
            more_days=["3", "5"],
        )
        assert "Сохранено" in messages_of(response)
        assert list(Lesson.objects.values_list("weekday", "start")) == [
            (n, dt.time(8, 30)) for n in (1, 3, 5)
        ]

    def test_neither_bell_nor_time(self, admin_client, network, program):
        url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}"
        assert "Укажите номер урока или время" in words_of(
            submit(admin_client, url, program=program.pk, weekday=1)
        )

    def test_changed_time_lets_go_of_the_bell(self, admin_client, network, program, bells):
        lesson = LessonFactory(program=program, bell=bells[0])
        url = reverse("center_lesson:edit", args=[lesson.pk])
        assert "Сохранено" in words_of(submit(admin_client, url, start="08:40", end="09:20"))
        lesson.refresh_from_db()
        assert (lesson.bell, lesson.start) == (None, dt.time(8, 40))

    def test_copy_begins_as_the_other(self, admin_client, network, program):
        lesson = LessonFactory(program=program, weekday=4, classes="7")
        url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}&copy={lesson.pk}"
        sent = fields_of(admin_client.get(url))
        assert (sent["program"], sent["weekday"], sent["classes"]) == (str(program.pk), "4", "7")


class TestReplacements:
    def form(self, client, network, **values):
        url = f"{reverse('center_replacement:add')}?center={network.tomsk.pk}"
        return submit(client, url, **values)

    def test_from_the_week(self, admin_client, network, program):
        lesson = LessonFactory(program=program)
        week = soup_of(
            admin_client.get(f"{reverse('center_timetable', args=[network.tomsk.pk])}?week=2026-W49")
        )
        link = next(link["href"] for link in week.select("a") if "lesson=" in link["href"])
        sent = fields_of(admin_client.get(link))
        assert (sent["lesson"], sent["date"]) == (str(lesson.pk), "30.11.2026")
        submit(admin_client, link, kind="cancelled")
        assert Replacement.objects.get().center == network.tomsk

    def test_day_without_the_lesson_is_refused(self, admin_client, network, program):
        lesson = LessonFactory(program=program)
        for day in ("2026-12-01", "2027-03-08"):
            response = self.form(admin_client, network, lesson=lesson.pk, date=day, kind="cancelled")
            assert "В этот день занятия нет" in words_of(response)

    def test_nothing_changed_and_nothing_chosen(self, admin_client, network, program):
        lesson = LessonFactory(program=program)
        nothing = self.form(admin_client, network, lesson=lesson.pk, date="2026-11-30", kind="changed")
        assert "Укажите, что изменится" in words_of(nothing)
        assert "Выберите занятие" in words_of(
            self.form(admin_client, network, date="2026-11-30", kind="cancelled")
        )
        extra = words_of(self.form(admin_client, network, date="2026-11-30", kind="extra"))
        assert "Выберите программу" in extra
        assert "укажите время" in extra

    def test_bin_and_back(self, network, program):
        lesson = LessonFactory(program=program)
        row = Replacement.objects.create(lesson=lesson, kind="cancelled", date=dt.date(2026, 11, 30))
        return_entry(bin_row(row))
        assert Replacement.objects.get().pk == row.pk
        return_entry(bin_row(lesson))
        assert Replacement.objects.get().lesson == lesson


class TestClashes:
    @pytest.fixture
    def teacher(self, network):
        return TeacherFactory(center=network.tomsk, full_name="Ветров Игорь Сергеевич")

    def screen(self, client, network) -> str:
        return words_of(client.get(reverse("center_clashes", args=[network.tomsk.pk])))

    def test_are_named_with_both_lessons_and_never_block(self, admin_client, network, program, teacher):
        first = LessonFactory(program=program, teacher=teacher)
        url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}"
        response = submit(
            admin_client, url, program=program.pk, weekday=1, start="15:30", end="16:00", teacher=teacher.pk
        )
        second = Lesson.objects.latest("pk")
        assert second != first
        links = {link.get("href") for link in soup_of(response).select("li a")}
        assert {reverse("center_lesson:edit", args=[one.pk]) for one in (first, second)} <= links
        assert "Ветров" in self.screen(admin_client, network)

    @pytest.mark.parametrize(
        ("values", "clash"),
        [
            ({}, True),
            ({"week_parity": "even"}, False),
            ({"valid_from": dt.date(2027, 1, 1)}, False),
            ({"start": "15:45", "end": "16:30"}, False),
            ({"weekday": 2}, False),
        ],
    )
    def test_parity_validity_and_time(self, admin_client, network, program, teacher, values, clash):
        until = dt.date(2026, 12, 31)
        LessonFactory(program=program, teacher=teacher, week_parity="odd", valid_until=until)
        LessonFactory(program=program, teacher=teacher, **values)
        assert ("Ветров" in self.screen(admin_client, network)) == clash

    def test_room_and_class(self, admin_client, network, program):
        room = RoomFactory(center=network.tomsk, name="Мастерская", number="15")
        subject = ProgramPageFactory(center=network.tomsk, kind="subject")
        LessonFactory(program=program, room=room, classes="7А")
        LessonFactory(program=subject, room=room, classes="7")
        found = self.screen(admin_client, network)
        assert "Мастерская" in found
        assert "7А класс" in found

    def test_replacement_makes_one_of_its_day(self, admin_client, network, program, teacher):
        LessonFactory(program=program, teacher=teacher)
        other = LessonFactory(program=program)
        assert "Накладок нет" in self.screen(admin_client, network)
        Replacement.objects.create(lesson=other, kind="changed", date=dt.date(2026, 11, 30), teacher=teacher)
        found = self.screen(admin_client, network)
        assert "30 ноября 2026" in found.replace("\u00a0", " ")


class TestBulk:
    @pytest.fixture
    def url(self, network):
        return reverse("lessons_bulk", args=[network.tomsk.pk])

    def test_change_and_undo(self, admin_client, network, program, url, bells):
        rows = [LessonFactory(program=program, weekday=day, bell=bells[0]) for day in (1, 2, 3)]
        marked = [row.pk for row in rows[:2]]
        response = admin_client.post(url, {"lessons": marked, "deed": "shift", "minutes": "10"}, follow=True)
        assert [f"{one.start:%H:%M}" for one in Lesson.objects.all()] == ["08:40", "08:40", "08:30"]
        undo(admin_client, response)
        assert set(Lesson.objects.values_list("start", "bell")) == {(dt.time(8, 30), bells[0].pk)}

    def test_delete_and_return(self, admin_client, network, program, url):
        rows = [LessonFactory(program=program, weekday=day) for day in (1, 2)]
        response = admin_client.post(
            url, {"lessons": [row.pk for row in rows], "deed": "delete"}, follow=True
        )
        assert not Lesson.objects.exists()
        assert BinEntry.objects.count() == 2
        undo(admin_client, response)
        assert Lesson.objects.count() == 2

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"deed": "shift", "minutes": "10"}, "Отметьте хотя бы одно"),
            ({"deed": "teacher", "lessons": "own"}, "Выберите педагога"),
            ({"deed": "shift", "minutes": "600", "lessons": "own"}, "уйдёт на другой день"),
            ({"deed": "end", "day": "2020-01-01", "lessons": "own"}, "не может быть раньше первого"),
        ],
    )
    def test_slips_change_nothing(self, admin_client, network, program, url, sent, words):
        lesson = LessonFactory(program=program, valid_from=dt.date(2026, 9, 1))
        data = {name: lesson.pk if value == "own" else value for name, value in sent.items()}
        assert words in messages_of(admin_client.post(url, data, follow=True))
        assert Lesson.objects.get().start == dt.time(15)


def undo(client, response) -> None:
    """Press the button beside the message."""
    form = soup_of(response).select_one("form.undo")
    assert form is not None
    client.post(form["action"], {one["name"]: one.get("value", "") for one in form.select("input")})


class TestYear:
    @pytest.fixture
    def url(self, network):
        return reverse("timetable_year", args=[network.tomsk.pk])

    @pytest.fixture
    def old(self, network, program):
        first, last = dt.date(2025, 9, 1), dt.date(2026, 5, 29)
        CalendarEntry.objects.create(
            center=network.tomsk,
            kind="period",
            title="1 четверть",
            first_day=first,
            last_day=dt.date(2025, 10, 24),
        )
        draft = ProgramPageFactory(center=network.tomsk, draft=True)
        return [
            LessonFactory(program=program, valid_from=first, valid_until=last, classes="7"),
            LessonFactory(program=program, weekday=2),
            LessonFactory(program=draft, weekday=3, valid_from=first),
        ]

    def test_preview_writes_nothing(self, admin_client, url, old):
        before = list(Lesson.objects.values())
        shown = words_of(admin_client.get(url))
        assert "2 занятия" in shown.replace("\u00a0", " ")
        assert "рограмма не опубликована" in shown
        assert list(Lesson.objects.values()) == before

    def test_copy_and_undo_through_the_bin(self, admin_client, network, url, old):
        sent = {"lessons": [old[0].pk, old[1].pk], "with_calendar": "on"}
        response = admin_client.post(url, sent, follow=True)
        assert "Перенесено на 2026/2027 учебный год" in messages_of(response)
        new = Lesson.objects.filter(valid_from=dt.date(2026, 9, 1)).order_by("pk")
        assert [(one.classes, one.weekday, one.valid_until) for one in new] == [("7", 1, None), ("", 2, None)]
        old[1].refresh_from_db()
        assert old[1].valid_until == dt.date(2026, 8, 31)
        copied = CalendarEntry.objects.latest("pk")
        assert (copied.title, copied.first_day) == ("1 четверть", dt.date(2026, 9, 1))
        undo(admin_client, response)
        old[1].refresh_from_db()
        assert (Lesson.objects.count(), old[1].valid_until) == (3, None)
        assert BinEntry.objects.filter(kind="lesson").count() == 2

    def test_twice_copies_once(self, admin_client, url, old):
        for _time in range(2):
            admin_client.post(url, {"lessons": [old[0].pk]}, follow=True)
        assert Lesson.objects.filter(classes="7").count() == 2


class TestBounds:
    def test_queries_of_screens(self, client, network, program, django_assert_max_num_queries):
        teachers = TeacherFactory.create_batch(3, center=network.tomsk)
        for number in range(120):
            LessonFactory(program=program, weekday=number % 6 + 1, teacher=teachers[number % 3], classes="7")
        client.force_login(
            member(Role.EDITOR, network.tomsk), backend="django.contrib.auth.backends.ModelBackend"
        )
        for name in ("center_timetable", "center_clashes", "timetable_year", "lessons_bulk", "bell_grid",
                     "calendar_grid"):  # fmt: skip
            with django_assert_max_num_queries(40):
                assert client.get(reverse(name, args=[network.tomsk.pk])).status_code == 200
        with django_assert_max_num_queries(40):
            client.get(f"{reverse('center_replacement:add')}?center={network.tomsk.pk}")
