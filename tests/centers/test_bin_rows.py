"""Rows in the bin: numbers, relations, files and unique places after they are back."""

import datetime as dt

import pytest
from django.urls import reverse

from centers.models import (
    BinEntry,
    CenterDocument,
    Coordinator,
    Equipment,
    Lesson,
    Municipality,
    MunicipalityPage,
    NetworkFigure,
    Room,
    School,
    Teacher,
)
from centers.services import CannotReturnError, bin_page, bin_row, delete_school, return_entry
from library.models import Document, Image
from library.models.consent import ConsentBy, People
from tests.centers.screens import messages_of, soup_of, words_of
from tests.factories import (
    CenterDocumentFactory,
    CoordinatorFactory,
    DocumentFactory,
    EquipmentFactory,
    EventPageFactory,
    ImageFactory,
    LessonFactory,
    MunicipalityFactory,
    NetworkFigureFactory,
    ProgramPageFactory,
    RoomFactory,
    SchoolFactory,
    TeacherFactory,
)

pytestmark = pytest.mark.django_db

SCREENS = {
    Teacher: "center_teacher",
    Room: "center_room",
    Equipment: "center_equipment",
    Lesson: "center_lesson",
    Coordinator: "register_coordinator",
    NetworkFigure: "register_figure",
    Municipality: "register_municipality",
}


def columns(row) -> dict:
    return type(row).objects.filter(pk=row.pk).values().get()


def make(model, network):
    center = network.tomsk
    return {
        Teacher: lambda: TeacherFactory(center=center, photo=ImageFactory()),
        Room: lambda: RoomFactory(center=center),
        Equipment: lambda: EquipmentFactory(center=center, room=RoomFactory(center=center)),
        Lesson: lambda: LessonFactory(program=ProgramPageFactory(center=center)),
        Coordinator: lambda: CoordinatorFactory(region=center.region, valid_from=dt.date(2021, 5, 5)),
        NetworkFigure: lambda: NetworkFigureFactory(region=center.region),
        Municipality: lambda: MunicipalityFactory(region=center.region, name="Пустой район"),
    }[model]()


@pytest.mark.parametrize("model", SCREENS)
def test_every_kind_goes_by_its_screen_and_comes_back_the_same(admin_client, network, model):
    row = make(model, network)
    before = columns(row)
    url = reverse(f"{SCREENS[model]}:delete", args=[row.pk])
    assert "окажется в корзине" in words_of(admin_client.get(url))
    response = admin_client.post(url, follow=True)
    assert "Лежит в корзине" in messages_of(response)
    assert not model.objects.filter(pk=row.pk).exists()
    form = soup_of(response).select_one("form.undo")
    assert form.button.text == "Вернуть"
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert "Вернулось" in messages_of(admin_client.post(form["action"], sent, follow=True))
    assert columns(row) == before
    assert not BinEntry.objects.exists()


def test_teacher_is_again_the_teacher_of_lessons_programmes_and_events(network):
    teacher = TeacherFactory(center=network.tomsk)
    program = ProgramPageFactory(center=network.tomsk, teacher=teacher)
    event = EventPageFactory(center=network.tomsk, responsible=teacher)
    lesson = LessonFactory(program=program, teacher=teacher)
    other = LessonFactory(program=program, teacher=teacher)
    entry = bin_row(teacher)
    for row in (program, event, lesson, other):
        row.refresh_from_db()
    assert [program.teacher, event.responsible, lesson.teacher] == [None] * 3
    substitute = TeacherFactory(center=network.tomsk)
    Lesson.objects.filter(pk=other.pk).update(teacher=substitute)
    return_entry(entry)
    for row in (program, event, lesson, other):
        row.refresh_from_db()
    assert [program.teacher, event.responsible, lesson.teacher] == [teacher] * 3
    assert other.teacher == substitute


def test_room_comes_back_to_equipment_and_lessons(network):
    room = RoomFactory(center=network.tomsk)
    device = EquipmentFactory(center=network.tomsk, room=room)
    entry = bin_row(room)
    return_entry(entry)
    device.refresh_from_db()
    assert device.room == room


