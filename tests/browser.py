"""A real Chromium for the tests that need one, and a person in it whose presses are counted."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

PATIENCE = 90_000  # milliseconds; the machine may be busy
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """The browser. Without one the test is skipped loudly, and in CI that is a failure."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("НЕТ CHROMIUM: работа экранов в браузере не проверена. Поставьте пакет chromium.")
    # Playwright's loop makes Django see an async context where there is none.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def in_turn(monkeypatch: pytest.MonkeyPatch) -> threading.Lock:
    """Answer one request after another; what is asked of the database meanwhile takes the lock as well.

    The database in memory, shared by the threads of the test, refuses where one in a file would wait.
    """
    lock = threading.Lock()
    answer = BaseHandler.get_response

    def get_response(self: Any, request: Any) -> Any:
        with lock:
            return answer(self, request)

    monkeypatch.setattr(BaseHandler, "get_response", get_response)
    return lock


def context_of(browser: Browser, address: str, size: dict[str, int], user: Any = None) -> BrowserContext:
    """A browser window of its own, with the person signed in if there is one."""
    context = browser.new_context(base_url=address, viewport=size, locale="ru-RU")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    if user is not None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": address}])
    return context


class Hands:
    """Presses and types on a page, and counts both; keeps a picture of every screen when asked to.

    `SHOTS_DIR` names the folder for the pictures.
    """

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.presses = self.fields = self.shots = 0

    def press(self, place: Locator) -> None:
        place.click()
        self.presses += 1
        self.page.wait_for_load_state()

    def type(self, field: str, text: str) -> None:
        self.page.fill(field, text)
        self.fields += 1

    def look(self) -> None:
        folder = os.environ.get("SHOTS_DIR")
        self.shots += 1
        if folder:
            self.page.wait_for_timeout(700)
            self.page.screenshot(path=f"{folder}/{self.name}-{self.shots:02}.png", full_page=True)

    @property
    def count(self) -> str:
        return f"{self.name}: {self.presses} presses, {self.fields} fields"
