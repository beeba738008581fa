"""Who may do what with which part of the network. Every screen of the staff asks here, and nowhere else.

Rights follow from memberships (`centers.models.membership`) and from `ROLE_ACTIONS`, which
`docs/coordinators/roles.md` repeats for people. `centers.policies` hands the answers to Wagtail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from wagtail.models import Page

from centers.models import (
    Bell,
    BinEntry,
    BinKind,
    CalendarEntry,
    Center,
    CenterDocument,
    CenterPage,
    Coordinator,
    Equipment,
    FederalOperator,
    FederalProject,
    IntakeBatch,
    Invitation,
    Lesson,
    Membership,
    Municipality,
    MunicipalityPage,
    NationalProject,
    NetworkFigure,
    Region,
    RegionPage,
    Replacement,
    Role,
    Room,
    School,
    Shelf,
    Teacher,
)
from centers.models.querysets import CenterQuerySet
from ledger.models import Entry
from library.models import Document, Image

EDITOR, HEAD, MUNICIPAL, REGIONAL, NETWORK = Role
COORDINATORS = (MUNICIPAL, REGIONAL, NETWORK)

_WORK = frozenset({"view", "add", "change", "publish", "delete"})
_KEEP = frozenset({"view", "add", "change", "delete"})
_VIEW = frozenset({"view"})
_SIGN = frozenset({"add", "delete"})

#: Kind of object → role → actions, within the part where the role holds. What is not here is forbidden.
ROLE_ACTIONS: dict[str, dict[Role, frozenset[str]]] = {
    "page": {
        EDITOR: _WORK,
        HEAD: _WORK,
        **dict.fromkeys(COORDINATORS, _WORK | {"lock", "unlock"}),
    },
    "row": dict.fromkeys(Role, _WORK),
    "file": dict.fromkeys(Role, frozenset({"add", "change", "choose", "delete"})),
    "center": {
        EDITOR: frozenset({"view", "change"}),
        HEAD: frozenset({"view", "change"}),
        **dict.fromkeys(COORDINATORS, _KEEP | {"move", "close"}),
    },
    "school": dict.fromkeys(COORDINATORS, _KEEP),
    "municipality": {MUNICIPAL: _VIEW, REGIONAL: _KEEP, NETWORK: _KEEP},
    "region": {REGIONAL: _VIEW, NETWORK: _KEEP},
    "coordinator": {MUNICIPAL: _VIEW, REGIONAL: _KEEP, NETWORK: _KEEP},
    "figure": {REGIONAL: _KEEP, NETWORK: _KEEP},
    "federation": {
        MUNICIPAL: frozenset({"choose"}),
        REGIONAL: frozenset({"choose"}),
        NETWORK: _KEEP | {"choose"},
    },
    "membership": {HEAD: _KEEP - {"delete"}, **dict.fromkeys(COORDINATORS, _KEEP - {"delete"})},
    "question": {
        EDITOR: frozenset({"view", "change"}),
        HEAD: frozenset({"view", "change", "delete"}),
        **dict.fromkeys(COORDINATORS, frozenset({"view", "change", "delete"})),
    },
    # Signed words that a requirement is not for a centre, or is met above it (`oversight`).
    "declaration": {HEAD: _SIGN, **dict.fromkeys(COORDINATORS, _SIGN)},
    # Who published what: read by those who answer for a centre or a part of the network.
    "ledger": dict.fromkeys((HEAD, *COORDINATORS), _VIEW),
    "site": {NETWORK: _KEEP},
}

_ROWS = (
    CenterDocument,
    Teacher,
    Room,
    Equipment,
    Lesson,
    Bell,
    CalendarEntry,
    Replacement,
    IntakeBatch,
)
KIND_OF_MODEL: dict[type[Model], str] = {
    **dict.fromkeys(_ROWS, "row"),
    Image: "file",
    Document: "file",
    Center: "center",
    School: "school",
    Municipality: "municipality",
    Region: "region",
    Coordinator: "coordinator",
    NetworkFigure: "figure",
    **dict.fromkeys((FederalOperator, NationalProject, FederalProject), "federation"),
    **dict.fromkeys((Membership, Invitation), "membership"),
    Entry: "ledger",
}

_OF_CENTER = ("center", "center__municipality", "center__municipality__region")
_OF_ANY_PLACE = (
    ("center",),
    ("municipality", "center__municipality"),
    ("region", "municipality__region", "center__municipality__region"),
)
#: Lookups from a row to what it belongs to: its centre, its municipality, its region; each may be several.
PLACES_OF_MODEL: dict[type[Model], tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    **{model: tuple((one,) for one in _OF_CENTER) for model in _ROWS},
    Center: (("pk",), ("municipality",), ("municipality__region",)),
    School: ((), ("municipality",), ("municipality__region",)),
    Municipality: ((), ("pk",), ("region",)),
    Region: ((), (), ("pk",)),
    Coordinator: ((), ("municipality",), ("region",)),
    NetworkFigure: ((), (), ("region", "municipality__region")),
    Shelf: _OF_ANY_PLACE,
    Membership: _OF_ANY_PLACE,
    Invitation: _OF_ANY_PLACE,
    BinEntry: _OF_ANY_PLACE,
    Entry: (("center_id",), ("municipality_id",), ("region_id",)),
}
#: The row of `ROLE_ACTIONS` that says who may delete, and so bring back, what lies in the bin.
KIND_OF_BIN: dict[str, str] = {
    BinKind.PAGE: "page",
    BinKind.DOCUMENT: "row",
    BinKind.TEACHER: "row",
    BinKind.ROOM: "row",
    BinKind.EQUIPMENT: "row",
    BinKind.LESSON: "row",
    BinKind.BELL: "row",
    BinKind.CALENDAR: "row",
    BinKind.REPLACEMENT: "row",
    BinKind.FILE: "file",
    BinKind.IMAGE: "file",
    BinKind.CENTER: "center",
    BinKind.SCHOOL: "school",
    BinKind.MUNICIPALITY: "municipality",
    BinKind.REGION: "region",
    BinKind.COORDINATOR: "coordinator",
    BinKind.FIGURE: "figure",
    BinKind.FEDERATION: "federation",
}


def adopt(model: type[Model], kind: str) -> None:
    """Let a model of a room above, whose rows each belong to one centre, be of this kind."""
    KIND_OF_MODEL[model] = kind
    PLACES_OF_MODEL[model] = tuple((one,) for one in _OF_CENTER)


@dataclass(frozen=True)
class Part:
    """A role and the place where it holds; `pk` is that of the centre, municipality or region."""

    role: Role
    pk: int | None = None


@dataclass(frozen=True)
class Reach:
    """Where something may be done: everywhere, or in these places."""

    everywhere: bool = False
    centers: frozenset[int] = frozenset()
    municipalities: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.centers or self.municipalities or self.regions)

    def condition(self, model: type[Model]) -> Q:
        """What selects the rows of the model that lie within; the places are few, the rows may be many."""
        if model in (Image, Document):
            # As a list of collections, because the search in files knows no other way to narrow.
            shelves = Shelf.objects.filter(self.condition(Shelf))
            return Q(collection__in=shelves.values("collection"))
        condition = Q()
        places = (self.centers, self.municipalities, self.regions)
        for lookups, numbers in zip(PLACES_OF_MODEL.get(model, ((), (), ())), places, strict=True):
            for lookup in lookups if numbers else ():
                condition |= Q(**{f"{lookup}__in": numbers})
        return condition or Q(pk__in=[])

    def rows(self, queryset):
        """Those rows of the query set that lie within."""
        return queryset if self.everywhere else queryset.filter(self.condition(queryset.model))

    def holds(self, place: Place) -> bool:
        return (
            self.everywhere
            or place.center in self.centers
            or place.municipality in self.municipalities
            or place.region in self.regions
        )


@dataclass(frozen=True)
class Place:
    """What a row belongs to; -1 stands for nothing, so that two rows of nowhere do not meet."""

    center: int = -1
    municipality: int = -1
    region: int = -1


def parts_for(user) -> tuple[Part, ...]:
    """Every role of the person with its place, now; one query for a request.

    A superuser is the technical administrator: an administrator of the network who is asked nothing.
    """
    if not user.is_active or user.is_anonymous:
        return ()
    if user.is_superuser:
        return (Part(NETWORK),)
    if not hasattr(user, "_parts"):
        rows = Membership.objects.active().of(user)
        user._parts = tuple(
            Part(Role(role), center or municipality or region)
            for role, center, municipality, region in rows.order_by("pk").values_list(
                "role", "center", "municipality", "region"
            )
        )
    return user._parts


def allowed(role: Role, action: str, kind: str) -> bool:
    """Whether the table allows the action to the role in its own part."""
    return action in ROLE_ACTIONS[kind].get(role, frozenset())


def reach(user, kind: str, *actions: str) -> Reach:
    """Where the person may do at least one of the actions with objects of the kind."""
    parts = [part for part in parts_for(user) if any(allowed(part.role, one, kind) for one in actions)]
    if kind == "federation" and parts:
        return Reach(everywhere=True)  # belongs to no place
    return reach_of(parts)


def reach_of(parts) -> Reach:
    """The places of the parts together."""

    def places(*roles: Role) -> frozenset[int]:
        return frozenset(part.pk for part in parts if part.role in roles)

    return Reach(
        everywhere=any(part.role == NETWORK for part in parts),
        centers=places(EDITOR, HEAD),
        municipalities=places(MUNICIPAL),
        regions=places(REGIONAL),
    )


def centers_for(user) -> CenterQuerySet:
    """The centres, deleted ones left out, whose pages and rows the person may work with."""
    return reach(user, "center", "view").rows(Center.objects.kept())


def binned_for(user):
    """What lies in the bin and the person may bring back: all that they may delete, in their own part.

    What belongs to a centre that has itself been deleted comes back with the centre.
    """
    condition = Q(pk__in=[])
    for table in dict.fromkeys(KIND_OF_BIN.values()):
        within = reach(user, table, "delete")
        if within:
            kinds = Q(kind__in=[kind for kind, its_table in KIND_OF_BIN.items() if its_table == table])
            condition |= kinds if within.everywhere else kinds & within.condition(BinEntry)
    return BinEntry.objects.filter(condition).exclude(
        ~Q(kind=BinKind.CENTER), center__deleted_at__isnull=False
    )


def is_administrator(user) -> bool:
    """Whether the person is over the whole network."""
    return any(part.role == NETWORK for part in parts_for(user))


def is_coordinator(user) -> bool:
    """Whether the person coordinates a municipality, a region or the network."""
    return any(part.role in COORDINATORS for part in parts_for(user))


def place_of(row: Model) -> Place:
    """What the row belongs to, as its fields say now, saved or not."""
    if isinstance(row, Region):
        return Place(region=row.pk or -1)
    if isinstance(row, Municipality):
        return Place(municipality=row.pk or -1, region=row.region_id or -1)
    if isinstance(row, Center):
        return _of_municipality(row.school.municipality if row.school_id else None, center=row.pk or -1)
    if isinstance(row, School):
        return _of_municipality(row.municipality if row.municipality_id else None)
    if isinstance(row, (Image, Document)):
        shelf = getattr(row.collection, "shelf", None)
        return place_of(shelf) if shelf else Place()
    if isinstance(row, (Lesson, Replacement)) and row.program_id:
        return _of_center(row.program.center)
    if isinstance(row, Page):
        return _place_of_page(row)
    if getattr(row, "center_id", None):
        return _of_center(row.center)
    if getattr(row, "municipality_id", None):
        return _of_municipality(row.municipality)
    return Place(region=getattr(row, "region_id", None) or -1)


def _of_center(center: Center) -> Place:
    return _of_municipality(center.municipality, center=center.pk)


def _of_municipality(municipality: Municipality | None, *, center: int = -1) -> Place:
    if municipality is None:
        return Place(center=center)
    return Place(center, municipality.pk or -1, municipality.region_id or -1)


def _place_of_page(page: Page) -> Place:
    row = place_of_page(page)
    return Place() if row is None else _of_center(row) if isinstance(row, Center) else place_of(row)


def place_of_page(page: Page) -> Center | Municipality | Region | None:
    """The row of the register below whose page this page stands; None for a page of the network."""
    above = [page.path[: Page.steplen * level] for level in (3, 4, 5) if page.depth >= level]
    center = CenterPage.objects.filter(path__in=above).select_related("center__municipality").first()
    if center:
        return center.center
    municipality = MunicipalityPage.objects.filter(path__in=above).select_related("municipality").first()
    if municipality:
        return municipality.municipality
    region = RegionPage.objects.filter(path__in=above).select_related("region").first()
    return region.region if region else None


def kind_of(model: type[Model]) -> str:
    """The row of `ROLE_ACTIONS` for the model. Raises `KeyError` for a model that nobody's role names."""
    return "page" if issubclass(model, Page) else KIND_OF_MODEL[model]


def may(user, action: str, obj: Any) -> bool:
    """Whether the person may do this with that row or page; with a model: with any of its rows."""
    if isinstance(obj, type):
        return bool(reach(user, kind_of(obj), action))
    within = reach(user, kind_of(type(obj)), action)
    return bool(within) and (within.everywhere or within.holds(place_of(obj)))
