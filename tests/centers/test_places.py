"""The directory region → municipality → centre, with its maps, at any size of the network."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from centers.models import Center, CenterPage, Municipality, NewsIndexPage, Region, RegionTally
from centers.models.directory import MOST_IN_REGION, ON_PAGE, shade_limits
from centers.services.bulk import municipality_pages, open_centers
from centers.texts.tile_map import PLACES, SHORT_NAMES
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on(
        "sqlite"
    ),  # what the pages show; the questions to the database are those of test_numbers
]


def soup(client: Client, address: str, **asked: object) -> BeautifulSoup:
    response = client.get(address, asked)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def words(node) -> str:
    return " ".join(node.get_text(" ").replace("\u00a0", " ").replace("\u202f", " ").split())


def add_centers(municipality, count: int, **facts) -> list:
    centers = make.CenterFactory.create_batch(count, school__municipality=municipality, **facts)
    open_centers(list(type(centers[0]).objects.with_places().filter(pk__in=[one.pk for one in centers])))
    return centers


def third_region():
    return add_centers(make.MunicipalityFactory(region=make.RegionFactory(code="27")), 1)


def test_every_region_of_the_register_has_a_tile_of_its_own():
    codes = set(Region.objects.values_list("code", flat=True))
    assert codes == set(PLACES) == set(SHORT_NAMES)
    assert len(set(PLACES.values())) == len(set(SHORT_NAMES.values())) == 89


class TestHome:
    def test_tiles_and_list_say_the_same(self, network, client):
        third_region()
        add_centers(network.tomsk.municipality, 2)
        page = soup(client, "/")
        tiles = page.select(".tiles-map a")
        listed = {item["id"]: item for item in page.select("#spisok li")}
        assert len(tiles) == len(listed) == 3
        for tile in tiles:
            item = listed[tile["aria-labelledby"]]
            assert tile["href"] == item.a["href"]
            assert words(tile).split()[-1] == words(item.span).split()[0]
        assert words(listed["r70"]) == "Томская область 3 центра"
        assert len(page.select(".tiles-map use")) == 89

    def test_what_is_hidden_or_closed_is_not_counted(self, network, client):
        third_region()
        add_centers(network.tomsk.municipality, 1, closed=True)
        page = add_centers(network.tomsk.municipality, 1)[0]
        CenterPage.objects.get(center=page).unpublish()
        assert words(soup(client, "/").select_one("#r70")) == "Томская область 1 центр"
        Page.objects.get(pk=network.tomsk.page.get_parent().pk).specific.unpublish()
        assert words(soup(client, "/").select_one("#r70")) == "Томская область 0 центров"

    def test_two_regions_are_no_map(self, network, client):
        page = soup(client, "/")
        assert page.select_one(".tiles-map") is None
        assert len(page.select("#spisok li")) == 2

    def test_three_figures_with_their_date_and_source(self, network, client):
        for metric in ("opened_total", "opening", "subjects", "planned_total"):
            make.NetworkFigureFactory(metric=metric, year=2021, value=82)
        make.NetworkFigureFactory(metric="subjects", year=2020, value=40)
        page = soup(client, "/")
        assert len(page.select(".figures__value")) == 3
        assert "40" not in [words(value) for value in page.select(".figures__value")]
        assert "на 1 сентября 2021 г." in words(page)

    def test_shades_are_quarters(self):
        assert shade_limits([1, 2, 3, 4, 5, 6, 7, 100]) == [(1, 2), (2, 4), (3, 6), (4, 100)]
        assert shade_limits([1, 1, 2, 10]) == [(2, 1), (3, 2), (4, 10)]
        assert shade_limits([]) == []


class TestRegion:
    def test_a_small_region_lists_its_centres_by_municipality(self, network, client):
        page = soup(client, network.tomsk.page.get_parent().get_parent().url)
        assert [words(title) for title in page.select("#centry h3")] == ["Шегарский район"]
        assert page.select_one(f'#centry a[href="{network.tomsk.page.url}"]')
        assert page.select_one(".places-map") is None  # nothing is known of where the school stands

    def test_a_large_region_lists_its_municipalities(self, network, client):
        region = network.tomsk.municipality.region
        places = [make.MunicipalityFactory(region=region, name=f"{letter}айский район") for letter in "МРГ"]
        for number, place in enumerate(places):
            add_centers(place, MOST_IN_REGION // 3 + number)
        page = soup(client, region.page.url)
        assert [words(item) for item in page.select("#centry .tiles li")] == [
            "Гайский район 14 центров",
            "Майский район 12 центров",
            "Райский район 13 центров",
            "Шегарский район 1 центр",
        ]
        found = soup(client, region.page.url, q="БАТКАТСКАЯ")
        assert [words(title) for title in found.select("#centry .line__title")] == ["МКОУ «Баткатская СОШ»"]
        assert "Рутульская" not in words(soup(client, region.page.url, q="рутульская").select_one("#centry"))

    def test_the_map_names_what_it_lacks(self, network, client):
        region = network.tomsk.municipality.region
        first, second, _third = add_centers(network.tomsk.municipality, 3)
        for number, center in enumerate((first, second)):
            center.school.latitude, center.school.longitude = 56 + number, 84 + number
            center.school.save()
        page = soup(client, region.page.url)
        marks = page.select(".places-map a")
        assert sorted(mark["href"] for mark in marks) == sorted(
            CenterPage.objects.get(center=center).url for center in (first, second)
        )
        assert {mark["aria-label"] for mark in marks} == {first.title, second.title}
        assert "На карте нет 2 центров" in words(page.select_one("figcaption"))
        assert words(page.select_one(".places-map")).endswith("км")

    def test_near_centres_share_a_circle_that_leads_to_the_list(self, network, client):
        three = add_centers(network.tomsk.municipality, 3)
        for number, center in enumerate(three):
            center.school.latitude, center.school.longitude = 56 + (number > 1), 84
            center.school.save()
        page = soup(client, network.tomsk.municipality.region.page.url)
        shared = page.select_one('.places-map a[href="#centry"]')
        assert words(shared.select_one(".places-map__count")) == "2"
        assert shared["aria-label"].startswith("2\u00a0центра: ")
        assert page.select_one("#centry")


class TestMunicipality:
    def test_many_centres_stand_on_several_pages_in_the_order_of_numbers(self, network, client):
        place = network.tomsk.municipality
        centers = add_centers(place, ON_PAGE + 3)
        for number, center in enumerate(centers, start=1):
            center.school.short_name = f"Школа № {number}"
            center.school.save()
        address = place.page.url
        titles = [words(title) for title in soup(client, address).select(".line__title")]
        assert titles[1:4] == ["Школа № 1", "Школа № 2", "Школа № 3"]
        assert len(titles) == ON_PAGE
        rest = soup(client, address, page=2)
        assert len(rest.select(".line__title")) == 4
        assert len(soup(client, address, page=10**9).select(".line__title")) == 4
        found = soup(client, address, q="51")
        assert [words(title) for title in found.select(".line__title")] == ["Школа № 51"]

    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "я" * 10_000},
            {"q": "\x00' OR 1=1 --"},
            {"q": '" NEAR(* ^', "page": "-1"},
            {"page": "первая"},
            {"page": 10**9},
        ],
        ids=str,
    )
    def test_bad_input_gets_a_page(self, network, client, asked):
        add_centers(network.tomsk.municipality, 1)
        for address in (network.tomsk.municipality.page.url, network.tomsk.municipality.region.page.url):
            soup(client, address, **asked)


def test_nothing_is_asked_for_each_centre(network, client, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("centers.models.tally.inside_transaction", lambda: False)
    region = network.tomsk.municipality.region
    for number in range(3):
        place = make.MunicipalityFactory(region=region, name=f"{number}-й район")
        add_centers(place, MOST_IN_REGION // 2)
    third_region()
    for address in ("/", region.page.url, network.tomsk.municipality.page.url):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
    assert RegionTally.objects.count() == 3


def test_a_first_visit_to_all_89_regions_fits_into_one_flight(network, client):
    """14,600 bytes of HTML and CSS as an older browser gets them; brotli is shorter by a tenth."""
    bare = Region.objects.filter(page__isnull=True)
    places = [Municipality(region=region, name="Район", slug="rajon") for region in bare]
    municipality_pages(
        [Center(municipality=place) for place in Municipality.objects.bulk_create(places)], None
    )
    for number, metric in enumerate(("opening", "subjects", "planned_total")):
        make.NetworkFigureFactory(metric=metric, value=4500 * (number + 1))
    section = network.home.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))
    for lead in ("Открылись новые центры в трёх районах.", "Начался набор.", "Прошла неделя науки."):
        make.NewsPageFactory(parent=section, lead=lead)
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.context["regions"]) == 89
    assert len(response.content) <= 14_600
