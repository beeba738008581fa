"""What a change of each row of the register, page and file touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex, Site, get_page_models
from wagtail.signals import post_page_move, pre_page_move

from centers import models as register_models
from centers.models import (
    BinEntry,
    Center,
    CenterDocument,
    Coordinator,
    HomePage,
    Municipality,
    MunicipalityPage,
    NetworkFigure,
    NumbersSnapshot,
    ProgramEntry,
    Region,
    RegionPage,
    RegionTally,
    Room,
    School,
    Teacher,
)
from centers.purging import tags
from centers.purging.places import (
    place_of_center,
    place_of_collection,
    place_of_municipality,
    place_of_page,
    place_of_path,
)
from centers.purging.tags import Place, frame, touched
from library.models import (
    Document,
    DocumentSignature,
    DocumentVersion,
    FileReading,
    Image,
    ImageRendition,
    PageText,
)
from toolkit.pagecache import watching
from toolkit.pagecache.rules import SITE, Change, Rule, never_shown, register, rule_of

#: More references than these touch every page instead of each by itself.
MOST_REFERENCES = 300
#: Columns of a page that no visitor is shown.
UNSEEN = frozenset(
    {
        "latest_revision", "latest_revision_id", "latest_revision_created_at", "live_revision",
        "live_revision_id", "has_unpublished_changes", "draft_title", "numchild", "locked", "locked_at",
        "locked_by", "locked_by_id", "owner", "owner_id", "expired", "go_live_at", "expire_at",
    }
)  # fmt: skip
FRAME_FIELDS = ("live", "title", "slug", "url_path", "show_in_menus")
KINDS_OF_PAGES = {
    "ProgramPage": tags.PROGRAMS,
    "ProgramIndexPage": tags.PROGRAMS,
    "EventPage": tags.EVENTS,
    "EventIndexPage": tags.EVENTS,
    "AlbumPage": tags.EVENTS,
    "GalleryPage": tags.EVENTS,
    "NewsPage": tags.NEWS,
    "NewsIndexPage": tags.NEWS,
    "HomePage": tags.PLACE,
    "RegionPage": tags.PLACE,
    "MunicipalityPage": tags.PLACE,
    "CenterPage": tags.PLACE,
}
ROWS_OF_CENTER = {
    "Teacher": tags.PEOPLE,
    "Room": tags.ROOMS,
    "Equipment": tags.ROOMS,
    "Bell": tags.TIMETABLE,
    "Lesson": tags.TIMETABLE,
    "CalendarEntry": tags.TIMETABLE,
    "Replacement": tags.TIMETABLE,
}
Tags = set[str]


def everywhere(row: Any, change: Change) -> Tags:
    """For rows that stand on every page, or change once in years."""
    return {SITE}


def of_center(kind: str) -> Callable[[Any, Change], Tags]:
    """For rows with a `center`."""

    def tags_of(row: Any, change: Change) -> Tags:
        return touched(place_of_center(row.center_id), kind) if row.center_id else {SITE}

    return tags_of


def kind_of_page(model: type[Model]) -> str:
    """What lists of pages call the type."""
    return KINDS_OF_PAGES.get(model.__name__, tags.PAGES)


def of_region(row: Region, change: Change) -> Tags:
    place = Place(None, None, row.pk)
    return {frame(place)} | touched(place, tags.PLACE)


def of_municipality(row: Municipality, change: Change) -> Tags:
    regions = {row.region_id, (change.before or {}).get("region_id") or row.region_id}
    found: Tags = set()
    for region in regions:
        place = Place(None, row.pk, region)
        found |= {frame(place)} | touched(place, tags.PLACE)
    return found


def of_coordinator(row: Coordinator, change: Change) -> Tags:
    regions = {row.region_id, (change.before or {}).get("region_id") or row.region_id}
    places = [Place(None, None, region) for region in regions]
    return {frame(place) for place in places}.union(*(touched(place, tags.PLACE) for place in places))


def of_school(row: School, change: Change) -> Tags:
    centers = Center._base_manager.filter(school=row.pk) if row.pk else Center._base_manager.none()
    found = {tag for pk in centers.values_list("pk", flat=True) for tag in _of_center_row(pk)}
    if found:
        for number in {row.municipality_id, (change.before or {}).get("municipality_id")} - {None}:
            found |= touched(place_of_municipality(number), tags.PLACE)
    return found


def _of_center_row(center_id: int) -> Tags:
    return touched(place_of_center(center_id), *tags.PAGE_KINDS)


def of_center_row(row: Center, change: Change) -> Tags:
    """Its name and place stand in every list that names something of the centre."""
    found: Tags = set()
    if row.municipality_id:
        place = place_of_municipality(row.municipality_id)
        found |= touched(Place(row.pk, place.municipality, place.region), *EVERY_LIST)
    before = (change.before or {}).get("municipality_id")
    if before and before != row.municipality_id:
        place = place_of_municipality(before)
        found |= touched(Place(row.pk, place.municipality, place.region), *EVERY_LIST)
    return found


EVERY_LIST = (*tags.PAGE_KINDS, tags.DOCUMENTS)


def of_page(row: Page, change: Change) -> Tags:
    """A page that was not published and is not now is shown to nobody."""
    before = change.before or {}
    if not row.live and not before.get("live", False) and not change.is_gone:
        return set()
    model = row.specific_class or type(row)
    kind = kind_of_page(model)
    place = place_of_page(row)
    found = touched(place, kind)
    if place.center is None and place == tags.NETWORK and issubclass(model, HomePage):
        return {SITE}
    is_moved = (
        change.is_gone
        or change.is_new
        or any(before.get(name) != getattr(row, name) for name in FRAME_FIELDS)
    )
    if is_moved:
        if issubclass(model, RegionPage | MunicipalityPage):
            found.add(frame(place))
        found |= touched(place, *tags.PAGE_KINDS) if row.numchild else set()
        found |= of_references(Page, numbers_below(row))
    return found


def numbers_below(page: Page) -> list[int]:
    return list(
        Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)[:MOST_PAGES_BELOW]
    )


MOST_PAGES_BELOW = 20_000


def of_references(model: type[Model], numbers: Iterable[int]) -> Tags:
    """What the pages and rows that name these objects stand for: they may belong to other places."""
    keys = [str(number) for number in numbers]
    if not keys:
        return set()
    target = ContentType.objects.get_for_model(model)
    found: Tags = set()
    seen: set[tuple[int, str]] = set()
    for start in range(0, len(keys), 500):
        rows = ReferenceIndex.objects.filter(
            to_content_type=target, to_object_id__in=keys[start : start + 500]
        )
        seen.update(
            rows.order_by().values_list("content_type", "object_id").distinct()[: MOST_REFERENCES + 1]
        )
        if len(seen) > MOST_REFERENCES:
            return {SITE}
    for content_type, key in seen:
        shown = ContentType.objects.get_for_id(content_type).model_class()
        row = shown._base_manager.filter(pk=key).first() if shown is not None else None
        rule = rule_of(type(row)) if row is not None else None
        if row is None or rule is None or isinstance(row, ImageRendition | DocumentVersion):
            continue
        if isinstance(row, Page):
            found |= touched(place_of_page(row), rule.kind) if row.live else set()
        else:
            found |= (
                touched(place_of_center(row.center_id), rule.kind) if hasattr(row, "center_id") else {SITE}
            )
    return found


def of_image(row: Image, change: Change) -> Tags:
    """The shelf's own place, whoever else shows it, and the signs that every page may show."""
    if row.pk is None:
        return set()
    found = touched(place_of_collection(row.collection_id), tags.PHOTOS) | of_references(Image, [row.pk])
    before = (change.before or {}).get("collection_id")
    if before and before != row.collection_id:
        found |= touched(place_of_collection(before), tags.PHOTOS)
    centers = {
        number
        for model in (Teacher, Room)
        for number in model._base_manager.filter(photo=row.pk).values_list("center_id", flat=True)
    }
    found |= {tag for number in centers for tag in touched(place_of_center(number), tags.PHOTOS)}
    signs = (
        register_models.NationalProject._base_manager.filter(sign=row.pk),
        HomePage._base_manager.filter(ministry_sign=row.pk),
    )
    return found | ({SITE} if any(rows.exists() for rows in signs) else set())


