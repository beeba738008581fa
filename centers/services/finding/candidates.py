"""What the index found, as far as the public may see it on this host: light rows to rank and to count.

One query for each kind, whatever the number of candidates; nothing is believed of the index but that it
found: publication, hiding and place are asked of the rows themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from centers.models import (
    CenterDocument,
    CenterPage,
    CenterState,
    EventPage,
    NewsPage,
    ProgramPage,
    RegionPage,
    School,
    Teacher,
    TeachersPage,
)
from centers.models.querysets import BIN_PATH
from centers.models.search_words import classes_between, classes_in, direction_of

__all__ = ["KIND_WORDS", "LABELS", "MODELS", "Candidate", "Kind", "load"]

DEEPEST_SHOWN = 6  # level of a programme or event in the tree
HIDDEN_BELOW = range(2, DEEPEST_SHOWN + 1)


class Kind(StrEnum):
    """Kinds of what can be found, in the order in which they are offered; the values stand in addresses."""

    PROGRAMS = "programs"
    CENTERS = "centers"
    EVENTS = "events"
    TEACHERS = "teachers"
    NEWS = "news"
    DOCUMENTS = "documents"
    SCHOOLS = "schools"


LABELS: dict[Kind, str | Promise] = {
    Kind.PROGRAMS: _("Программы"),
    Kind.CENTERS: _("Центры"),
    Kind.EVENTS: _("Мероприятия"),
    Kind.TEACHERS: _("Педагоги"),
    Kind.NEWS: _("Новости"),
    Kind.DOCUMENTS: _("Документы"),
    Kind.SCHOOLS: _("Школы"),
}
MODELS: dict[Kind, type[Model]] = {
    Kind.PROGRAMS: ProgramPage,
    Kind.CENTERS: CenterPage,
    Kind.EVENTS: EventPage,
    Kind.TEACHERS: Teacher,
    Kind.NEWS: NewsPage,
    Kind.DOCUMENTS: CenterDocument,
    Kind.SCHOOLS: School,
}

#: Words that name a whole kind: that a programme is a «кружок» needs no explanation.
KIND_WORDS = {
    Kind.PROGRAMS: ProgramPage.search_kind + " урок",
    Kind.CENTERS: "центр образования школа точка роста",
    Kind.EVENTS: EventPage.search_kind,
    Kind.TEACHERS: Teacher.search_kind,
    Kind.NEWS: "новость пресс-релиз",
    Kind.DOCUMENTS: "документ",
    Kind.SCHOOLS: "школа",
}


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


Keys = Sequence[int]
Loader = Callable[[Keys, Page], Iterable[Candidate]]

_PLACE = {
    "school_name": F("center__school__short_name"),
    "building": F("center__building"),
    "municipality": F("center__municipality__name"),
    "region": F("center__municipality__region__code"),
    "region_name": F("center__municipality__region__name"),
}


def shown(pages: QuerySet[Any], root: Page, path: str = "path") -> QuerySet[Any]:
    """Rows whose page at `path` is below the root, with no hidden page above it."""
    above = [Left(OuterRef(path), Page.steplen * level) for level in HIDDEN_BELOW]
    hidden = Page.objects.filter(live=False, path__in=above)
    return pages.filter(~Exists(hidden), **{f"{path}__startswith": root.path}).exclude(
        **{f"{path}__startswith": BIN_PATH}
    )


def _title(row: dict[str, Any]) -> str:
    return f"{row['school_name']}, {row['building']}" if row["building"] else str(row["school_name"])


def _places(row: dict[str, Any]) -> tuple[str, ...]:
    return (_title(row), row["municipality"], row["region_name"])


def _centers(keys: Keys, root: Page) -> Iterable[Candidate]:
    rows = shown(CenterPage.objects.live().filter(pk__in=keys, center__deleted_at__isnull=True), root)
    more = {
        "state": F("center__state"),
        "school": F("center__school_id"),
        "head": F("center__head_name"),
        "full_name": F("center__school__full_name"),
    }
    for row in rows.values("pk", **_PLACE, **more):
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
    pages = ProgramPage.objects.live().filter(pk__in=keys, center__deleted_at__isnull=True)
    rows = shown(pages.select_related("center__school", "center__municipality__region", "teacher"), root)
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
    rows = shown(EventPage.objects.live().filter(pk__in=keys, center__deleted_at__isnull=True), root)
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
    """Teachers that the site shows, in centres that have a page of teachers."""
    section = TeachersPage.objects.filter(live=True, center=OuterRef("center"))
    people = Teacher.objects.filter(
        Exists(section), pk__in=keys, is_shown=True, center__deleted_at__isnull=True, center__page__live=True
    )
    for row in shown(people, root, "center__page__path").values(
        "pk", "full_name", "post", "subjects", **_PLACE
    ):
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
    rows = list(
        shown(NewsPage.objects.live().filter(pk__in=keys), root).values("pk", "title", "lead", "date", "path")
    )
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
    """Documents by their keys; with negative keys, by those of their files in the library."""
    wanted = Q(pk__in=[key for key in keys if key > 0]) | Q(document__in=[-key for key in keys if key < 0])
    rows = CenterDocument.objects.all().shown_below(root).filter(wanted).with_state()
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
    """Schools that have a centre with a page to go to."""
    pages = CenterPage.objects.live().filter(
        center__school=OuterRef("pk"), center__deleted_at__isnull=True, path__startswith=root.path
    )
    above = [Left(OuterRef("path"), Page.steplen * level) for level in HIDDEN_BELOW]
    pages = pages.filter(~Exists(Page.objects.filter(live=False, path__in=above)))
    rows = School.objects.kept().filter(Exists(pages), pk__in=keys)
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


def load(found: dict[Kind, dict[int, float]], root: Page) -> list[Candidate]:
    """The candidates that the public may see below the root, from their keys and scores by kind."""
    candidates = []
    for kind, scores in found.items():
        for candidate in LOADERS[kind](list(scores), root) if scores else ():
            by_file = scores.get(-candidate.file, 0.0) if candidate.file else 0.0
            candidate.index_score = max(scores.get(candidate.pk, 0.0), by_file)
            candidates.append(candidate)
    return candidates
