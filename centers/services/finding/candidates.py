"""What the index found, as far as the public may see it on this host: rows with the names they are ranked by.

One query for each kind, whatever the number of candidates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from centers.models import CenterState, RegionPage
from centers.models.search_words import classes_between, classes_in, direction_of
from centers.services.finding.kinds import Kind
from centers.services.finding.visible import VISIBLE, Keys, documents

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


Loader = Callable[[Keys, Page], Iterable[Candidate]]

_PLACE = {
    "school_name": F("center__school__short_name"),
    "building": F("center__building"),
    "municipality": F("center__municipality__name"),
    "region": F("center__municipality__region__code"),
    "region_name": F("center__municipality__region__name"),
}


def _title(row: dict[str, Any]) -> str:
    return f"{row['school_name']}, {row['building']}" if row["building"] else str(row["school_name"])


def _places(row: dict[str, Any]) -> tuple[str, ...]:
    return (_title(row), row["municipality"], row["region_name"])


def _centers(keys: Keys, root: Page) -> Iterable[Candidate]:
    more = {
        "state": F("center__state"),
        "school": F("center__school_id"),
        "head": F("center__head_name"),
        "full_name": F("center__school__full_name"),
    }
    for row in VISIBLE[Kind.CENTERS](keys, root).values("pk", **_PLACE, **more):
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


def _programs(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = VISIBLE[Kind.PROGRAMS](keys, root)
    rows = rows.select_related("center__school", "center__municipality__region", "teacher")
    fields = ("title", "kind", "focus", "additional_focus", "extracurricular_focus", "subject", "lead")
    used = ("study_form", "grade_from", "grade_to", "path", "depth", "url_path", "center", "teacher")
    for page in rows.only(
        *fields,
        *used,
        "teacher__full_name",
        "teacher__is_shown",
        "center__school__short_name",
        "center__building",
        "center__municipality__name",
        "center__municipality__region__code",
        "center__municipality__region__name",
    ):
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


def _events(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = VISIBLE[Kind.EVENTS](keys, root)
    today = timezone.localdate()
    for row in rows.values("pk", "title", "lead", "classes", "place", "date", "last_day", **_PLACE):
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


def _teachers(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = VISIBLE[Kind.TEACHERS](keys, root)
    for row in rows.values("pk", "full_name", "post", "subjects", **_PLACE):
        yield Candidate(
            Kind.TEACHERS,
            row["pk"],
            row["full_name"],
            _places(row),
            f"педагог учитель {row['post']} {row['subjects']}",
            row["region"],
            row["region_name"],
        )


def _news(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = list(VISIBLE[Kind.NEWS](keys, root).values("pk", "title", "lead", "date", "path"))
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


def _documents(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = documents(keys, root).with_state()
    rows = rows.select_related("center__school", "center__municipality__region")
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


def _schools(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = VISIBLE[Kind.SCHOOLS](keys, root)
    for row in rows.values(
        "pk",
        "short_name",
        "full_name",
        "address",
        "ogrn",
        "inn",
        place=F("municipality__name"),
        region=F("municipality__region__code"),
        region_name=F("municipality__region__name"),
    ):
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
