"""Two editors on one page: the second one is told, and loses nothing."""

from django.test import Client
from django.urls import reverse

from centers.models import NewsPage, Role
from tests.centers.screens import fields_of, words_of
from tests.factories import NewsPageFactory, member

BACKEND = "django.contrib.auth.backends.ModelBackend"
FORM = "form[data-edit-form]"


def test_the_second_editor_is_told_and_keeps_the_text(network) -> None:
    news = NewsPageFactory(center=network.tomsk, title="Набор в кружок")
    url = reverse("wagtailadmin_pages:edit", args=[news.pk])
    anna, boris = Client(), Client()
    for browser, name in ((anna, "Анина"), (boris, "Борисова")):
        browser.force_login(member(Role.EDITOR, network.tomsk, last_name=name), backend=BACKEND)
    publish = {"action-publish": "1"}
    hers, his = fields_of(anna.get(url), FORM) | publish, fields_of(boris.get(url), FORM) | publish

    first = anna.post(url, hers | {"title": "Слова Анны"})
    held = boris.post(url, his | {"title": "Слова Бориса"})

    assert first.status_code == 302
    assert held.status_code == 200
    assert "эту страницу сохранили в другом окне: Анина" in words_of(held)
    assert NewsPage.objects.get(pk=news.pk).title == "Слова Анны"
    kept = fields_of(held, FORM)
    assert kept["title"] == "Слова Бориса"

    boris.post(url, kept | publish)
    assert NewsPage.objects.get(pk=news.pk).title == "Слова Бориса"
