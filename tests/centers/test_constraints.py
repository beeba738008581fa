"""What must hold in the register holds twice: as a message for a person and in the database itself."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from centers.models import FederalOperator, FederalProject, Lesson, NationalProject
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 9, 1)


def messages_of(row) -> str:
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return " ".join(refusal.value.messages)


def refused_by_database(row, values: dict) -> bool:
    """Whether the database itself refuses the values, past every model and form."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return True


RANGES = [
    (make.CenterFactory, {"year": 1899}, "Год открытия — от 2019"),
    (make.CenterFactory, {"year": 2018}, "Год открытия — от 2019"),
    (make.CenterFactory, {"year": 2999}, "Год открытия — от 2019"),
    (make.CenterFactory, {"year": None}, "Для работающего центра укажите год открытия"),
    (make.CenterFactory, {"operator_rule": "own"}, "Выберите оператора"),
    (make.CenterFactory, {"profile": "other"}, "Назовите профиль своими словами"),
    (make.CenterFactory, {"state_as_of": dt.date(1899, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.CenterFactory, {"state_as_of": dt.date(2999, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.SchoolFactory, {"latitude": 91, "longitude": 84}, "Широта — число от −90 до 90"),
    (make.SchoolFactory, {"latitude": 56, "longitude": 181}, "Долгота — число от −180 до 180"),
    (make.SchoolFactory, {"latitude": 56, "longitude": None}, "Укажите и широту, и долготу"),
    (make.SchoolFactory, {"latitude": None, "longitude": 84}, "Укажите и широту, и долготу"),
    (make.CoordinatorFactory, {"valid_from": dt.date(1899, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.CoordinatorFactory, {"valid_from": dt.date(2999, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.FederalOperatorFactory, {"valid_from": dt.date(1899, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.FederalProjectFactory, {"valid_from": dt.date(2999, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.NationalProjectFactory, {"valid_from": dt.date(2999, 1, 1)}, "Дата — от 1990 до 2100 года"),
    (make.TeacherFactory, {"experience_years": 81}, "Стаж — число лет от 0 до 80"),
    (make.RoomFactory, {"area": 0}, "Площадь — положительное число"),
    (make.EquipmentFactory, {"quantity": 0}, "Количество — целое число от 1"),
    (make.EquipmentFactory, {"quantity": 100_001}, "Количество — целое число от 1"),
    (make.EquipmentFactory, {"year": 1899}, "Год поставки — от 1950 до 2100"),
    (make.EquipmentFactory, {"year": 2999}, "Год поставки — от 1950 до 2100"),
    (make.CenterDocumentFactory, {"date": dt.date(1899, 4, 4)}, "Дата документа — от 1990 до 2100"),
    (make.CenterDocumentFactory, {"date": dt.date(2999, 4, 4)}, "Дата документа — от 1990 до 2100"),
    (
        make.CenterDocumentFactory,
        {"valid_from": DAY, "valid_until": dt.date(2024, 8, 31)},
        "Документ не может перестать действовать раньше",
    ),
    (make.NetworkFigureFactory, {"year": 1899}, "Год — от 2019"),
    (make.NetworkFigureFactory, {"year": 2999}, "Год — от 2019"),
    (make.NetworkFigureFactory, {"year_from": 2022}, "Первый год периода не может быть позже"),
]


@pytest.mark.parametrize(("factory", "values", "message"), RANGES)
def test_value_out_of_range(factory, values, message):
    row = factory()
    for name, value in values.items():
        setattr(row, name, value)
    assert message in messages_of(row)
    assert refused_by_database(row, values)


@pytest.mark.parametrize("year", [1899, 2999])
def test_date_of_opening_gives_the_year_and_is_checked_by_it(year):
    center = make.CenterFactory(planned=True)
    center.opened_on = dt.date(year, 9, 1)
    assert "Год открытия — от 2019" in messages_of(center)


def test_year_must_agree_with_the_date_of_opening():
    center = make.CenterFactory(year=2021)
    center.opened_on = dt.date(2022, 9, 1)
    assert "Год не совпадает с датой открытия" in messages_of(center)


def test_opening_in_words_stands_for_the_year_of_a_working_centre():
    make.CenterFactory(year=None, opening_words="в 2019–2020 годах").full_clean()


def test_coordinator_of_another_region_is_refused():
    center = make.CenterFactory()
    center.coordinator = make.CoordinatorFactory(region=make.RegionFactory(code="05"))
    assert "Этот координатор работает в другом регионе" in messages_of(center)


def test_municipal_coordinator_must_be_of_its_region():
    coordinator = make.CoordinatorFactory()
    coordinator.municipality = make.MunicipalityFactory(region=make.RegionFactory(code="05"))
    assert "относится к другому региону" in messages_of(coordinator)


def test_figure_of_a_municipality_names_its_region():
    figure = make.NetworkFigureFactory()
    figure.municipality = make.MunicipalityFactory()
    assert "Укажите и регион" in messages_of(figure)
    assert refused_by_database(figure, {"municipality": figure.municipality})


def same_from(factory):
    return lambda: (factory(valid_from=DAY), factory.build(valid_from=DAY))


def second_region(field: str, code: str = "70"):
    def pair():
        first = make.RegionFactory(code="70")
        values = {
            "code": "98",
            "name": "Северный край",
            "slug": "severnyj-kraj",
            "name_genitive": "Северного края",
            "name_prepositional": "Северном крае",
            "time_zone": "Asia/Tomsk",
        }
        return first, type(first)(**{**values, field: getattr(first, field)})

    return pair


def two(factory, same: dict, parents: tuple[str, ...] = (), **more):
    """A maker of two rows that agree in `same` and in the foreign keys `parents`."""

    def pair():
        first = factory(**same, **more)
        shared = {name: getattr(first, name) for name in parents}
        return first, factory.build(**same, **shared, **more)

    return pair


EXTERNAL = {"external_source": "АИС", "external_id": "42"}

DOUBLES = {
    "region code": (second_region("code"), "Регион с таким кодом уже есть"),
    "region name": (second_region("name"), "уже существует"),
    "region slug": (second_region("slug"), "Такой адрес уже занят другим регионом"),
    "municipality slug": (
        two(make.MunicipalityFactory, {"slug": "zarechnyj"}, ("region",)),
        "уже есть муниципалитет с таким адресом",
    ),
    "municipality name": (
        two(make.MunicipalityFactory, {"name": "Заречный район"}, ("region",), slug="a"),
        "уже есть муниципалитет с таким названием",
    ),
    "municipality unknown": (
        two(make.MunicipalityFactory, {"unknown": True}, ("region",)),
        "уже есть строка «муниципалитет не указан»",
    ),
    "municipality key": (
        two(make.MunicipalityFactory, EXTERNAL, ("region",)),
        "Строка с таким номером из этого внешнего реестра уже есть",
    ),
    "coordinator of a region": (
        two(make.CoordinatorFactory, {"valid_from": DAY}, ("region",)),
        "У региона уже есть координатор с этой даты",
    ),
    "operator": (same_from(make.FederalOperatorFactory), "С этой даты уже действует другая запись"),
    "national project": (same_from(make.NationalProjectFactory), "С этой даты уже действует другая запись"),
    "school ogrn": (
        two(make.SchoolFactory, {"ogrn": make.ogrn(7)}, ("municipality",)),
        "Школа с таким ОГРН уже есть в реестре",
    ),
    "school key": (
        two(make.SchoolFactory, EXTERNAL, ("municipality",)),
        "Строка с таким номером из этого внешнего реестра уже есть",
    ),
    "centre address": (
        two(make.CenterFactory, {"slug": "batkatskaya"}, ("school", "municipality"), building="корпус 1"),
        "По этому адресу в муниципалитете уже есть центр",
    ),
    "centre building": (
        two(make.CenterFactory, {"building": "корпус 2"}, ("school", "municipality")),
        "У этой школы уже есть такой центр",
    ),
    "centre key": (
        two(make.CenterFactory, EXTERNAL, ("school", "municipality")),
        "Строка с таким номером из этого внешнего реестра уже есть",
    ),
    "room": (
        two(make.RoomFactory, {"name": "Лаборатория", "number": "12"}, ("center",)),
        "Такое помещение у центра уже есть",
    ),
    "head": (two(make.TeacherFactory, {"is_head": True}, ("center",)), "Руководитель у центра один"),
}


@pytest.mark.parametrize(("pair", "message"), DOUBLES.values(), ids=DOUBLES)
def test_second_row_of_a_kind(pair, message):
    _first, second = pair()
    assert message in messages_of(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(second)._base_manager.bulk_create([second])


def test_second_coordinator_of_a_municipality_from_one_day():
    municipality = make.MunicipalityFactory()
    same = {"region": municipality.region, "municipality": municipality, "valid_from": DAY}
    make.CoordinatorFactory(**same)
    second = make.CoordinatorFactory.build(**same)
    assert "У муниципалитета уже есть координатор с этой даты" in messages_of(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_coordinators_of_a_region_and_of_its_municipality_may_begin_on_one_day():
    municipality = make.MunicipalityFactory()
    make.CoordinatorFactory(region=municipality.region, valid_from=DAY)
    make.CoordinatorFactory(
        region=municipality.region, municipality=municipality, valid_from=DAY
    ).full_clean()


def test_second_federal_project_from_one_day():
    first = make.FederalProjectFactory(valid_from=DAY)
    second = make.FederalProjectFactory.build(national_project=first.national_project, valid_from=DAY)
    assert "С этой даты уже действует другая запись" in messages_of(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_migrations_have_loaded_the_bodies_in_order_of_time():
    for model in (FederalOperator, NationalProject, FederalProject):
        dates = list(model.objects.order_by("valid_from").values_list("valid_from", flat=True))
        assert dates == sorted(set(dates))


def test_second_centre_of_a_school_needs_its_building():
    first = make.CenterFactory()
    assert "укажите его корпус или филиал" in messages_of(make.CenterFactory.build(school=first.school))
    make.CenterFactory(school=first.school, building="корпус 2").full_clean()


def test_same_address_in_another_municipality_is_free():
    first = make.CenterFactory(slug="centr")
    second = make.CenterFactory(slug="centr")
    assert first.municipality_id != second.municipality_id


@pytest.mark.parametrize("factory", [make.SchoolFactory, make.CenterFactory, make.MunicipalityFactory])
def test_rows_without_a_key_of_another_register_do_not_collide(factory):
    assert factory().external_id == factory().external_id == ""


def test_schools_without_ogrn_do_not_collide():
    make.SchoolFactory(ogrn="")
    make.SchoolFactory(ogrn="").full_clean()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("ogrn", "1027002800436", "последняя цифра не сходится"),
        ("ogrn", "102700280", "должно быть 13"),
        ("ogrn", "10270028О0437", "бывают только цифры"),
        ("inn", "7000000001", "последняя цифра не сходится"),
        ("inn", "700000000012", "ИНН человека"),
        ("phone", "3-12", "Не получилось прочитать номер телефона"),
        ("site_url", "javascript:alert(1)", "должен начинаться с https://"),
    ],
)
def test_wrong_details_of_a_school(field, value, message):
    school = make.SchoolFactory()
    setattr(school, field, value)
    assert message in messages_of(school).replace("\N{NO-BREAK SPACE}", " ")


class TestDeletedRows:
    """What has been deleted stands in nobody's way."""

    def test_deleted_centre_frees_its_address_and_its_building(self):
        first = make.CenterFactory(slug="centr", building="корпус 2")
        first.deleted_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        first.save()
        second = make.CenterFactory(school=first.school, slug="centr", building="корпус 2")
        second.full_clean()

    def test_deleted_school_frees_its_ogrn(self):
        make.SchoolFactory(ogrn=make.ogrn(7), deleted_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        make.SchoolFactory(ogrn=make.ogrn(7)).full_clean()

    def test_deleted_row_keeps_its_key_so_that_an_import_finds_it_again(self):
        make.SchoolFactory(**EXTERNAL, deleted_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        assert "из этого внешнего реестра уже есть" in messages_of(
            make.SchoolFactory.build(municipality=make.MunicipalityFactory(), **EXTERNAL)
        )


class TestLessons:
    @pytest.fixture
    def lesson(self, network) -> Lesson:
        program = make.ProgramPageFactory(center=network.tomsk)
        return make.LessonFactory(program=program)

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"end": dt.time(14)}, "Занятие должно кончаться позже"),
            ({"end": dt.time(15)}, "Занятие должно кончаться позже"),
            ({"weekday": 8}, ""),
            ({"weekday": 0}, ""),
            ({"valid_from": DAY, "valid_until": dt.date(2024, 8, 31)}, "не может быть раньше первого"),
        ],
    )
    def test_impossible_times(self, lesson, values, message):
        for name, value in values.items():
            setattr(lesson, name, value)
        assert message in messages_of(lesson)
        assert refused_by_database(lesson, values)

    @pytest.mark.parametrize(
        ("field", "factory", "message"),
        [
            ("teacher", make.TeacherFactory, "Этот педагог работает в другом центре"),
            ("room", make.RoomFactory, "Это помещение другого центра"),
        ],
    )
    def test_teacher_or_room_of_another_centre(self, lesson, network, field, factory, message):
        setattr(lesson, field, factory(center=network.dagestan))
        assert message in messages_of(lesson)

    def test_lesson_belongs_to_the_centre_of_its_programme(self, lesson, network):
        assert lesson.center_id == network.tomsk.pk
