"""Tables of equipment and lessons: hundreds of rows, pasted ones, and two people at once."""

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import ModelLogEntry

from centers.forms.grid import MOST_ROWS, parse_table
from centers.forms.grids import EquipmentGridForm, LessonGridForm
from centers.models import Equipment, Lesson
from tests.centers.screens import errors_of, fields_of, messages_of, soup_of, words_of
from tests.factories import (
    EquipmentFactory,
    LessonFactory,
    ProgramPageFactory,
    RoomFactory,
    TeacherFactory,
)

pytestmark = pytest.mark.django_db

GRID = "form[data-grid]"


@pytest.fixture
def url(network) -> str:
    return reverse("equipment_grid", args=[network.tomsk.pk])


def open_grid(client, url) -> dict:
    return fields_of(client.get(url), GRID)


def save(client, url, sent, action="save", **changes):
    return client.post(url, {**sent, **changes, "action": action}, follow=True)


def tsv(rows) -> str:
    return "\r\n".join("\t".join(map(str, row)) for row in rows)


def test_three_hundred_rows_pasted_and_saved(admin_client, network, url):
    RoomFactory(center=network.tomsk, name="Кабинет физики", number="12")
    common = ("шт.", "Физика", "Лаборатория", "Кабинет физики", 2021)
    rows = [(f"Датчик {n}", n % 9 + 1, *common) for n in range(300)]
    response = save(admin_client, url, open_grid(admin_client, url), "paste", paste=tsv(rows))
    assert "Вставлено: 300 строк" in messages_of(response)
    assert not Equipment.objects.exists()
    sent = fields_of(response, GRID)
    assert len(sent) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    response = save(admin_client, url, sent)
    assert "Добавлено: 300" in messages_of(response)
    saved = list(Equipment.objects.filter(center=network.tomsk))
    assert [row.name for row in saved] == [f"Датчик {n}" for n in range(300)]
    assert {row.room.name for row in saved} == {"Кабинет физики"}
    assert sum(row.quantity for row in saved) == sum(n % 9 + 1 for n in range(300))


def test_one_bad_row_of_three_hundred_loses_none(admin_client, url):
    rows = [(f"Датчик {n}", 1) for n in range(299)]
    rows.insert(150, ("Весы", "много"))
    response = save(admin_client, url, open_grid(admin_client, url), paste=tsv(rows))
    assert "проверьте 1 отмеченную строку" in messages_of(response)
    assert "Количество — целое число, например 5." in errors_of(response)
    assert not Equipment.objects.exists()
    sent = fields_of(response, GRID)
    broken = next(name for name, value in sent.items() if value == "много")
    response = save(admin_client, url, sent, **{broken: "2"})
    assert "Добавлено: 300" in messages_of(response)
    assert Equipment.objects.get(name="Весы").quantity == 2


def test_first_empty_rows_are_no_fault(admin_client, url):
    response = save(admin_client, url, open_grid(admin_client, url))
    assert "Сохранено" in messages_of(response)
    assert not Equipment.objects.exists()


def test_untouched_rows_are_not_written(admin_client, network, url):
    row = EquipmentFactory(center=network.tomsk)
    before = row.updated_at
    response = save(admin_client, url, open_grid(admin_client, url))
    assert "Добавлено: 0, изменено: 0, удалено: 0" in messages_of(response)
    row.refresh_from_db()
    assert row.updated_at == before


def test_change_add_and_remove_together(admin_client, network, url):
    first, second = (EquipmentFactory(center=network.tomsk, sort_order=n) for n in (1, 2))
    sent = open_grid(admin_client, url)
    response = save(
        admin_client,
        url,
        sent,
        **{"rows-0-quantity": "7 компл.", "rows-1-remove": "true", "rows-2-name": "Новый набор"},
    )
    assert "Добавлено: 1, изменено: 1, удалено: 1" in messages_of(response)
    first.refresh_from_db()
    assert (first.quantity, first.unit) == (7, "шт.")
    assert not Equipment.objects.filter(pk=second.pk).exists()
    new = Equipment.objects.get(name="Новый набор")
    assert (new.quantity, new.unit, new.center) == (1, "шт.", network.tomsk)
    assert new.sort_order > first.sort_order
    entry = ModelLogEntry.objects.get(action="centers.grid")
    assert entry.data == {"rows": "equipment", "added": 1, "changed": 1, "deleted": 1}


