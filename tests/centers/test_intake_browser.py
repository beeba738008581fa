"""A secretary drops a folder of thirty files, some of them broken, and confirms one table."""

import os
import re
import time
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from centers.models import CenterDocument, IntakeItem, IntakeState
from tests.centers.intake_files import order_pdf, signature
from tests.factories import UserFactory, build_network
from tests.library.reading import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PATIENCE = 90_000  # milliseconds; the machine may be busy
ORDERS = 20
SHOTS = os.environ.get("SHOTS_DIR", "")


def folder_of_files(folder: Path) -> list[Path]:
    """Twenty orders, five other sound files, a signature, and five that cannot be published."""
    files = {f"Приказ {n}.pdf": order_pdf(f"{n}-о", f"О мероприятии номер {n}") for n in range(1, ORDERS + 1)}
    files |= {
        "Приказ 1.pdf.sig": signature(),
        "Приказ1(2).pdf": files["Приказ 1.pdf"],
        "Положение о центре.docx": makers.docx(["Положение о центре «Точка роста»", "1. Общие положения"]),
        "План работы.odt": makers.odt(["План работы центра на 2024/2025 учебный год"]),
        "Режим занятий.xlsx": makers.xlsx(),
        "Приказ № 40 от 01.09.2023 О наборе учеников.jpg": makers.picture(),
        "пустой.pdf": b"",
        "обрыв.pdf": files["Приказ 2.pdf"][:400],
        "страница.pdf": b"<html><script>alert(1)</script></html>",
        "программа.pdf": b"MZ" + b"\0" * 300,
        "огромный.png": makers.huge_png(),
    }
    made = []
    for name, data in files.items():
        path = folder / name
        path.write_bytes(data)
        made.append(path)
    return made


def shot(page, name: str) -> None:
    page.screenshot(path=str(Path(SHOTS or page.shots, f"{name}.png")), full_page=True)


def rows_settled(page, total: int, in_turn) -> None:
    """Wait until the worker has looked at all files."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        with in_turn:
            states = list(IntakeItem.objects.values_list("state", flat=True))
        if len(states) == total and not {IntakeState.WAITING, IntakeState.READING} & set(states):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{total} files: {sorted(IntakeItem.objects.values_list('state', 'original_name'))}")


def drop(page, folder: Path) -> None:
    """Let go of a folder over the page, as the desktop does it: real events with real files behind them."""
    mouse = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 300, "data": data})


def test_thirty_files_dropped_at_once(live_server, client, chromium, in_turn, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = None
    network = build_network()
    client.force_login(UserFactory(admin=True))
    (tmp_path / "папка").mkdir()
    files = folder_of_files(tmp_path / "папка")
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1400, "height": 1000}, locale="ru-RU"
    )
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.shots = tmp_path
    page.set_default_timeout(PATIENCE)
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(reverse("documents_upload", args=[network.tomsk.pk]))

    # One file meets a dead link, and says so; the others arrive.
    cut = []

    def route(one):
        dead = not cut and "%D0%9F%D0%BB%D0%B0%D0%BD" in one.request.url
        cut.extend([1] * dead)
        one.abort() if dead else one.continue_()

    page.route(re.compile(r"/files/"), route)
    drop(page, tmp_path / "папка")
    again = page.get_by_role("button", name="Повторить: План работы.odt")
    again.wait_for()
    lost = page.locator(".intake__upload--broken", has_text="План работы.odt")
    expect(lost).to_contain_text("Связь оборвалась, файл не дошёл. Остальные файлы целы.")
    expect(page.locator(".intake__upload--broken")).to_have_count(1)
    rows_settled(page, len(files) - 1, in_turn)
    again.click()
    rows_settled(page, len(files), in_turn)
    expect(page.locator("[data-row]")).to_have_count(len(files), timeout=PATIENCE)
    page.wait_for_selector("[data-reading]", state="hidden")
    shot(page, "table")

    # What is typed is kept without a button.
    first = IntakeItem.objects.get(original_name="Приказ 3.pdf")
    with page.expect_response(re.compile(r"/rows/\d+/$")):
        page.fill(f"#id_row-{first.pk}-title", "О дне открытых дверей")
        page.press(f"#id_row-{first.pk}-title", "Tab")
    page.reload()
    assert page.input_value(f"#id_row-{first.pk}-title") == "О дне открытых дверей"
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    shot(page, "table-phone")
    page.set_viewport_size({"width": 1400, "height": 1000})

    page.get_by_role("button", name="Подтвердить все", exact=True).click()
    page.wait_for_selector(".messages .success")
    shot(page, "confirmed")
    refused = IntakeItem.objects.filter(state=IntakeState.REFUSED)
    assert refused.count() == 5
    assert CenterDocument.objects.published().count() == ORDERS + 4
    assert IntakeItem.objects.filter(state=IntakeState.READY).count() == 1
    signed = CenterDocument.objects.get(number="1-о")
    page.goto(signed.get_absolute_url())
    assert "подписан" in page.text_content(".stamp")
    shot(page, "card")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= 320")
    assert broken == []
