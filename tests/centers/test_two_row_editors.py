"""Two people with one form of a row open: what both have confirmed is there, and nothing goes unasked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from centers.models import CenterDocument, Equipment, ReplacementKind, Role, School, Teacher
from centers.models.timetable import Replacement
from centers.viewsets import base
from tests.centers.screens import errors_of, fields_of, messages_of, soup_of
from tests.factories import (
    CenterDocumentFactory,
    CoordinatorFactory,
    EquipmentFactory,
    FederalOperatorFactory,
    FederalProjectFactory,
    LessonFactory,
    MunicipalityFactory,
    Network,
    NetworkFigureFactory,
    ProgramPageFactory,
    RoomFactory,
    TeacherFactory,
    member,
)

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser_of(role: Role, place: Any, **names: str) -> Client:
    browser = Client()
    browser.force_login(member(role, place, **names), backend=BACKEND)
    return browser


@pytest.fixture
def anna(network: Network) -> Client:
    return browser_of(Role.EDITOR, network.tomsk, last_name="Анина", first_name="Анна")


@pytest.fixture
def boris(network: Network) -> Client:
    return browser_of(Role.EDITOR, network.tomsk, last_name="Борисов", first_name="Борис")


@pytest.fixture
def teacher(network: Network) -> Teacher:
    return TeacherFactory(center=network.tomsk, full_name="Иванова Анна Петровна", post="педагог")


def edit(row: Any) -> str:
    return reverse("center_teacher:edit", args=[row.pk])


def send(browser: Client, url: str, sent: dict[str, Any], **changes: Any) -> Any:
    return browser.post(url, {**sent, **changes}, follow=True)


def test_changes_of_different_fields_both_stay(anna: Client, boris: Client, teacher: Teacher) -> None:
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    assert "Сохранено" in messages_of(send(anna, edit(teacher), hers, post="методист"))
    answer = send(boris, edit(teacher), his, subjects="Физика")
    teacher.refresh_from_db()
    assert (teacher.post, teacher.subjects) == ("методист", "Физика")
    said = messages_of(answer)
    assert "Сохранено" in said
    assert "Пока вы правили, в другом окне сохранили: «Должность» (Анина Анна, " in said
    assert "Эти правки остаются вместе с вашими." in said


def test_a_field_that_both_have_changed_is_asked_about(anna: Client, boris: Client, teacher: Teacher) -> None:
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    send(anna, edit(teacher), hers, post="методист", subjects="Химия")
    held = send(boris, edit(teacher), his, post="учитель физики")
    assert "Пока вы правили, здесь сохранили другое: «методист» (Анина Анна, " in errors_of(held)
    assert "Если верно ваше, сохраните ещё раз." in errors_of(held)
    teacher.refresh_from_db()
    assert (teacher.post, teacher.subjects) == ("методист", "Химия")
    again = fields_of(held)
    assert (again["post"], again["subjects"]) == ("учитель физики", "Химия")

    assert "Сохранено" in messages_of(send(boris, edit(teacher), again))
    teacher.refresh_from_db()
    assert (teacher.post, teacher.subjects) == ("учитель физики", "Химия")


def test_a_third_one_is_asked_about_too(anna: Client, boris: Client, teacher: Teacher) -> None:
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    send(anna, edit(teacher), hers, post="методист")
    again = fields_of(send(boris, edit(teacher), his, post="учитель физики"))
    send(anna, edit(teacher), fields_of(anna.get(edit(teacher))), post="старший методист")
    assert "«старший методист»" in errors_of(send(boris, edit(teacher), again))
    teacher.refresh_from_db()
    assert teacher.post == "старший методист"


def test_the_same_change_twice_is_no_question(anna: Client, boris: Client, teacher: Teacher) -> None:
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    send(anna, edit(teacher), hers, post="методист")
    said = messages_of(send(boris, edit(teacher), his, post="методист", subjects="Физика"))
    assert "Пока вы правили" not in said
    teacher.refresh_from_db()
    assert (teacher.post, teacher.subjects) == ("методист", "Физика")


def test_a_field_that_was_emptied_is_said_to_be(anna: Client, boris: Client, teacher: Teacher) -> None:
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    send(anna, edit(teacher), hers, post="")
    assert "это поле очистили (Анина Анна" in errors_of(send(boris, edit(teacher), his, post="методист"))


def test_what_another_saved_stays_while_a_mistake_is_mended(
    anna: Client, boris: Client, teacher: Teacher
) -> None:
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    send(anna, edit(teacher), hers, post="методист")
    held = send(boris, edit(teacher), his, full_name="Иванова")
    assert "Укажите фамилию и имя" in errors_of(held)
    assert "в другом окне сохранили: «Должность»" in messages_of(held)
    again = fields_of(held)
    assert again["post"] == "методист"
    send(boris, edit(teacher), again, full_name="Иванова Анна Сергеевна")
    teacher.refresh_from_db()
    assert (teacher.post, teacher.full_name) == ("методист", "Иванова Анна Сергеевна")


def test_marks_and_choices_stay_too(anna: Client, boris: Client, network: Network) -> None:
    rooms = [RoomFactory(center=network.tomsk) for _ in range(3)]
    row = EquipmentFactory(center=network.tomsk, room=rooms[0], quantity=3)
    url = reverse("center_equipment:edit", args=[row.pk])
    hers, his = fields_of(anna.get(url)), fields_of(boris.get(url))
    send(anna, url, hers, room=rooms[1].pk, quantity="5")
    send(boris, url, his, name="Микроскоп")
    row = Equipment.objects.get(pk=row.pk)
    assert (row.room, row.quantity, row.name) == (rooms[1], 5, "Микроскоп")
    hers, his = fields_of(anna.get(url)), fields_of(boris.get(url))
    send(anna, url, hers, room=rooms[2].pk)
    there = str(rooms[2]).replace("\u00a0", " ")
    assert f"«{there}»" in errors_of(send(boris, url, his, room=rooms[0].pk))


def test_a_mark_taken_away_meanwhile_is_not_put_back(anna: Client, boris: Client, teacher: Teacher) -> None:
    Teacher.objects.filter(pk=teacher.pk).update(is_shown=True)
    hers, his = fields_of(anna.get(edit(teacher))), fields_of(boris.get(edit(teacher)))
    assert hers.pop("is_shown") == "on"
    send(anna, edit(teacher), hers)
    send(boris, edit(teacher), his, post="методист")
    teacher.refresh_from_db()
    assert (teacher.is_shown, teacher.post) == (False, "методист")


def test_a_school_is_not_moved_back_by_an_old_form(network: Network, admin_client: Client) -> None:
    school = network.tomsk.school
    there = MunicipalityFactory(region=school.municipality.region)
    url = reverse("register_school:edit", args=[school.pk])
    old = fields_of(admin_client.get(url))
    boris = browser_of(Role.REGIONAL, school.municipality.region, last_name="Борисов")
    send(boris, url, fields_of(boris.get(url)), municipality=there.pk)
    assert School.objects.get(pk=school.pk).municipality == there
    said = messages_of(send(admin_client, url, old, phone="8 (38247) 2-11-11"))
    assert "«Муниципалитет»" in said
    school.refresh_from_db()
    assert school.municipality == there
    assert "2-11-11" in school.phone


def test_a_draft_of_a_document_is_not_lost(anna: Client, boris: Client, network: Network) -> None:
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    url = reverse("center_document:edit", args=[row.pk])
    hers, his = fields_of(anna.get(url)), fields_of(boris.get(url))
    send(anna, url, hers, title="О назначении педагога")
    held = send(boris, url, his, title="О порядке приёма", **{"action-publish": "1"})
    assert "здесь сохранили другое: «О назначении педагога» (Анина Анна, " in errors_of(held)
    draft = CenterDocument.objects.get(pk=row.pk).get_latest_revision_as_object()
    assert draft.title == "О назначении педагога"
    said = messages_of(send(boris, url, his, summary="Для родителей.", **{"action-publish": "1"}))
    assert "«Название» (Анина Анна, " in said
    row.refresh_from_db()
    assert (row.live, row.title, row.summary) == (True, "О назначении педагога", "Для родителей.")


def test_whoever_saves_within_the_same_moment_is_not_overwritten(
    boris: Client, teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one saves after the row was read for this request, and before it is written."""
    his = fields_of(boris.get(edit(teacher)))
    allowed = base.may

    def slow(*args: Any) -> bool:
        Teacher.objects.get(pk=teacher.pk).save()
        return allowed(*args)

    monkeypatch.setattr(base, "may", slow)
    held = send(boris, edit(teacher), his, post="методист")
    assert "В ту же секунду эту запись сохранил кто-то ещё" in messages_of(held)
    teacher.refresh_from_db()
    assert teacher.post == "педагог"
    monkeypatch.setattr(base, "may", allowed)
    assert "Сохранено" in messages_of(send(boris, edit(teacher), fields_of(held)))
    teacher.refresh_from_db()
    assert teacher.post == "методист"


