"""Whatever changes the counts of a region marks the region, whoever changed it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from centers.models import (
    BinEntry,
    Center,
    CenterPage,
    Municipality,
    MunicipalityPage,
    ProgramIndexPage,
    ProgramPage,
    RegionPage,
    School,
)
from centers.models.tally import mark_regions
from centers.signals import rows_created

COUNTED_PAGES = (RegionPage, MunicipalityPage, CenterPage, ProgramIndexPage, ProgramPage)


def region_of(row: Model) -> int | None:
    """The region in which the row or page is counted; None for what is counted nowhere."""
    if isinstance(row, RegionPage):
        return row.region_id
    if isinstance(row, Municipality):
        return row.region_id
    if isinstance(row, (Center, School, MunicipalityPage)):
        return row.municipality.region_id
    if isinstance(row, (CenterPage, ProgramIndexPage, ProgramPage)):
        return row.center.municipality.region_id
    return None


def touched(*rows: Model | None) -> None:
    regions = {region_of(row) for row in rows if row is not None}
    mark_regions(number for number in regions if number is not None)


def row_changed(sender: Any, instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        touched(instance)


def page_moved(
    sender: Any, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """A page that goes to another region is missing in the old one."""
    touched(instance.specific, parent_page_before.specific, parent_page_after.specific)


def many_created(sender: Any, rows: Any, **kwargs: Any) -> None:
    touched(*rows)


def thrown_away_or_back(sender: Any, instance: BinEntry, **kwargs: Any) -> None:
    """Pages go to the bin and come back by no signal of their own."""
    touched(instance.center)


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    for model in (Center, School, Municipality, *COUNTED_PAGES):
        post_save.connect(row_changed, sender=model, dispatch_uid=f"tally-{model.__name__}")
        post_delete.connect(row_changed, sender=model, dispatch_uid=f"tally-gone-{model.__name__}")
    for model in COUNTED_PAGES:
        page_published.connect(row_changed, sender=model, dispatch_uid=f"tally-shown-{model.__name__}")
        page_unpublished.connect(row_changed, sender=model, dispatch_uid=f"tally-hidden-{model.__name__}")
    post_save.connect(thrown_away_or_back, sender=BinEntry, dispatch_uid="tally-bin")
    post_delete.connect(thrown_away_or_back, sender=BinEntry, dispatch_uid="tally-bin-gone")
    post_page_move.connect(page_moved, dispatch_uid="tally-page-moved")
    rows_created.connect(many_created, dispatch_uid="tally-rows-created")
