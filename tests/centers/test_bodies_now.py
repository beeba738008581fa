"""Who stands above a centre: project and operator by its opening, coordinator by today."""

import datetime as dt

import pytest

from centers.models import Center, Coordinator, FederalOperator
from centers.models.bodies_now import bodies_for
from tests import factories as make

pytestmark = pytest.mark.django_db

FOUND = "ФГАУ «Фонд новых форм развития образования»"
ACADEMY = "ФГАОУ ДПО «Академия Минпросвещения России»"
INITIATIVES = "ФГАУ «Центр просветительских инициатив Минпросвещения России»"


def name(body) -> str | None:
    return body and body.name


@pytest.mark.parametrize(
    ("opening", "operator"),
    [
        ({"year": 2019}, FOUND),
        ({"year": 2020}, FOUND),
        ({"opened_on": dt.date(2020, 12, 31), "year": 2020}, FOUND),
        ({"opened_on": dt.date(2021, 1, 1), "year": 2021}, ACADEMY),
        ({"year": 2021}, ACADEMY),
        ({"year": 2022}, INITIATIVES),
        ({"year": 2026}, INITIATIVES),
        ({"year": None, "opening_words": "в 2019–2020 годах"}, None),
        ({"planned": True}, None),
    ],
)
def test_operator_is_the_one_of_the_opening(opening, operator):
    assert name(bodies_for(make.CenterFactory(**opening)).operator) == operator


def test_operator_stated_for_the_centre_goes_first():
    assert name(bodies_for(make.CenterFactory(own_operator=True, operator__name="Свой")).operator) == "Свой"


def test_operator_that_is_not_stated_stays_unknown():
    assert bodies_for(make.CenterFactory(operator_not_stated=True)).operator is None


def test_projects_are_those_of_the_opening():
    later = make.FederalProjectFactory(
        name="Позже", valid_from=dt.date(2025, 1, 1), national_project__name="Дети"
    )
    old, new = make.CenterFactory(year=2024), make.CenterFactory(year=2025)
    assert name(bodies_for(old).federal_project) == "Современная школа"
    assert name(bodies_for(old).national_project) == "Образование"
    assert name(bodies_for(new).federal_project) == later.name
    assert name(bodies_for(new).national_project) == "Дети"


def test_project_of_the_centre_itself_goes_first():
    own = make.FederalProjectFactory(name="Свой", national_project__name="Свой национальный")
    bodies = bodies_for(make.CenterFactory(federal_project=own))
    assert (name(bodies.federal_project), name(bodies.national_project)) == ("Свой", "Свой национальный")


class TestCoordinator:
    @pytest.fixture
    def center(self) -> Center:
        center = make.CenterFactory()
        for year, body in ((2019, "Первый"), (2024, "Второй"), (2030, "Третий")):
            make.CoordinatorFactory(region=center.region, name=body, valid_from=dt.date(year, 7, 1))
        return center

    @pytest.mark.parametrize(
        ("today", "coordinator"),
        [
            ((2019, 6, 30, 12), None),
            ((2019, 7, 1, 12), "Первый"),
            ((2024, 6, 30, 12), "Первый"),
            ((2024, 6, 30, 22), "Второй"),
            ((2024, 7, 1, 12), "Второй"),
            ((2099, 1, 1, 12), "Третий"),
        ],
        ids=str,
    )
    def test_is_the_one_of_today(self, center, at, today, coordinator):
        """The day turns at Moscow's midnight, 21:00 UTC."""
        at(*today)
        assert name(bodies_for(center).coordinator) == coordinator
        assert name(bodies_for(region=center.region).coordinator) == coordinator

    def test_of_the_centre_itself_goes_first(self, center):
        center.coordinator = make.CoordinatorFactory(
            region=center.region, name="Свой", phone="8 (3822) 51-12-45", valid_from=dt.date(2020, 1, 1)
        )
        center.save()
        body = bodies_for(Center.objects.with_places().get(pk=center.pk)).coordinator
        assert (body.name, body.phone) == ("Свой", "8 (3822) 51-12-45")

    def test_of_another_region_is_never_shown(self, center):
        Coordinator.objects.filter(region=center.region).delete()
        make.CoordinatorFactory(region__code="05", valid_from=dt.date(2020, 1, 1))
        assert bodies_for(center).coordinator is None

    def test_of_a_municipality_does_not_stand_for_the_region(self, center):
        Coordinator.objects.all().delete()
        make.CoordinatorFactory(region=center.region, municipality=center.municipality)
        assert bodies_for(center).coordinator is None

    def test_of_the_whole_network_is_nobody(self, center):
        assert bodies_for().coordinator is None


def test_network_shows_the_operator_of_today(at):
    at(2021, 6, 1)
    assert name(bodies_for().operator) == ACADEMY
    at(2026, 6, 1)
    assert name(bodies_for().operator) == INITIATIVES


def test_bodies_take_one_query(django_assert_num_queries):
    center = Center.objects.with_places().get(pk=make.CenterFactory(own_operator=True).pk)
    with django_assert_num_queries(1):
        bodies_for(center)
    with django_assert_num_queries(1):
        bodies_for(region=center.region)
    with django_assert_num_queries(1):
        bodies_for()


def test_nothing_is_known_in_an_empty_register():
    for model in (FederalOperator, Coordinator):
        model.objects.all().delete()
    bodies = bodies_for(make.CenterFactory())
    assert (bodies.operator, bodies.coordinator) == (None, None)
