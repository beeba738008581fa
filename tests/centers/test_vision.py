"""The version for the visually impaired on real addresses, and that it spoils nobody's cache."""

import re

import pytest
from django.test import Client

from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),  # the database is asked nothing new
]

ADDRESS = "/dlya-slabovidyashchih/"
ON = "size-150.scheme-white.pictures-off"


@pytest.fixture
def addresses(network) -> list[str]:
    """One address of each frame: pages of the tree, other views, errors."""
    center = network.tomsk
    document = make.CenterDocumentFactory(center=center)
    return [
        "/",
        center.page.get_url(),
        *(page.get_url() for page in center.page.get_children()),
        document.get_absolute_url(),
        f"/c/{center.pk}/vopros/",
        f"/c/{center.pk}/soglasie/",
        "/poisk/?q=центр",
        "/karta-sajta/",
        "/politika/",
        "/net-takoj-stranicy/",
    ]


def plain(html: str) -> str:
    """The page without what changes with every answer."""
    html = re.sub(r'name="(csrfmiddlewaretoken|mark)" value="[^"]*"', "", html)
    return re.sub(r"\s+", " ", html)


def undressed(html: str) -> str:
    """The page for a visitor with settings, with what the version adds taken out."""
    html = re.sub(r'<html data-[^>]*lang="ru">', '<html lang="ru">', html)
    html = re.sub(r"<style>@media screen\{\[data-scheme\].*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r'\s*<form class="vision-bar".*?</form>\s*', " ", html, flags=re.DOTALL)


class TestEveryPage:
    def test_has_the_link_right_after_the_skip_link(self, client: Client, addresses):
        links = {
            address: re.findall(r"<a [^>]*>", client.get(address).content.decode())[:2]
            for address in addresses
        }
        wrong = {
            address: found
            for address, found in links.items()
            if "skip-link" not in found[0] or f'href="{ADDRESS}' not in found[1]
        }
        assert wrong == {}

    def test_is_the_same_page_in_the_other_version(self, client: Client, addresses):
        ordinary = {address: plain(client.get(address).content.decode()) for address in addresses}
        client.cookies["low_vision"] = "scheme-white"
        other = {address: plain(undressed(client.get(address).content.decode())) for address in addresses}
        assert [address for address in addresses if plain(other[address]) != plain(ordinary[address])] == []

    def test_with_settings_is_kept_by_nobody(self, client: Client, addresses):
        client.cookies["low_vision"] = ON
        answers = {address: client.get(address) for address in addresses}
        assert {answer["Cache-Control"] for answer in answers.values()} == {"private, no-store"}
        assert [
            address for address, answer in answers.items() if b'data-scheme="white"' not in answer.content
        ] == []

    def test_without_settings_knows_nothing_of_the_cookie(self, client: Client, addresses):
        static = [address for address in addresses if "vopros" not in address]  # the form has a token
        for address in static:
            without = client.get(address)
            client.cookies["low_vision"] = "size-1000.nothing"
            unknown = client.get(address)
            del client.cookies["low_vision"]
            assert without.content == unknown.content, address
            assert without.headers == unknown.headers, address
            assert "cookie" not in without.get("Vary", "").lower(), address
            assert "no-store" not in without.get("Cache-Control", ""), address

    def test_asks_for_no_picture_when_they_are_off(self, client: Client, network):
        center = network.tomsk
        center.page.photo = make.ImageFactory(title="Кабинет физики", description="Кабинет физики")
        center.page.save()
        assert b"<img" in client.get(center.page.get_url()).content
        client.cookies["low_vision"] = ON
        html = client.get(center.page.get_url()).content.decode()
        assert "<img" not in html
        assert '<span class="no-picture" role="img" aria-label="Кабинет физики">' in html

    def test_of_the_admin_is_left_alone(self, client: Client):
        client.cookies["low_vision"] = ON
        assert b"data-scheme" not in client.get("/admin/login/").content


class TestSettings:
    def test_page_is_shown_in_what_it_suggests(self, client: Client, network):
        response = client.get(ADDRESS, {"back": "/politika/"})
        html = response.content.decode()
        assert '<html data-size="150" data-scheme="black" lang="ru">' in html
        assert 'name="back" value="/politika/"' in html
        assert response["Cache-Control"] == "private, no-store"

    def test_are_remembered_for_a_year_and_lead_back(self, client: Client, network):
        response = client.post(ADDRESS, {"size": "200", "scheme": "blue", "back": "/politika/?a=1"})
        cookie = client.cookies["low_vision"]
        assert (response.status_code, response["Location"]) == (303, "/politika/?a=1")
        assert cookie.value.startswith("size-200.scheme-blue.")
        assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (31_536_000, "Lax", True)
        assert 'data-scheme="blue"' in client.get("/politika/").content.decode()

    def test_one_button_of_the_bar_changes_one_of_them(self, client: Client, network):
        client.cookies["low_vision"] = "size-200.scheme-blue"
        client.post(ADDRESS, {"scheme": "brown", "back": "/"})
        assert client.cookies["low_vision"].value.startswith("size-200.scheme-brown.")

    def test_are_forgotten_for_the_ordinary_version(self, client: Client, network):
        ordinary = client.get("/").content
        client.post(ADDRESS, {"scheme": "white"})
        client.post(ADDRESS, {"to": "ordinary", "size": "200", "back": "/"})
        assert client.cookies["low_vision"].value == ""
        assert client.get("/").content == ordinary

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "x\r\ny"])
    def test_lead_to_no_other_host(self, client: Client, network, back):
        assert client.post(ADDRESS, {"scheme": "white", "back": back})["Location"] == "/"

    def test_are_not_changed_from_another_site(self, network):
        client = Client(enforce_csrf_checks=True)
        response = client.post(ADDRESS, {"scheme": "white"}, headers={"origin": "https://evil.example"})
        assert response.status_code == 200
        assert "low_vision" not in client.cookies
        assert client.post(ADDRESS, {"scheme": "white"}).status_code == 303

    @pytest.mark.parametrize("value", ["x" * 10_000, "\x00", "';DROP TABLE--", "<script>"])
    def test_bad_input_changes_nothing(self, client: Client, network, value):
        response = client.post(ADDRESS, {"size": value, "scheme": value, "back": value})
        assert (response.status_code, response["Location"]) == (303, "/")
        assert client.cookies["low_vision"].value.startswith("size-150.scheme-black.")
        assert client.get(ADDRESS, {"back": value}).status_code == 200

    def test_a_kept_page_is_not_taken_for_the_right_one(self, client: Client, network):
        client.cookies["low_vision"] = ON
        response = client.get(
            "/", headers={"if-none-match": '"x"', "if-modified-since": "Sun, 01 Jan 2090 00:00:00 GMT"}
        )
        assert response.status_code == 200
        assert "ETag" not in response
