"""Every kind of public page under checkers that no one here wrote, and within its 14,600 bytes.

axe-core, Nu Html Checker, html-validate, linkinator and Lighthouse look at one served installation with the
demonstration network (`tests/checkers/`). What needs no browser of ours runs beside it.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.checkers import dripping, html, lighthouse, links, looking, setup
from tests.checkers.pages import VERSIONS, Weigher, ask, save
from tests.run.installation import Running, environment, free_port, running
from tests.run_all import BROWSERS

pytestmark = [pytest.mark.launcher, pytest.mark.browser]

FIRST_FLIGHT = 14_600  # bytes that a server sends over a new connection before it hears back
#: Kinds of pages for Lighthouse beside the types of the tree.
OTHERS = ("search", "document card", "question", "site map", "policy", "low vision")
#: Stops of the keyboard at the head of a page.
FIRST_STOPS = ["skip-link", "eye", "brand"]


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    if not setup.is_installed():
        pytest.skip("НЕТ ПРОВЕРЯЮЩИХ ПРОГРАММ: страницы не проверены. См. tests/checkers/setup.py.")
    with running(folder, free_port()) as running_site:
        running_site.wait_until_open()
        yield running_site


@pytest.fixture(scope="module")
def address(site: Running) -> str:
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="module")
def kinds(site: Running) -> dict[str, str]:
    """Name and path of every kind of page."""
    words = "from tests.checkers.kinds import say; say()"
    command = [".venv/bin/python", "manage.py", "shell", "--verbosity=0", "--command", words]
    output = subprocess.run(
        command, cwd=site.folder, env=environment(), capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, str] = json.loads(output[output.index("{") :])
    assert len(found) > 30, found
    return found


@pytest.fixture(scope="module")
def saved(
    address: str, kinds: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, subprocess.Popen[str], subprocess.Popen[bytes]]]:
    """The saved pages and the two checkers of HTML at work on them."""
    folder = tmp_path_factory.mktemp("saved") / "pages"
    save(address, kinds, folder)
    vnu, validate = html.start_vnu(folder), html.start_html_validate(folder)
    yield folder, vnu, validate
    vnu.kill()
    validate.kill()


@pytest.fixture(scope="module")
def followed(address: str, kinds: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = links.start(address + kinds["CenterPage"])
    yield process
    process.kill()


@pytest.fixture(scope="module")
def chromium_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def chromium(chromium_port: int) -> Iterator[Browser]:
    """One browser for all, with a door for Lighthouse."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", f"--remote-debugging-port={chromium_port}"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def scored(
    address: str, kinds: dict[str, str], chromium: Browser, chromium_port: int
) -> Iterator[subprocess.Popen[str]]:
    chosen = [path for kind, path in kinds.items() if kind.endswith("Page") or kind in OTHERS]
    hidden = [b'name="robots" content="noindex' in ask(address, path, "").body for path in chosen]
    addresses = [
        f"{'noindex:' * is_hidden}{address}{path}" for path, is_hidden in zip(chosen, hidden, strict=True)
    ]
    process = lighthouse.start(chromium_port, addresses)
    yield process
    process.kill()


@pytest.mark.parametrize("accept", ["br", "gzip"])
def test_first_visit_fits_into_the_first_flight(address: str, kinds: dict[str, str], accept: str) -> None:
    weigher = Weigher(address, accept)
    weights = {kind: weigher.weigh(path) for kind, path in kinds.items()}
    assert {kind: weight for kind, weight in weights.items() if weight > FIRST_FLIGHT} == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_axe_finds_nothing_and_the_page_keeps_its_width(
    address: str,
    kinds: dict[str, str],
    chromium: Browser,
    saved: object,
    followed: object,
    scored: object,
    version: str,
) -> None:
    found = looking.faults(chromium, address, kinds, version)
    assert not found, "\n".join(found)


def test_nothing_moves_while_a_page_loads(address: str, kinds: dict[str, str], chromium: Browser) -> None:
    looker = looking.Looker(chromium, address, "ordinary")
    shifts = {
        (kind, width): looker.shifts(kinds[kind], width)
        for kind in ("CenterPage", "ProgramPage", "NewsPage", "TeachersPage")
        for width in (looking.NARROW, looking.WIDE)
    }
    looker.close()
    assert {where: shift for where, shift in shifts.items() if shift > 0.001} == {}


def test_nothing_moves_while_the_header_comes_in_pieces(
    address: str, kinds: dict[str, str], chromium: Browser
) -> None:
    with dripping.dripping(address) as slow:
        looker = looking.Looker(chromium, slow, "ordinary")
        shifts = [looker.shifts(kinds["CenterPage"], width) for width in (looking.NARROW, looking.WIDE)]
        looker.close()
    assert max(shifts) <= 0.001


def test_keyboard_comes_first_to_the_text_and_to_the_other_version(
    address: str, kinds: dict[str, str], chromium: Browser
) -> None:
    ordinary = looking.Looker(chromium, address, "ordinary")
    assert ordinary.first_stops(kinds["CenterPage"], 3) == FIRST_STOPS
    assert ordinary.first_stops(kinds["not found"], 3) == FIRST_STOPS
    ordinary.close()
    large = looking.Looker(chromium, address, "large")
    stops = large.first_stops(kinds["CenterPage"], 3)
    large.close()
    assert stops[0] == "skip-link"
    assert {stop.partition(" ")[0] for stop in stops[1:]} == {"vision-bar__button"}


def test_settings_are_made_without_a_script_and_stay(
    address: str, kinds: dict[str, str], chromium: Browser
) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto(kinds["ProgramPage"])
    page.click(".eye")
    page.check("input[name=scheme][value=white]")
    page.click("text=Показать сайт так")
    assert page.url == address + kinds["ProgramPage"]
    assert page.get_attribute("html", "data-scheme") == "white"
    page.goto("/")
    assert page.get_attribute("html", "data-size") == "150"
    page.click("text=Обычная версия")
    assert page.get_attribute("html", "data-scheme") is None
    context.close()


def test_vnu_and_html_validate_find_nothing(
    saved: tuple[Path, subprocess.Popen[str], subprocess.Popen[bytes]],
) -> None:
    folder, vnu, validate = saved
    found = [*html.vnu_findings(vnu), *html.html_validate_findings(validate, folder)]
    assert not found, "\n".join(found)


def test_no_link_is_broken(followed: subprocess.Popen[str]) -> None:
    asked, broken = links.broken_links(followed)
    assert broken == []
    assert asked > 100


def test_lighthouse_gives_a_hundred(scored: subprocess.Popen[str]) -> None:
    results = lighthouse.results(scored)
    below = [one for one in results if one["error"] or set(one["scores"].values()) != {1}]
    assert not below, json.dumps(below, ensure_ascii=False, indent=1)
    assert len(results) > 20
