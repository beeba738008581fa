"""Read the facts of many centres at once: the number of queries does not grow with the number of centres.

Pages are read as one table, joined with the tables of their types: a centre's pages are a stretch of the
tree, and a batch of neighbours is one longer stretch.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone
from django.utils.dateparse import parse_date
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from centers.models import (
    AdditionalInfoPage,
    Center,
    CenterDocument,
    CenterPage,
    DocumentsPage,
    Equipment,
    EquipmentPage,
    EventIndexPage,
    EventPage,
    FeedbackPage,
    FunctionsPage,
    GeneralInfoPage,
    HomePage,
    Lesson,
    NewsPage,
    PlainPage,
    ProgramIndexPage,
    ProgramPage,
    Room,
    Teacher,
    TeachersPage,
    TimetablePage,
)
from centers.models.bodies_now import BodiesBook
from library.models import DocumentSignature, DocumentVersion, FileReading, Image, ReadingState, TextLayer
from oversight.catalogue import Section
from oversight.facts import DocumentFacts, PageFacts, Snapshot
from oversight.models import Declaration

CENTER_DEPTH = 5  # root, home, region, municipality, centre
CENTER_PATH = CENTER_DEPTH * Page.steplen

#: What is read of each page type beside its title.
FIELDS: dict[type[Page], tuple[str, ...]] = {
    CenterPage: ("lead", "photo", "body"),
    GeneralInfoPage: ("overrides", "body", "ministry_sign", "project_sign"),
    FunctionsPage: ("overrides", "body"),
    DocumentsPage: ("intro",),
    ProgramIndexPage: ("intro",),
    ProgramPage: (
        "kind",
        "focus",
        "additional_focus",
        "extracurricular_focus",
        "subject",
        "lead",
        "grade_from",
        "grade_to",
        "age_from",
        "age_to",
        "hours_per_week",
        "hours_total",
        "duration",
        "academic_year",
        "teacher",
        "photo",
        "body",
        "needed",
        "enrolment",
        "navigator_url",
        "document",
    ),
    TeachersPage: ("intro",),
    EquipmentPage: ("intro",),
    TimetablePage: ("intro", "note"),
    EventIndexPage: ("intro", "plan"),
    EventPage: ("date", "last_day", "is_cancelled", "lead", "photo", "body", "report"),
    AdditionalInfoPage: ("body",),
    FeedbackPage: ("intro", "body"),
    NewsPage: ("photo", "body"),
    PlainPage: ("body",),
}
DOCUMENT_FIELDS = (
    "kind",
    "title",
    "number",
    "date",
    "issuer",
    "academic_year",
    "document",
    "stated_type",
    "stated_url",
    "valid_from",
    "valid_until",
    "supersedes",
    "accessible_alternative",
)
TEACHER_FIELDS = (
    "pk",
    "full_name",
    "post",
    "subjects",
    "education",
    "courses",
    "experience_years",
    "is_head",
    "updated_at",
)
DATES = frozenset({"date", "last_day", "valid_from", "valid_until"})


def take_snapshots(center_ids: Sequence[int], *, today: dt.date | None = None) -> list[Snapshot]:
    """Facts of these centres, deleted ones left out, in nine queries (ten with drafts)."""
    today = today or timezone.localdate()
    centers = list(_centers(center_ids))
    if not centers:
        return []
    book = BodiesBook(centers)
    found = {center.pk: _snapshot(center, book, today) for center in centers}
    _add_pages_and_documents(found)
    for name, rows in (("teachers", _teachers(found)), ("lessons", _lessons(found))):
        for row in rows:
            getattr(found[row.pop("center")], name).append(row)
    _date_rows(found)
    _add_pictures(found)
    _add_declarations(found)
    return list(found.values())


def _centers(center_ids: Sequence[int]) -> Iterable[Center]:
    def count(model: type, **condition: Any) -> Coalesce:
        rows = model.objects.filter(center=OuterRef("pk"), **condition).order_by().values("center")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    def newest(model: type) -> Subquery:
        rows = model.objects.filter(center=OuterRef("pk")).order_by().values("center")
        return Subquery(rows.annotate(at=Max("updated_at")).values("at"))

    return (
        Center.objects.kept()
        .filter(pk__in=center_ids)
        .with_places()
        .annotate(
            page_path=F("page__path"),
            mark=F("standing__mark"),
            region_live=F("municipality__region__page__live"),
            municipality_live=F("municipality__page__live"),
            rooms_count=count(Room),
            rooms_photographed=count(Room, photo__isnull=False),
            rooms_accessible=count(Room, is_accessible=True),
            equipment_count=count(Equipment),
            equipment_accessible=count(Equipment, for_disabled=True),
            rooms_updated=newest(Room),
            equipment_updated=newest(Equipment),
            ministry_sign=Exists(HomePage.objects.filter(ministry_sign__isnull=False)),
        )
    )


def _snapshot(center: Center, book: BodiesBook, today: dt.date) -> Snapshot:
    bodies = book.of(center)
    own = {body.name for body in (bodies.federal_project, bodies.national_project) if body}
    project = bodies.national_project
    return Snapshot(
        center=center,
        bodies=bodies,
        today=today,
        counts={
            "rooms": center.rooms_count,
            "rooms_photographed": center.rooms_photographed,
            "rooms_accessible": center.rooms_accessible,
            "equipment": center.equipment_count,
            "equipment_accessible": center.equipment_accessible,
        },
        rows_updated={
            Section.EQUIPMENT: max(
                (at for at in (center.rooms_updated, center.equipment_updated) if at), default=None
            )
        },
        foreign_operators=frozenset(
            book.operator_names - {bodies.operator.name} if bodies.operator else frozenset()
        ),
        foreign_projects=frozenset(book.project_names - own if own else frozenset()),
        network_signs=bool(center.ministry_sign and (project is None or project.sign_id)),
        places_are_live=bool(center.region_live and center.municipality_live),
    )


@cache
def _columns() -> dict[str, Any]:
    """Alias → expression for every field of every page type; texts in blocks come as they are stored."""
    columns: dict[str, Any] = {}
    for model, names in FIELDS.items():
        for name in names:
            path = f"{model._meta.model_name}__{name}"
            is_blocks = isinstance(model._meta.get_field(name), StreamField)
            columns[f"{model._meta.model_name}_{name}"] = Cast(path, TextField()) if is_blocks else F(path)
    return columns


def _add_pages_and_documents(found: dict[int, Snapshot]) -> None:
    """Put pages and documents with both their sides into the snapshots: three queries."""
    center_of_path = {facts.center.page_path: pk for pk, facts in found.items() if facts.center.page_path}
    pages = list(_pages(sorted(center_of_path)))
    documents = list(_documents(found))
    waiting = [row["latest_revision"] for row in (*pages, *documents) if row["has_unpublished_changes"]]
    drafts = _drafts([number for number in waiting if number])
    hidden: list[str] = []
    for row in pages:
        model = row["content_type__model"]
        path = row["path"]
        while hidden and not path.startswith(hidden[-1]):
            hidden.pop()
        if not row["live"]:
            hidden.append(path)
        fields = _fields_of(model, row)
        draft = drafts.get(row["latest_revision"]) if row["has_unpublished_changes"] else None
        page = PageFacts(
            pk=row["pk"],
            kind=model,
            path=path,
            title=row["draft_title"] or row["title"],
            now=None if hidden else fields,
            draft=fields if draft is None else _drafted(draft, fields),
            in_menu=row["show_in_menus"],
            updated_at=row["last_published_at"],
            has_draft=row["has_unpublished_changes"],
            was_published=row["first_published_at"] is not None,
        )
        found[center_of_path[path[:CENTER_PATH]]].pages.append(page)
    for row in documents:
        fields = {name: row[name] for name in DOCUMENT_FIELDS}
        draft = drafts.get(row["latest_revision"]) if row["has_unpublished_changes"] else None
        found[row["center"]].documents.append(
            DocumentFacts(
                pk=row["pk"],
                now=fields if row["live"] else None,
                draft=fields if draft is None else _drafted(draft, fields),
                has_file=row["document"] is not None,
                is_pdf=row["mime_type"] == "application/pdf",
                is_read=row["reading_state"] == ReadingState.DONE,
                tagged=row["tagged"],
                has_text=row["text_layer"] != TextLayer.NONE,
                is_scan=bool(row["is_scan"]),
                is_signed=row["is_signed"],
                updated_at=row["last_published_at"],
            )
        )


def _pages(paths: list[str]) -> Iterable[dict[str, Any]]:
    if not paths:
        return []
    common = (
        "pk",
        "path",
        "title",
        "draft_title",
        "live",
        "content_type__model",
        "show_in_menus",
        "has_unpublished_changes",
        "latest_revision",
        "first_published_at",
        "last_published_at",
    )
    stretch = Page.objects.filter(path__gte=paths[0], path__lte=paths[-1] + "Z" * CENTER_PATH)
    if len(paths) > 1:
        stretch = stretch.annotate(top=Left("path", CENTER_PATH)).filter(top__in=paths)
    columns = _columns()
    return stretch.annotate(**columns).order_by("path").values(*common, *columns)


def _fields_of(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    prefix = f"{kind}_"
    fields = {name.removeprefix(prefix): row[name] for name in _names_of(kind)}
    fields["title"] = row["title"]
    for name in ("body", "report"):
        if name in fields:
            fields[name] = _blocks(fields[name])
    return fields


@cache
def _names_of(kind: str) -> tuple[str, ...]:
    model = next((model for model in FIELDS if model._meta.model_name == kind), None)
    return tuple(f"{kind}_{name}" for name in FIELDS.get(model, ()))


def _drafted(content: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The same fields as the draft has them."""
    drafted = {name: content.get(name, value) for name, value in fields.items()}
    for name, value in drafted.items():
        if name in ("body", "report"):
            drafted[name] = _blocks(value)
        elif name == "overrides" and isinstance(value, str):
            drafted[name] = json.loads(value)
        elif name in DATES and isinstance(value, str):
            drafted[name] = parse_date(value)
    return drafted


