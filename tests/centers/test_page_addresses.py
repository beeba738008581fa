"""The address of a new page: staff type a title, and the site makes the rest."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from centers.models import NewsIndexPage, NewsPage, Role
from tests.centers.screens import fields_of, words_of
from tests.factories import Network, member, section_of

pytestmark = pytest.mark.django_db


def send(client: Client, url: str, **values: Any) -> Any:
    """Press «Опубликовать» in the form with these values."""
    return client.post(url, {**fields_of(client.get(url)), **values, "action-publish": "1"}, follow=True)


@pytest.mark.parametrize("typed", ["", "-", "наша новость"])
def test_a_new_page_gets_its_address_from_the_title(network: Network, client: Client, typed: str) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    index = section_of(network.tomsk, NewsIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["centers", "newspage", index.pk])
    if typed == "наша новость":  # no address at all: it is told what one is, and nothing is lost
        answer = send(client, url, title="Наш дрон", slug=typed)
        assert not NewsPage.objects.filter(title="Наш дрон").exists()
        assert 'value="Наш дрон"' in answer.content.decode()
        return
    for slug in ("nash-dron", "nash-dron-2"):
        send(client, url, title="Наш дрон", slug=typed)
        assert NewsPage.objects.get(slug=slug).live


def test_a_title_without_letters(network: Network, client: Client) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    index = section_of(network.tomsk, NewsIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["centers", "newspage", index.pk])
    send(client, url, title="№ !", slug="")
    assert NewsPage.objects.get(title="№ !").slug == "newspage"


def test_an_address_that_was_emptied_stays(network: Network, client: Client) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    index = section_of(network.tomsk, NewsIndexPage)
    send(client, reverse("wagtailadmin_pages:add", args=["centers", "newspage", index.pk]), title="Наш дрон")
    page = NewsPage.objects.get(slug="nash-dron")
    send(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), title="Другой дрон", slug="")
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Другой дрон", "nash-dron")


def test_no_word_of_developers_stands_beside_the_address(network: Network, client: Client) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    index = section_of(network.tomsk, NewsIndexPage)
    words = words_of(client.get(reverse("wagtailadmin_pages:add", args=["centers", "newspage", index.pk])))
    assert "Адрес страницы" in words
    assert not [word for word in ("Слаг", "Мета-описание", "Тег заголовка") if word in words]
