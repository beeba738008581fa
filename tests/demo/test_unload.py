"""`unload_demo`: everything goes except what people have made or changed, and what that stands on."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
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
from demo.models import DemoObject
from library.models import Document, Image
from tests.demo.conftest import TODAY


def reasons(report):
    return {kept.name: kept.reason for kept in report.kept}


@pytest.mark.usefixtures("network")
class TestUntouched:
    def test_nothing_is_left_but_the_reference_data(self, network):
        report = services.unload()
        assert report.kept == []
        assert report.removed == network.made
        for model in (
            Center,
            School,
            Municipality,
            Coordinator,
            NetworkFigure,
            CenterPage,
            RegionPage,
            Teacher,
        ):
            assert not model.objects.exists()
        assert not Document.objects.exists()
        assert not Image.objects.exists()
        assert Region.objects.count() == 89
        assert not HomePage.objects.get().body
        assert Page.objects.filter(depth__gt=2).count() == 0

    def test_second_unload_finds_nothing(self):
        services.unload()
        again = services.unload()
        assert (again.removed, again.kept) == (0, [])

    def test_load_after_it_brings_the_same_files_back(self, network):
        files = Document.everything.count()
        services.unload()
        report = services.load(TODAY)
        assert report.made == network.made
        assert Document.everything.count() == Document.objects.count() == files
        assert Center.objects.count() == 14

    def test_empty_register_does_not_ask_for_the_data_again(self):
        services.unload()
        assert not services.is_wanted()


@pytest.mark.usefixtures("network")
class TestTouched:
    def test_edited_event_stays_with_all_it_stands_on(self):
        event = EventPage.objects.get(slug="mikromir")
        event.lead = "Мы изменили это сами."
        event.save_revision().publish()
        kept = reasons(services.unload())
        assert kept["мероприятие «Мастер-класс «Микромир»»"] == "вы это изменили"
        assert EventPage.objects.get().lead == "Мы изменили это сами."
        center = Center.objects.get()
        assert center.is_example
        assert CenterPage.objects.get().center == center
        assert Municipality.objects.get().name == "Примерный район"
        # The event names its teacher and shows a picture; the teacher has a portrait.
        assert Teacher.objects.get().full_name == "Ручьёв Пётр Николаевич"
        assert {image.title for image in Image.objects.all()} >= {"Микроскоп (пример)"}
        assert not ProgramPage.objects.exists()
        assert not CenterDocument.objects.filter(kind="order").exists()

    def test_draft_counts_as_a_change(self):
        program = ProgramPage.objects.get(slug="robototehnika")
        program.lead = "Черновик"
        program.save_revision()
        services.unload()
        assert ProgramPage.objects.get().get_latest_revision_as_object().lead == "Черновик"

    def test_own_lesson_keeps_its_teacher_and_room(self):
        program = ProgramPage.objects.get(slug="robototehnika")
        teacher = Teacher.objects.get(full_name__startswith="Ясенева")
        room = Room.objects.get(number="14")
        own = Lesson.objects.create(
            program=program, weekday=6, start=dt.time(10), end=dt.time(11), teacher=teacher, room=room
        )
        kept = reasons(services.unload())
        own.refresh_from_db()
        assert (own.teacher, own.room, own.program) == (teacher, room, program)
        assert kept["педагог «Ясенева Ольга Дмитриевна»"].startswith(
            "на этом держится то, что сделали вы: занятие"
        )
        assert set(Lesson.objects.all()) == {own}

    def test_own_school_keeps_the_municipality(self):
        municipality = Municipality.objects.get(name="Шегарский район")
        School.objects.create(municipality=municipality, short_name="Побединская СОШ")
        services.unload()
        assert list(Municipality.objects.all()) == [municipality]
        assert School.objects.get().short_name == "Побединская СОШ"

    def test_own_page_keeps_the_branch_above_it(self):
        place = MunicipalityPage.objects.get(slug="rutulskij-rajon")
        place.add_child(instance=PlainPage(title="Наша страница", slug="nasha"))
        kept = reasons(services.unload())
        assert PlainPage.objects.get().get_parent().specific == place
        assert RegionPage.objects.get().region.code == "05"
        assert (
            "простая страница" in kept["страница муниципалитета «Рутульский район»"]
            or "страница" in (kept["страница муниципалитета «Рутульский район»"])
        )

    def test_own_document_keeps_the_centre_and_its_pages_may_go(self):
        center = Center.objects.get(slug="batkatskaya-sosh")
        CenterDocument.objects.create(center=center, title="Наш приказ", stated_type="PDF")
        services.unload()
        assert Center.objects.get() == center
        assert CenterDocument.objects.get().title == "Наш приказ"

    def test_picture_shown_on_an_own_page_stays(self):
        image = Image.objects.get(title="Микроскоп (пример)")
        HomePage.objects.get().add_child(
            instance=PlainPage(
                title="Наша страница",
                slug="nasha",
                body=[("picture", {"image": image, "caption": ""})],
            )
        )
        kept = reasons(services.unload())
        assert list(Image.objects.all()) == [image]
        assert "картинка «Микроскоп (пример)»" in kept

    def test_new_words_on_the_home_page_stay(self):
        home = HomePage.objects.get()
        home.body = '[{"type": "paragraph", "value": "<p>Наши слова</p>"}]'
        home.save_revision().publish()
        services.unload()
        home.refresh_from_db()
        assert "Наши слова" in str(home.body)

    def test_what_stayed_is_not_doubled_by_the_next_load(self):
        event = EventPage.objects.get(slug="mikromir")
        event.lead = "Мы изменили это сами."
        event.save_revision().publish()
        services.unload()
        services.load(TODAY)
        assert EventPage.objects.filter(slug="mikromir").get().lead == "Мы изменили это сами."
        assert Center.objects.count() == 14
        assert CenterPage.objects.count() == 14
        assert EventPage.objects.count() == 8


@pytest.mark.django_db
class TestBesidePeople:
    def test_rows_people_entered_first_are_used_and_left_alone(self):
        region = Region.objects.get(code="70")
        own = Municipality.objects.create(
            region=region, name="Шегарский район", name_genitive="Шегарского района", slug="shegarskij-rajon"
        )
        school = School.objects.create(municipality=own, short_name="МКОУ «Баткатская СОШ»")
        report = services.load(TODAY)
        assert report.there == 2
        services.unload()
        own.refresh_from_db()
        school.refresh_from_db()
        assert list(Municipality.objects.all()) == [own]
        assert not DemoObject.objects.filter(unloaded_at__isnull=True).exists()

    def test_register_with_a_school_is_not_empty(self):
        assert services.is_wanted()
        region = Region.objects.get(code="70")
        municipality = Municipality.objects.create(region=region, name="Район", slug="rajon")
        School.objects.create(municipality=municipality, short_name="Школа № 1")
        assert not services.is_wanted()

    def test_own_file_stays(self):
        own = Document(title="Наш файл", file=ContentFile("Просто текст".encode(), name="nash.txt"))
        own.save()
        services.load(TODAY)
        services.unload()
        assert list(Document.objects.all()) == [own]


@pytest.mark.usefixtures("network")
class TestCommands:
    def test_they_speak_russian(self, capsys):
        call_command("load_demo", if_empty=True)
        assert "в базе уже есть данные" in capsys.readouterr().out
        teacher = Teacher.objects.first()
        teacher.about = "Изменено"
        teacher.save()
        call_command("unload_demo")
        said = capsys.readouterr().out
        assert "Демонстрационная сеть убрана." in said
        assert f"педагог «{teacher}» — вы это изменили." in said