def test_a_row_that_a_program_has_touched_is_no_question(boris: Client, teacher: Teacher) -> None:
    his = fields_of(boris.get(edit(teacher)))
    Teacher.objects.get(pk=teacher.pk).save()  # with a new moment of change, the words are the same
    said = messages_of(send(boris, edit(teacher), his, post="методист"))
    assert "Сохранено" in said
    assert "Пока вы правили" not in said


@pytest.mark.parametrize("seen", ["", "nonsense", "post:;;", "post"])
def test_a_form_that_does_not_say_what_it_saw_is_saved_as_ever(
    anna: Client, boris: Client, teacher: Teacher, seen: str
) -> None:
    """Opened before an upgrade, or sent by a program."""
    his = fields_of(boris.get(edit(teacher)))
    send(anna, edit(teacher), fields_of(anna.get(edit(teacher))), subjects="Химия")
    assert "Сохранено" in messages_of(send(boris, edit(teacher), his, seen=seen, subjects="Физика"))
    teacher.refresh_from_db()
    assert teacher.subjects == "Физика"


def rows_of(network: Network) -> dict[str, Any]:
    """A row of every kind that has a form of its own, by the name of its screens."""
    center = network.tomsk
    lesson = LessonFactory(program=ProgramPageFactory(center=center))
    return {
        "center_teacher": TeacherFactory(
            center=center, education="Томский университет", experience_years=7, photographed=True
        ),
        "center_room": RoomFactory(center=center, photographed=True),
        "center_equipment": EquipmentFactory(center=center, room=RoomFactory(center=center)),
        "center_lesson": lesson,
        "center_replacement": Replacement.objects.create(
            lesson=lesson,
            program=lesson.program,
            kind=ReplacementKind.CANCELLED,
            date=dt.date(2026, 11, 30) + dt.timedelta(days=lesson.weekday - 1),
        ),
        "center_document": CenterDocumentFactory(
            center=center, published=True, academic_year="2026/2027", valid_until=dt.date(2027, 5, 31)
        ),
        "register_center": center,
        "register_school": center.school,
        "register_coordinator": CoordinatorFactory(region=center.municipality.region),
        "register_region": center.municipality.region,
        "register_municipality": center.municipality,
        "register_operator": FederalOperatorFactory(),
        "register_federal_project": FederalProjectFactory(),
        "register_figure": NetworkFigureFactory(),
    }


def test_every_form_knows_that_nobody_has_touched_it(
    admin_client: Client, anna: Client, network: Network
) -> None:
    """What a browser sends for each field is what the form took down when it was opened."""
    screens = [(admin_client, name, row) for name, row in rows_of(network).items()]
    for browser, name, row in [*screens, (anna, "register_center", network.tomsk)]:
        response = browser.get(reverse(f"{name}:edit", args=[row.pk]))
        sent = QueryDict(mutable=True)
        for key, value in fields_of(response).items():
            sent[key] = str(value)
        opened = response.context["form"]
        form = type(opened)(sent, instance=opened.instance, for_user=response.wsgi_request.user)
        watched = form._watched()
        assert watched, name
        assert {field: form._sent(field) for field in watched} == {
            field: form._now(field) for field in watched
        }, name
        (hidden,) = soup_of(response).select("form[data-edit-form] input[name=seen]")
        assert hidden["type"] == "hidden", name
        assert hidden["value"] == form._print(), name
