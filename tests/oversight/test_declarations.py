"""Signed words: not for this centre, or met above; who may, how they count, how they are taken back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from centers.models import Role
from oversight.catalogue import BY_CODE, Level
from oversight.models import Declaration, Status
from oversight.services.checking import check_center
from oversight.services.declarations import declare_met_above, declare_not_applicable, revoke
from tests.factories import CenterFactory, Network, member

LEAD = BY_CODE["center-lead"]
ACT = BY_CODE["act-region"]
STRUCTURE = BY_CODE["school-structure"]
URL = "https://edu.tomsk.gov.ru/act"


def status(center: Any, code: str) -> str:
    item = check_center(center.pk).items.filter(code=code).first()
    return item.status if item else Status.PRESENT


def test_a_reason_signed_by_the_head_takes_the_requirement_out_of_the_score(network: Network) -> None:
    head = member(Role.HEAD, network.tomsk)
    before = check_center(network.tomsk.pk).applicable
    row = declare_not_applicable(network.tomsk, LEAD, "Хватает названия", user=head)
    assert (row.by, row.by_name) == (head, str(head))
    standing = check_center(network.tomsk.pk)
    assert standing.applicable == before - 1
    assert standing.items.get(code=LEAD.code).note == "Хватает названия"


def test_a_signature_taken_back_counts_no_more_and_stays_on_record(network: Network) -> None:
    head = member(Role.HEAD, network.tomsk)
    row = declare_not_applicable(network.tomsk, LEAD, "Хватает названия", user=head)
    revoke(row, network.tomsk, user=head)
    assert status(network.tomsk, LEAD.code) == Status.MISSING
    assert Declaration.objects.get().revoked_by == head
    declare_not_applicable(network.tomsk, LEAD, "Теперь точно", user=head)
    assert Declaration.objects.count() == 2


def test_a_second_signature_and_one_without_a_reason_are_refused(network: Network) -> None:
    head = member(Role.HEAD, network.tomsk)
    with pytest.raises(ValidationError):
        declare_not_applicable(network.tomsk, LEAD, "  ", user=head)
    declare_not_applicable(network.tomsk, LEAD, "Хватает названия", user=head)
    with pytest.raises(ValidationError):
        declare_not_applicable(network.tomsk, LEAD, "Ещё раз", user=head)


def test_a_region_meets_a_requirement_once_for_all_its_centres(network: Network) -> None:
    second = CenterFactory(school__municipality=network.tomsk.municipality, published=True)
    coordinator = member(Role.REGIONAL, network.tomsk.region)
    declare_met_above(network.tomsk, ACT, Level.REGION, URL, user=coordinator)
    assert status(network.tomsk, ACT.code) == status(second, ACT.code) == Status.MET_ABOVE
    assert status(network.dagestan, ACT.code) == Status.MISSING


def test_a_school_meets_it_for_its_centres(network: Network) -> None:
    head = member(Role.HEAD, network.tomsk)
    second = CenterFactory(school=network.tomsk.school, building="Филиал", published=True)
    declare_met_above(network.tomsk, STRUCTURE, Level.SCHOOL, URL, user=head)
    assert status(second, STRUCTURE.code) == Status.MET_ABOVE


@pytest.mark.parametrize(
    ("role", "own", "level"),
    [
        (Role.EDITOR, True, Level.CENTER),
        (Role.HEAD, False, Level.CENTER),
        (Role.HEAD, True, Level.REGION),
        (Role.EDITOR, True, Level.SCHOOL),
    ],
)
def test_who_may_not_sign_is_refused(network: Network, role: Role, own: bool, level: Level) -> None:
    person = member(role, {True: network.tomsk, False: network.dagestan}[own])
    sign = {
        Level.CENTER: lambda: declare_not_applicable(network.tomsk, LEAD, "Не нужно нам", user=person),
        Level.SCHOOL: lambda: declare_met_above(network.tomsk, STRUCTURE, level, URL, user=person),
        Level.REGION: lambda: declare_met_above(network.tomsk, ACT, level, URL, user=person),
    }[level]
    with pytest.raises(PermissionDenied):
        sign()
    assert Declaration.objects.count() == 0


def test_another_regions_coordinator_cannot_take_a_signature_back(network: Network) -> None:
    row = declare_met_above(
        network.tomsk, ACT, Level.REGION, URL, user=member(Role.REGIONAL, network.tomsk.region)
    )
    with pytest.raises(PermissionDenied):
        revoke(row, network.tomsk, user=member(Role.REGIONAL, network.dagestan.region))
    with pytest.raises(PermissionDenied):
        revoke(row, network.tomsk, user=member(Role.HEAD, network.tomsk))


def test_the_screen_signs_and_takes_back(network: Network, client: Client) -> None:
    head = member(Role.HEAD, network.tomsk)
    client.force_login(head)
    url = reverse("center_requirement", args=[network.tomsk.pk, LEAD.code])
    assert "Подписать: не нужно" in client.get(url).content.decode()
    refused = client.post(url, {"what": "na", "reason": ""})
    assert "Напишите причину" in refused.content.decode()
    client.post(url, {"what": "na", "reason": "Хватает названия"})
    shown = client.get(url).content.decode()
    assert str(head) in shown
    client.post(url, {"what": "revoke", "declaration": Declaration.objects.get().pk})
    assert Declaration.objects.standing().count() == 0


def test_the_screen_of_another_centre_is_not_found(network: Network, client: Client) -> None:
    client.force_login(member(Role.HEAD, network.dagestan))
    url = reverse("center_requirement", args=[network.tomsk.pk, LEAD.code])
    assert client.get(url).status_code == 404
    assert client.post(url, {"what": "na", "reason": "Хватает названия"}).status_code == 404
    assert client.get(reverse("center_report", args=[network.tomsk.pk])).status_code == 404


def test_an_editor_sees_the_requirement_but_no_form(network: Network, client: Client) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    url = reverse("center_requirement", args=[network.tomsk.pk, LEAD.code])
    page = client.get(url)
    assert "Подписать" not in page.content.decode()
    assert client.post(url, {"what": "na", "reason": "Хватает названия"}).status_code in (302, 403)
    assert Declaration.objects.count() == 0
