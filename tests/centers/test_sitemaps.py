"""Sitemaps and robots.txt of a host, checked by lxml against the rules of sitemaps.org and by two readers."""

import datetime as dt
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from lxml import etree
from usp.fetch_parse import SitemapStrParser
from wagtail.models import Page, Site

from centers.metadata import sitemaps
from centers.models import CenterDocument, CenterPage
from tests import factories as make
from tests.scale.contents import fill

pytestmark = pytest.mark.django_db

NS = f"{{{sitemaps.NAMESPACE}}}"
OWN = "batkat.example.ru"


def parts_of(client: Client, **more) -> list[str]:
    """Addresses of the parts, from a valid index."""
    return [loc for loc, _changed in _read(client, "/sitemap.xml", "sitemapindex", "sitemap", **more)]


def _read(client: Client, path: str, root: str, item: str, **more) -> list[tuple[str, str | None]]:
    response = client.get(path, **more)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    tree = etree.fromstring(response.content)
    assert tree.tag == f"{NS}{root}"
    assert len(response.content) < 50 * 1024 * 1024
    assert 0 < len(tree) <= 50_000
    found = []
    for one in tree:
        assert one.tag == f"{NS}{item}"
        names = [child.tag.removeprefix(NS) for child in one]
        assert names in (["loc"], ["loc", "lastmod"])
        loc, changed = one[0].text, one[1].text if len(one) > 1 else None
        assert urlsplit(loc).scheme in {"http", "https"}
        assert len(loc) < 2048
        assert changed is None or dt.datetime.fromisoformat(changed).tzinfo is not None
        found.append((loc, changed))
    return found


def entries_of(client: Client, **more) -> dict[str, str | None]:
    """Every address of the host with its day of change; each once, each on the host of the sitemap."""
    found: list[tuple[str, str | None]] = []
    for part in parts_of(client, **more):
        found += _read(client, urlsplit(part).path, "urlset", "url", **more)
    assert len(dict(found)) == len(found)
    return dict(found)


@pytest.fixture
def own(network):
    """The centre has a host of its own."""
    with override_settings(ALLOWED_HOSTS=["*"]):
        yield make.SiteFactory(hostname=OWN, root_page=network.tomsk.page)


class TestWhatIsListed:
    def test_every_page_that_answers_and_nothing_else(self, network, client: Client):
        fill(network, 1)
        documents = [card.get_absolute_url() for card in CenterDocument.objects.published()]
        pages = [page.get_url() for page in Page.objects.live().filter(depth__gt=1)]
        paths = {urlsplit(address).path for address in entries_of(client)}
        region, municipality = network.tomsk.page.url.split("/")[1:3]
        outside = {"/karta-sajta/", "/politika/", "/cifry/", "/programmy/", f"/{region}/cifry/"}
        outside |= {f"/{network.dagestan.municipality.region.slug}/cifry/"}
        for place in (f"/{region}", f"/{region}/{municipality}"):
            outside |= {f"{place}/programmy/", f"{place}/meropriyatiya/"}
        assert paths == {*pages, *documents, *outside}
        assert [path for path in paths if client.get(path).status_code != 200] == []

    def test_day_of_the_last_change(self, network, client: Client):
        page = CenterPage.objects.get(pk=network.tomsk.page.pk)
        page.save_revision().publish()
        page.refresh_from_db()
        changed = entries_of(client)[page.full_url]
        assert dt.datetime.fromisoformat(changed) == page.last_published_at.replace(microsecond=0)

    def test_hidden_and_deleted_are_left_out(self, network, client: Client):
        card = make.CenterDocumentFactory(center=network.tomsk, published=True)
        draft = make.CenterDocumentFactory(center=network.dagestan, published=False)
        make.ProgramPageFactory(center=network.dagestan)
        network.tomsk.page.get_parent().unpublish()
        addresses = " ".join(entries_of(client))
        assert "batkatskaya" not in addresses
        assert card.public_id not in addresses
        assert draft.public_id not in addresses
        assert "rutulskaya" in addresses

    def test_reader_of_others_finds_the_same(self, network, client: Client):
        for part in parts_of(client):
            text = client.get(urlsplit(part).path).content.decode()
            pages = list(SitemapStrParser(static_content=text).sitemap().all_pages())
            assert {page.url for page in pages} == dict(
                _read(client, urlsplit(part).path, "urlset", "url")
            ).keys()

    def test_plans_of_places_with_events(self, network, client: Client):
        make.EventPageFactory(center=network.tomsk, date=timezone.localdate())
        make.EventPageFactory(center=network.dagestan, date=dt.date(2021, 5, 1))
        municipality = urlsplit(network.tomsk.municipality.page.full_url).path
        plans = {
            urlsplit(address).path for address in entries_of(client) if address.endswith("/meropriyatiya/")
        }
        region = f"/{municipality.split('/')[1]}/"
        assert {path for path in plans if path.count("/") < 5} == {
            f"{region}meropriyatiya/",
            f"{municipality}meropriyatiya/",
        }

    def test_hidden_place_has_none_of_its_lists(self, network, client: Client):
        make.ProgramPageFactory(center=network.tomsk)
        make.EventPageFactory(center=network.tomsk, date=timezone.localdate())
        network.tomsk.municipality.page.get_parent().specific.unpublish()
        paths = {urlsplit(address).path for address in entries_of(client)}
        assert [path for path in paths if "tomskaya" in path] == []

    def test_routes_of_others_join(self, network, client: Client, monkeypatch):
        monkeypatch.setattr(sitemaps, "_routes", ["site_map"])
        sitemaps.register_route("search")
        sitemaps.register_route("search")
        assert sum(address.endswith("/poisk/") for address in entries_of(client)) == 1


