"""Rows that are really deleted: the bin keeps them as data and writes them anew, with the same numbers.

So nothing else of the site needs to know of the bin: lists, counts, unique numbers and exports see
only what is there.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index

from centers.models import BinEntry, Municipality, Region
from centers.services.bin.entries import CannotReturnError, keep_row
from centers.services.bin.pages import specific_of
from centers.services.bin.snapshots import Snapshot, put_back, take
from centers.services.sections import home_page, region_page_for
from centers.services.shelves import shelf_of
from library.models import Document, Image

_PAGE = "wagtailcore.page"
_SHELF = "centers.shelf"


@transaction.atomic
def bin_row(row: Any, *, user: Any = None) -> BinEntry:
    """Delete a row and keep it in the bin, with what referred to it.

    A region or municipality goes with its own page. Raises `ProtectedError` while other rows stand on
    it, and `ValidationError` while pages stand below its page.
    """
    data: dict[str, Any] = {}
    page = getattr(row, "page", None) if isinstance(row, Region | Municipality) else None
    if page is not None:
        if page.get_children().exists():
            raise ValidationError(
                _(
                    "На сайте ниже страницы «{name}» есть другие страницы. Сначала удалите или перенесите их."
                ).format(name=row)
            )
        snapshot = take(page)
        data["page"] = {"tables": snapshot.tables, "emptied": snapshot.emptied, "step": page.path[-4:]}
        page.delete(user=user)
        row = type(row)._base_manager.get(pk=row.pk)
    snapshot = take(row)
    data |= {
        # With the shelf goes its collection; the files that lay on it get a new one of the place.
        "tables": [item for item in snapshot.tables if item["model"] != _SHELF],
        "emptied": snapshot.emptied,
        "files": _files_of(row),
    }
    log(instance=row, action="wagtail.delete", user=user, deleted=True)
    entry = keep_row(row, user=user, data=data)
    # A copy: the caller's row keeps its number, by which it is still called.
    type(row)._base_manager.get(pk=row.pk).delete()
    return entry


@transaction.atomic
def return_row(entry: BinEntry, *, user: Any = None) -> models.Model:
    """Write the row of the entry again. Raises `CannotReturnError` when its place is taken or gone."""
    put_back(Snapshot(entry.data["tables"], entry.data["emptied"]))
    page = entry.data.get("page")
    model: Any = entry.content_type.model_class()
    row = model._base_manager.get(pk=entry.object_id)
    for label, numbers in entry.data.get("files", {}).items():
        apps.get_model(label)._base_manager.filter(pk__in=numbers).update(collection=shelf_of(row))
    if page:
        _put_page_back(row, page)
    entry.delete()
    log(instance=row, action="centers.restore", user=user)
    return row


def _files_of(row: models.Model) -> dict[str, list[int]]:
    """Numbers of the files on the shelf of a place, by model."""
    shelf = getattr(row, "shelf", None) if isinstance(row, Region | Municipality) else None
    if shelf is None:
        return {}
    files = {
        model._meta.label: list(
            model.everything.filter(collection=shelf.collection_id).values_list("pk", flat=True)
        )
        for model in (Document, Image)
    }
    return {label: numbers for label, numbers in files.items() if numbers}


def _put_page_back(row: Region | Municipality, kept: dict[str, Any]) -> None:
    """Write the page of a place again, below the page where it belongs now."""
    parent = home_page() if isinstance(row, Region) else region_page_for(row.region)
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    wanted = parent.path + kept["step"]
    if children.filter(path=wanted).exists():
        wanted = children.order_by("path").last()._inc_path()
    tables = kept["tables"]
    for item in tables:
        if item["model"] != _PAGE:
            continue
        fields = item["fields"]
        other = children.filter(slug=fields["slug"]).first()
        if other is not None:
            raise CannotReturnError(
                _(
                    "«{name}» вернуть нельзя: адрес «{slug}» заняла страница «{other}». "
                    "Сначала смените адрес ей."
                ).format(name=row, slug=fields["slug"], other=other.title)
            )
        fields |= {
            "path": wanted,
            "depth": parent.depth + 1,
            "numchild": 0,
            "url_path": f"{parent.url_path}{fields['slug']}/",
        }
        number = item["pk"]
    put_back(Snapshot(tables, kept["emptied"]))
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + 1)
    page = specific_of(Page.objects.get(pk=number))
    index.insert_or_update_object(page)
    ReferenceIndex.create_or_update_for_object(page)  # rows that are written raw tell nobody of their links
