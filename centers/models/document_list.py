"""The public list of a centre's documents: what of it is asked for, and how it is laid out.

Bounded however many documents there are: the overview takes the newest of each kind and counts the
rest, a filtered list is shown page by page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Max, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, ExtractYear, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models.document_hits import DocumentHit, add_fragments, clean_query, find_documents
from centers.models.registry import Center
from centers.models.rows import KIND_PLURALS, CenterDocument, DocumentKind
from toolkit.prepared import Prepared

IN_OVERVIEW = 20  # newest documents of a kind; the rest is one step away
ON_PAGE = 50
FIRST_YEAR, LAST_YEAR = 1990, 2100

_ORDER = (F("date").desc(nulls_last=True), F("pk").desc())
_PLACE_OF_KIND = {kind: place for place, kind in enumerate(DocumentKind.values)}


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; whatever makes no sense in it is left out.

    `refused` says that something was left out.
    """

    kind: str = ""
    year: int | None = None
    query: str = ""
    page: str = ""
    refused: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Asked:
        kind, year = parameters.get("kind", ""), parameters.get("year", "")
        known_kind = kind if kind in DocumentKind.values else ""
        known_year = int(year) if len(year) == 4 and year.isascii() and year.isdecimal() else None
        if known_year is not None and not FIRST_YEAR <= known_year <= LAST_YEAR:
            known_year = None
        refused = bool((kind and not known_kind) or (year and known_year is None))
        query = clean_query(parameters.get("q", ""))
        return cls(known_kind, known_year, query, parameters.get("page", "")[:12], refused)

    @property
    def narrows(self) -> bool:
        """Whether less than the whole list is asked for."""
        return bool(self.kind or self.year or self.query)

    @property
    def kind_title(self) -> str:
        return str(KIND_PLURALS[DocumentKind(self.kind)]) if self.kind else ""

    def address(self, *, query: bool = True) -> str:
        """«?kind=order&year=2025»: always in one order, nothing empty in it."""
        parts = [("kind", self.kind), ("year", self.year), ("q", self.query if query else "")]
        written = urlencode([(name, value) for name, value in parts if value])
        return f"?{written}" if written else ""

    @property
    def part(self) -> str:
        """The address of the same documents, whatever words are looked for in them."""
        return self.address(query=False)

    def narrow(self, documents: QuerySet[CenterDocument]) -> QuerySet[CenterDocument]:
        if self.kind:
            documents = documents.filter(kind=self.kind)
        if self.year:
            documents = documents.filter(date__range=(dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)))
        return documents

    def fits(self, document: CenterDocument) -> bool:
        """The same for a row in hand."""
        in_year = not self.year or (document.date is not None and document.date.year == self.year)
        return in_year and self.kind in ("", document.kind)


@dataclass
class Year:
    """A year of a kind: its documents folded, or a link to them where they are many."""

    year: int
    count: int
    rows: list[CenterDocument] = field(default_factory=list)
    address: str = ""


@dataclass
class Group:
    """Documents under one heading. `years` are the earlier ones, `ended` those no longer in force."""

    kind: str
    title: str
    recent: list[CenterDocument]
    ended: list[CenterDocument] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    total: int = 0
    address: str = ""  # of all of them, when some are not shown


def _counts(center: Any) -> QuerySet[Any, Any]:
    """Kind, year, number of documents, and when the last of them changed."""
    rows = CenterDocument.objects.of(center).published().order_by().annotate(year=ExtractYear("date"))
    changed = Max(Coalesce("last_published_at", "updated_at"))
    counted = rows.values("kind", "year").annotate(n=Count("pk"), changed=changed)
    return counted.values_list("kind", "year", "n", "changed")


def _documents(center: Any, today: Any = None) -> QuerySet[CenterDocument]:
    return CenterDocument.objects.of(center).published().with_state(today).select_related("document")


def _newest(center: Any, today: Any) -> QuerySet[CenterDocument]:
    """The newest documents of each kind."""
    order = [F("date").desc(nulls_first=True), F("pk").desc()]
    place = Window(RowNumber(), partition_by="kind", order_by=order)
    return _documents(center, today).annotate(place=place).filter(place__lte=IN_OVERVIEW).order_by(*_ORDER)


_COUNTS: Prepared[Any] = Prepared(_counts)
_NEWEST: Prepared[CenterDocument] = Prepared(_newest)


