"""Dates as people type them: the calendar beside a field must not put another day in their place."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from centers.models import Role
from tests.browser import DESKTOP, context_of
from tests.factories import build_network, member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.only_on("sqlite"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_what_was_typed_stays(live_server: Any, chromium: Browser, in_turn: Any, settings: Any) -> None:
    settings.STATIC_ROOT = None
    network = build_network()
    head = member(Role.HEAD, network.tomsk)
    page = context_of(chromium, live_server.url, DESKTOP, head).new_page()
    page.goto(f"{reverse('center_document:add')}?center={network.tomsk.pk}")
    date = page.locator("input[name=date]")
    for typed in ("5 сентября 2026", "31.02.2026", "вчера", "05.09.2026"):
        date.fill(typed)
        date.press("Tab")
        page.wait_for_timeout(300)  # the calendar would have put another day here
        assert date.input_value() == typed
    page.goto(f"{reverse('center_replacement:add')}?center={network.tomsk.pk}&date=2026-11-30")
    date.click()
    date.press("Tab")
    page.wait_for_timeout(300)
    assert date.input_value() == "30.11.2026"
