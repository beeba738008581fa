"""What goes into the log of publications (`ledger`): pages, documents and photos that go public or away.

What a saving changes is seen by comparing the row with what the database has, so that no way of publishing
is missed, and written in the transaction of the saving. Bulk statements and the bin say it themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex, Revision, get_page_models

from centers.models import BinKind, Center, CenterDocument, CenterPage, Room, Shelf, Teacher
from centers.permissions import place_of_page
from ledger.models import Deed, Entry, Kind
from ledger.writing import record, record_all
from library.models import Document, DocumentVersion, Image
from library.showing import photo_taken_down
from library.visibility import is_public

#: Of what lies in the bin, only what can be public by itself.
KIND_OF_BIN = {
    BinKind.PAGE: Kind.PAGE,
    BinKind.DOCUMENT: Kind.DOCUMENT,
    BinKind.FILE: Kind.FILE,
    BinKind.IMAGE: Kind.IMAGE,
    BinKind.CENTER: Kind.CENTER,
}
_OF_PAGE = ("live", "live_revision_id", "url_path")
_OF_DOCUMENT = ("live", "live_revision_id")


def at_place(entry: Entry, place: Any) -> Entry:
    """Write the centre, municipality or region into the entry, as values."""
    if isinstance(place, Center):
        entry.center_id, entry.center_title = place.pk, place.title
        entry.municipality_id, place = place.municipality_id, place.municipality
    if place is not None and hasattr(place, "region_id"):
        entry.municipality_id, entry.region_id = place.pk, place.region_id
    elif place is not None:
        entry.region_id = place.pk
    return entry


def _place_of_page(page: Page) -> Any:
    """By one query for a page of a centre, school and places included."""
    if page.depth >= 5:
        found = CenterPage._base_manager.filter(path=page.path[: 5 * Page.steplen])
        above = found.select_related("center__school", "center__municipality").first()
        if above is not None:
            return above.center
    return place_of_page(page)


def _place_of_file(row: Document | Image) -> Any:
    shelves = Shelf.objects.filter(collection=row.collection_id)
    shelf = shelves.select_related("center__school", "center__municipality", "municipality", "region").first()
    return (shelf.center or shelf.municipality or shelf.region) if shelf else None


def address_of(url_path: str) -> str:
    """The address on the site: without the name of the home page."""
    return "/" + url_path.split("/", 2)[-1]


def _hash_of(file: Document | Image | None) -> str:
    sha256 = getattr(file, "sha256", "")
    if sha256:
        return f"sha256:{sha256}"
    return f"sha1:{file.file_hash}" if file is not None and file.file_hash else ""


def entry_of(row: Any, deed: Deed, *, note: str = "") -> Entry:
    """An entry about a page, a document of a centre, a file, a photo or a centre."""
    entry = Entry(deed=deed, object_id=row.pk, note=note)
    if isinstance(row, Page):
        entry.kind, entry.title = Kind.PAGE, row.title
        entry.address, entry.revision_id = address_of(row.url_path), row.live_revision_id
        return at_place(entry, _place_of_page(row))
    if isinstance(row, CenterDocument):
        entry.kind, entry.title = Kind.DOCUMENT, row.full_title
        entry.address, entry.revision_id = f"/d/{row.public_id}/", row.live_revision_id
        entry.file_hash = _hash_of(row.replacement if row.live and row.replacement else row.document)
        return at_place(entry, row.center)
    if isinstance(row, Center):
        entry.kind, entry.title, entry.address = Kind.CENTER, row.title, f"/c/{row.pk}/"
        return at_place(entry, row)
    entry.kind = Kind.IMAGE if isinstance(row, Image) else Kind.FILE
    entry.title, entry.file_hash = row.title, _hash_of(row)
    return at_place(entry, _place_of_file(row))


def _deed(before: dict[str, Any] | None, row: Any) -> Deed | None:
    was_live = bool(before and before["live"])
    if row.live and not was_live:
        return Deed.PUBLISHED
    if was_live and not row.live:
        return Deed.WITHDRAWN
    if row.live and before and before["live_revision_id"] != row.live_revision_id:
        return Deed.CHANGED
    return None


def _before(model: Any, instance: Any, update_fields: Any, columns: tuple[str, ...]) -> None:
    """Keep what the database has; `_ledger` is None when the saving changes nothing of this."""
    names = {name.removesuffix("_id") for name in columns} | set(columns)
    instance._ledger = None
    if update_fields is not None and not names.intersection(update_fields):
        return
    found = None
    if not instance._state.adding:
        found = model._base_manager.filter(pk=instance.pk).values(*columns).first()
    instance._ledger = found or {}


def page_saving(
    sender: Any, instance: Page, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    if raw:
        return
    _before(Page, instance, update_fields, _OF_PAGE)
    if instance._ledger and _deed(instance._ledger, instance):
        instance._ledger["photos"] = _photos_shown(instance) if instance._ledger["live"] else set()


def page_saved(sender: Any, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    before = None if raw else instance.__dict__.pop("_ledger", None)
    if before is None:
        return
    entries = []
    deed = _deed(before, instance)
    former = before.get("url_path", instance.url_path)
    if former != instance.url_path and (instance.live or before["live"]):
        moved = entry_of(instance, Deed.MOVED)
        moved.former_address = address_of(former)
        entries.append(moved)
    if deed is not None:
        entry = entry_of(instance, deed)
        entries.append(entry)
        now = _photos_in(instance) if instance.live and before else set()
        entries += _photos(entry, before.get("photos", set()), now)
    if entries:
        record_all(entries)


def _photos_shown(page: Page) -> set[int]:
    """Photos of the page as the database has it."""
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(Image),
    )
    return {int(pk) for pk in rows.values_list("to_object_id", flat=True)}


def _photos_in(page: Page) -> set[int]:
    """Photos that the page itself names."""
    wanted = ContentType.objects.get_for_model(Image).pk
    return {
        int(pk)
        for kind, pk, _model, _content in ReferenceIndex._extract_references_from_object(page)
        if kind == wanted
    }


def _photos(page: Entry, before: set[int], now: set[int]) -> list[Entry]:
    """Photos that have come to the page or gone from it."""
    deeds = dict.fromkeys(now - before, Deed.PUBLISHED) | dict.fromkeys(before - now, Deed.WITHDRAWN)
    if not deeds:
        return []
    images = Image.everything.in_bulk(list(deeds))
    note = _("на странице «{title}»").format(title=page.title)
    same = {name: getattr(page, name) for name in _SAME}
    return [
        Entry(
            kind=Kind.IMAGE,
            deed=deed,
            object_id=pk,
            title=images[pk].title,
            file_hash=_hash_of(images[pk]),
            note=note,
            **same,
        )
        for pk, deed in sorted(deeds.items())
        if pk in images
    ]


_SAME = ("address", "revision_id", "center_id", "municipality_id", "region_id", "center_title")


def page_deleting(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page that goes past the bin while it is public.

    The signal comes once for each table of the page, and Wagtail takes the page down at the last.
    """
    if (
        instance.live
        and not Entry.objects.filter(kind=Kind.PAGE, object_id=instance.pk, deed=Deed.PURGED).exists()
    ):
        record(entry_of(instance, Deed.PURGED))


