"""Coordinates in the form of a school: one field, whatever was copied from a map."""

from decimal import Decimal

import pytest
from django.urls import reverse

from centers.models import School
from tests.centers.screens import errors_of, fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # what a screen does


@pytest.fixture
def form(admin_client, network):
    """`form(text)` sends the form of the school with that text in the field."""
    address = reverse("register_school:edit", args=[network.tomsk.school_id])

    def send(said: str):
        fields = fields_of(admin_client.get(address)) | {"coordinates": said}
        return admin_client.post(address, fields)

    return send


def place_of(network) -> tuple:
    school = School.objects.get(pk=network.tomsk.school_id)
    return school.latitude, school.longitude


def test_numbers_or_the_address_of_a_map_are_taken(network, form, admin_client):
    assert form("https://yandex.ru/maps/?pt=84.948,56.484&z=16").status_code == 302
    assert place_of(network) == (Decimal("56.484"), Decimal("84.948"))
    shown = fields_of(admin_client.get(reverse("register_school:edit", args=[network.tomsk.school_id])))
    assert shown["coordinates"] == "56.484, 84.948"
    assert form("56,5 85,1").status_code == 302
    assert place_of(network) == (Decimal("56.5"), Decimal("85.1"))
    assert form("").status_code == 302
    assert place_of(network) == (None, None)


def test_what_is_no_point_stays_in_the_field_with_help(network, form):
    response = form("на горке за школой")
    assert "Вставьте два числа через запятую" in errors_of(response)
    assert fields_of(response)["coordinates"] == "на горке за школой"
    assert place_of(network) == (None, None)


def test_the_page_of_the_centre_leads_to_a_map_and_loads_none(network, form, client):
    form("56.484, 84.948")
    page = client.get(network.tomsk.page.url).content.decode()
    assert 'href="https://yandex.ru/maps/?pt=84.948000%2C56.484000&amp;z=16&amp;l=map"' in page
    assert "Показать на карте" in page
