"""Rows of a centre: the centre is remembered, and only its own things can be chosen."""

import pytest
from django.urls import reverse

from centers.models import EquipmentPage, Lesson, ProgramPage, Teacher, TeachersPage
from tests.centers.screens import errors_of, fields_of, messages_of, soup_of, submit, words_of
from tests.factories import (
    CenterDocumentFactory,
    EquipmentFactory,
    LessonFactory,
    ProgramPageFactory,
    RoomFactory,
    TeacherFactory,
    section_of,
)

pytestmark = pytest.mark.django_db


def options(response, name: str) -> str:
    return soup_of(response).select_one(f"select[name={name}]").get_text(" ")


def test_list_is_narrowed_to_the_centre(admin_client, network):
    TeacherFactory(center=network.tomsk, full_name="Иванова Анна Петровна")
    TeacherFactory(center=network.dagestan, full_name="Алиева Патимат Ахмедовна")
    url = reverse("center_teacher:index")
    every = words_of(admin_client.get(url))
    assert "Иванова" in every
    assert "Алиева" in every
    one = admin_client.get(url, {"center": network.tomsk.pk})
    assert "Иванова" in words_of(one)
    assert "Алиева" not in words_of(one)
    assert f"{reverse('center_teacher:add')}?center={network.tomsk.pk}" in one.content.decode()


def test_centre_is_remembered_when_adding(admin_client, network):
    url = f"{reverse('center_teacher:add')}?center={network.dagestan.pk}"
    response = submit(admin_client, url, full_name="Алиева Патимат Ахмедовна")
    assert "Сохранено: педагог" in messages_of(response)
    assert Teacher.objects.get().center == network.dagestan
    assert response.redirect_chain[-1][0].endswith(f"?center={network.dagestan.pk}")


def test_without_a_centre_it_is_asked_for(admin_client, network):
    response = admin_client.get(reverse("center_teacher:add"), follow=True)
    assert "Выберите центр: добавить педагога" in words_of(response)
    assert f"{reverse('center_teacher:add')}?center={network.tomsk.pk}" in response.content.decode()


def test_only_centre_needs_no_choice(admin_client, network):
    network.dagestan.deleted_at = "2026-01-01T00:00Z"
    network.dagestan.save()
    response = admin_client.get(reverse("center_teacher:add"), follow=True)
    assert "Новый педагог" in words_of(response)


def test_centre_of_a_row_cannot_be_forged(admin_client, network):
    teacher = TeacherFactory(center=network.tomsk)
    submit(
        admin_client,
        reverse("center_teacher:edit", args=[teacher.pk]),
        center=network.dagestan.pk,
        post="директор",
    )
    teacher.refresh_from_db()
    assert teacher.center == network.tomsk
    assert teacher.post == "директор"


def test_second_head_is_explained(admin_client, network):
    TeacherFactory(center=network.tomsk, is_head=True)
    url = f"{reverse('center_teacher:add')}?center={network.tomsk.pk}"
    response = submit(admin_client, url, full_name="Петров Пётр Петрович", is_head="on", post="учитель")
    assert "Руководитель у центра один" in errors_of(response)
    assert "Петров Пётр Петрович" in response.content.decode()


def test_same_room_twice_is_explained(admin_client, network):
    RoomFactory(center=network.tomsk, name="Кабинет физики", number="12")
    url = f"{reverse('center_room:add')}?center={network.tomsk.pk}"
    response = submit(admin_client, url, name="Кабинет физики", number="12")
    assert "Такое помещение у центра уже есть" in errors_of(response)


def test_choices_belong_to_the_centre(admin_client, network):
    for center, word in ((network.tomsk, "томский"), (network.dagestan, "дагестанский")):
        TeacherFactory(center=center, full_name=f"Учитель {word}")
        RoomFactory(center=center, name=f"Кабинет {word}", number="")
        ProgramPageFactory(center=center, title=f"Кружок {word}")
    response = admin_client.get(f"{reverse('center_lesson:add')}?center={network.tomsk.pk}")
    for name in ("teacher", "room", "program"):
        assert "томский" in options(response, name)
        assert "дагестанский" not in options(response, name)


def test_lesson_takes_the_centre_of_its_programme(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}"
    response = submit(admin_client, url, program=program.pk, weekday="1", start="14:00", end="14:45")
    assert "Сохранено: занятие" in messages_of(response)
    assert Lesson.objects.get().center == network.tomsk


def test_programme_of_another_centre_is_refused(admin_client, network):
    program = ProgramPageFactory(center=network.dagestan)
    url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}"
    response = submit(admin_client, url, program=program.pk, weekday="1", start="14:00", end="14:45")
    assert errors_of(response)
    assert not Lesson.objects.exists()


