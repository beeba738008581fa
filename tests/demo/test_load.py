"""`load_demo`: a whole network, never doubled, never over what people have done."""

import datetime as dt
from collections import Counter

import pytest
from wagtail.models import Page

from centers.models import (
    Center,
    CenterDocument,
    CenterPage,
    Coordinator,
    Equipment,
    EventPage,
    FeedbackPage,
    FunctionsPage,
    GeneralInfoPage,
    HomePage,
    Lesson,
    Municipality,
    NetworkFigure,
    NewsPage,
    ProgramPage,
    Region,
    Room,
    School,
    Teacher,
)
from demo import services
from demo.models import DemoObject
from library.models import Document, Image
from tests.demo.conftest import TODAY

pytestmark = pytest.mark.usefixtures("network")

NEXT_YEAR = TODAY + dt.timedelta(days=365)


def test_whole_network_is_there():
    assert Center.objects.count() == 14
    assert Center.objects.filter(is_example=True).count() == 1
    assert CenterPage.objects.live().count() == 14
    assert Counter(Center.objects.filter(is_example=False).values_list("state", flat=True)) == {
        "open": 7,
        "opening": 4,
        "planned": 2,
    }
    assert NetworkFigure.objects.count() == 8
    assert NewsPage.objects.filter(kind="press_release").get().date_text == "2021/2022 учебный год"


def test_the_example_has_everything():
    center = Center.objects.get(is_example=True)
    counts = {
        model: model.objects.filter(center=center).count()
        for model in (ProgramPage, Teacher, Room, Lesson, EventPage, CenterDocument)
    }
    assert counts == {ProgramPage: 8, Teacher: 6, Room: 3, Lesson: 34, EventPage: 14, CenterDocument: 12}
    assert Equipment.objects.filter(center=center).count() == 41
    assert all(row.document.page_count for row in CenterDocument.objects.filter(center=center))


def test_a_row_that_is_loaded_would_also_pass_the_forms():
    for model in (Center, School, Municipality, Coordinator, CenterDocument, Teacher, Lesson, NetworkFigure):
        for row in model.objects.all():
            row.full_clean()


def test_only_stated_functions_are_shown():
    shown = FunctionsPage.objects.live().values_list("center__school__short_name", flat=True)
    assert set(shown) == {
        "МКОУ «Рутульская СОШ № 2 им. А. М. Мирзоева»",
        "Школа Хабаровского края (название в источнике не указано)",
        "Примерная СОШ",
    }


def test_operators_are_those_the_pages_state():
    centers = {center.slug: center for center in Center.objects.select_related("operator")}
    assert centers["rutulskaya-sosh-2"].operator_rule == "not_stated"
    assert centers["batkatskaya-sosh"].operator_rule == "by_date"
    assert "Академия" in centers["shkola-habarovskogo-kraya"].operator.name
    assert "Академия" in centers["shkola-15"].operator.name


def test_stated_documents_have_no_file_here():
    documents = CenterDocument.objects.filter(center__slug="shkola-habarovskogo-kraya").order_by(
        "stated_size"
    )
    assert [row.file_line.replace("\N{NO-BREAK SPACE}", " ") for row in documents] == [
        "PDF, 527,94 КБ",
        "PDF, 1,06 МБ",
    ]
    assert all(row.is_elsewhere for row in documents)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (
            "batkatskaya-sosh",
            "на базе МКОУ «Баткатская СОШ» Шегарского района Томской области в 2021 году.",
        ),
        ("shkola-habarovskogo-kraya", "открыт на базе одной из школ Хабаровского края в 2024 году."),
        ("shkola-25", "в 2019–2020 годах (по данным на 2021 год)."),
        ("shkola-15", "Открыть его намечено 1 сентября 2021 г. (по данным на 2021 год)."),
        ("shkola-5-peresvet", "до конца 2024 года (по данным на 2021 год)."),
    ],
)
def test_standard_text_tells_the_facts(slug, words):
    page = GeneralInfoPage.objects.get(center__slug=slug)
    intro = page.paragraphs(page.facts)[0].html.replace("\N{NO-BREAK SPACE}", " ")
    assert words in intro