def document_saving(
    sender: Any, instance: CenterDocument, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        _before(CenterDocument, instance, update_fields, _OF_DOCUMENT)


def document_saved(sender: Any, instance: CenterDocument, raw: bool = False, **kwargs: Any) -> None:
    before = None if raw else instance.__dict__.pop("_ledger", None)
    deed = None if before is None else _deed(before, instance)
    if deed is not None:
        record(entry_of(instance, deed))


def revision_saved(sender: Any, instance: Revision, update_fields: Any = None, **kwargs: Any) -> None:
    """A publication is planned, or its plan is dropped."""
    if not update_fields or "approved_go_live_at" not in update_fields:
        return
    row = instance.content_object
    if isinstance(row, (Page, CenterDocument)):
        when = instance.approved_go_live_at
        deed = Deed.SCHEDULED if when else Deed.UNSCHEDULED
        note = _("на {when}").format(when=f"{localtime(when):%d.%m.%Y %H:%M}") if when else ""
        entry = entry_of(row, deed, note=note)
        entry.revision_id = instance.pk
        record(entry)


def version_saved(
    sender: Any, instance: DocumentVersion, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Another file stands at a public address."""
    if raw or not created:
        return
    versions = DocumentVersion._base_manager.filter(document=instance.document_id)
    if not versions.exclude(pk=instance.pk).exists():
        return
    file = Document.everything.get(pk=instance.document_id)
    if is_public(file):
        entry = entry_of(file, Deed.REPLACED)
        entry.address, entry.file_hash = f"/d/{file.public_id}/", f"sha256:{instance.sha256}"
        card = CenterDocument._base_manager.filter(document=file.pk, live=True).first()
        if card is not None:
            entry.title, entry.address = card.full_title, f"/d/{card.public_id}/"
        record(entry, user=instance.by)


def image_saving(sender: Any, instance: Image, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not instance._state.adding:
        instance._ledger = Image.everything.filter(pk=instance.pk).first()


def image_saved(sender: Any, instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """Another picture in the place of one that is used, or one that may not be shown any more."""
    before = instance.__dict__.pop("_ledger", None)
    if before is None:
        return
    deed = None
    if before.is_shown != instance.is_shown:
        deed = Deed.PUBLISHED if instance.is_shown else Deed.WITHDRAWN
    elif before.file.name != instance.file.name:
        deed = Deed.REPLACED
    if deed is not None and ReferenceIndex.get_references_to(instance).exists():
        record(entry_of(instance, deed))


def image_over(sender: Any, instance: Image, **kwargs: Any) -> None:
    record(entry_of(instance, Deed.WITHDRAWN, note=_("срок показа прошёл")))


def portrait_saving(sender: Any, instance: Teacher | Room, raw: bool = False, **kwargs: Any) -> None:
    """A photo of a teacher or a room is shown as long as its row is."""
    if raw:
        return
    before = None if instance._state.adding else sender._base_manager.filter(pk=instance.pk).first()
    instance._ledger = _portrait(before)


def portrait_saved(sender: Any, instance: Teacher | Room, raw: bool = False, **kwargs: Any) -> None:
    before, now = instance.__dict__.pop("_ledger", None), _portrait(instance)
    if not raw and before != now:
        _record_portrait(instance, before, now)


def portrait_gone(sender: Any, instance: Teacher | Room, **kwargs: Any) -> None:
    before = _portrait(instance)
    if before is not None:
        _record_portrait(instance, before, None)


def _portrait(row: Teacher | Room | None) -> int | None:
    return row.photo_id if row is not None and getattr(row, "is_shown", True) else None


def _record_portrait(row: Teacher | Room, before: int | None, now: int | None) -> None:
    images = Image.everything.in_bulk([pk for pk in (before, now) if pk])
    for pk, deed in ((before, Deed.WITHDRAWN), (now, Deed.PUBLISHED)):
        if pk in images:
            entry = entry_of(images[pk], deed, note=f"{row._meta.verbose_name}: {row}")
            record(at_place(entry, row.center))


def bin_told(entry: Any, deed: Deed, *, user: Any = None, note: str = "") -> None:
    """Something went into the bin, came back or was let go: `entry` is its `BinEntry`."""
    kind = KIND_OF_BIN.get(entry.kind)
    if kind is None:
        return
    told = Entry(deed=deed, kind=kind, object_id=entry.object_id, title=entry.title, note=note)
    if "url" in entry.data:  # of a page: where it stood
        told.address = address_of(entry.data["url"])
    elif kind == Kind.CENTER:
        told.address = f"/c/{entry.object_id}/"
    record(at_place(told, entry.center or entry.municipality or entry.region), user=user)


def pages_made(pages: Iterable[Any], user: Any) -> None:
    """Published pages of the register that one statement made; sections are told of with their centre."""
    entries = []
    for page in pages:
        names = (name for name in ("center", "municipality", "region") if hasattr(page, name))
        place = getattr(page, next(names, ""), None)
        if place is None or (isinstance(place, Center) and not isinstance(page, CenterPage)):
            continue
        entry = Entry(deed=Deed.PUBLISHED, kind=Kind.PAGE, object_id=page.pk, title=page.title)
        entry.revision_id = page.live_revision_id
        entry.address = address_of(page.url_path)
        entry.note = _("со всеми разделами") if isinstance(place, Center) else ""
        entries.append(at_place(entry, place))
    if entries:
        record_all(entries, user)


def connect() -> None:
    """Connect the receivers; called once when the apps are ready."""
    for model in (Page, *get_page_models()):
        pre_save.connect(page_saving, sender=model, dispatch_uid=f"ledger-saving-{model.__name__}")
        post_save.connect(page_saved, sender=model, dispatch_uid=f"ledger-saved-{model.__name__}")
        pre_delete.connect(page_deleting, sender=model, dispatch_uid=f"ledger-deleting-{model.__name__}")
    pre_save.connect(document_saving, sender=CenterDocument, dispatch_uid="ledger-document-saving")
    post_save.connect(document_saved, sender=CenterDocument, dispatch_uid="ledger-document")
    post_save.connect(revision_saved, sender=Revision, dispatch_uid="ledger-revision")
    post_save.connect(version_saved, sender=DocumentVersion, dispatch_uid="ledger-version")
    pre_save.connect(image_saving, sender=Image, dispatch_uid="ledger-image-saving")
    post_save.connect(image_saved, sender=Image, dispatch_uid="ledger-image")
    photo_taken_down.connect(image_over, dispatch_uid="ledger-image-over")
    for row in (Teacher, Room):
        pre_save.connect(portrait_saving, sender=row, dispatch_uid=f"ledger-saving-{row.__name__}")
        post_save.connect(portrait_saved, sender=row, dispatch_uid=f"ledger-saved-{row.__name__}")
        post_delete.connect(portrait_gone, sender=row, dispatch_uid=f"ledger-gone-{row.__name__}")
