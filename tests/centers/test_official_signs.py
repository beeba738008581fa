"""Slots for the signs of ministry and national project in the general information."""

import datetime as dt

import pytest
from django.test import Client

from centers.models import GeneralInfoPage, HomePage, NationalProject
from tests import factories as make

pytestmark = pytest.mark.django_db

GENERAL = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/obshchaya-informaciya/"
MINISTRY = 'alt="Знак Министерства просвещения Российской Федерации"'
SIGNS = 'class="signs"'
PROJECT = 'alt="Знак национального проекта'


@pytest.fixture
def page(network) -> GeneralInfoPage:
    return make.section_of(network.tomsk, GeneralInfoPage)


def give(instance, **signs) -> None:
    """Set the signs without the screens."""
    type(instance).objects.filter(pk=instance.pk).update(**signs)


def shown(client: Client) -> str:
    return client.get(GENERAL).content.decode()


def test_no_sign_comes_with_the_product(page, client):
    assert SIGNS not in shown(client)


def test_the_network_fills_the_slots_for_all(page, client):
    give(HomePage.objects.get(), ministry_sign=make.ImageFactory())
    NationalProject.objects.update(sign=make.ImageFactory())
    html = shown(client)
    assert SIGNS in html
    assert MINISTRY in html
    assert f"{PROJECT} «{page.bodies.national_project.name}»" in html
    assert html.index(MINISTRY) < html.index(PROJECT)


def test_a_school_puts_its_own_in_their_place(page, client):
    own = make.ImageFactory()
    give(HomePage.objects.get(), ministry_sign=make.ImageFactory())
    give(page, ministry_sign=own)
    (sign,) = GeneralInfoPage.detail_queryset().get(pk=page.pk).official_signs()
    assert sign.image == own
    assert MINISTRY in shown(client)


def test_a_deleted_sign_leaves_no_empty_place(page, client):
    sign = make.ImageFactory()
    give(HomePage.objects.get(), ministry_sign=sign)
    sign.delete()
    assert SIGNS not in shown(client)


def test_a_sign_whose_time_is_over_is_not_shown(page, client):
    sign = make.ImageFactory(publish_until=dt.date(2020, 1, 1))
    give(page, project_sign=sign)
    assert SIGNS not in shown(client)
