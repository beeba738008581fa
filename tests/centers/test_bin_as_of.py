"""«Как было вчера»: what visitors saw at the end of a day, the differences, one button; nothing is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from centers.models import NewsPage, Role
from tests.centers.latin import latin_words
from tests.centers.screens import messages_of, words_of
from tests.factories import NewsPageFactory, member

pytestmark = pytest.mark.django_db


def save(page, title, days_ago, *, publish=True) -> Revision:
    """A version of so many days ago, with its entries in the log."""
    page = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.title = title
    revision = page.save_revision(log_action=True)
    if publish:
        revision.publish()
    moment = timezone.now() - dt.timedelta(days=days_ago)
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    PageLogEntry.objects.filter(revision=revision).update(timestamp=moment)
    return revision


@pytest.fixture
def page(network):
    page = NewsPageFactory(center=network.tomsk, title="Старое", slug="novost")
    PageLogEntry.objects.filter(page=page.pk).delete()
    save(page, "Позавчера", 2)
    save(page, "Вчера", 1)
    save(page, "Сегодня испортили", 0)
    return page


def screen(page, **query) -> str:
    url = reverse("page_as_of", args=[page.pk])
    return f"{url}?" + "&".join(f"{name}={value}" for name, value in query.items())


def test_yesterday_is_shown_and_one_press_brings_it_back(admin_client, client, page):
    before = page.revisions.count()
    words = words_of(admin_client.get(screen(page)))
    assert "Так страницу видели посетители" in words
    assert "испортили" in words
    assert "Вернуть и опубликовать" in words
    assert not latin_words(admin_client.get(screen(page)))
    response = admin_client.post(screen(page), {"action": "publish"}, follow=True)
    assert "осталось в истории" in messages_of(response)
    now = NewsPage.objects.get(pk=page.pk)
    assert (now.title, now.live, now.has_unpublished_changes) == ("Вчера", True, False)
    assert page.revisions.count() == before + 1
    assert "Сегодня испортили" in [revision.content["title"] for revision in page.revisions.all()]
    assert client.get(now.url).status_code == 200


def test_another_day(admin_client, page):
    day = timezone.localdate() - dt.timedelta(days=2)
    admin_client.post(screen(page, day=day), {"action": "publish"})
    assert NewsPage.objects.get(pk=page.pk).title == "Позавчера"
    long_ago = words_of(admin_client.get(screen(page, day="2001-01-01")))
    assert "ещё не было" in long_ago
    assert "Вернуть и опубликовать" in words_of(admin_client.get(screen(page, day="nonsense")))
    assert admin_client.post(screen(page, day="2001-01-01"), {"action": "publish"}).status_code == 404


def test_as_a_draft_visitors_see_nothing_of_it(admin_client, page):
    admin_client.post(screen(page), {"action": "draft"})
    now = NewsPage.objects.get(pk=page.pk)
    assert (now.title, now.has_unpublished_changes) == ("Сегодня испортили", True)
    assert now.get_latest_revision_as_object().title == "Вчера"


def test_draft_of_that_day_is_offered_beside(admin_client, page):
    save(page, "Готовили вчера", 1, publish=False)
    words = words_of(admin_client.get(screen(page)))
    assert "Тогда уже готовили изменения" in words
    words = words_of(admin_client.get(screen(page, what="draft")))
    assert "Посетители его тогда не видели" in words
    assert "Вернуть и опубликовать" not in words
    admin_client.post(screen(page, what="draft"), {"action": "publish"})
    now = NewsPage.objects.get(pk=page.pk)
    assert now.title != "Готовили вчера"
    assert now.get_latest_revision_as_object().title == "Готовили вчера"


def test_page_that_was_hidden_then_is_not_published(admin_client, page):
    page = NewsPage.objects.get(pk=page.pk)
    page.unpublish()
    moment = timezone.now() - dt.timedelta(days=1)
    PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish").update(timestamp=moment)
    words = words_of(admin_client.get(screen(page)))
    assert "не была опубликована" in words
    admin_client.post(screen(page), {"action": "publish"})
    assert not NewsPage.objects.get(pk=page.pk).live


def test_menu_of_the_page_leads_there_and_strangers_do_not_get_in(admin_client, client, network, page):
    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("page_as_of", args=[page.pk]) in edit
    client.force_login(
        member(Role.EDITOR, network.dagestan), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(screen(page)).status_code == 404
    assert client.post(screen(page), {"action": "publish"}).status_code == 404
