"""The panel above a form, in a browser: what is typed leaves the list, a line leads to its field."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from centers.models import Role
from tests.factories import ProgramPageFactory, build_network, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PATIENCE = 60_000  # milliseconds; the machine may be busy


def test_the_panel_follows_what_is_typed_and_leads_to_fields(
    live_server, client, chromium, in_turn, settings
):
    settings.STATIC_ROOT = None
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    network = build_network()
    program = ProgramPageFactory(center=network.tomsk, lead="")
    client.force_login(member(Role.EDITOR, network.tomsk))
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ru-RU")
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[program.pk]))

    panel = page.locator("[data-lacks]")
    expect(panel).not_to_have_attribute("open", re.compile(".*"))  # folded on a phone
    panel.locator("summary").click()
    lead = panel.get_by_role("button", name="Программа описана в одном предложении")
    audience = panel.get_by_role("button", name="Сказано, для кого программа")
    expect(lead).to_be_visible()

    field = page.locator("[name=lead]")
    panel_address = reverse("oversight_page_panel", args=[program.pk])
    page.wait_for_timeout(3000)  # Wagtail takes what stands in the form after two seconds for its first state
    with page.expect_response(lambda answer: panel_address in answer.url):  # asked anew after the autosave
        field.fill("Собираем роботов.")
        expect(lead).to_have_count(0)
    expect(lead).to_have_count(0)

    # A folded panel of the form opens for the field that is wanted.
    page.locator("[data-panel-toggle]").evaluate_all(
        "all => all.forEach(one => one.getAttribute('aria-expanded') === 'true' && one.click())"
    )
    expect(page.locator("[name=grade_from]")).not_to_be_visible()
    audience.click()
    expect(page.locator("[name=grade_from]")).to_be_focused()
    expect(page.locator("[name=grade_from]")).to_be_visible()
    assert page.evaluate("window.scrollX") == 0

    page.locator("[name=grade_from]").fill("5")
    panel.locator("summary").click()
    expect(audience).to_have_count(0)
