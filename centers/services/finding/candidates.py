"""What the index found, as far as the public may see it on this host: rows with the names they are ranked by.

One query for each kind, whatever the number of candidates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from centers.models import CenterDocument, CenterState, ProgramPage, RegionPage
from centers.models.querysets import DocumentQuerySet
from centers.models.search_words import classes_between, classes_in, direction_of
from centers.services.finding.kinds import Kind
from centers.services.finding.visible import VISIBLE, documents
from toolkit.prepared import Prepared

__all__ = ["Candidate", "load", "score_of"]


@dataclass(slots=True)
class Candidate:
    """Something found: what it is, where it stands, and the names by which it is ranked."""

    kind: Kind
    pk: int
    name: str
    places: tuple[str, ...] = ()
    facts: str = ""
    region: str = ""  # code
    region_name: str = ""
    direction: str = ""
    classes: Sequence[int] = ()
    school: int | None = None
    file: int | None = None  # of a document, in the library
    is_old: bool = False  # closed, over, replaced
    day: dt.date | None = None
    index_score: float = 0.0
    rank: float = field(default=0.0)


Loader = Callable[[Sequence[int], Page], Iterable[Candidate]]

_PLACE = {
    "school_name": F("center__school__short_name"),
    "building": F("center__building"),
    "municipality": F("center__municipality__name"),
    "region": F("center__municipality__region__code"),
    "region_name": F("center__municipality__region__name"),
}


#: Columns of each kind beside its place, by the names that they get.
_COLUMNS: dict[Kind, dict[str, Any]] = {
    Kind.CENTERS: {
        **_PLACE,
        "state": F("center__state"),
        "school": F("center__school_id"),
        "head": F("center__head_name"),
        "full_name": F("center__school__full_name"),
    },
    Kind.EVENTS: {
        **{name: F(name) for name in ("title", "lead", "classes", "place", "date", "last_day")},
        **_PLACE,
    },
    Kind.TEACHERS: {**{name: F(name) for name in ("full_name", "post", "subjects")}, **_PLACE},
    Kind.NEWS: {name: F(name) for name in ("title", "lead", "date", "path")},
    Kind.SCHOOLS: {
        **{name: F(name) for name in ("short_name", "full_name", "address", "ogrn", "inn")},
        "place": F("municipality__name"),
        "region": F("municipality__region__code"),
        "region_name": F("municipality__region__name"),
    },
}


@lru_cache(maxsize=256)
def _below(kind: Kind, path: str) -> Prepared[Any]:
    def rows(keys: Any) -> QuerySet[Any, Any]:
        found = VISIBLE[kind](keys, Page(path=path, depth=len(path) // Page.steplen)).order_by()
        return found.values_list("pk", *_COLUMNS[kind].values())

    return Prepared(rows)


def _rows(kind: Kind, keys: Sequence[int], root: Page) -> list[dict[str, Any]]:
    names = ("pk", *_COLUMNS[kind])
    return [dict(zip(names, row, strict=True)) for row in _below(kind, root.path)(keys=list(keys))]


def _title(row: dict[str, Any]) -> str:
    return f"{row['school_name']}, {row['building']}" if row["building"] else str(row["school_name"])


def _places(row: dict[str, Any]) -> tuple[str, ...]:
    return (_title(row), row["municipality"], row["region_name"])


def _centers(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    for row in _rows(Kind.CENTERS, keys, root):
        yield Candidate(
            Kind.CENTERS,
            row["pk"],
            _title(row),
            (row["municipality"], row["region_name"]),
            f"центр {row['head']} {row['full_name']}",
            row["region"],
            row["region_name"],
            school=row["school"],
            is_old=row["state"] == CenterState.CLOSED,
        )


@lru_cache(maxsize=64)
def _programs_below(path: str) -> Prepared[ProgramPage]:
    """Programmes by their keys, with what they are judged by."""
    place = ("center__school__short_name", "center__building", "center__municipality__name")
    region = ("center__municipality__region__code", "center__municipality__region__name")
    fields = ("title", "kind", "focus", "additional_focus", "extracurricular_focus", "subject", "lead")
    used = ("study_form", "grade_from", "grade_to", "path", "depth", "url_path", "center", "teacher")

    def rows(keys: Any) -> QuerySet[Any]:
        found = VISIBLE[Kind.PROGRAMS](keys, Page(path=path)).order_by()
        found = found.select_related("center__school", "center__municipality__region", "teacher")
        return found.only(*fields, *used, "teacher__full_name", "teacher__is_shown", *place, *region)

    return Prepared(rows)


def _programs(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    for page in _programs_below(root.path)(keys=list(keys)):
        region = page.center.municipality.region
        yield Candidate(
            Kind.PROGRAMS,
            page.pk,
            page.title,
            (page.center.title, page.center.municipality.name, region.name),
            f"{page.search_facts} {page.subject} {page.lead}",
            region.code,
            region.name,
            direction_of(page),
            classes_between(page.grade_from, page.grade_to),
        )


def _events(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    today = timezone.localdate()
    for row in _rows(Kind.EVENTS, keys, root):
        yield Candidate(
            Kind.EVENTS,
            row["pk"],
            row["title"],
            _places(row),
            f"мероприятие {row['lead']} {row['classes']} {row['place']}",
            row["region"],
            row["region_name"],
            classes=classes_in(row["classes"]),
            is_old=row["last_day"] < today,
            day=row["date"],
        )


def _teachers(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    for row in _rows(Kind.TEACHERS, keys, root):
        yield Candidate(
            Kind.TEACHERS,
            row["pk"],
            row["full_name"],
            _places(row),
            f"педагог учитель {row['post']} {row['subjects']}",
            row["region"],
            row["region_name"],
        )


def _news(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    rows = _rows(Kind.NEWS, keys, root)
    places = {row["path"][: Page.steplen * 3] for row in rows}
    regions = {
        path: (code, name)
        for path, code, name in RegionPage.objects.filter(path__in=places).values_list(
            "path", "region__code", "region__name"
        )
    }
    for row in rows:
        code, name = regions.get(row["path"][: Page.steplen * 3], ("", ""))
        yield Candidate(
            Kind.NEWS,
            row["pk"],
            row["title"],
            (name,),
            f"новость {row['lead']}",
            code,
            name,
            day=row["date"],
        )


def _document_rows(found: DocumentQuerySet, today: Any = None) -> DocumentQuerySet:
    return found.with_state(today).select_related("center__school", "center__municipality__region")


@lru_cache(maxsize=64)
def _documents_below(path: str) -> Prepared[CenterDocument]:
    root = Page(path=path, depth=len(path) // Page.steplen)
    return Prepared(lambda keys, today: _document_rows(documents(keys, root), today).order_by())


def _documents(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    if any(key < 0 for key in keys):
        rows: Iterable[CenterDocument] = _document_rows(documents(keys, root))
    else:
        rows = _documents_below(root.path)(keys=list(keys), today=timezone.localdate())
    for row in rows:
        region = row.center.municipality.region
        yield Candidate(
            Kind.DOCUMENTS,
            row.pk,
            row.full_title,
            (row.center.title, row.center.municipality.name, region.name),
            f"документ {row.get_kind_display()} {row.summary} {row.academic_year}",
            region.code,
            region.name,
            file=row.document_id,
            is_old=row.is_superseded or not row.in_force,
            day=row.date,
        )


def _schools(keys: Sequence[int], root: Page) -> Iterable[Candidate]:
    for row in _rows(Kind.SCHOOLS, keys, root):
        yield Candidate(
            Kind.SCHOOLS,
            row["pk"],
            row["short_name"],
            (row["place"], row["region_name"]),
            f"школа {row['full_name']} {row['address']} {row['ogrn']} {row['inn']}",
            row["region"],
            row["region_name"],
            school=row["pk"],
        )


LOADERS: dict[Kind, Loader] = {
    Kind.PROGRAMS: _programs,
    Kind.CENTERS: _centers,
    Kind.EVENTS: _events,
    Kind.TEACHERS: _teachers,
    Kind.NEWS: _news,
    Kind.DOCUMENTS: _documents,
    Kind.SCHOOLS: _schools,
}


def load(found: Mapping[Kind, Mapping[int, float]], root: Page) -> list[Candidate]:
    """The candidates that the public may see below the root, from their keys and scores by kind."""
    candidates = []
    for kind, scores in found.items():
        for candidate in LOADERS[kind](list(scores), root) if scores else ():
            candidate.index_score = score_of(candidate.pk, candidate.file, scores)
            candidates.append(candidate)
    return candidates


def score_of(pk: int, file: int | None, scores: Mapping[int, float]) -> float:
    """How well the index says a row answers: by its own entry, or by those of its file."""
    by_file = scores.get(-file, 0.0) if file else 0.0
    return max(scores.get(pk, 0.0), by_file)
