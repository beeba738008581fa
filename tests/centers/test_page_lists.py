"""The side panel's list and the chooser of pages: right, and a few queries however long the list."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from centers.models import NewsIndexPage, Role
from tests.factories import Network, NewsPageFactory, member

MOST_QUERIES = 40


@pytest.fixture
def news(network: Network) -> Page:
    """A section with more pages than the chooser shows at once."""
    section = NewsIndexPage.objects.descendant_of(network.tomsk.page).get()
    for number in range(30):
        NewsPageFactory(parent=section, title=f"Новость {number}")
    return Page.objects.get(pk=section.pk)


@pytest.fixture
def editor(client: Client, network: Network) -> Client:
    client.force_login(
        member(Role.EDITOR, network.tomsk), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def get(client: Client, name: str, *arguments: Any, **query: Any) -> Any:
    """Open a screen for the second time: the first one fills what is remembered. Bounds its queries."""
    address = reverse(name, args=arguments)
    assert client.get(address, query).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, query)
    assert len(queries) <= MOST_QUERIES, len(queries)
    return response


def test_the_side_panel_lists_pages_with_what_stands_above_and_below(editor, network, news):
    items = get(editor, "wagtailadmin_api:pages:listing", child_of=news.get_parent().pk).json()["items"]
    own = Page.objects.child_of(news.get_parent()).in_bulk()
    assert {item["id"] for item in items} == set(own)
    for item in items:
        page = own[item["id"]]
        assert item["meta"]["parent"]["id"] == page.get_parent().pk
        assert item["meta"]["children"]["count"] == page.get_children().count()
        assert item["meta"]["children"]["listing_url"].endswith(f"/admin/api/main/pages/?child_of={page.pk}")
        assert item["meta"]["status"]["live"] is page.live


def test_the_side_panel_counts_and_names_only_what_the_person_may_see(editor, network, news):
    above = network.tomsk.page.get_parent()
    (item,) = get(editor, "wagtailadmin_api:pages:listing", child_of=above.pk).json()["items"]
    assert item["id"] == network.tomsk.page.pk
    items = get(editor, "wagtailadmin_api:pages:listing", child_of=above.get_parent().pk).json()["items"]
    assert [(one["id"], one["meta"]["children"]["count"]) for one in items] == [(above.pk, 1)]
    detail = editor.get(reverse("wagtailadmin_api:pages:detail", args=[news.pk])).json()
    assert detail["meta"]["children"]["count"] == 30
    assert detail["meta"]["parent"]["id"] == news.get_parent().pk


def test_a_long_list_of_the_side_panel_is_asked_for_at_once(editor, network, news):
    assert len(get(editor, "wagtailadmin_api:pages:listing", child_of=news.pk).json()["items"]) > 15


def test_the_chooser_shows_a_long_section(editor, network, news):
    html = get(editor, "wagtailadmin_choose_page_child", news.pk).json()["html"]
    assert html.count(f'data-parent-id="{news.pk}"') == 25


def test_the_chooser_begins_with_the_own_pages(editor, network, news):
    html = get(editor, "wagtailadmin_choose_page").json()["html"]
    assert network.dagestan.school.short_name not in html


def test_the_chooser_finds_by_name(editor, network, news):
    html = get(editor, "wagtailadmin_choose_page_search", q="новость").content.decode()
    assert html.count(f'data-parent-id="{news.pk}"') == 25
    assert f"/{news.pk}/" in html or news.title in html


def test_without_a_login_there_is_no_chooser(client, news):
    for address in ("/admin/choose-page/", f"/admin/choose-page/{news.pk}/", "/admin/choose-page/search/"):
        response = client.get(address)
        assert response.status_code == 302
        assert "/admin/login/" in response.url
