"""What a page does in a browser: axe-core, width, shifts, hosts, and the first stops of the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.checkers.pages import VERSIONS

NARROW, WIDE = 320, 1280
HEIGHT = 800
PATIENCE = 120_000  # milliseconds

_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN = "options => axe.run(document, options)"
_OPTIONS = {"resultTypes": ["violations"], "elementRef": False}
#: Shifts after the first paint that nobody has asked for, summed as browsers report them.
_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


class Looker:
    """One browser window that looks at page after page and notes what is wrong."""

    def __init__(self, browser: Browser, site: str, version: str) -> None:
        self.site, self.version = site, version
        self.context = browser.new_context(
            base_url=site, viewport={"width": WIDE, "height": HEIGHT}, locale="ru-RU"
        )
        self.context.add_init_script(_SHIFTS)
        if VERSIONS[version]:
            self.context.add_cookies([{"name": "low_vision", "value": VERSIONS[version], "url": site}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.requests: list[tuple[str, str]] = []
        self.page.on("request", lambda request: self.requests.append((request.resource_type, request.url)))

    def look(self, kind: str, path: str) -> Iterator[str]:
        """Open the page once and look at it wide and narrow; give every fault as a line."""
        self.requests.clear()
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        self.page.goto(path, wait_until="load")
        self.page.evaluate(_AXE)
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            where = f"{kind} ({self.version}, {width} px)"
            yield from (f"{where}: {fault}" for fault in self._violations())
            needed = self.page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                yield f"{where}: needs {needed} px"
        yield from (f"{kind} ({self.version}): {fault}" for fault in self._of_the_load())

    def _violations(self) -> Iterator[str]:
        for fault in self.page.evaluate(_RUN, _OPTIONS)["violations"]:
            places = "; ".join(str(node["target"][0]) for node in fault["nodes"][:3])
            yield f"{fault['id']}: {fault['help']}: {places}"

    def _of_the_load(self) -> Iterator[str]:
        own = urlsplit(self.site).netloc
        for kind, url in self.requests:
            if urlsplit(url).netloc not in {own, ""}:
                yield f"asks another host: {url}"
            if kind == "image" and "pictures-off" in VERSIONS[self.version] and "/icons/" not in url:
                yield f"loads a picture: {url}"

    def shifts(self, path: str, width: int) -> float:
        """How much the layout moved while the page loaded; 0 is nothing."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.goto(path, wait_until="load")
        return float(self.page.evaluate("window.shifts"))

    def first_stops(self, path: str, count: int) -> list[str]:
        """Classes of the first elements that the key Tab comes to."""
        self.page.goto(path, wait_until="load")
        stops = []
        for _number in range(count):
            self.page.keyboard.press("Tab")
            stops.append(str(self.page.evaluate("document.activeElement.className")))
        return stops

    def close(self) -> None:
        self.context.close()


def faults(browser: Browser, site: str, kinds: dict[str, str], version: str) -> list[str]:
    """Every fault of every kind of page in one version."""
    looker = Looker(browser, site, version)
    try:
        return [fault for kind, path in kinds.items() for fault in looker.look(kind, path)]
    finally:
        looker.close()
