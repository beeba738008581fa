"""The register: coordinators, municipalities, schools, centres, figures."""

from centers.models import (
    Center,
    CenterDocument,
    Coordinator,
    FederalOperator,
    Municipality,
    NetworkFigure,
    School,
)
from demo.content import example, network
from demo.content.rows import CenterRow
from demo.loading.run import Run, plain_fields

_LOOKED_UP = ("school", "activities", "functions_stated", "operator_from", "general_info_title", "documents")


def load(run: Run) -> None:
    """Put in the rows, each after those it stands on."""
    for coordinator in network.COORDINATORS:
        region = run.regions[coordinator.region]
        place = {"region": region, "municipality": None, "valid_from": coordinator.valid_from}
        values = plain_fields(coordinator, "region") | {"region": region}
        run.keeper.put(coordinator.key, Coordinator, values, lookup=place)
    for municipality in (*network.MUNICIPALITIES, example.MUNICIPALITY):
        region = run.regions[municipality.region]
        values = plain_fields(municipality, "region") | {"region": region}
        there = {"region": region, "slug": municipality.slug}
        run.keeper.put(municipality.key, Municipality, values, lookup=there)
    for school in (*network.SCHOOLS, example.SCHOOL):
        where = run.row(school.municipality)
        if where is not None:
            values = plain_fields(school, "municipality") | {"municipality": where}
            values |= example.PLACE if school is example.SCHOOL else {}
            there = {"municipality": where, "short_name": school.short_name, "deleted_at": None}
            run.keeper.put(school.key, School, values, lookup=there)
    for center in (*network.CENTERS, example.CENTER):
        _load_center(run, center)
    for figure in network.FIGURES:
        values = plain_fields(figure, "region") | {"region": run.regions.get(figure.region)}
        run.keeper.put(figure.key, NetworkFigure, values)


def _load_center(run: Run, row: CenterRow) -> None:
    """The centre and the documents whose files stand on its school's site."""
    school = run.row(row.school)
    if school is None:
        return
    operator = None
    if row.operator_from:
        operator = FederalOperator.objects.filter(valid_from=row.operator_from).first()
    values = {
        **plain_fields(row, *_LOOKED_UP),
        **{f"does_{code}": code in row.activities for code in network.ALL_ACTIVITIES},
        **(example.CENTER_CARD if row.is_example else {}),
        "school": school,
        "municipality": school.municipality,
        "operator": operator,
        "operator_rule": row.operator_rule if operator or row.operator_rule != "own" else "not_stated",
    }
    there = {"municipality": school.municipality, "slug": row.slug, "deleted_at": None}
    run.keeper.put(row.key, Center, values, lookup=there)
    center = run.own(row.key)
    if center is None:
        return
    for stated in row.documents:
        values = plain_fields(stated, "size") | {"center": center, "stated_size": stated.size}
        run.keeper.put(stated.key, CenterDocument, values)
