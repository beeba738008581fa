"""Two people with one form of a row open, in Chromium: scripts of the screens change nothing unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect

from centers.models import Role, Teacher
from tests.browser import DESKTOP, PATIENCE, PHONE, Hands, context_of
from tests.centers.test_two_row_editors import rows_of
from tests.factories import TeacherFactory, build_network, member

# The browser is what is tried; one database is enough.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.only_on("sqlite"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SENT = """() => [...new FormData(document.querySelector("form[data-edit-form]"))]
    .filter(([_name, value]) => typeof value === "string")"""


@pytest.fixture(autouse=True)
def _patient(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STATIC_ROOT = None
    expect.set_options(timeout=PATIENCE)


def test_a_browser_sends_what_was_there(live_server: Any, chromium: Browser, in_turn: Any) -> None:
    with in_turn:
        rows = rows_of(build_network())
        owner = get_user_model().objects.create_superuser("owner")
        client = Client()
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = context_of(chromium, live_server.url, DESKTOP, owner).new_page()
    for name, row in rows.items():
        address = reverse(f"{name}:edit", args=[row.pk])
        page.goto(address)
        page.wait_for_load_state("networkidle")
        sent = QueryDict(mutable=True)
        for key, value in page.evaluate(SENT):
            sent.appendlist(key, value)
        opened = client.get(address).context["form"]
        with in_turn:
            form = type(opened)(sent, instance=opened.instance, for_user=owner)
            watched = form._watched()
            assert {field: form._sent(field) for field in watched} == {
                field: form._now(field) for field in watched
            }, name
            assert sent["seen"] == form._print(), name


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_second_one_sees_what_the_first_has_saved(
    live_server: Any, chromium: Browser, in_turn: Any, size: dict[str, int]
) -> None:
    with in_turn:
        network = build_network()
        teacher = TeacherFactory(center=network.tomsk, full_name="Иванова Анна Петровна", post="педагог")
        people = [
            member(Role.EDITOR, network.tomsk, last_name=last, first_name=first)
            for last, first in (("Анина", "Анна"), ("Борисов", "Борис"))
        ]
    address = reverse("center_teacher:edit", args=[teacher.pk])
    hers, his = (context_of(chromium, live_server.url, size, one).new_page() for one in people)
    anna, boris = Hands(hers, f"anna-{size['width']}"), Hands(his, f"boris-{size['width']}")
    for page in (hers, his):
        page.goto(address)
    anna.type("[name=post]", "методист")
    anna.type("[name=subjects]", "Химия")
    anna.press(hers.get_by_role("button", name="Сохранить"))
    boris.type("[name=post]", "учитель физики")
    boris.press(his.get_by_role("button", name="Сохранить"))
    boris.look()
    expect(his.locator(".error-message")).to_contain_text("здесь сохранили другое: «методист» (Анина Анна")
    expect(his.locator(".messages")).to_contain_text("«Что преподаёт»")
    expect(his.locator("[name=post]")).to_have_value("учитель физики")
    expect(his.locator("[name=subjects]")).to_have_value("Химия")
    boris.press(his.get_by_role("button", name="Сохранить"))
    expect(his.locator(".messages")).to_contain_text("Сохранено: педагог")
    with in_turn:
        teacher = Teacher.objects.get(pk=teacher.pk)
    assert (teacher.post, teacher.subjects) == ("учитель физики", "Химия")