def _blocks(value: Any) -> list[dict[str, Any]]:
    """Stored blocks as plain lists; empty for what no longer reads as such."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value else []
        except ValueError:
            value = []
    return [block for block in value or [] if isinstance(block, dict)]


def _drafts(revisions: list[int]) -> dict[int, dict[str, Any]]:
    if not revisions:
        return {}
    return dict(Revision.objects.filter(pk__in=revisions).values_list("pk", "content"))


def _documents(centers: Iterable[int]) -> Iterable[dict[str, Any]]:
    version = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    reading = FileReading.objects.filter(version=OuterRef("version"))
    return (
        CenterDocument.objects.kept()
        .filter(center__in=list(centers))
        .annotate(
            version=Subquery(version),
            mime_type=F("document__mime_type"),
        )
        .annotate(
            reading_state=Subquery(reading.values("state")),
            tagged=Subquery(reading.values("tagged")),
            text_layer=Subquery(reading.values("text_layer")),
            is_scan=Subquery(reading.values("is_scan")),
            is_signed=Exists(DocumentSignature.objects.filter(version=OuterRef("version"))),
        )
        .order_by("center", "pk")
        .values(
            "pk",
            "center",
            "live",
            "has_unpublished_changes",
            "latest_revision",
            "last_published_at",
            "mime_type",
            "reading_state",
            "tagged",
            "text_layer",
            "is_scan",
            "is_signed",
            *DOCUMENT_FIELDS,
        )
    )


def _teachers(centers: Iterable[int]) -> Iterable[dict[str, Any]]:
    rows = Teacher.objects.filter(center__in=list(centers), is_shown=True)
    return rows.order_by("center", "sort_order", "pk").values("center", *TEACHER_FIELDS)


def _lessons(centers: Iterable[int]) -> Iterable[dict[str, Any]]:
    rows = Lesson.objects.filter(center__in=list(centers)).order_by("center", "pk")
    return rows.values("center", "pk", "program", "valid_from", "valid_until", "updated_at")


def _date_rows(found: dict[int, Snapshot]) -> None:
    """When the rows of each section last changed."""
    for facts in found.values():
        dated = {Section.TEACHERS: facts.teachers, Section.TIMETABLE: facts.lessons}
        for section, rows in dated.items():
            facts.rows_updated[section] = max((row["updated_at"] for row in rows), default=None)
        facts.rows_updated[Section.DOCUMENTS] = max(
            (row.updated_at for row in facts.documents if row.updated_at), default=None
        )


def _add_pictures(found: dict[int, Snapshot]) -> None:
    """Descriptions of the pictures that pages show with no words of their own: one query."""
    numbers: dict[int, set[int]] = defaultdict(set)
    for pk, facts in found.items():
        for page in facts.pages:
            for fields in (page.now, page.draft):
                if fields and fields.get("photo"):
                    numbers[pk].add(fields["photo"])
    wanted = set().union(*numbers.values()) if numbers else set()
    words = dict(Image.objects.filter(pk__in=wanted).values_list("pk", "description")) if wanted else {}
    for pk, facts in found.items():
        facts.pictures = {number: words[number] for number in numbers[pk] if number in words}


def _add_declarations(found: dict[int, Snapshot]) -> None:
    """Who has said that a requirement is not for the centre, or is met above: the nearest place wins."""
    centers = [facts.center for facts in found.values()]
    rows = Declaration.objects.standing().filter(
        Q(center__in=[center.pk for center in centers])
        | Q(school__in={center.school_id for center in centers})
        | Q(municipality__in={center.municipality_id for center in centers})
        | Q(region__in={center.municipality.region_id for center in centers})
    )
    of_place: dict[tuple[str, int], list[Declaration]] = defaultdict(list)
    for row in rows:
        for place in ("center", "school", "municipality", "region"):
            number = getattr(row, f"{place}_id")
            if number is not None:
                of_place[place, number].append(row)
    for facts in found.values():
        center = facts.center
        above = (
            ("region", center.municipality.region_id),
            ("municipality", center.municipality_id),
            ("school", center.school_id),
            ("center", center.pk),
        )
        for key in above:
            facts.declarations |= {row.code: row for row in of_place.get(key, ())}