def test_both_changed_the_same_row(admin_client, network, url):
    row = EquipmentFactory(center=network.tomsk, quantity=3)
    sent = open_grid(admin_client, url)
    Equipment.objects.filter(pk=row.pk).update(quantity=5)
    response = save(admin_client, url, sent, **{"rows-0-quantity": "9"})
    assert "эту строку изменил кто-то другой" in words_of(response)
    row.refresh_from_db()
    assert row.quantity == 5
    again = fields_of(response, GRID)
    assert again["rows-0-quantity"] == "9"
    save(admin_client, url, again)
    row.refresh_from_db()
    assert row.quantity == 9


def test_different_rows_changed_by_two_people(admin_client, network, url):
    mine, theirs = (EquipmentFactory(center=network.tomsk, sort_order=n) for n in (1, 2))
    sent = open_grid(admin_client, url)
    Equipment.objects.filter(pk=theirs.pk).update(quantity=5)
    added = EquipmentFactory(center=network.tomsk, sort_order=3)
    response = save(admin_client, url, sent, **{"rows-0-quantity": "9"})
    assert "Сохранено" in messages_of(response)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.quantity, theirs.quantity) == (9, 5)
    assert Equipment.objects.filter(pk=added.pk).exists()


def test_row_deleted_meanwhile(admin_client, network, url):
    touched, untouched = (EquipmentFactory(center=network.tomsk, sort_order=n) for n in (1, 2))
    sent = open_grid(admin_client, url)
    Equipment.objects.all().delete()
    response = save(admin_client, url, sent, **{"rows-0-name": "Исправленное имя"})
    assert "эту строку удалил кто-то другой" in words_of(response)
    response = save(admin_client, url, fields_of(response, GRID))
    assert "Сохранено" in messages_of(response)
    assert [row.name for row in Equipment.objects.all()] == ["Исправленное имя"]
    assert touched.pk != untouched.pk


def test_removing_what_another_has_changed_is_asked(admin_client, network, url):
    row = EquipmentFactory(center=network.tomsk)
    sent = open_grid(admin_client, url)
    Equipment.objects.filter(pk=row.pk).update(name="Починенный набор")
    response = save(admin_client, url, sent, **{"rows-0-remove": "true"})
    assert "Починенный набор" in words_of(response)
    assert Equipment.objects.filter(pk=row.pk).exists()


def test_rows_of_another_centre_cannot_be_reached(admin_client, network, url):
    foreign = EquipmentFactory(center=network.dagestan, name="Чужое")
    sent = {"rows-TOTAL": "1", "rows-0-id": foreign.pk, "rows-0-seen": "x", "rows-0-remove": "true"}
    save(admin_client, url, sent, **{"rows-0-name": "Чужое"})
    foreign.refresh_from_db()
    assert foreign.name == "Чужое"


def test_unknown_room_is_explained_and_kept(admin_client, network, url):
    RoomFactory(center=network.dagestan, name="Лаборатория", number="")
    sent = open_grid(admin_client, url)
    response = save(admin_client, url, sent, **{"rows-0-name": "Весы", "rows-0-room": "Лаборатория"})
    assert "Нет помещения «Лаборатория»" in errors_of(response)
    assert fields_of(response, GRID)["rows-0-room"] == "Лаборатория"


def test_namesake_rooms_are_told_apart(admin_client, network, url):
    rooms = [RoomFactory(center=network.tomsk, name="Кабинет", number=number) for number in ("1", "2")]
    row = EquipmentFactory(center=network.tomsk, room=rooms[0])
    sent = open_grid(admin_client, url)
    save(admin_client, url, sent, **{"rows-0-room": str(rooms[1])})
    row.refresh_from_db()
    assert row.room == rooms[1]


def test_more_rows_without_a_script(admin_client, url):
    sent = open_grid(admin_client, url)
    response = save(admin_client, url, sent, "more", **{"rows-0-name": "Уже введённое"})
    again = fields_of(response, GRID)
    assert again["rows-0-name"] == "Уже введённое"
    assert int(again["rows-TOTAL"]) == 11