def test_taken_place_is_told(admin_client, network):
    head = TeacherFactory(center=network.tomsk, is_head=True)
    entry = bin_row(head)
    TeacherFactory(center=network.tomsk, is_head=True)
    response = admin_client.post(reverse("center_bin_entry", args=[entry.pk]), follow=True)
    assert "Руководитель у центра один. Снимите отметку у прежнего." in words_of(response)
    assert BinEntry.objects.filter(pk=entry.pk).exists()
    room = RoomFactory(center=network.tomsk, name="Физика", number="5")
    entry = bin_row(room)
    RoomFactory(center=network.tomsk, name="Физика", number="5")
    with pytest.raises(CannotReturnError, match="Такое помещение у центра уже есть"):
        return_entry(entry)


def test_lesson_waits_for_its_programme(network):
    program = ProgramPageFactory(center=network.tomsk, title="Физика")
    lesson = LessonFactory(program=program)
    first, second = bin_row(lesson), bin_page(program)
    with pytest.raises(CannotReturnError, match="Сначала верните страницу «Физика»"):
        return_entry(first)
    return_entry(second)
    return_entry(first)
    assert Lesson.objects.get(pk=lesson.pk).program == program


def test_photo_that_is_gone_for_good_is_left_out(network):
    teacher = TeacherFactory(center=network.tomsk, photo=ImageFactory())
    entry = bin_row(teacher)
    Image._base_manager.all().delete()
    assert return_entry(entry).photo is None


def test_rows_removed_in_a_table_lie_in_the_bin(admin_client, network):
    device = EquipmentFactory(center=network.tomsk)
    url = reverse("equipment_grid", args=[network.tomsk.pk])
    page = soup_of(admin_client.get(url))
    sent = {
        field["name"]: field.get("value", "")
        for field in page.select("form input[name]:not([type=checkbox])")
    }
    removal = page.select_one("input[type=checkbox][name$=DELETE], input[type=checkbox][name$=remove]")
    response = admin_client.post(url, sent | {removal["name"]: "on", "action": "save"}, follow=True)
    assert "удалено: 1" in messages_of(response)
    assert not Equipment.objects.exists()
    return_entry(BinEntry.objects.get(kind="equipment"))
    assert Equipment.objects.get().pk == device.pk


def test_municipality_comes_back_with_its_page_and_files(network, client):
    place = MunicipalityFactory(region=network.tomsk.region, name="Дальний район")
    from centers.services.sections import municipality_page_for
    from centers.services.shelves import shelf_of

    page = municipality_page_for(place)
    page.save_revision()
    file = DocumentFactory(collection=shelf_of(place))
    url = page.url
    entry = bin_row(place)
    assert client.get(url).status_code == 404
    return_entry(entry)
    assert client.get(url).status_code == 200
    assert MunicipalityPage.objects.get(municipality=place.pk).pk == page.pk
    file.refresh_from_db()
    assert file.collection.shelf.municipality_id == place.pk
    assert not any(page.find_problems())


def test_school_whose_number_is_taken(network):
    school = SchoolFactory(municipality=network.tomsk.municipality)
    delete_school(school)
    SchoolFactory(ogrn=school.ogrn)
    with pytest.raises(CannotReturnError, match="Школа с таким ОГРН уже есть"):
        return_entry(BinEntry.objects.get(kind="school"))
    assert School.objects.get(pk=school.pk).deleted_at is not None


def test_bytes_of_a_file_are_the_same(admin_client, client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    before = b"".join(client.get(row.file_url).streaming_content)
    admin_client.post(reverse("center_document:delete", args=[row.pk]))
    assert client.get(row.file_url).status_code == 404
    entry = BinEntry.objects.get(kind="document")
    admin_client.post(reverse("center_bin"), {"entry": entry.pk})
    assert CenterDocument.objects.get(pk=row.pk).live
    assert b"".join(client.get(row.file_url).streaming_content) == before
    assert client.get(row.get_absolute_url()).status_code == 200


def test_photo_without_consent_is_not_shown_when_it_is_back(admin_client, network):
    image = ImageFactory(
        people=People.CHILDREN,
        consent_by=next(iter(ConsentBy)),
        consent_date=dt.date(2026, 1, 1),
        consent_place="папка 1",
        publish_until=dt.date(2026, 2, 1),
    )
    image.delete()
    entry = BinEntry.objects.get(kind="image")
    response = admin_client.post(reverse("center_bin_entry", args=[entry.pk]), follow=True)
    assert "Посетители снимок не увидят" in messages_of(response)
    assert not Image.objects.get(pk=image.pk).is_shown
    assert Document.objects.count() == 0
