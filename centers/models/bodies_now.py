"""Who stands above a centre: project, operator and coordinator as one query.

Project and operator hold by the date of opening, the coordinator by today
(see `docs/adr/0005`); what is set on the centre itself goes first.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.utils import timezone

from centers.models.registry import (
    Center,
    Coordinator,
    FederalOperator,
    FederalProject,
    OperatorRule,
    Region,
)
from toolkit.prepared import Prepared


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
    region_id = center.municipality.region_id if center else region.pk if region else None
    rows = _OF_NETWORK() if region_id is None else _OF_REGION(region=region_id)
    return _resolve(rows, center, region_id)


class BodiesBook:
    """The bodies of many centres, read `with_places()`, by one query for all."""

    def __init__(self, centers: Iterable[Center]) -> None:
        rows = list(_all_rows(Q(region_id__in={center.municipality.region_id for center in centers})))
        self._federal = [row for row in rows if row[0] != "coordinator"]
        self._of_region: dict[int, list] = {}
        for row in rows:
            if row[0] == "coordinator":
                self._of_region.setdefault(row[8], []).append(row)

    def of(self, center: Center) -> Bodies:
        """What `bodies_for(center)` says, without a query."""
        region_id = center.municipality.region_id
        return _resolve([*self._federal, *self._of_region.get(region_id, [])], center, region_id)

    @property
    def operator_names(self) -> set[str]:
        """Names of all federal operators there have been."""
        return {row[1] for row in self._federal if row[0] == "operator"}

    @property
    def project_names(self) -> set[str]:
        """Names of all federal and national projects there have been."""
        rows = [row for row in self._federal if row[0] == "project"]
        return {name for row in rows for name in (row[1], row[5]) if name}


def _all_rows(regions: Q | None) -> QuerySet[Any, Any]:
    """Federal operators, projects, and the coordinators of these regions."""
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
    if regions is not None:
        coordinators = _rows(
            Coordinator, "coordinator", row_phone=F("phone"), row_email=F("email"), place=F("region_id")
        ).filter(regions, municipality__isnull=True)
        query = query.union(coordinators, all=True)
    return query


_OF_NETWORK: Prepared[Any] = Prepared(lambda: _all_rows(None))
_OF_REGION: Prepared[Any] = Prepared(lambda region: _all_rows(Q(region_id=region)))


def _resolve(rows: list, center: Center | None, region_id: int | None) -> Bodies:
    today = timezone.localdate()
    reckoned = center.reckoning_date if center else today
    project = _latest(rows, "project", reckoned)
    federal = _as_body(project)
    national = Body(project[5], project[6], sign_id=project[9]) if project else None
    operator = _as_body(_latest(rows, "operator", reckoned))
    coordinator = _as_body(_latest(rows, "coordinator", today, region_id))
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