def test_too_many_rows_are_not_swallowed(admin_client, url):
    text = tsv([(f"Датчик {n}",) for n in range(MOST_ROWS + 1)])
    response = save(admin_client, url, open_grid(admin_client, url), "paste", paste=text)
    assert f"помещается {MOST_ROWS} строк" in messages_of(response)
    assert soup_of(response).select_one("textarea[name=paste]").text.strip().endswith(f"Датчик {MOST_ROWS}")


def test_all_three_hundred_stand_in_one_form(admin_client, network, url):
    Equipment.objects.bulk_create(
        Equipment(center=network.tomsk, name=f"Датчик {n}", sort_order=n) for n in range(300)
    )
    sent = open_grid(admin_client, url)
    assert int(sent["rows-TOTAL"]) == 305
    response = save(admin_client, url, sent, **{"rows-299-quantity": "4"})
    assert "изменено: 1" in messages_of(response)
    assert Equipment.objects.get(name="Датчик 299").quantity == 4


def test_queries_do_not_grow_with_the_rows(admin_client, network, url, django_assert_max_num_queries):
    Equipment.objects.bulk_create(
        Equipment(center=network.tomsk, name=f"Датчик {n}", sort_order=n) for n in range(200)
    )
    sent = open_grid(admin_client, url)
    with django_assert_max_num_queries(30):
        admin_client.get(url)
    with django_assert_max_num_queries(40):
        admin_client.post(url, {**sent, "action": "save"})


def test_lessons(admin_client, network):
    ProgramPageFactory(center=network.tomsk, title="Робототехника")
    TeacherFactory(center=network.tomsk, full_name="Иванова Анна Петровна")
    url = reverse("lesson_grid", args=[network.tomsk.pk])
    row = ("Робототехника", "пн", "", "14.00", "14-45", "5–7", "Иванова Анна Петровна", "", "нечетные")
    pasted = tsv([row])
    response = save(admin_client, url, open_grid(admin_client, url), paste=pasted)
    assert "Добавлено: 1" in messages_of(response)
    lesson = Lesson.objects.get()
    assert (lesson.weekday, f"{lesson.start:%H:%M}", f"{lesson.end:%H:%M}") == (1, "14:00", "14:45")
    assert (lesson.center, lesson.teacher.full_name, lesson.week_parity) == (
        network.tomsk,
        "Иванова Анна Петровна",
        "odd",
    )


def test_lessons_are_shown_and_checked(admin_client, network):
    lesson = LessonFactory(program=ProgramPageFactory(center=network.tomsk))
    url = reverse("lesson_grid", args=[network.tomsk.pk])
    sent = open_grid(admin_client, url)
    assert sent["rows-0-weekday"] == "понедельник"
    assert sent["rows-0-start"] == "15:00"
    response = save(admin_client, url, sent, **{"rows-0-end": "14:00"})
    assert "Занятие должно кончаться позже" in errors_of(response)
    lesson.refresh_from_db()
    assert lesson.end.hour == 15


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Весы\t2", [{"name": "Весы", "quantity": "2"}]),
        ("Весы\nМикроскоп", [{"name": "Весы"}, {"name": "Микроскоп"}]),
        ("1\tВесы\n2\tМикроскоп", [{"name": "Весы"}, {"name": "Микроскоп"}]),
        ("№\tНаименование\tКоличество\n1\tВесы\t3", [{"name": "Весы", "quantity": "3"}]),
        ("Кол-во\tНазвание\n3\tВесы", [{"quantity": "3", "name": "Весы"}]),
        ('"Весы\nлабораторные"\t2', [{"name": "Весы лабораторные", "quantity": "2"}]),
        ("\r\n\t\r\nВесы\r\n\r\n", [{"name": "Весы"}]),
        ("", []),
    ],
)
def test_pasted_text(text, expected):
    assert parse_table(text, EquipmentGridForm) == expected


def test_cells_beyond_the_last_column_are_kept():
    line = "\t".join(["Весы", "1", "шт.", "Физика", "", "", "2021", "да", "лишнее"])
    assert parse_table(line, EquipmentGridForm)[0]["for_disabled"] == "да лишнее"


def test_heading_of_lessons():
    text = "День недели\tНачало\tОкончание\tКружок\nпн\t14:00\t14:45\tРоботы"
    assert parse_table(text, LessonGridForm) == [
        {"weekday": "пн", "start": "14:00", "end": "14:45", "program": "Роботы"}
    ]
