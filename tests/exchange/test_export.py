"""What goes out comes in again unchanged; no cell of it is a formula."""

import pytest
from openpyxl import load_workbook

from centers.models import School
from exchange.models import Kind
from exchange.permissions import Part
from exchange.services import exporting, runs
from exchange.tables import table_of
from tests import factories as make
from tests.exchange.conftest import states

pytestmark = pytest.mark.django_db
EVERYTHING = Part(network=True)


@pytest.fixture
def varied(network):
    """A register with something in every column that is easily spoilt on the way."""
    school = network.tomsk.school
    School.objects.filter(pk=school.pk).update(
        latitude="56.484000",
        longitude="84.948000",
        phone="+7 913 123-45-67",
        ogrn=make.ogrn(3),
        address="=1+1",
    )
    School.objects.filter(pk=network.dagestan.school.pk).update(external_source="АИС", external_id="007")
    make.CenterFactory(school=school, building="филиал", state="planned", published=True)
    make.CenterFactory(school=network.dagestan.school, building="Корпус 2", profile="digital_humanitarian")
    make.MunicipalityFactory(region=make.RegionFactory(code="70"), name="Озёрный", time_zone="Asia/Tomsk")
    make.CoordinatorFactory(municipality=network.tomsk.municipality, region=network.tomsk.region)
    return network


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_round_trip_changes_nothing(varied, admin, kind, form):
    table = table_of(kind)
    content = {
        "csv": lambda: "".join(exporting.as_csv(table, EVERYTHING)).encode(),
        "xlsx": lambda: exporting.as_xlsx(table, EVERYTHING).read(),
    }[form]()
    School.objects.filter(address="=1+1").update(address="")
    run = runs.start_run(kind, content.replace(b"'=1+1", b""), f"x.{form}", admin)
    runs.advance(run.pk)
    found = [row for row in run.rows.all() if "=1+1" not in row.cells.get("address", "")]
    assert len(found) >= 2 - (kind == "schools" and form == "xlsx")
    assert {row.state for row in found} == {"same"}


def test_no_cell_is_a_formula(varied):
    table = table_of("schools")
    text = "".join(exporting.as_csv(table, EVERYTHING))
    assert ";'=1+1;" in text
    assert ";'+7 913 123-45-67;" in text
    sheet = load_workbook(exporting.as_xlsx(table, EVERYTHING)).worksheets[0]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in sheet for cell in row if cell.data_type == "n")


def test_only_the_own_part_goes_out(varied):
    part = Part(regions=frozenset([varied.tomsk.region.pk]))
    for kind in Kind.values:
        assert "Дагестан" not in "".join(exporting.as_csv(table_of(kind), part))


def test_sample_is_read_as_an_empty_table(network):
    for kind in Kind.values:
        book = load_workbook(exporting.sample(table_of(kind)))
        assert book.sheetnames == ["Данные", "Как заполнять"]
        assert [cell.value for cell in book.worksheets[0][1]] == [
            str(one.title) for one in table_of(kind).columns
        ]


def test_faulty_rows_come_back_with_what_to_mend_and_go_in_mended(network, take, admin):
    run = take(
        "schools",
        ["Регион", "Муниципалитет", "Краткое название", "ОГРН"],
        ["70", "Шегарский район", "Первая", ""],
        ["70", "Шегарский район", "Вторая", "12"],
    )
    book = load_workbook(exporting.faulty_rows(run))
    titles, row = list(book.worksheets[0].values)
    assert titles == ("Что исправить", "Регион", "Муниципалитет", "Краткое название", "ОГРН")
    assert row[0].startswith("ОГРН: ")
    assert row[1:] == ("70", "Шегарский район", "Вторая", "12")
    again = runs.start_run("schools", exporting.faulty_rows(run).read(), "исправить.xlsx", admin)
    runs.advance(again.pk)
    assert (states(again), again.extra_columns) == (["faulty"], ["Что исправить"])
