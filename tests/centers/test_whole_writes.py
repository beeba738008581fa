"""The screens of pages write everything or nothing."""

import pytest
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from centers.models import NewsIndexPage, NewsPage
from tests import factories as make
from tests.centers.screens import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def falls(monkeypatch):
    """A server that dies in the middle: after the page and its revision, before it is published."""

    def die(self, *_arguments, **_options):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(PublishPageRevisionAction, "execute", die)


def test_new_page_is_whole_or_absent(network, admin_client, falls):
    page = make.NewsPageFactory(center=network.tomsk)
    index = NewsIndexPage.objects.ancestor_of(page).get()
    path = reverse("wagtailadmin_pages:add", args=["centers", "newspage", index.pk])
    form = fields_of(admin_client.get(path)) | {"title": "Новость", "slug": "novost", "action-publish": "1"}
    pages, children = Page.objects.count(), index.numchild
    admin_client.raise_request_exception = False
    assert admin_client.post(path, form).status_code == 500
    assert Page.objects.count() == pages
    index.refresh_from_db()
    assert index.numchild == children
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]


def test_changed_page_stays_as_it_was(network, admin_client, falls):
    page = make.NewsPageFactory(center=network.tomsk, title="Прежняя")
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = fields_of(admin_client.get(path)) | {"title": "Новая", "action-publish": "1"}
    revisions = page.revisions.count()
    admin_client.raise_request_exception = False
    assert admin_client.post(path, form).status_code == 500
    page = NewsPage.objects.get(pk=page.pk)
    assert (page.title, page.draft_title) == ("Прежняя", "Прежняя")
    assert page.revisions.count() == revisions


def test_a_form_with_a_mistake_is_shown_again(network, admin_client):
    page = make.NewsPageFactory(center=network.tomsk, title="Прежняя")
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = fields_of(admin_client.get(path)) | {"title": "", "lead": "Набранное", "action-publish": "1"}
    answer = admin_client.post(path, form)
    assert answer.status_code == 200
    assert "Набранное" in answer.content.decode()
