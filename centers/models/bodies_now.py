"""Who stands above a centre: project, operator and coordinator as one query.

Project and operator hold by the date of opening, the coordinator by today
(see `docs/adr/0005`); what is set on the centre itself goes first.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, F, IntegerField, Value
from django.utils import timezone

from centers.models.registry import (
    Center,
    Coordinator,
    FederalOperator,
    FederalProject,
    OperatorRule,
    Region,
)


@dataclass(frozen=True, slots=True)
class Body:
    """Name and site of a body or project; `url` may be empty."""

    name: str
    url: str = ""
    phone: str = ""
    email: str = ""
    sign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bodies:
    """What the footer and the standard texts name; None means «not known»."""

    federal_project: Body | None = None
    national_project: Body | None = None
    operator: Body | None = None
    coordinator: Body | None = None


def _rows(model, kind: str, **extra):
    empty = Value("", output_field=CharField())
    columns = {
        "kind": Value(kind, output_field=CharField()),
        "row_name": F("name"),
        "row_url": F("url"),
        "row_phone": empty,
        "row_email": empty,
        "parent_name": empty,
        "parent_url": empty,
        "starts": F("valid_from"),
        "place": Value(0, output_field=IntegerField()),
        "sign": Value(None, output_field=IntegerField()),
        **extra,
    }
    return model.objects.order_by().annotate(**columns).values_list(*columns)


def _latest(rows, kind: str, day: dt.date | None, place: int | None = None):
    """The row of the kind that holds on the day: the last one that began by then."""
    if day is None:
        return None
    held = [row for row in rows if row[0] == kind and row[7] <= day and (place is None or row[8] == place)]
    return max(held, key=lambda row: row[7], default=None)


def _as_body(row) -> Body | None:
    return Body(row[1], row[2], row[3], row[4]) if row else None


def bodies_for(center: Center | None = None, region: Region | None = None) -> Bodies:
    """Resolve the bodies for a centre, a region or (both None) the network: one query."""
    today = timezone.localdate()
    region_id = center.municipality.region_id if center else region.pk if region else None
    query = _rows(FederalOperator, "operator").union(
        _rows(
            FederalProject,
            "project",
            parent_name=F("national_project__name"),
            parent_url=F("national_project__url"),
            sign=F("national_project__sign_id"),
        ),
        all=True,
    )
    if region_id is not None:
        coordinators = _rows(Coordinator, "coordinator", row_phone=F("phone"), row_email=F("email")).filter(
            region_id=region_id, municipality__isnull=True
        )
        query = query.union(coordinators, all=True)
    rows = list(query)

    reckoned = (center.reckoning_date if center else today) if center else today
    project = _latest(rows, "project", reckoned)
    federal = _as_body(project)
    national = Body(project[5], project[6], sign_id=project[9]) if project else None
    operator = _as_body(_latest(rows, "operator", reckoned))
    coordinator = _as_body(_latest(rows, "coordinator", today))
    if center:
        if center.federal_project:
            own = center.federal_project
            federal = Body(own.name, own.url)
            above = own.national_project
            national = Body(above.name, above.url, sign_id=above.sign_id)
        if center.operator_rule == OperatorRule.OWN:
            operator = Body(center.operator.name, center.operator.url)
        elif center.operator_rule == OperatorRule.NOT_STATED:
            operator = None
        if center.coordinator:
            own = center.coordinator
            coordinator = Body(own.name, own.url, own.phone, own.email)
    return Bodies(federal, national, operator, coordinator)
