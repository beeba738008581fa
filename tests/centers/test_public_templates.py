"""What a visitor sees: every page stands on its own, and every empty or partial state is said aloud."""

import datetime as dt
import re

import pytest
from django.test import Client, RequestFactory
from django.views import defaults
from wagtail.models import Page

from centers.models import Lesson, NetworkFigure
from tests import factories as make

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def title_of(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html, re.S).group(1)


@pytest.fixture
def filled(network):
    """A centre with one of everything that has a page or a list."""
    center = network.tomsk
    make.LessonFactory(program=make.ProgramPageFactory(center=center))
    make.EventPageFactory(center=center)
    make.TeacherFactory(center=center)
    make.EquipmentFactory(center=center, room=make.RoomFactory(center=center))
    make.CenterDocumentFactory(center=center)
    return network


class TestEveryPage:
    @pytest.fixture
    def pages(self, filled, client: Client) -> dict[str, str]:
        pages = Page.objects.live().filter(depth__gt=1)
        addresses = [page.get_url() for page in pages]
        return {address: read(client, address) for address in addresses}

    def test_has_a_title_of_its_own(self, pages):
        titles = [title_of(html) for html in pages.values()]
        assert len(set(titles)) == len(titles)

    def test_has_one_main_heading_a_description_and_an_address(self, pages):
        wrong = [
            address
            for address, html in pages.items()
            if html.count("<h1") != 1
            or not re.search(r'<meta name="description" content="[^"]{10,}">', html)
            or f'{address}">' not in re.search(r'<link rel="canonical" href="[^"]*">', html).group()
        ]
        assert wrong == []

    def test_keeps_to_the_content_security_policy(self, pages):
        inline = re.compile(
            r"<script(?! type=\"application/ld\+json\")|\sstyle=|\son[a-z]+=|(?:src|srcset)=\"(?:https?:)?//"
        )
        assert [address for address, html in pages.items() if inline.search(html)] == []

    def test_says_when_it_was_updated(self, pages):
        below = {address: html for address, html in pages.items() if address.count("/") > 4}
        assert [address for address, html in below.items() if "<time datetime" not in html] == []


class TestStatesOfACentre:
    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("planned", "Центр только планируют открыть"),
            ("opening", "Центр готовится к открытию"),
            ("closed", "Центр закрыт"),
        ],
    )
    def test_is_said_on_its_page(self, network, client: Client, state, words):
        center = network.tomsk
        center.state = state
        center.state_as_of, center.state_year_only = dt.date(2021, 1, 1), True
        center.state_source = "пресс-релиз"
        center.save()
        html = read(client, center.page.get_url())
        assert words in html
        assert "пресс-релиз" in html

    def test_planned_one_says_how_old_the_news_of_its_opening_is(self, network, client: Client):
        center = network.tomsk
        center.state, center.opening_words, center.opened_on = "planned", "до конца 2024 года", None
        center.state_as_of, center.state_year_only = dt.date(2021, 1, 1), True
        center.save()
        html = " ".join(read(client, center.page.get_url()).split())
        assert "по данным на 2021 год откроется до конца 2024 года" in html

    def test_example_is_marked_on_every_section(self, network, client: Client):
        center = network.tomsk
        center.is_example = True
        center.save()
        sections = [page.get_url() for page in center.page.get_children()]
        assert [address for address in sections if "badge--example" not in read(client, address)] == []

    def test_region_without_a_coordinator_says_so(self, network, client: Client):
        network.dagestan.municipality.region.coordinators.all().delete()
        html = read(client, network.dagestan.municipality.region.page.get_url())
        assert "Кто координирует центры региона, пока не известно" in html

    def test_empty_sections_say_so_and_whom_to_ask(self, network, client: Client):
        center = network.tomsk
        center.phone = "+7 (3822) 00-00-12"
        center.save()
        html = {page.slug: read(client, page.get_url()) for page in center.page.get_children()}
        assert "Документов пока нет" in html["dokumenty"]
        assert "Программ пока нет" in html["programmy"]
        assert "Расписания пока нет" in html["raspisanie"]
        assert "Сведений о педагогах пока нет" in html["pedagogi"]
        assert 'href="tel:+73822000012"' in html["pedagogi"]


class TestWording:
    @pytest.mark.parametrize(
        ("classes", "label"),
        [
            ("7", "7\u00a0класс"),
            ("5–6", "5–\u20606\u00a0классы"),
            ("5 - 6", "5–\u20606\u00a0классы"),
            ("5А, 5Б", "5А, 5Б"),
            ("", ""),
        ],
    )
    def test_classes_of_a_lesson(self, classes, label):
        assert Lesson(classes=classes).classes_label == label

    @pytest.mark.parametrize(
        ("values", "label"),
        [
            ({"metric": "opening", "year": 2021, "value": 123}, "центра открываются в 2021 году"),
            (
                {"metric": "opened", "year_from": 2019, "year": 2020, "value": 119},
                "центров открыто в 2019–2020 годах",
            ),
            (
                {"metric": "planned_total", "year": 2024, "value": 24_001, "is_lower_bound": True},
                "школы в сети — план к концу 2024 года",
            ),
            ({"metric": "subjects", "year": 2021, "value": 82}, "субъекта Федерации"),
        ],
    )
    def test_figure_of_the_network(self, values, label):
        assert NetworkFigure(**values).label == label


class TestErrors:
    def test_page_that_is_not_there(self, network, client: Client):
        response = client.get("/takoj-stranicy-net/")
        assert response.status_code == 404
        assert "Такой страницы нет" in response.content.decode()

    def test_pages_that_need_neither_a_request_nor_the_database(self, django_assert_num_queries):
        request = RequestFactory().get("/")
        with django_assert_num_queries(0):
            broken, unclear = defaults.server_error(request), defaults.bad_request(request, Exception())
        assert "На сайте ошибка" in broken.content.decode()
        assert "Сайт не понял запрос" in unclear.content.decode()