def of_document_file(row: Document, change: Change) -> Tags:
    if row.pk is None:
        return set()
    found = touched(place_of_collection(row.collection_id), tags.FILES, tags.DOCUMENTS)
    found |= of_references(Document, [row.pk])
    cards = CenterDocument._base_manager.filter(document=row.pk) | CenterDocument._base_manager.filter(
        accessible_alternative=row.pk
    )
    for number in set(cards.values_list("center_id", flat=True)):
        found |= touched(place_of_center(number), tags.FILES, tags.DOCUMENTS)
    return found


def of_version(row: DocumentVersion, change: Change) -> Tags:
    document = Document._base_manager.filter(pk=row.document_id).first()
    return of_document_file(document, change) if document else set()


def of_reading(row: Any, change: Change) -> Tags:
    """A reading or a signature of a version of a file."""
    return of_version(row.version, change)


def of_text(row: PageText, change: Change) -> Tags:
    return of_version(row.reading.version, change)


def of_rendition(row: ImageRendition, change: Change) -> Tags:
    """A new one changes nothing that is shown; one that is taken away leaves a hole in the page."""
    return of_image(row.image, change)


def of_document(row: CenterDocument, change: Change) -> Tags:
    before = change.before or {}
    if not row.live and not before.get("live", False) and not change.is_gone:
        return set()
    return touched(place_of_center(row.center_id), tags.DOCUMENTS)