def test_lesson_that_ends_before_it_begins(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    url = f"{reverse('center_lesson:add')}?center={network.tomsk.pk}"
    response = submit(admin_client, url, program=program.pk, weekday="1", start="15:00", end="14:00")
    assert "Занятие должно кончаться позже" in errors_of(response)


def test_page_of_a_programme_offers_only_own_rows(admin_client, network):
    for center, word in ((network.tomsk, "томский"), (network.dagestan, "дагестанский")):
        TeacherFactory(center=center, full_name=f"Учитель {word}")
        CenterDocumentFactory(center=center, title=f"Документ {word}")
    program = ProgramPageFactory(center=network.tomsk)
    for url in (
        reverse("wagtailadmin_pages:edit", args=[program.pk]),
        reverse("wagtailadmin_pages:add", args=["centers", "programpage", program.get_parent().pk]),
    ):
        response = admin_client.get(url)
        for name in ("teacher", "document"):
            assert "томский" in options(response, name)
            assert "дагестанский" not in options(response, name)


def test_new_programme_belongs_to_the_centre_above(admin_client, network):
    index = ProgramPageFactory(center=network.tomsk).get_parent()
    url = reverse("wagtailadmin_pages:add", args=["centers", "programpage", index.pk])
    sent = {**fields_of(admin_client.get(url)), "title": "Астрономия", "slug": "astronomiya"}
    sent["action-publish"] = "1"
    response = admin_client.post(url, sent, follow=True)
    assert response.status_code == 200
    assert ProgramPage.objects.get(slug="astronomiya").center == network.tomsk


def test_section_lists_its_rows(admin_client, network):
    TeacherFactory(center=network.tomsk, full_name="Иванова Анна Петровна")
    TeacherFactory(center=network.dagestan, full_name="Алиева Патимат Ахмедовна")
    section = section_of(network.tomsk, TeachersPage)
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[section.pk]))
    assert "1 педагог" in words_of(response)
    assert "Иванова Анна Петровна" in words_of(response)
    assert "Алиева" not in words_of(response)
    assert f"{reverse('center_teacher:add')}?center={network.tomsk.pk}" in response.content.decode()


def test_long_list_is_cut_in_the_section(admin_client, network):
    for _number in range(12):
        EquipmentFactory(center=network.tomsk)
    section = section_of(network.tomsk, EquipmentPage)
    words = words_of(admin_client.get(reverse("wagtailadmin_pages:edit", args=[section.pk])))
    assert "12 позиций оборудования" in words
    assert "и ещё 4" in words


def test_desk_shows_all_that_is_there(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    LessonFactory(program=program)
    RoomFactory(center=network.tomsk)
    CenterDocumentFactory(center=network.tomsk)
    words = words_of(admin_client.get(reverse("center_desk", args=[network.tomsk.pk])))
    for said in ("1 документ", "1 программа", "1 помещение", "1 занятие", "0 педагогов", "Функции центра"):
        assert said in words


def test_desk_of_a_deleted_centre_is_gone(admin_client, network):
    network.tomsk.deleted_at = "2026-01-01T00:00Z"
    network.tomsk.save()
    assert admin_client.get(reverse("center_desk", args=[network.tomsk.pk])).status_code == 404


def test_lessons_are_searched_whatever_the_case(admin_client, network):
    LessonFactory(program=ProgramPageFactory(center=network.tomsk, title="Робототехника"))
    LessonFactory(program=ProgramPageFactory(center=network.tomsk, title="Шахматы"))
    found = words_of(admin_client.get(reverse("center_lesson:index"), {"q": "РОБОТ"}))
    assert "Робототехника" in found
    assert "Шахматы" not in found


def test_home_leads_to_the_work(admin_client, network):
    CenterDocumentFactory(center=network.tomsk, title="О создании центра")
    words = words_of(admin_client.get(reverse("wagtailadmin_home")))
    for said in (
        "Открыть новый центр",
        "Добавить документ",
        "Посмотреть сайт",
        "Ваши центры",
        network.tomsk.title,
    ):
        assert said in words
    assert "О создании центра" in words
    assert "Wagtail" not in words


def publish(client, page):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {**fields_of(client.get(url)), "action-publish": "1"})


def test_whoever_publishes_a_section_returns_to_the_centre(admin_client, network):
    response = publish(admin_client, section_of(network.tomsk, TeachersPage))
    assert response.url == reverse("center_desk", args=[network.tomsk.pk])


def test_pages_above_a_centre_return_to_the_tree(admin_client, network):
    region = network.tomsk.page.get_parent().get_parent()
    response = publish(admin_client, region)
    assert response.url == reverse("wagtailadmin_explore", args=[network.home.pk])
