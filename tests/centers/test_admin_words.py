"""No English on the screens of the staff."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext, override
from wagtail.models import Page

from centers.models import EventIndexPage, GeneralInfoPage, NewsIndexPage, ProgramIndexPage
from tests.centers.latin import latin_words
from tests.factories import (
    CenterDocumentFactory,
    EquipmentFactory,
    ImageFactory,
    LessonFactory,
    NetworkFigureFactory,
    ProgramPageFactory,
    RoomFactory,
    TeacherFactory,
    section_of,
)

pytestmark = pytest.mark.django_db

#: Names that the screens below show: the login, and what the tests call things.
NAMES = {"admin", "localhost", "RU-TOM", "example"}

PLAIN = (
    "/admin/",
    "/admin/account/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/images/multiple/add/",
    "/admin/documents/",
    "/admin/documents/add/",
    "/admin/documents/multiple/add/",
    "/admin/pages/",
    "/admin/pages/search/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/reports/page-types-usage/",
    "/admin/users/",
    "/admin/sites/",
    "/admin/collections/",
    "/admin/redirects/",
    "/admin/redirects/add/",
    "/admin/centers/",
    "/admin/bin/",
)
CHOOSERS = (
    "/admin/choose-page/",
    "/admin/choose-external-link/",
    "/admin/choose-email-link/",
    "/admin/images/chooser/",
    "/admin/documents/chooser/",
    "/admin/register/choose/center/",
    "/admin/register/choose/school/",
    "/admin/register/choose/municipality/",
)
VIEWSETS = (
    "register_center",
    "register_school",
    "register_municipality",
    "register_region",
    "register_coordinator",
    "register_operator",
    "register_national_project",
    "register_federal_project",
    "register_figure",
    "center_document",
    "center_teacher",
    "center_room",
    "center_equipment",
    "center_lesson",
)


def read(client, url: str) -> set[str]:
    response = client.get(url, follow=True)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return set(latin_words(response)) - NAMES


@pytest.mark.parametrize("url", PLAIN)
def test_screen(admin_client, network, url):
    ImageFactory()
    CenterDocumentFactory(center=network.tomsk)
    assert read(admin_client, url) == set()


def test_login(client):
    assert read(client, "/admin/login/") == set()


@pytest.mark.parametrize("url", CHOOSERS)
def test_chooser(admin_client, network, url):
    class Modal:
        def __init__(self, html: str):
            self.content = html.encode()

    answer = admin_client.get(url).json()
    assert set(latin_words(Modal(answer["html"]))) - NAMES == set()


@pytest.fixture
def rows(network) -> dict[str, object]:
    program = ProgramPageFactory(center=network.tomsk, title="Робототехника")
    return {
        "center_document": CenterDocumentFactory(center=network.tomsk, published=True),
        "center_teacher": TeacherFactory(center=network.tomsk),
        "center_room": RoomFactory(center=network.tomsk),
        "center_equipment": EquipmentFactory(center=network.tomsk),
        "center_lesson": LessonFactory(program=program),
        "register_center": network.tomsk,
        "register_school": network.tomsk.school,
        "register_figure": NetworkFigureFactory(),
    }


@pytest.mark.parametrize("name", VIEWSETS)
def test_lists_and_forms(admin_client, network, rows, name):
    from django.apps import apps

    models = {
        "register_municipality": "Municipality",
        "register_region": "Region",
        "register_coordinator": "Coordinator",
        "register_operator": "FederalOperator",
        "register_national_project": "NationalProject",
        "register_federal_project": "FederalProject",
    }
    row = rows.get(name) or apps.get_model("centers", models[name]).objects.first()
    index = {"center_document": "list"}.get(name, "index")
    found = read(admin_client, reverse(f"{name}:{index}"))
    found |= read(admin_client, f"{reverse(f'{name}:add')}?center={network.tomsk.pk}")
    for view in ("edit", "delete", "history"):
        found |= read(admin_client, reverse(f"{name}:{view}", args=[row.pk]))
    assert found == set()


def test_screens_of_a_centre(admin_client, network, rows):
    pk = network.tomsk.pk
    urls = [
        reverse(name, args=[pk])
        for name in ("center_desk", "equipment_grid", "lesson_grid", "documents_upload")
    ]
    assert set().union(*(read(admin_client, url) for url in urls)) == set()


def test_pages(admin_client, network, rows):
    found = set()
    pages = [network.home, network.tomsk.page, *network.tomsk.page.get_children()]
    for page in pages:
        found |= read(admin_client, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        found |= read(admin_client, reverse("wagtailadmin_explore", args=[page.pk]))
    assert found == set()


def test_new_pages(admin_client, network):
    found = set()
    for model, index in (
        ("programpage", ProgramIndexPage),
        ("eventpage", EventIndexPage),
        ("newspage", NewsIndexPage),
    ):
        section = section_of(network.tomsk, index)
        found |= read(admin_client, reverse("wagtailadmin_pages:add", args=["centers", model, section.pk]))
    assert found == set()


def test_history_and_other_actions_of_a_page(admin_client, network):
    section: Page = section_of(network.tomsk, GeneralInfoPage)
    program = ProgramPageFactory(center=network.tomsk, title="Робототехника")
    found = set()
    for view in ("history", "usage", "move", "unpublish"):
        found |= read(admin_client, reverse(f"wagtailadmin_pages:{view}", args=[section.pk]))
    for view in ("copy", "delete"):
        found |= read(admin_client, reverse(f"wagtailadmin_pages:{view}", args=[program.pk]))
    assert found == set()


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "Найдено 1 совпадение"), (22, "Найдено 22 совпадения"), (25, "Найдено 25 совпадений")],
)
def test_words_of_wagtail_agree_with_numbers(count: int, words: str) -> None:
    with override("ru"):
        said = ngettext("There is %(counter)s match", "There are %(counter)s matches", count)
    assert said % {"counter": count} == words


def test_catalogue_is_compiled():
    """`django.mo` is what `django.po` says: whoever changes the words compiles them."""
    import gettext

    folder = Path(settings.BASE_DIR, "locale", "ru", "LC_MESSAGES")
    compiled = gettext.GNUTranslations((folder / "django.mo").open("rb"))
    entries = (folder / "django.po").read_text(encoding="utf-8").split('\nmsgid "')[2:]
    plain_entries = [entry for entry in entries if "\nmsgid_plural " not in entry]
    assert len(plain_entries) > 50
    for entry in plain_entries:
        source, _sep, rest = entry.partition('"\nmsgstr "')
        translated = rest.split('"\n')[0]
        plain = [text.replace('\\"', '"').replace("\\n", "\n") for text in (source, translated)]
        assert compiled.gettext(plain[0]) == plain[1]