def test_second_load_changes_nothing(network):
    pages, documents = Page.objects.count(), Document.everything.count()
    again = services.load(TODAY)
    assert (again.made, again.renewed, again.edited, again.removed) == (0, 0, 0, 0)
    assert again.unchanged == network.made
    assert (Page.objects.count(), Document.everything.count()) == (pages, documents)


def test_later_load_moves_events_and_lessons_that_nobody_edited():
    event = EventPage.objects.get(slug="mikromir")
    before = event.date
    report = services.load(NEXT_YEAR)
    assert report.made == 0
    assert report.renewed > 20
    event.refresh_from_db()
    assert event.date > before
    assert not event.has_unpublished_changes
    assert set(Lesson.objects.values_list("valid_from", flat=True)) == {dt.date(2027, 9, 1)}


def test_later_load_leaves_what_people_have_edited():
    published = EventPage.objects.get(slug="mikromir")
    published.lead = "Мы изменили это сами."
    published.save_revision().publish()
    drafted = EventPage.objects.get(slug="opyty-doma")
    drafted.lead = "Это ещё только черновик."
    drafted.save_revision()
    lesson = Lesson.objects.first()
    lesson.classes = "7а"
    lesson.save()
    dates = (published.date, drafted.date, lesson.valid_from)
    report = services.load(NEXT_YEAR)
    assert report.edited == 3
    for row in (published, drafted, lesson):
        row.refresh_from_db()
    assert (published.date, drafted.date, lesson.valid_from) == dates
    assert published.lead == "Мы изменили это сами."
    assert drafted.get_latest_revision_as_object().lead == "Это ещё только черновик."


def test_what_people_have_deleted_is_not_brought_back():
    Teacher.objects.get(full_name__startswith="Ясенева").delete()
    FeedbackPage.objects.get(center__slug="shkola-15").delete()
    EventPage.objects.get(slug="mikromir").delete()
    report = services.load(TODAY)
    assert report.removed == 3
    assert report.made == 0
    assert Teacher.objects.count() == 5
    assert not EventPage.objects.filter(slug="mikromir").exists()


def test_home_page_keeps_the_words_people_wrote():
    home = HomePage.objects.get()
    assert "демонстрационная сеть" in str(home.body)
    home.body = '[{"type": "paragraph", "value": "<p>Наши слова</p>"}]'
    home.save_revision().publish()
    services.load(NEXT_YEAR)
    home.refresh_from_db()
    assert "Наши слова" in str(home.body)


def test_pictures_have_words_for_those_who_do_not_see_them():
    assert Image.objects.count() == 14
    assert not Image.objects.filter(description="").exists()


def test_every_made_row_has_a_fingerprint():
    assert not DemoObject.objects.filter(fingerprint="").exists()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/moskovskaya-oblast/",
        "/tomskaya-oblast/primernyj-rajon/",
        "/tomskaya-oblast/primernyj-rajon/primernaya-sosh/",
        "/tomskaya-oblast/primernyj-rajon/primernaya-sosh/programmy/robototehnika/",
        "/tomskaya-oblast/primernyj-rajon/primernaya-sosh/meropriyatiya/nedelya-estestvennyh-nauk/",
        "/tomskaya-oblast/primernyj-rajon/primernaya-sosh/dopolnitelno/",
        "/moskovskaya-oblast/novosti/otkroyutsya-123-centra/",
        "/habarovskij-kraj/ne-ukazan/shkola-habarovskogo-kraya/dokumenty/",
    ],
)
def test_pages_open(client, address):
    assert client.get(address, HTTP_HOST="localhost").status_code == 200


def test_regions_are_found_in_the_search():
    found = Region.objects.filter(code__in=["05", "27", "50", "70"])
    assert found.count() == 4
    assert "Робототехника: от первой модели к соревнованиям" in {
        page.title for page in ProgramPage.objects.live().search("робототехника")
    }
