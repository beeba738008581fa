"""The side panel's list and the chooser of pages: right, and a few queries however long the list."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from centers.models import NewsIndexPage, Role
from tests.factories import CenterDocumentFactory, Network, NewsPageFactory, SchoolFactory, member

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


def test_nothing_is_listed_before_something_is_typed(editor, network, news):
    assert "Новость 3" not in get(editor, "wagtailadmin_pages:search").content.decode()
    found = get(editor, "wagtailadmin_pages:search", q="Новость 3").content.decode()
    assert "Новость 3" in found
    assert network.dagestan.school.short_name not in found


def test_a_long_section_comes_in_parts(editor, network, news):
    parts = [get(editor, "wagtailadmin_explore", news.pk, p=number).context["pages"] for number in (1, 2)]
    assert [len(pages) for pages in parts] == [25, 5]


def test_the_report_of_old_pages_names_who_published_last(editor, network, news):
    page, user = news.get_children().first().specific, User.objects.get(pk=editor.session["_auth_user_id"])
    page.save_revision().publish(user=user)
    listed = get(editor, "wagtailadmin_reports:aging_pages", p=2).context["object_list"]
    assert [one.last_published_by_user for one in listed if one.pk == page.pk] == [user.get_username()]
    assert user.get_username() in get(editor, "wagtailadmin_reports:aging_pages", p=2).content.decode()


def test_drafts_in_the_list_of_documents_ask_nothing_each(editor, network):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    for number in range(MOST_QUERIES):
        CenterDocumentFactory(center=network.tomsk, title=f"Приказ {number}", live=False)
    waiting = CenterDocumentFactory(center=network.tomsk, title="О школе в лесу", live=False)
    waiting.go_live_at = tomorrow
    waiting.save_revision(approved_go_live_at=tomorrow)
    assert get(editor, "center_document:list").content.decode().count("Приказ ") >= 24
    (found,) = get(editor, "center_document:list", q="в лесу").context["object_list"]
    assert (found.pk, found.approved_schedule, str(found.status_string)) == (
        waiting.pk,
        True,
        "запланированное",
    )


def test_what_stands_on_a_place_is_asked_for_at_once(admin_client, network):
    place = network.tomsk.municipality
    for number in range(MOST_QUERIES):
        SchoolFactory(municipality=place, short_name=f"Школа № {number:02}")
    first = get(admin_client, "register_municipality:usage", place.pk).content.decode()
    second = get(admin_client, "register_municipality:usage", place.pk, p=2).content.decode()
    names = [f"Школа № {number:02}" for number in range(MOST_QUERIES)]
    assert all(name in first or name in second for name in names)
    assert 20 <= sum(name in first for name in names) <= 25
