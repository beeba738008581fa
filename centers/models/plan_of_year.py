"""The plan of a centre's events: one school year, month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from toolkit.text import month_name

if TYPE_CHECKING:
    from centers.models.pages.events import EventPage

FIRST_MONTH = 9  # a school year begins in September
IN_SIGHT = 3  # events that are over and still stand unfolded
MOST = 600  # events of a year; more than any centre has


@dataclass(frozen=True, slots=True)
class Month:
    """The events of one month."""

    first: dt.date
    events: list[EventPage]

    @property
    def name(self) -> str:
        """«сентябрь 2026»."""
        return f"{month_name(self.first.month)} {self.first.year}"


@dataclass(slots=True)
class PlanOfYear:
    """Coming events in order, those that are over newest first."""

    coming: list[EventPage] = field(default_factory=list)
    past: list[EventPage] = field(default_factory=list)
    is_this_year: bool = True

    @property
    def events(self) -> list[EventPage]:
        return [*self.coming, *self.past]

    @property
    def coming_months(self) -> list[Month]:
        return months_of(self.coming)

    @property
    def recent(self) -> list[EventPage]:
        """The last events, with their photos; of an earlier year none."""
        return self.past[:IN_SIGHT] if self.is_this_year else []

    @property
    def past_months(self) -> list[Month]:
        return months_of(self.past[len(self.recent) :])


def months_of(events: list[EventPage]) -> list[Month]:
    groups = groupby(events, key=lambda event: event.date.replace(day=1))
    return [Month(first, list(found)) for first, found in groups]


def school_year_of(day: dt.date) -> int:
    """The year in which the school year of that day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def year_counts(events: QuerySet[EventPage]) -> list[tuple[int, int]]:
    """School years that have events, the newest first, each with their number: one query."""
    rows = events.order_by().annotate(y=ExtractYear("date"), m=ExtractMonth("date"))
    found: dict[int, int] = {}
    for row in rows.values("y", "m").annotate(n=Count("pk")):
        year = row["y"] if row["m"] >= FIRST_MONTH else row["y"] - 1
        found[year] = found.get(year, 0) + row["n"]
    return sorted(found.items(), reverse=True)


def asked_year(value: str, counts: list[tuple[int, int]], today: dt.date) -> int:
    """The school year of an address, if it has events; else this one."""
    known = {str(year): year for year, _n in counts}
    return known.get(value, school_year_of(today))


def plan_of(events: QuerySet[EventPage], year: int, today: dt.date) -> PlanOfYear:
    """The events of a school year; this one has all that is still to come, of later years too: one query."""
    first = dt.date(year, FIRST_MONTH, 1)
    rows = events.filter(last_day__gte=first)
    is_this_year = year == school_year_of(today)
    if not is_this_year:
        rows = rows.filter(date__lt=dt.date(year + 1, FIRST_MONTH, 1))
    plan = PlanOfYear(is_this_year=is_this_year)
    for event in rows.select_related("photo").defer("body").order_by("date", "time", "pk")[:MOST]:
        (plan.coming if event.last_day >= today else plan.past).append(event)
    plan.past.reverse()
    return plan
