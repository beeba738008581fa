"""`unload_demo`: everything goes except what people have made or changed, and what that stands on.

A whole network is taken away in each test, so a test looks at several things at once.
"""

import datetime as dt

import pytest
from django.core.management import call_command
from wagtail.models import Page

from centers.models import (
    Center,
    CenterDocument,
    CenterPage,
    Coordinator,
    EventPage,
    HomePage,
    Lesson,
    Municipality,
    MunicipalityPage,
    NetworkFigure,
    PlainPage,
    ProgramPage,
    Region,
    RegionPage,
    Room,
    School,
    Teacher,
)
from demo import services
from library.models import Document, Image
from tests.demo.conftest import TODAY

OWN = "на этом держится то, что сделали вы"


def reasons(report):
    return {kept.name: kept.reason for kept in report.kept}


def test_nothing_is_left_and_a_new_load_brings_the_same_files_back(network):
    files = Document.everything.count()
    report = services.unload()
    assert report.kept == []
    assert report.removed == network.made
    made = (Center, School, Municipality, Coordinator, NetworkFigure, CenterPage, RegionPage, Teacher)
    assert not any(model.objects.exists() for model in made)
    assert not Document.objects.exists()
    assert not Image.objects.exists()
    assert Region.objects.count() == 89
    assert not HomePage.objects.get().body
    assert Page.objects.filter(depth__gt=2).count() == 0
    # Whoever has taken the network away does not want it back with the next start.
    assert not services.is_wanted()

    again = services.unload()
    assert (again.removed, again.kept) == (0, [])

    assert services.load(TODAY).made == network.made
    assert Document.everything.count() == Document.objects.count() == files
    assert Center.objects.count() == 14


@pytest.mark.usefixtures("network")
def test_what_people_edited_stays_with_all_it_stands_on_and_is_not_doubled_later():
    event = EventPage.objects.get(slug="mikromir")
    event.lead = "Мы изменили это сами."
    event.save_revision().publish()
    program = ProgramPage.objects.get(slug="robototehnika")
    program.lead = "Черновик"
    program.save_revision()

    kept = reasons(services.unload())
    assert kept["мероприятие «Мастер-класс «Микромир»»"] == "вы это изменили"
    assert EventPage.objects.get().lead == "Мы изменили это сами."
    assert ProgramPage.objects.get().get_latest_revision_as_object().lead == "Черновик"
    center = Center.objects.get()
    assert center.is_example
    assert center.deleted_at is None
    assert CenterPage.objects.get().center == center
    assert Municipality.objects.get().name == "Примерный район"
    # The event and the programme name their teachers and show pictures.
    assert set(Teacher.objects.values_list("full_name", flat=True)) == {
        "Ручьёв Пётр Николаевич",
        "Ветров Илья Сергеевич",
    }
    assert {image.title for image in Image.objects.all()} >= {"Микроскоп (пример)", "Робот на поле (пример)"}
    assert not Lesson.objects.exists()
    assert not CenterDocument.objects.filter(kind="order").exists()

    services.load(TODAY)
    assert EventPage.objects.filter(slug="mikromir").get().lead == "Мы изменили это сами."
    assert (Center.objects.count(), CenterPage.objects.count()) == (14, 14)
    assert (EventPage.objects.count(), ProgramPage.objects.count()) == (14, 8)
    assert Lesson.objects.count() == 34


@pytest.mark.usefixtures("network")
def test_rows_and_pages_of_people_keep_what_they_stand_on():
    program = ProgramPage.objects.get(slug="robototehnika")
    teacher = Teacher.objects.get(full_name__startswith="Ясенева")
    room = Room.objects.get(number="14")
    lesson = Lesson.objects.create(
        program=program, weekday=6, start=dt.time(10), end=dt.time(11), teacher=teacher, room=room
    )
    municipality = Municipality.objects.get(name="Сергиево-Посадский городской округ")
    school = School.objects.create(municipality=municipality, short_name="Школа № 1")
    place = MunicipalityPage.objects.get(slug="rutulskij-rajon")
    place.add_child(instance=PlainPage(title="Наша страница", slug="nasha"))
    center = Center.objects.get(slug="batkatskaya-sosh")
    CenterDocument.objects.create(center=center, title="Наш приказ", stated_type="PDF")
    image = Image.objects.get(title="Пробы воды (пример)")
    home = HomePage.objects.get()
    home.add_child(
        instance=PlainPage(title="Вода", slug="voda", body=[("picture", {"image": image, "caption": ""})])
    )
    home.body = '[{"type": "paragraph", "value": "<p>Наши слова</p>"}]'
    home.save_revision().publish()

    kept = reasons(services.unload())
    lesson.refresh_from_db()
    assert (lesson.teacher, lesson.room, lesson.program) == (teacher, room, program)
    assert kept["педагог «Ясенева Ольга Дмитриевна»"].startswith(f"{OWN}: занятие")
    assert set(Lesson.objects.all()) == {lesson}
    assert set(School.objects.filter(municipality=municipality)) == {school}
    assert kept["муниципалитет «Сергиево-Посадский городской округ»"].startswith(f"{OWN}: школа")
    assert PlainPage.objects.get(slug="nasha").get_parent().specific == place
    assert kept["страница муниципалитета «Рутульский район»"].startswith(OWN)
    assert set(Center.objects.values_list("slug", flat=True)) == {"batkatskaya-sosh", "primernaya-sosh"}
    assert CenterPage.objects.filter(center=center).exists()
    assert CenterDocument.objects.get(title="Наш приказ").center == center
    assert image in Image.objects.all()
    assert kept["картинка «Пробы воды (пример)»"].startswith(OWN)
    home.refresh_from_db()
    assert "Наши слова" in str(home.body)


@pytest.mark.usefixtures("network")
def test_commands_speak_russian(capsys):
    call_command("load_demo", if_empty=True)
    assert "в базе уже есть данные" in capsys.readouterr().out
    teacher = Teacher.objects.first()
    teacher.about = "Изменено"
    teacher.save()
    call_command("unload_demo")
    said = capsys.readouterr().out
    assert "Демонстрационная сеть убрана." in said
    assert f"педагог «{teacher}» — вы это изменили." in said
