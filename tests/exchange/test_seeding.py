"""The invented network: whole, the same for the same number, and never beside real schools."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from centers.models import Center, CenterPage, Municipality, School
from exchange.seeding import SOURCE, Size, seed

pytestmark = pytest.mark.django_db


def test_network_of_any_size(capsys):
    call_command("seed_network", centers=7, regions=2, municipalities=3)
    assert (Municipality.objects.filter(external_source=SOURCE).count(), Center.objects.count()) == (3, 7)
    assert Page.objects.descendant_of(CenterPage.objects.first()).count() == 11
    assert CenterPage.objects.live().count() == 7
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]
    for school in School.objects.all():
        school.full_clean()
    for center in Center.objects.all():
        center.full_clean()
    west, east = (
        list(School.objects.filter(municipality__region__code=code).values_list("longitude", flat=True))
        for code in ("01", "02")
    )
    assert max(west) < min(east), "Адыгея lies west of Башкортостан"
    assert "7 из 7" in capsys.readouterr().out
    with pytest.raises(CommandError, match="только в пустой"):
        call_command("seed_network", centers=1)


def test_size_must_make_sense():
    with pytest.raises(ValueError, match="fewer"):
        seed(Size(centers=1, regions=2, municipalities=2), 1, lambda done: None)
