"""Whatever changes what a centre's standing is made of marks the centre, whoever changed it."""

from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from centers.models import (
    BinEntry,
    Center,
    CenterDocument,
    Coordinator,
    Equipment,
    FederalOperator,
    FederalProject,
    HomePage,
    Lesson,
    Municipality,
    MunicipalityPage,
    NationalProject,
    Region,
    RegionPage,
    Room,
    School,
    Teacher,
)
from centers.signals import rows_created
from library.models import DocumentSignature, DocumentVersion, FileReading, Image, ReadingState
from oversight.loading import CENTER_PATH
from oversight.models import Declaration
from oversight.services.marking import mark, mark_where

ROWS = (CenterDocument, Teacher, Room, Equipment, Lesson)
EVERYWHERE = Q(pk__isnull=False)


def condition_of(row: Model) -> Q | None:
    """Which standings a changed row concerns; None for a row that concerns none, or for one centre."""
    if isinstance(row, School):
        return Q(center__school=row.pk)
    if isinstance(row, Municipality):
        return Q(center__municipality=row.pk)
    if isinstance(row, Region):
        return Q(center__municipality__region=row.pk)
    if isinstance(row, Coordinator):
        return Q(center__municipality__region=row.region_id)
    if isinstance(row, (FederalOperator, FederalProject, NationalProject, HomePage)):
        return EVERYWHERE
    if isinstance(row, MunicipalityPage):
        return Q(center__municipality=row.municipality_id)
    if isinstance(row, RegionPage):
        return Q(center__municipality__region=row.region_id)
    if isinstance(row, Declaration):
        places = ("center", "school", "municipality", "region")
        place = next(name for name in places if getattr(row, f"{name}_id") is not None)
        lookup = {
            "center": "center",
            "school": "center__school",
            "municipality": "center__municipality",
            "region": "center__municipality__region",
        }[place]
        return Q(**{lookup: getattr(row, f"{place}_id")})
    return None


def touched(instance: Model) -> None:
    """Mark what the row concerns."""
    if isinstance(instance, Center):
        mark([instance.pk])
    elif getattr(instance, "center_id", None) is not None and not isinstance(instance, Declaration):
        mark([instance.center_id])
    elif (condition := condition_of(instance)) is not None:
        mark_where(condition)
    elif isinstance(instance, Page) and len(instance.path) > CENTER_PATH:
        mark_where(Q(center__page__path=instance.path[:CENTER_PATH]))


def row_changed(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        touched(instance)


def page_changed(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page of any type, draft or published: Wagtail saves the page's row with every revision of it."""
    if not raw and isinstance(instance, Page):
        touched(instance)


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    touched(instance.specific)


def image_changed(sender: Any, instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """The words that describe a picture belong to the centre on whose shelf it lies."""
    if not raw:
        mark_where(Q(center__shelf__collection=instance.collection_id))


def file_read(sender: Any, instance: FileReading, **kwargs: Any) -> None:
    if instance.state in (ReadingState.DONE, ReadingState.FAILED):
        mark_where(Q(center__documents__document__versions=instance.version_id))


def file_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A new file of a document, or a signature of one."""
    version = instance if isinstance(instance, DocumentVersion) else instance.version
    mark_where(Q(center__documents__document=version.document_id))


def many_created(sender: Any, rows: Any, **kwargs: Any) -> None:
    for row in rows:
        touched(row)


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    rows = (
        *ROWS,
        Center,
        School,
        Municipality,
        Region,
        Coordinator,
        FederalOperator,
        FederalProject,
        NationalProject,
        Declaration,
        BinEntry,  # pages go to the bin and come back by no signal of their own
    )
    for model in rows:
        post_save.connect(row_changed, sender=model, dispatch_uid=f"oversight-{model.__name__}")
        post_delete.connect(row_changed, sender=model, dispatch_uid=f"oversight-gone-{model.__name__}")
    post_save.connect(page_changed, dispatch_uid="oversight-page")
    post_delete.connect(page_changed, dispatch_uid="oversight-page-gone")
    post_page_move.connect(page_moved, dispatch_uid="oversight-page-moved")
    post_save.connect(image_changed, sender=Image, dispatch_uid="oversight-image")
    post_save.connect(file_read, sender=FileReading, dispatch_uid="oversight-reading")
    post_save.connect(file_changed, sender=DocumentVersion, dispatch_uid="oversight-version")
    post_save.connect(file_changed, sender=DocumentSignature, dispatch_uid="oversight-signature")
    post_delete.connect(file_changed, sender=DocumentSignature, dispatch_uid="oversight-unsigned")
    rows_created.connect(many_created, dispatch_uid="oversight-rows-created")
