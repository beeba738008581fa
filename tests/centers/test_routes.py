"""How an address finds its page, and what hides everything below it."""

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Page

from centers.models import (
    CenterPage,
    DocumentsPage,
    FunctionsPage,
    NewsIndexPage,
    ProgramIndexPage,
    ProgramPage,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

CENTER = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/"


@pytest.fixture
def center_page(network) -> CenterPage:
    return network.tomsk.page


def routed(home: Page, path: str) -> Page:
    request = RequestFactory().get(path)
    return home.route(request, [part for part in path.split("/") if part]).page


@pytest.mark.parametrize(
    ("path", "depth"),
    [
        ("/", 2),
        ("/tomskaya-oblast/", 3),
        ("/tomskaya-oblast/shegarskij-rajon/", 4),
        (CENTER, 5),
        (f"{CENTER}dokumenty/", 6),
        (f"{CENTER}obshchaya-informaciya/funkcii/", 7),
    ],
)
def test_page_of_every_depth_is_found_with_its_places(network, client: Client, path, depth):
    page = routed(network.home, path)
    assert page.depth == depth
    assert type(page) is page.specific_class
    assert page.url == path
    assert [place.depth for place in page.places] == list(range(2, depth + 1))
    assert client.get(path).status_code == 200


def test_places_of_a_page_found_otherwise_are_the_same(network):
    section = make.section_of(network.tomsk, FunctionsPage)
    assert section.places == routed(network.home, section.url).places


def test_route_below_the_root_takes_two_queries_at_any_depth(network, django_assert_num_queries):
    paths = [CENTER, f"{CENTER}obshchaya-informaciya/funkcii/"]
    routed(network.home, paths[1])
    for path in paths:
        with django_assert_num_queries(2):
            routed(network.home, path)


@pytest.mark.parametrize(
    "path",
    [
        "/net-takogo/",
        "/tomskaya-oblast/net/batkatskaya/",
        "/shegarskij-rajon/",
        f"{CENTER}funkcii/",
        f"{CENTER}dokumenty/dokumenty/",
        f"{CENTER}dokumenty/../dokumenty/",
        f"{CENTER}Dokumenty/",
        "/home/",
        "/tomskaya-oblast/%00/",
        "/%D0%A2%D0%BE%D0%BC%D1%81%D0%BA/",
        f"{CENTER}dokumenty'/",
        f"{'/a' * 500}/",
        f"/{'a' * 3000}/",
    ],
)
def test_odd_path_is_not_found(network, client: Client, path):
    assert client.get(path).status_code == 404


def test_address_without_the_last_slash_leads_to_the_one_with_it(network, client: Client):
    response = client.get(CENTER.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, CENTER)


class TestHiding:
    """What is not published hides everything below it, wherever it could be seen."""

    @pytest.fixture
    def below(self, network) -> list[str]:
        """Addresses of all that belongs to one centre."""
        center = network.tomsk
        program = make.ProgramPageFactory(center=center, title="Астрономия")
        document = make.CenterDocumentFactory(center=center, published=True)
        return [
            center.page.url,
            make.section_of(center, DocumentsPage).url,
            program.url,
            document.get_absolute_url(),
            document.file_url,
            document.document.url,
            reverse("center_short", args=[center.pk]),
        ]

    @staticmethod
    def hide(page: Page) -> None:
        page.specific.unpublish()

    def test_all_of_it_is_readable_while_everything_is_published(self, client: Client, below):
        statuses = [client.get(address).status_code for address in below]
        assert statuses == [200] * 6 + [302]

    @pytest.mark.parametrize("depth", [3, 4, 5], ids=["region", "municipality", "centre"])
    def test_hidden_ancestor_hides_pages_cards_and_files(self, network, client: Client, below, depth):
        self.hide(network.tomsk.page.get_ancestors(inclusive=True).get(depth=depth))
        assert [client.get(address).status_code for address in below] == [404] * 7

    def test_file_is_hidden_with_all_its_addresses(self, network, client: Client, below):
        document = network.tomsk.documents.get().document
        self.hide(network.tomsk.page)
        addresses = [
            document.url,
            reverse("library_document", args=[document.public_id]),
            f"/documents/{document.pk}/{document.filename}",
            f"/media/{document.file.name}",
            f"/media/private/{document.file.name}",
        ]
        assert [client.get(address).status_code for address in addresses] == [404] * 5

    @pytest.mark.parametrize("depth", [3, 4, 5], ids=["region", "municipality", "centre"])
    def test_hidden_ancestor_leaves_search_and_site_map(self, network, client: Client, below, depth):
        before = client.get("/poisk/", {"q": "астрономия"}).context
        assert before["total"] == 1
        self.hide(network.tomsk.page.get_ancestors(inclusive=True).get(depth=depth))
        for query in ("астрономия", "назначении руководителя", "Баткатская"):
            assert client.get("/poisk/", {"q": query}).context["total"] == 0
        listed = [page.url for page, _level in client.get("/karta-sajta/").context["pages"]]
        assert CENTER not in listed

    @pytest.mark.parametrize("depth", [3, 4, 5], ids=["region", "municipality", "centre"])
    def test_hidden_ancestor_takes_the_centre_out_of_all_lists(self, network, client: Client, depth):
        place = network.tomsk.page.get_ancestors(inclusive=True).get(depth=depth)
        self.hide(place)
        home = client.get("/").context
        region = client.get("/tomskaya-oblast/")
        assert home["center_total"] == 1
        assert region.status_code == (404 if depth == 3 else 200)
        assert [place.count for place in home["regions"] if place.address == "/tomskaya-oblast/"] in ([], [0])

    @pytest.mark.parametrize("depth", [4, 5], ids=["municipality", "centre"])
    def test_page_of_a_region_does_not_lead_to_what_is_hidden(self, network, client: Client, depth):
        self.hide(network.tomsk.page.get_ancestors(inclusive=True).get(depth=depth))
        context = client.get("/tomskaya-oblast/").context
        assert (context["center_total"], context["municipalities"]) == (0, [])

    def test_hidden_index_of_programmes_leaves_no_dead_link(self, network, client: Client):
        program = make.ProgramPageFactory(center=network.tomsk)
        make.LessonFactory(program=program)
        teacher = make.TeacherFactory(center=network.tomsk)
        ProgramPage.objects.update(teacher=teacher)
        self.hide(make.section_of(network.tomsk, ProgramIndexPage))
        for path in (CENTER, f"{CENTER}pedagogi/", f"{CENTER}raspisanie/"):
            assert program.url not in client.get(path).content.decode()

    def test_hidden_index_of_events_and_news_leaves_no_dead_link(self, network, client: Client):
        pages = [make.EventPageFactory(center=network.tomsk), make.NewsPageFactory(center=network.tomsk)]
        for page in pages:
            self.hide(page.get_parent())
        content = client.get(CENTER).content.decode()
        assert not any(page.url in content for page in pages)

    @pytest.mark.parametrize("place", ["home", "region"])
    def test_hidden_news_of_a_place_leave_no_dead_link(self, network, client: Client, place):
        parent = network.home if place == "home" else network.tomsk.page.get_ancestors().get(depth=3).specific
        index = parent.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))
        make.NewsPageFactory(parent=index)
        assert len(client.get(parent.url).context["news"]) == 1
        self.hide(index)
        assert client.get(parent.url).context["news"] == []

    def test_hidden_document_section_leaves_the_card_alone(self, network, client: Client):
        document = make.CenterDocumentFactory(center=network.tomsk, published=True)
        self.hide(make.section_of(network.tomsk, DocumentsPage))
        response = client.get(document.get_absolute_url())
        assert response.status_code == 200
        assert response.context["documents_section"] is None

    def test_section_out_of_the_menu_is_still_read_at_its_address(self, network, client: Client):
        section = make.section_of(network.tomsk, DocumentsPage)
        section.show_in_menus = False
        section.save()
        response = client.get(section.url)
        assert response.status_code == 200
        assert section.url not in [page.url for page in response.context["sections"]]

    def test_hidden_root_is_not_found(self, network):
        network.home.live = False
        with pytest.raises(Http404):
            routed(network.home, "/")


