"""The workplace as people use it: a coordinator opens a centre, its head fills it from a phone."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from centers.models import Center, CenterDocument, Membership, Role
from tests.browser import DESKTOP, PATIENCE, PHONE, Hands, context_of
from tests.factories import SchoolFactory, build_network, member
from tests.factories.files import pdf_bytes

# The browser is what is tried; one database is enough.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.only_on("sqlite"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PASSWORD = "Lesnaya-polyana-2026"


@pytest.fixture(autouse=True)
def _patient(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STATIC_ROOT = None
    expect.set_options(timeout=PATIENCE)


def test_a_coordinator_opens_a_centre_and_its_head_fills_it(
    live_server: Any, chromium: Browser, in_turn: Any, tmp_path: Path
) -> None:
    network = build_network()
    place = network.tomsk.municipality
    SchoolFactory(municipality=place, short_name="Лесная СОШ", full_name="МКОУ «Лесная СОШ»")
    coordinator = member(Role.REGIONAL, place.region, last_name="Иванова", first_name="Мария")
    page = context_of(chromium, live_server.url, DESKTOP, coordinator).new_page()

    hands = Hands(page, "coordinator")
    page.goto("/admin/")
    hands.look()
    hands.press(page.get_by_role("link", name="Открыть новый центр"))
    with page.expect_response(re.compile(r"[?&]q=")):  # a press while the list is being replaced hits nothing
        hands.type("#opening-q", "лесн")
    expect(page.get_by_role("button", name=re.compile("Выбрать"))).to_have_count(1)
    hands.look()
    hands.press(page.get_by_role("button", name=re.compile("Выбрать.*Лесная СОШ")))
    hands.look()
    hands.press(page.get_by_role("button", name="Дальше: руководитель"))
    hands.type("[name=head_name]", "Сидорова Ольга Павловна")
    hands.look()
    hands.press(page.get_by_role("button", name="Дальше: проверка"))
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Лесная СОШ")
    hands.look()
    hands.press(page.get_by_role("button", name="Открыть и показать на сайте"))
    hands.look()
    code = invitation_sheet(page, hands)
    sys.stdout.write(f"{hands.count}\n")
    with in_turn:
        center = Center.objects.get(school__short_name="Лесная СОШ")

    phone = context_of(chromium, live_server.url, PHONE).new_page()
    head = Hands(phone, "head")
    phone.goto("/invite/")
    head.type("[name=code]", code)
    head.press(phone.get_by_role("button", name="Дальше"))
    head.look()
    head.type("[name=username]", "sidorova")
    head.type("[name=password1]", PASSWORD)
    head.type("[name=password2]", PASSWORD)
    head.press(phone.get_by_role("button", name="Завести вход и принять"))
    head.look()
    before = score(phone)

    begin(head, "Часы работы центра")
    head.type("[name=hours]", "пн–пт 14:00–18:00")
    head.look()
    head.press(phone.get_by_role("button", name="Сохранить").last)
    expect(phone.locator(".messages")).to_be_visible()
    go_home(head)

    begin(head, "О центре в одном-двух предложениях")
    head.type("[name=lead]", "Собираем роботов и ставим опыты по физике.")
    head.look()
    head.press(phone.get_by_role("button", name="Опубликовать").last)
    expect(phone.locator(".messages")).to_contain_text("опубликован")

    begin(head, "Приказ о создании центра")
    publish_order(head, tmp_path, "О создании центра «Точка роста»")
    phone.goto(reverse("center_desk", args=[center.pk]))
    sys.stdout.write(f"{head.count}, {before} % to {score(phone)} %\n")
    assert score(phone) > before
    with in_turn:
        order = CenterDocument.objects.get(center=center)
        assert order.live
        assert Membership.objects.get(center=center, role=Role.HEAD).user.username == "sidorova"
    parent = context_of(chromium, live_server.url, PHONE).new_page()
    parent.goto(f"/c/{center.pk}/")
    expect(parent.locator("main")).to_contain_text("Собираем роботов и ставим опыты по физике.")
    assert hands.presses <= 6
    assert head.presses <= 14


def score(page: Page) -> int:
    """How much of the centre is filled, in per cent, as its desk says."""
    found = re.search(r"(\d+) %", page.inner_text(".tasks"))
    assert found, "no score on the desk"
    return int(found[1])


def begin(hands: Hands, task: str) -> None:
    """Take up a task of the list on the desk; unfold the rest for one that is not among the first."""
    row = hands.page.locator(".task", has_text=task).first
    if not row.is_visible():
        hands.press(hands.page.locator(".tasks__rest > summary"))
    hands.press(row.get_by_role("link", name="Сделать"))


def go_home(hands: Hands) -> None:
    """To the first screen, where the tasks are: the menu and its first line, two presses on a phone."""
    hands.page.goto("/admin/")
    hands.presses += 2
    hands.look()


def publish_order(hands: Hands, folder: Path, title: str) -> None:
    """Fill in the form of a new order and publish it."""
    file = folder / "Приказ № 41.pdf"
    file.write_bytes(pdf_bytes(pages=1))
    page = hands.page
    page.set_input_files("[name=upload]", str(file))
    hands.type("[name=number]", "41")
    hands.type("[name=date]", "01.09.2024")
    hands.type("[name=title]", title)
    hands.look()
    hands.press(page.get_by_role("button", name="Опубликовать").last)
    expect(page.locator(".messages")).to_be_visible()
    hands.look()


def invitation_sheet(page: Page, hands: Hands) -> str:
    """Print the invitation of the head, as far as the sheet; give its code."""
    with page.context.expect_page() as opened:
        hands.press(page.get_by_role("button", name="Напечатать приглашение руководителю"))
    sheet = opened.value
    sheet.wait_for_load_state()
    return sheet.inner_text(".sheet__code")


def test_a_secretary_publishes_an_order_in_six_presses(
    live_server: Any, chromium: Browser, in_turn: Any, tmp_path: Path
) -> None:
    """From the login to the published order, besides choosing the file."""
    network = build_network()
    secretary = member(Role.EDITOR, network.tomsk, username="petrova")
    secretary.set_password(PASSWORD)
    secretary.save()
    page = context_of(chromium, live_server.url, DESKTOP).new_page()
    hands = Hands(page, "secretary")
    page.goto("/admin/")
    hands.type("[name=username]", "petrova")
    hands.type("[name=password]", PASSWORD)
    hands.press(page.get_by_role("button", name="Войти"))
    hands.look()
    hands.press(page.get_by_role("link", name="Добавить документ"))
    publish_order(hands, tmp_path, "О графике работы центра")
    sys.stdout.write(f"{hands.count}\n")
    assert hands.presses <= 6
    parent = context_of(chromium, live_server.url, PHONE).new_page()
    parent.goto(f"/c/{network.tomsk.pk}/")
    parent.get_by_role("link", name="Документы").first.click()
    expect(parent.locator("main")).to_contain_text("О графике работы центра")