class DocumentList:
    """The published documents of a centre as the address asks for them.

    Queries: one that counts, one for the documents, one for those that replaced others; four when
    words are searched for.
    """

    def __init__(self, center: Center, asked: Asked) -> None:
        self.center = center
        self.asked = asked

    @cached_property
    def _counts(self) -> list[dict]:
        """How many documents each kind has in each year, and when the last of them changed."""
        names = ("kind", "year", "n", "changed")
        return [dict(zip(names, row, strict=True)) for row in _COUNTS(center=self.center.pk)]

    def _count(self, **wanted: object) -> int:
        return sum(row["n"] for row in self._counts if all(row[name] == wanted[name] for name in wanted))

    @cached_property
    def total(self) -> int:
        return self._count()

    @property
    def changed(self) -> dt.datetime | None:
        """When one of the documents last changed (UTC)."""
        return max((row["changed"] for row in self._counts), default=None)

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """Code, name and number of documents of each kind that the centre has or that is asked for."""
        found = {row["kind"] for row in self._counts} | {self.asked.kind}
        kinds = (DocumentKind(kind) for kind in DocumentKind.values if kind in found)
        return [(kind.value, str(KIND_PLURALS[kind]), self._count(kind=kind.value)) for kind in kinds]

    @property
    def years(self) -> list[tuple[int, int]]:
        """The archive: each year, the newest first, with its number of documents."""
        found = sorted({row["year"] for row in self._counts if row["year"]}, reverse=True)
        return [(year, self._count(year=year)) for year in found]

    @property
    def year_choices(self) -> list[tuple[int, int]]:
        """The years of the archive, and the one that is asked for even when it is empty."""
        asked = self.asked.year
        return self.years if not asked or self._count(year=asked) else [(asked, 0), *self.years]

    def overview(self) -> list[Group]:
        """Groups by kind: the newest year open, earlier years and what has ended folded."""
        newest = _NEWEST(center=self.center.pk, today=timezone.localdate())
        rows = sorted(newest, key=lambda row: _PLACE_OF_KIND[row.kind])
        name_successors(rows)
        return [self._group(kind, list(found)) for kind, found in groupby(rows, key=lambda row: row.kind)]

    def _group(self, kind: str, rows: list[CenterDocument]) -> Group:
        by_year = {row["year"]: row["n"] for row in self._counts if row["kind"] == kind and row["year"]}
        newest = max(by_year, default=None)
        group = Group(kind, str(KIND_PLURALS[DocumentKind(kind)]), [], total=self._count(kind=kind))
        for row in rows:
            if row.date is None or row.date.year == newest:
                (group.recent if holds(row) else group.ended).append(row)
        if not group.recent:
            group.recent, group.ended = group.ended, []
        for year in sorted(by_year, reverse=True)[1:]:
            there = [row for row in rows if row.date and row.date.year == year]
            whole = len(there) == by_year[year]
            address = "" if whole else Asked(kind=kind, year=year).address()
            group.years.append(Year(year, by_year[year], there if whole else [], address))
        if newest and by_year[newest] > sum(row.date is not None and row.date.year == newest for row in rows):
            group.address = Asked(kind=kind).address()
        return group

    def page(self) -> PaginatorPage:
        """One page of the narrowed list; a number out of range gives the nearest page."""
        asked = self.asked
        wanted = {name: value for name, value in (("kind", asked.kind), ("year", asked.year)) if value}
        place = Case(*[When(kind=kind, then=Value(at)) for kind, at in _PLACE_OF_KIND.items()])
        rows = asked.narrow(_documents(self.center)).order_by(place, *_ORDER)
        paginator = Paginator(rows, ON_PAGE)
        paginator.count = self._count(**wanted)
        shown = paginator.get_page(asked.page)
        shown.object_list = list(shown.object_list)
        name_successors(shown.object_list)
        return shown

    def headed(self, rows: list[CenterDocument]) -> list[Group]:
        """The rows of a page under headings: the year within a kind, else the kind."""
        if not self.asked.kind:
            groups = groupby(rows, key=lambda row: row.kind)
            return [Group(kind, str(KIND_PLURALS[DocumentKind(kind)]), list(found)) for kind, found in groups]
        years = groupby(rows, key=lambda row: row.date.year if row.date else None)
        return [Group("", str(year) if year else _("Без даты"), list(found)) for year, found in years]

    def hits(self) -> PaginatorPage:
        """One page of what the words of the query find, with the words around them."""
        among = self.asked.narrow(CenterDocument.objects.of(self.center).published()).with_state()
        shown = Paginator(find_documents(self.asked.query, among), ON_PAGE).get_page(self.asked.page)
        hits: list[DocumentHit] = list(shown.object_list)
        add_fragments(hits, self.asked.query)
        name_successors([hit.document for hit in hits])
        return shown


def holds(document: CenterDocument) -> bool:
    """Whether a document is still in force: not ended by its dates and not replaced by another."""
    return document.in_force and not getattr(document, "is_superseded", False)


def name_successors(documents: list[CenterDocument]) -> None:
    """Set `successor`, the newest document that replaced each: one query, none when nothing is replaced."""
    replaced = [document.pk for document in documents if getattr(document, "is_superseded", False)]
    later = (
        CenterDocument.objects.published()
        .in_force_today()
        .filter(supersedes__in=replaced)
        .order_by(F("date").asc(nulls_first=True), "pk")
    )
    by_key = {document.supersedes_id: document for document in later} if replaced else {}
    for document in documents:
        document.successor = by_key.get(document.pk)
