"""The newcomer's first day: the printed password, a text, an order, a new centre, all seen on the site.

A real Chromium against the installation that `make run` has made; nothing is prepared by hand.
"""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.factories.files import pdf_bytes
from tests.run.installation import Running, free_port, running
from tests.run.test_make_run import PASSWORD, make

pytestmark = [pytest.mark.launcher, pytest.mark.browser]

OWN_PASSWORD = "Lesnaya-polyana-2026"
EXAMPLE = "/tomskaya-oblast/primernyj-rajon/primernaya-sosh/"
PATIENCE = 120_000  # milliseconds; the machine may be busy
SCREEN = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    with running(folder, free_port()) as site:
        site.wait_until_open()
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("НЕТ CHROMIUM: первый день новичка не проверен. Поставьте пакет chromium.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def admin(site: Running, browser: Browser) -> Iterator[Page]:
    """The admin of someone who has just typed the printed password and thought of an own one."""
    (password,) = PASSWORD.findall(make(site.folder, "password").stdout)
    address = f"http://127.0.0.1:{site.port}"
    context = browser.new_context(base_url=address, viewport=SCREEN, locale="ru-RU")
    foreign: list[str] = []
    context.on("request", lambda request: foreign.append(request.url))
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto("/admin/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.fill("[name=new_password1]", OWN_PASSWORD)
    page.fill("[name=new_password2]", OWN_PASSWORD)
    page.get_by_role("button", name="Сохранить пароль").click()
    expect(page.get_by_text("С чего начать")).to_be_visible()
    yield page
    own = (f"{address}/", "data:", "blob:", "about:")
    assert [url for url in foreign if not url.startswith(own)] == []
    context.close()


@pytest.fixture(scope="module")
def public(site: Running, browser: Browser) -> Iterator[Page]:
    """A parent's phone."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{site.port}", viewport={"width": 360, "height": 740}, locale="ru-RU"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def open_desk(admin: Page, school: str) -> None:
    """Go from the first screen to the desk of a centre."""
    admin.goto("/admin/")
    admin.get_by_role("link", name="Все: ").click()
    admin.get_by_role("link", name=school).first.click()


def test_a_paragraph_in_own_words_is_seen(admin: Page, public: Page) -> None:
    own = "Наш центр открыт каждый день после уроков."
    open_desk(admin, "Примерная СОШ")
    admin.get_by_role("link", name="Общая информация").first.click()
    admin.locator("[name=own_purpose]").check()
    editor = admin.locator("[name=text_purpose] + .Draftail-Editor__wrapper [contenteditable=true]").first
    editor.click()
    admin.keyboard.press("Control+A")
    admin.keyboard.type(own)
    admin.get_by_role("button", name="Опубликовать").click()
    expect(admin.locator(".messages")).to_contain_text("опубликован")
    public.goto(f"{EXAMPLE}obshchaya-informaciya/")
    assert own in public.inner_text("main")


def test_an_order_with_its_file_is_published(admin: Page, public: Page, tmp_path: Path) -> None:
    order = tmp_path / "Приказ № 41.pdf"
    order.write_bytes(pdf_bytes(pages=2))
    open_desk(admin, "Примерная СОШ")
    admin.get_by_role("link", name="Добавить документ").click()
    admin.set_input_files("[name=upload]", str(order))
    admin.fill("[name=number]", "41")
    admin.fill("[name=date]", dt.datetime.now(dt.UTC).date().strftime("%d.%m.%Y"))
    admin.fill("[name=title]", "О графике работы центра")
    admin.get_by_role("button", name="Опубликовать").click()
    expect(admin.locator(".messages")).to_be_visible()
    public.goto(f"{EXAMPLE}dokumenty/")
    public.get_by_role("link", name="О графике работы центра").click()
    assert "PDF" in public.inner_text("main")
    assert "2 страницы" in public.inner_text("main").replace("\u00a0", " ")


def test_a_new_centre_is_opened_and_found(admin: Page, public: Page) -> None:
    admin.goto("/admin/")
    admin.get_by_role("link", name="Открыть новый центр").click()
    admin.get_by_label("Найдите школу в реестре").fill("Баткатская")
    expect(admin).to_have_url(re.compile("q="))  # the list on the screen is that of the search
    admin.get_by_role("button", name=re.compile("Открыть ещё один корпус.*Баткатская СОШ")).click()
    admin.fill("[name=building]", "Филиал в Каргале")
    admin.fill("[name=year]", "2026")
    admin.get_by_role("button", name="Дальше: руководитель").click()
    admin.get_by_role("button", name="Назначить позже").click()
    look = admin.frame_locator("iframe")
    expect(look.get_by_role("heading", level=1)).to_contain_text("Филиал в Каргале")
    admin.get_by_role("button", name="Открыть и показать на сайте").click()
    expect(admin.get_by_text("Центр открыт: его страница")).to_be_visible()
    public.goto("/tomskaya-oblast/shegarskij-rajon/")
    public.get_by_role("link", name="Филиал в Каргале").click()
    public.get_by_role("link", name="Общая информация").first.click()
    text = public.inner_text("main").replace("\u00a0", " ")
    assert "Департамент общего образования Томской области" in text
    assert "Министерства просвещения Российской Федерации" in text


def test_the_paragraph_returns_to_the_standard_text(admin: Page, public: Page) -> None:
    open_desk(admin, "Примерная СОШ")
    admin.get_by_role("link", name="Общая информация").first.click()
    admin.locator("[name=own_purpose]").uncheck()
    admin.get_by_role("button", name="Опубликовать").click()
    expect(admin.locator(".messages")).to_contain_text("опубликован")
    public.goto(f"{EXAMPLE}obshchaya-informaciya/")
    assert "Такие центры создают" in public.inner_text("main").replace("\u00a0", " ")
