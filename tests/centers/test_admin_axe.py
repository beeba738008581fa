"""axe-core finds nothing on the screens of the staff that are this project's own.

The screens come from the configuration of the addresses: every one below `/admin/` whose view is written
here, opened with the objects of the walk's world. Wagtail's frame around them is left out.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error

from tests.browser import DESKTOP, PHONE, context_of
from tests.centers.test_isolation_walk import arguments_of, classified_addresses, url_of, variants
from tests.centers.walk_world import World, build_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.only_on("sqlite"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

OWN = re.compile(r"^(accounts|centers|exchange|feedback|library|oversight)\.")
#: The minimap beside long forms is Wagtail's.
OF_OURS = {"include": [["main"]], "exclude": [[".w-minimap"]]}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def own_addresses(world: World) -> Iterator[str]:
    """Addresses whose code is the project's, with the walk's objects in them."""
    for address in classified_addresses(world.own):
        if address.name == "wagtail_bulk_action" or "results" in address.name or "preview" in address.name:
            continue
        url = url_of(address, arguments_of(address, world.own, variants(address)[0]))
        try:
            view = resolve(url).func
        except Resolver404:
            continue
        if OWN.match(getattr(view, "view_class", view).__module__):
            yield url


def test_axe_finds_nothing(live_server: Any, chromium: Browser, in_turn: Any, settings: Any) -> None:
    settings.STATIC_ROOT = None
    world = build_world()
    user, _foreign = world.people()["regional"]
    page = context_of(chromium, live_server.url, DESKTOP, user).new_page()
    looked, found = [], []
    for url in own_addresses(world):
        page.set_viewport_size(DESKTOP)
        try:
            response = page.goto(url)
        except Error:
            continue  # a file to download
        if response is None or response.status != 200 or not page.locator("main").count():
            continue  # an answer for scripts, or only for a form that is sent
        if urlsplit(page.url).path != url:
            continue  # sent on to another screen
        looked.append(url)
        results = Axe().run(page, context=OF_OURS, options={"runOnly": RULES, "resultTypes": ["violations"]})
        for fault in results.response["violations"]:
            places = "; ".join(str(node["target"][0]) for node in fault["nodes"][:4])
            found.append(f"{url}: {fault['id']}: {fault['help']}: {places}")
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{url}: {width} px wide on a phone"] * (width > PHONE["width"])
    assert len(looked) > 30, looked
    assert not found, "\n".join(found)
