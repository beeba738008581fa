"""Entries of the bin: writing one when something is deleted, taking it out when it is back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from centers.models import (
    Bell,
    BinEntry,
    BinKind,
    CalendarEntry,
    Center,
    CenterDocument,
    Coordinator,
    Equipment,
    FederalOperator,
    FederalProject,
    Lesson,
    Municipality,
    NationalProject,
    NetworkFigure,
    Region,
    Replacement,
    Room,
    School,
    Shelf,
    Teacher,
    type_of,
)
from centers.recording import bin_told
from ledger.models import Deed
from library.models import Document, Image

KIND_OF_ROW: dict[type[Model], BinKind] = {
    CenterDocument: BinKind.DOCUMENT,
    Teacher: BinKind.TEACHER,
    Room: BinKind.ROOM,
    Equipment: BinKind.EQUIPMENT,
    Lesson: BinKind.LESSON,
    Bell: BinKind.BELL,
    CalendarEntry: BinKind.CALENDAR,
    Replacement: BinKind.REPLACEMENT,
    Document: BinKind.FILE,
    Image: BinKind.IMAGE,
    Center: BinKind.CENTER,
    School: BinKind.SCHOOL,
    Municipality: BinKind.MUNICIPALITY,
    Region: BinKind.REGION,
    Coordinator: BinKind.COORDINATOR,
    NetworkFigure: BinKind.FIGURE,
    FederalOperator: BinKind.FEDERATION,
    NationalProject: BinKind.FEDERATION,
    FederalProject: BinKind.FEDERATION,
}
Place = Center | Municipality | Region


class CannotReturnError(ValidationError):
    """Why a thing does not come back now, and what to do.

    With `question`, it does when the person agrees: `answer` is what the caller then passes on.
    """

    def __init__(self, message: str, *, question: str = "", answer: str = "") -> None:
        super().__init__(message)
        self.question = question
        self.answer = answer


def keep(
    row: Model,
    kind: BinKind,
    *,
    title: str,
    place: Place | None,
    origin: str = "",
    user: Any = None,
    data: dict[str, Any] | None = None,
) -> BinEntry:
    """Note that the row or page has been deleted. `user` is whoever is at work in the admin by default."""
    user = user or get_active_log_context().user
    BinEntry.objects.of(row).delete()
    entry = BinEntry.objects.create(
        kind=kind,
        content_type=type_of(row),
        object_id=row.pk,
        title=title,
        origin=origin or (name_of(place) if place else ""),
        center=place if isinstance(place, Center) else None,
        municipality=place if isinstance(place, Municipality) else None,
        region=place if isinstance(place, Region) else None,
        deleted_at=timezone.now(),
        deleted_by=user,
        deleted_by_name=str(user) if user else "",
        data=data or {},
    )
    bin_told(entry, Deed.DELETED, user=user)
    return entry


def keep_row(row: Model, *, user: Any = None, data: dict[str, Any] | None = None) -> BinEntry:
    """Note that a row of the register, of a centre or of the library has been deleted."""
    return keep(
        row,
        KIND_OF_ROW[type(row)],
        title=title_of(row),
        place=place_of_row(row),
        user=user,
        data=data,
    )


def forget(row: Model) -> None:
    """Take the entry of a row that is back out of the bin, whichever way it came."""
    for entry in BinEntry.objects.of(row):
        entry.delete()
        bin_told(entry, Deed.RESTORED)


def name_of(place: Place) -> str:
    return place.title if isinstance(place, Center) else str(place)


def title_of(row: Any) -> str:
    """What the bin calls the row."""
    if isinstance(row, CenterDocument):
        return row.full_title
    if isinstance(row, Center):
        return row.title
    if isinstance(row, Lesson):
        return f"{row.program.title}: {row}"
    return str(row)


def place_of_row(row: Any) -> Place | None:
    """Whose the entry is: the centre, municipality or region; None for the whole network."""
    if isinstance(row, Center):
        return row
    if isinstance(row, (Document, Image)):
        shelf = Shelf.objects.filter(collection=row.collection_id).first()
        return (shelf.center or shelf.municipality or shelf.region) if shelf else None
    for name in ("center", "municipality", "region"):
        place: Place | None = getattr(row, name, None)
        if place is not None:
            return place
    return None
