"""Every kind of public page in a real browser: it runs clean under its policy and asks no other host."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from tests.run.installation import Running, free_port, running
from tests.run_all import BROWSERS

pytestmark = [pytest.mark.launcher, pytest.mark.browser]

ENOUGH = 60  # pages; the walk meets every kind of page well before
FILES_AND_ADMIN = ("/d/", "/admin/", "/static/", "/media/")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    with running(folder, free_port()) as running_site:
        running_site.wait_until_open()
        yield running_site


@pytest.fixture
def tab(site: Running) -> Iterator[Page]:
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_context(base_url=f"http://127.0.0.1:{site.port}", locale="ru-RU").new_page()
        page.set_default_timeout(120_000)
        yield page
        browser.close()


def is_file(href: str) -> bool:
    """Whether the address is that of a file, a feed, a calendar or the admin, none of which is a page."""
    return href.startswith(FILES_AND_ADMIN) or PurePosixPath(href).suffix not in {"", ".html"}


def pages_linked(page: Page) -> list[str]:
    """Addresses of this site's pages that the open one links to, in their order."""
    hrefs = page.eval_on_selector_all("a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
    return [href for href in hrefs if not is_file(href) and not set("#?") & set(href)]


def walk(page: Page) -> dict[str, int]:
    """Open page after page, each link once, and return the status of each."""
    statuses: dict[str, int] = {}
    waiting = ["/"]
    while waiting and len(statuses) < ENOUGH:
        address = waiting.pop(0)
        response = page.goto(address)
        assert response is not None
        statuses[address] = response.status
        found = [href for href in pages_linked(page) if href not in statuses and href not in waiting]
        waiting = found + waiting  # deep first: down to a centre and through its sections
    return statuses


def test_public_pages_run_clean_and_ask_no_other_host(tab: Page, site: Running) -> None:
    messages: list[ConsoleMessage] = []
    errors: list[str] = []
    hosts: set[str] = set()
    tab.on("console", lambda message: messages.append(message))
    tab.on("pageerror", lambda error: errors.append(f"{tab.url}: {error}"))
    tab.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    statuses = walk(tab)
    assert [(address, status) for address, status in statuses.items() if status != 200] == []
    assert len(statuses) == ENOUGH
    assert [message.text for message in messages if message.type in {"error", "warning"}] == []
    assert errors == []
    assert hosts - {""} == {f"127.0.0.1:{site.port}"}
