"""What was typed survives the end of a session."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from centers.models import NewsPage, Role
from tests.factories import NewsPageFactory, build_network, member

PATIENCE = 90_000  # milliseconds; the machine may be busy
PASSWORD = "Lesnaya-polyana-2026"


@pytest.mark.browser
@pytest.mark.only_on("sqlite")  # the browser is what is tried
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_text_survives_the_end_of_the_session(live_server, chromium, in_turn, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # what it saves by itself is no proof
    network = build_network()
    person = member(Role.EDITOR, network.tomsk, username="anna")
    person.set_password(PASSWORD)
    person.save()
    news = NewsPageFactory(center=network.tomsk, title="Набор в кружок")
    context = chromium.new_context(base_url=live_server.url, locale="ru-RU")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/admin/login/")
    page.fill("[name=username]", "anna")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.goto(reverse("wagtailadmin_pages:edit", args=[news.pk]))
    page.fill("#id_title", "Набор в кружок робототехники")
    with in_turn:
        Session.objects.all().delete()
    page.get_by_role("button", name="Опубликовать").first.click()
    dialog = page.locator("#session-dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    expect(dialog).to_contain_text("Сеанс закончился")
    expect(page.locator("#id_title")).to_have_value("Набор в кружок робототехники")
    with context.expect_page() as opened:
        dialog.get_by_role("link", name="Войти в новой вкладке").click()
    login = opened.value
    login.fill("[name=username]", "anna")
    login.fill("[name=password]", PASSWORD)
    login.click("[type=submit]")
    expect(login.get_by_role("heading", name="Вы снова вошли")).to_be_visible(timeout=PATIENCE)
    login.close()
    dialog.get_by_role("button", name="Продолжить").click()
    page.wait_for_url(re.compile(r"/admin/centers/\d+/"), timeout=PATIENCE)
    with in_turn:
        assert NewsPage.objects.get(pk=news.pk).title == "Набор в кружок робототехники"
