"""The coming events of a region and of a municipality on a page of their own."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from centers.models import EventPage
from centers.views import event_plans
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # lists and their words


def soon(center, days: int, title: str, **more) -> EventPage:
    date = timezone.localdate() + dt.timedelta(days)
    return make.EventPageFactory(center=center, date=date, title=title, **more)


@pytest.fixture
def places(network) -> list[str]:
    """Addresses of the region and of the municipality of the first centre."""
    municipality = network.tomsk.municipality.page
    return [municipality.get_parent().get_url(), municipality.get_url()]


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [event.title for month in response.context["months"] for event in month.events]


def words_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def test_coming_events_with_place_and_day(network, places, client: Client):
    soon(network.tomsk, 40, "Вторая", place="Большой зал")
    soon(network.tomsk, 0, "Сегодняшняя")
    soon(network.tomsk, -3, "Идёт неделю", end_date=timezone.localdate() + dt.timedelta(4))
    soon(network.tomsk, -1, "Вчерашняя")
    soon(network.dagestan, 5, "Чужая")
    for place in places:
        assert titles(client, f"{place}meropriyatiya/") == ["Идёт неделю", "Сегодняшняя", "Вторая"]
        said = words_of(client, f"{place}meropriyatiya/")
        assert "Большой зал" in said
        assert network.tomsk.title in said
        assert said.count("<h1") == 1
        for form in ("ics", "rss", "atom"):
            assert f'href="{place}meropriyatiya.{form}"' in said
            assert client.get(f"{place}meropriyatiya.{form}").status_code == 200


def test_places_lead_to_their_plans(network, places, client: Client):
    for place in places:
        assert 'meropriyatiya/"' not in words_of(client, place)
    soon(network.tomsk, 2, "Ближняя")
    for place in places:
        said = words_of(client, place)
        assert f'href="{place}meropriyatiya/"' in said
        assert "Ближняя" in said


def test_without_events_the_page_says_so(network, places, client: Client):
    for place in places:
        assert titles(client, f"{place}meropriyatiya/") == []
        assert "пока не объявили" in words_of(client, f"{place}meropriyatiya/")


def test_hidden_deleted_and_closed_are_not_listed(network, places, client: Client):
    soon(network.tomsk, 1, "Снятая", live=False)
    soon(network.tomsk, 2, "Видная")
    other = make.CenterFactory(school__municipality=network.tomsk.municipality, published=True)
    soon(other, 3, "Скрытого центра")
    other.page.unpublish()
    closed = make.CenterFactory(school__municipality=network.tomsk.municipality, published=True)
    soon(closed, 3, "Закрытого центра")
    type(closed).objects.filter(pk=closed.pk).update(state="closed")
    for place in places:
        assert titles(client, f"{place}meropriyatiya/") == ["Видная"]


def test_long_plans_have_pages(network, places, client: Client, monkeypatch):
    monkeypatch.setattr(event_plans, "ON_PAGE", 2)
    monkeypatch.setattr(event_plans, "MOST", 3)
    for number in range(5):
        soon(network.tomsk, number, f"День {number}")
    address = f"{places[0]}meropriyatiya/"
    assert titles(client, address) == ["День 0", "День 1"]
    assert titles(client, f"{address}?page=2") == ["День 2"]
    assert "Показаны ближайшие 3" in words_of(client, f"{address}?page=2")
    assert ", страница 2" in words_of(client, f"{address}?page=2")


@pytest.mark.parametrize("page", ["-1", "0", "1000000000", "x" * 10_000, "%00", "' OR 1=1 --", "2.5"])
def test_senseless_page_numbers_hurt_nobody(network, places, client: Client, page):
    soon(network.tomsk, 1, "Видная")
    for place in places:
        assert titles(client, f"{place}meropriyatiya/?page={page}") == ["Видная"]


def test_the_same_address_of_a_centre_is_its_own_section(network, client: Client):
    make.EventPageFactory(center=network.tomsk)
    response = client.get(f"{network.tomsk.page.url}meropriyatiya/")
    assert response.status_code == 200
    assert "shown" in response.context


@pytest.mark.parametrize("path", ["/meropriyatiya/", "/net-takogo/meropriyatiya/"])
def test_other_places_have_no_plan(network, client: Client, path):
    assert client.get(path).status_code == 404


def test_queries_do_not_grow_with_events(network, places, client: Client, django_assert_max_num_queries):
    for number in range(12):
        soon(network.tomsk, number, f"День {number}")
    for place in places:
        client.get(f"{place}meropriyatiya/")
        with django_assert_max_num_queries(14):
            client.get(f"{place}meropriyatiya/")