def of_tally(row: RegionTally, change: Change) -> Tags:
    return touched(Place(None, None, row.region_id), tags.COUNTS)


def of_bin_entry(row: BinEntry, change: Change) -> Tags:
    return of_place_row(row)


def of_place_row(row: Any) -> Tags:
    """For rows with a centre, a municipality or a region: all that may be shown of it in lists."""
    if row.center_id:
        return touched(place_of_center(row.center_id), *EVERY_LIST)
    if row.municipality_id:
        return touched(place_of_municipality(row.municipality_id), *EVERY_LIST)
    return touched(Place(None, None, row.region_id), *EVERY_LIST) if row.region_id else {SITE}


def of_snapshot(row: NumbersSnapshot, change: Change) -> Tags:
    page = Page.objects.filter(pk=row.page_id).first()
    return touched(place_of_page(page), tags.NEWS) if page else set()


def _moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Wagtail and treebeard move a page with all below it by statements of their own."""
    page = Page.objects.filter(pk=instance.pk).first()
    if page is None:
        return
    place = place_of_path(page.path)
    found = touched(place, *EVERY_LIST) | of_references(Page, numbers_below(page))
    if place.center is None:
        found.add(frame(place))
    watching.touch(found)
    watching.follow(Page._meta.db_table, found)


def register_all() -> None:
    """Say it of every model of the register, of pages and of files; called once when the apps are ready."""
    register(Region, Rule(tags.PLACE, of_region))
    register(Municipality, Rule(tags.PLACE, of_municipality, watched=("region_id",)))
    register(School, Rule(tags.PLACE, of_school, watched=("municipality_id",)))
    register(Center, Rule(tags.PLACE, of_center_row, watched=("municipality_id",)))
    register(Coordinator, Rule(tags.PLACE, of_coordinator, watched=("region_id",)))
    for model in (
        register_models.FederalOperator,
        register_models.NationalProject,
        register_models.FederalProject,
        NetworkFigure,
        Site,
    ):
        register(model, Rule(tags.PLACE, everywhere))
    pages = Rule(
        tags.PLACE,
        of_page,
        watched=FRAME_FIELDS,
        unseen=UNSEEN,
        following=frozenset({"path", "depth", "url_path", "numchild", "slug"}),
    )
    register(Page, pages)
    for model in get_page_models():
        register(model, Rule(kind_of_page(model), of_page, watched=FRAME_FIELDS, unseen=UNSEEN))
    register(Page, pages)
    for name, kind in ROWS_OF_CENTER.items():
        register(getattr(register_models, name), Rule(kind, of_center(kind)))
    register(
        CenterDocument,
        Rule(
            tags.DOCUMENTS,
            of_document,
            watched=("live",),
            unseen=UNSEEN | {"replacement", "replacement_id"},  # a file that waits with a draft
            following=frozenset({"first_published_at"}),
        ),
    )
    register(ProgramEntry, Rule(tags.PROGRAMS, of_center(tags.PROGRAMS)))
    register(RegionTally, Rule(tags.COUNTS, of_tally))
    register(NumbersSnapshot, Rule(tags.NEWS, of_snapshot))
    register(BinEntry, Rule(tags.PLACE, of_bin_entry))
    shelf = frozenset({"collection", "collection_id"})  # whose a file is, not what it shows
    register(Image, Rule(tags.PHOTOS, of_image, watched=("collection_id",), unseen=shelf, is_new_seen=False))
    register(ImageRendition, Rule(tags.PHOTOS, of_rendition, is_new_seen=False))
    register(Document, Rule(tags.FILES, of_document_file, unseen=shelf, is_new_seen=False))
    register(DocumentVersion, Rule(tags.FILES, of_version))
    register(FileReading, Rule(tags.FILES, of_reading))
    register(DocumentSignature, Rule(tags.FILES, of_reading))
    register(PageText, Rule(tags.FILES, of_text))
    never_shown("rights of the staff", "centers.Membership", "centers.Invitation", "centers.Shelf")
    never_shown("work of the staff that is not published yet", "centers.IntakeBatch", "centers.IntakeItem")
    never_shown("words for the search, whose answers are not kept", "centers.KnownWord")
    never_shown("counts of the catalogue's rows, whose own rule speaks for them", "centers.ProgramTally")
    pre_page_move.connect(_moved, dispatch_uid="page-cache-moving")
    post_page_move.connect(_moved, dispatch_uid="page-cache-moved")
