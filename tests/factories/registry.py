"""Rows of the register."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from centers.models import (
    Center,
    CenterState,
    Coordinator,
    FederalOperator,
    FederalProject,
    Metric,
    Municipality,
    NationalProject,
    NetworkFigure,
    OperatorRule,
    Region,
    School,
)
from centers.services.bulk import open_centers
from toolkit.text import transliterate
from toolkit.validators import inn_check_digit, ogrn_check_digit


def ogrn(number: int) -> str:
    """A valid OGRN, another for every number below a million."""
    first = f"102700{number:06d}"
    return first + ogrn_check_digit(first)


def inn(number: int) -> str:
    """A valid INN of an organisation, another for every number below ten million."""
    first = f"70{number:07d}"
    return first + inn_check_digit(first)


class RegionFactory(DjangoModelFactory):
    """One of the 89 regions, which the migrations have loaded: Томская область unless `code` says other."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "70"


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    class Params:
        #: The row of a region that stands for «муниципалитет не указан».
        unknown = factory.Trait(
            name="муниципалитет не указан",
            name_genitive="",
            name_prepositional="",
            is_unknown=True,
        )

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Заречный {n}-й район")
    name_genitive = factory.Sequence(lambda n: f"Заречного {n}-го района")
    name_prepositional = factory.Sequence(lambda n: f"Заречном {n}-м районе")
    slug = factory.LazyAttribute(lambda row: transliterate(row.name))


class CoordinatorFactory(DjangoModelFactory):
    """The coordinator of a region; give `municipality` for one of a municipality."""

    class Meta:
        model = Coordinator

    class Params:
        #: Takes over only in a hundred years.
        future = factory.Trait(valid_from=dt.date(2099, 1, 1))

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Департамент образования № {n}")
    url = "https://edu.example.ru/"
    valid_from = factory.Sequence(lambda n: dt.date(2019, 1, 1) + dt.timedelta(days=n))


class NationalProjectFactory(DjangoModelFactory):
    class Meta:
        model = NationalProject

    name = factory.Sequence(lambda n: f"Национальный проект {n}")
    valid_from = factory.Sequence(lambda n: dt.date(2031, 1, 1) + dt.timedelta(days=n))


class FederalProjectFactory(DjangoModelFactory):
    class Meta:
        model = FederalProject

    national_project = factory.SubFactory(NationalProjectFactory)
    name = factory.Sequence(lambda n: f"Федеральный проект {n}")
    valid_from = factory.Sequence(lambda n: dt.date(2031, 1, 1) + dt.timedelta(days=n))


class FederalOperatorFactory(DjangoModelFactory):
    class Meta:
        model = FederalOperator

    name = factory.Sequence(lambda n: f"Федеральный оператор {n}")
    valid_from = factory.Sequence(lambda n: dt.date(2031, 1, 1) + dt.timedelta(days=n))


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    class Params:
        #: In the register under a name of 140 letters, as some schools are.
        long_named = factory.Trait(
            short_name="Муниципальное казённое общеобразовательное учреждение «" + "Я" * 88,
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    short_name = factory.Sequence(lambda n: f"МКОУ «Речная СОШ № {n}»")
    full_name = factory.LazyAttribute(lambda row: f"Муниципальное казённое учреждение {row.short_name}")
    name_genitive = factory.Sequence(lambda n: f"Речной СОШ № {n}")
    address = "634000, Томская область, с. Речное, ул. Школьная, 1"
    site_url = "https://school.example.ru/"
    ogrn = factory.Sequence(lambda number: ogrn(100_000 + number))  # tests name small ones
    inn = factory.Sequence(inn)
    phone = "8 (38247) 3-12-45"
    email = "school@example.ru"


class CenterFactory(DjangoModelFactory):
    """A working centre of 2021 without pages.

    `published=True` opens its pages, `drafted=True` opens them with the first one unpublished.
    """

    class Meta:
        model = Center
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(
            state=CenterState.PLANNED,
            year=None,
            opening_words="до конца 2030 года",
            state_as_of=dt.date(2021, 1, 1),
            state_year_only=True,
            state_source="Пресс-релиз",
        )
        opening = factory.Trait(
            state=CenterState.OPENING,
            year=2026,
            opened_on=dt.date(2026, 9, 1),
            state_as_of=dt.date(2026, 4, 1),
        )
        closed = factory.Trait(state=CenterState.CLOSED, state_as_of=dt.date(2024, 6, 1))
        #: Its own operator instead of the one of its date.
        own_operator = factory.Trait(
            operator_rule=OperatorRule.OWN, operator=factory.SubFactory(FederalOperatorFactory)
        )
        operator_not_stated = factory.Trait(operator_rule=OperatorRule.NOT_STATED)
        example = factory.Trait(is_example=True)

    school = factory.SubFactory(SchoolFactory)
    slug = factory.Sequence(lambda n: f"centr-{n}")
    year = 2021

    @factory.post_generation
    def published(center, create, extracted, **kwargs):  # noqa: N805 - the generated row
        _open(center, extracted, publish=True)

    @factory.post_generation
    def drafted(center, create, extracted, **kwargs):  # noqa: N805 - the generated row
        _open(center, extracted, publish=False)


def _open(center: Center, wanted: bool | None, *, publish: bool) -> None:
    """In bulk: a dozen times fewer queries than `open_center`, and the same pages (`test_bulk.py`)."""
    if wanted:
        open_centers(Center.objects.with_places().filter(pk=center.pk), publish=publish)


class NetworkFigureFactory(DjangoModelFactory):
    """A figure of the whole network; give `region` for one of a region."""

    class Meta:
        model = NetworkFigure

    metric = Metric.OPENED_TOTAL
    year = 2021
    value = 9000
    source = "Пресс-релиз"
    as_of = "на 1 сентября 2021 г."