class TestHosts:
    def test_centre_with_a_host_of_its_own_is_listed_there_alone(self, network, own, client: Client):
        card = make.CenterDocumentFactory(center=network.tomsk, published=True)
        there = entries_of(client, headers={"host": OWN})
        assert {urlsplit(address).hostname for address in there} == {OWN}
        assert {
            f"http://{OWN}/",
            f"http://{OWN}/dokumenty/",
            f"http://{OWN}{card.get_absolute_url()}",
        } <= there.keys()
        network_wide = " ".join(entries_of(client))
        assert "batkatskaya" not in network_wide
        assert card.public_id not in network_wide
        assert "rutulskaya" in network_wide

    def test_robots_name_the_sitemap_of_their_host(self, own, client: Client):
        for host, address in (
            (OWN, f"http://{OWN}"),
            ("localhost", Site.objects.get(is_default_site=True).root_url),
        ):
            text = client.get("/robots.txt", headers={"host": host}).content.decode()
            assert f"Sitemap: {address}/sitemap.xml" in text.splitlines()


class TestRobots:
    def test_reader_of_others_understands_it(self, network, client: Client):
        reader = RobotFileParser()
        reader.parse(client.get("/robots.txt").content.decode().splitlines())
        assert reader.site_maps() == ["http://localhost/sitemap.xml"]
        assert reader.can_fetch("Yandex", "http://localhost/tomskaya-oblast/")
        assert reader.can_fetch("Yandex", "http://localhost/poisk/")
        assert not reader.can_fetch("Yandex", "http://localhost/poisk/?q=робот")
        assert not reader.can_fetch("Yandex", "http://localhost/admin/login/")

    @pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-site-0.xml"])
    def test_unchanged_costs_304(self, network, client: Client, path):
        first = client.get(path)
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
        head = client.head(path)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        assert client.post(path).status_code == 405


class TestBadInput:
    @pytest.mark.parametrize(
        "path",
        [
            "/sitemap-pages-999.xml",
            "/sitemap-pages-99999999999999999999.xml",
            "/sitemap-pages--1.xml",
            "/sitemap-site-1.xml",
            "/sitemap-users-0.xml",
            "/sitemap-pages-0.xml/",
            "/sitemap-.xml",
            "/sitemap-" + "9" * 4000 + ".xml",
            "/sitemap-pages-0%00.xml",
        ],
    )
    def test_parts_that_there_are_not(self, network, client: Client, path):
        assert client.get(path).status_code == 404


class TestSize:
    def test_long_tables_come_in_parts(
        self, network, client: Client, monkeypatch, django_assert_max_num_queries
    ):
        whole = entries_of(client)
        monkeypatch.setattr(sitemaps, "SPAN", 7)
        assert entries_of(client) == whole
        parts = parts_of(client)
        assert len(parts) > 5
        cache.clear()
        Site.get_site_root_paths()
        with django_assert_max_num_queries(8):
            client.get("/sitemap.xml")
        with django_assert_max_num_queries(4):
            client.get(urlsplit(parts[2]).path)

    def test_part_of_the_network_has_parts_too(self, network, own, client: Client, monkeypatch):
        headers = {"host": OWN}
        whole = entries_of(client, headers=headers)
        monkeypatch.setattr(sitemaps, "SPAN", 7)
        assert entries_of(client, headers=headers) == whole
