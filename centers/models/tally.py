"""Counts of a region kept ready: how many centres, where, since when, and what is taught in them.

A page of the network must not read 24,000 centres, and a page of a region not its 600. A change of
anything that is counted raises the region's `mark`; whoever reads a region that is behind its mark
counts it anew, all such regions by two queries together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models import Case, Count, F, Sum, When
from django.utils.translation import gettext_lazy as _

from centers.models.querysets import parent_is_live
from centers.models.registry import Center, CenterState, Region
from toolkit.pagecache import watching

__all__ = ["RegionTally", "Tally", "mark_regions", "tallies"]

MOST_REGIONS = 500  # in one statement
REGIONS_AT_ONCE = 10  # of the nightly count


class RegionTally(models.Model):
    """What was counted in a region, and whether anything has changed since: `counted_mark` is behind."""

    region = models.OneToOneField(
        Region, verbose_name=_("регион"), on_delete=models.CASCADE, primary_key=True, related_name="tally"
    )
    mark = models.PositiveBigIntegerField(_("отметка"), default=0)
    counted_mark = models.PositiveBigIntegerField(_("сосчитано при отметке"), null=True)
    counts = models.JSONField(_("числа"), default=dict)

    # Nothing refers to pages from here.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("числа региона")
        verbose_name_plural = _("числа регионов")

    def __str__(self) -> str:
        return str(self.region_id)


@dataclass(slots=True)
class Tally:
    """Counts of a region, or of several added together; of centres that the public lists show.

    `municipalities` are keyed by number, `years` by the year of opening (of closed centres too),
    `kinds` and `focuses` by the codes of programmes. `spots` gives for a municipality how many of its
    centres have coordinates, and the mean latitude and longitude of these, in degrees; east of the
    180th meridian the longitude is above 180.
    """

    centers: int = 0
    examples: int = 0
    states: Counter[str] = field(default_factory=Counter)
    municipalities: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    focuses: Counter[str] = field(default_factory=Counter)
    spots: dict[int, tuple[int, float, float]] = field(default_factory=dict)

    @property
    def programs(self) -> int:
        return self.kinds.total()

    @property
    def working(self) -> int:
        """Centres that are open today."""
        return self.states[CenterState.OPEN]

    def as_json(self) -> dict[str, Any]:
        return {
            "centers": self.centers,
            "examples": self.examples,
            "states": self.states,
            "municipalities": self.municipalities,
            "years": self.years,
            "kinds": self.kinds,
            "focuses": self.focuses,
            "spots": self.spots,
        }

    @classmethod
    def of_json(cls, data: dict[str, Any], *, spots: bool = True) -> Tally:
        def by_number(name: str) -> Counter[int]:
            return Counter({int(key): value for key, value in data[name].items()})

        return cls(
            data["centers"],
            data["examples"],
            Counter(data["states"]),
            by_number("municipalities"),
            by_number("years"),
            Counter(data["kinds"]),
            Counter(data["focuses"]),
            {int(key): tuple(value) for key, value in data["spots"].items()} if spots else {},
        )

    @classmethod
    def together(cls, parts: Iterable[Tally]) -> Tally:
        """The sum of several regions."""
        whole = cls()
        for part in parts:
            whole.centers += part.centers
            whole.examples += part.examples
            whole.states.update(part.states)
            dict.update(whole.municipalities, part.municipalities)  # each lies in one region: nothing to add
            whole.years.update(part.years)
            whole.kinds.update(part.kinds)
            whole.focuses.update(part.focuses)
            whole.spots.update(part.spots)
        return whole


def mark_regions(region_ids: Iterable[int]) -> None:
    """Say that something counted in these regions has changed: at the end of the transaction."""
    waiting = _waiting_here()
    if waiting is None:
        waiting = _Waiting()
        transaction.on_commit(waiting, robust=True)
    waiting.regions.update(region_ids)


class _Waiting:
    """Regions to mark when the transaction is over; goes with its savepoint when that is rolled back."""

    def __init__(self) -> None:
        self.regions: set[int] = set()

    def __call__(self) -> None:
        numbers = sorted(self.regions)
        for start in range(0, len(numbers), MOST_REGIONS):
            part = numbers[start : start + MOST_REGIONS]
            with watching.announcing(_counts_of(part)):
                RegionTally.objects.filter(region__in=part).update(mark=F("mark") + 1)


def _waiting_here() -> _Waiting | None:
    """What already waits for the end of the present savepoint."""
    if not connection.in_atomic_block:
        return None
    here = set(connection.savepoint_ids)
    for savepoints, function, _robust in reversed(connection.run_on_commit):
        if isinstance(function, _Waiting) and savepoints == here:
            return function
    return None


def tallies(region_ids: Collection[int], *, spots: bool = True) -> dict[int, Tally]:
    """The counts of these regions as they are now: one query, and five more if any is behind.

    Without `spots` those are left empty unless they are counted anew: the network has thousands.
    """
    counts = F("counts") if spots else _WithoutSpots("counts")
    kept = RegionTally.objects.filter(region__in=region_ids, counted_mark=F("mark"))
    known = {
        number: Tally.of_json(data, spots=spots) for number, data in kept.values_list("region_id", counts)
    }
    behind = [number for number in region_ids if number not in known]
    return known | (recount(behind) if behind else {})


class _WithoutSpots(models.Func):
    """The counts but for the spots, which are most of them; they need not leave the database."""

    template = "(%(expressions)s - 'spots')"
    template_of_sqlite = "json_remove(%(expressions)s, '$.spots')"
    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.template_of_sqlite, **context)


def inside_transaction() -> bool:
    return connection.in_atomic_block


def recount(region_ids: Collection[int]) -> dict[int, Tally]:
    """Count these regions and keep the result, unless something changes in the meantime.

    Inside a transaction nothing is kept: it may see what nobody else sees. A database that cannot be
    written to just now costs the next reader the same count again, and nobody the page.
    """
    if inside_transaction():
        return count(region_ids)
    try:
        with watching.announcing(_counts_of(region_ids)):
            RegionTally.objects.bulk_create(
                [RegionTally(region_id=number) for number in region_ids], ignore_conflicts=True
            )
        rows = list(RegionTally.objects.filter(region__in=region_ids))
    except DatabaseError:
        return count(region_ids)
    counted = count(region_ids)
    with suppress(DatabaseError):
        keep(rows, counted)
    return counted


def recount_all() -> int:
    """Count every region anew, whatever its mark says; return how many counts were not true.

    For a change whose mark was lost: a failed statement, a row written by hand. Some regions at a time.
    """
    numbers = list(Region.objects.order_by("pk").values_list("pk", flat=True))
    wrong = 0
    for start in range(0, len(numbers), REGIONS_AT_ONCE):
        part = numbers[start : start + REGIONS_AT_ONCE]
        fresh = {
            row.region_id: Tally.of_json(row.counts)
            for row in RegionTally.objects.filter(region__in=part, counted_mark=F("mark"))
        }
        counted = recount(part)
        wrong += sum(tally != counted[number] for number, tally in fresh.items())
    return wrong


def keep(rows: Sequence[RegionTally], counted: Mapping[int, Tally]) -> None:
    """Write the counts into their rows, which were read before the count.

    A change in the meantime has raised the mark in the database, and the row stays behind it.
    """
    for row in rows:
        row.counts, row.counted_mark = counted[row.region_id].as_json(), row.mark
    with watching.announcing(_counts_of(row.region_id for row in rows)):
        RegionTally.objects.bulk_update(rows, ["counts", "counted_mark"])


def _counts_of(region_ids: Iterable[int]) -> set[str]:
    """What shows the counts of these regions, to the page cache."""
    from centers.purging.telling import COUNTS, of_regions

    return of_regions(list(region_ids), COUNTS)


def count(region_ids: Collection[int]) -> dict[int, Tally]:
    """Count these regions in the register: two queries."""
    counted: dict[int, Tally] = {number: Tally() for number in region_ids}
    _count_centers(counted)
    _count_programs(counted)
    return counted


def _shown(center: str) -> dict[str, bool]:
    """Lookups of centres whose page and all above it are published."""
    return {
        f"{center}page__live": True,
        f"{center}municipality__page__live": True,
        f"{center}municipality__region__page__live": True,
    }


def _count_centers(counted: dict[int, Tally]) -> None:
    longitude = Case(
        When(school__longitude__lt=0, then=F("school__longitude") + 360), default="school__longitude"
    )
    groups = (
        Center.objects.kept()
        .filter(municipality__region__in=counted, **_shown(""))
        .order_by()
        .values_list("municipality__region", "municipality", "state", "year", "is_example")
        .annotate(
            count=Count("pk"),
            located=Count("school__latitude"),
            latitude=Sum("school__latitude"),
            longitude=Sum(longitude),
        )
    )
    spots: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    for region, municipality, state, year, is_example, number, located, latitude, longitude in groups:
        tally = counted[region]
        if year and state in (CenterState.OPEN, CenterState.CLOSED):
            tally.years[year] += number
        if state == CenterState.CLOSED:
            continue
        tally.centers += number
        tally.examples += number if is_example else 0
        tally.states[state] += number
        tally.municipalities[municipality] += number
        if located:
            spot = spots[region, municipality]
            spot[0] += located
            spot[1] += float(latitude)
            spot[2] += float(longitude)
    for (region, municipality), (located, latitude, longitude) in spots.items():
        place = int(located), round(latitude / located, 4), round(longitude / located, 4)
        counted[region].spots[municipality] = place


def _count_programs(counted: dict[int, Tally]) -> None:
    from centers.models.pages.programs import ProgramKind, ProgramPage

    groups = (
        ProgramPage.objects.live()
        .filter(
            parent_is_live(),
            center__municipality__region__in=counted,
            center__deleted_at__isnull=True,
            **_shown("center__"),
        )
        .exclude(center__state=CenterState.CLOSED)
        .order_by()
        .values_list("center__municipality__region", "kind", "additional_focus")
        .annotate(count=Count("pk"))
    )
    for region, kind, focus, number in groups:
        counted[region].kinds[kind] += number
        if kind == ProgramKind.ADDITIONAL:
            counted[region].focuses[focus] += number
