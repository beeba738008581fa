"""Whose rows a person may bring in and take out; the policy itself is `centers.permissions`."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from centers import permissions
from exchange.models import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the network that a person coordinates, as keys of its places."""

    network: bool = False
    regions: frozenset[int] = frozenset()
    municipalities: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.network or bool(self.regions or self.municipalities)

    def covers(self, region_id: int, municipality_id: int | None = None) -> bool:
        """Whether rows of this region, or of this municipality in it, belong to the part."""
        return self.network or region_id in self.regions or municipality_id in self.municipalities

    def filter(self, region: str, municipality: str) -> Q:
        """Condition for the rows of the part; the arguments are the lookups of the two places."""
        if self.network:
            return Q()
        return Q(**{f"{region}__in": self.regions}) | Q(**{f"{municipality}__in": self.municipalities})


#: What the policy calls the rows of a table.
OBJECTS = {
    Kind.MUNICIPALITIES: "municipality",
    Kind.SCHOOLS: "school",
    Kind.CENTERS: "center",
    Kind.COORDINATORS: "coordinator",
}


def part_of(user: Any, kind: str) -> Part:
    """Where the person may add rows of the kind; an empty part for everybody else."""
    if not user or not user.is_active:
        return Part()
    reach = getattr(permissions, "reach", None)
    if user.is_superuser or reach is None:
        return Part(network=user.is_superuser)
    found = reach(user, OBJECTS[Kind(kind)], "add")
    return Part(network=found.everywhere, regions=found.regions, municipalities=found.municipalities)


def kinds_for(user: Any) -> list[Kind]:
    """The kinds of tables that the person may bring in; none for those who keep no register."""
    return [kind for kind in OBJECTS if part_of(user, kind)]