class TestClosedCentre:
    """A closed centre is read at its address and stands in no list."""

    @pytest.fixture(autouse=True)
    def _close(self, network) -> None:
        network.tomsk.state = "closed"
        network.tomsk.save()

    def test_its_pages_are_read(self, network, client: Client):
        for path in (CENTER, f"{CENTER}dokumenty/", reverse("center_short", args=[network.tomsk.pk])):
            assert client.get(path, follow=True).status_code == 200

    def test_it_is_in_no_list(self, network, client: Client):
        assert client.get("/").context["center_total"] == 1
        assert client.get("/tomskaya-oblast/").context["center_total"] == 0
        assert client.get("/tomskaya-oblast/shegarskij-rajon/").context["shown"].object_list == []


class TestShortAddress:
    def test_leads_to_where_the_centre_stands(self, network, client: Client):
        response = client.get(f"/c/{network.tomsk.pk}/")
        assert (response.status_code, response["Location"]) == (302, CENTER)

    @pytest.mark.parametrize("number", ["0", "999999", str(10**30), "-1", "abc"])
    def test_number_of_no_centre_is_not_found(self, network, client: Client, number):
        assert client.get(f"/c/{number}/").status_code == 404

    def test_centre_without_pages_is_not_found(self, network, client: Client):
        assert client.get(f"/c/{make.CenterFactory().pk}/").status_code == 404

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_nothing_can_be_sent_there(self, network, client: Client, method):
        for path in (f"/c/{network.tomsk.pk}/", "/poisk/", "/karta-sajta/", "/politika/"):
            assert getattr(client, method)(path).status_code == 405
