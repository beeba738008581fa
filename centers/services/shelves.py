"""The collection in which the files of a place lie."""

from typing import Any

from django.db import transaction
from wagtail.models import Collection

from centers.models import Center, Municipality, Region, Shelf
from library.models import Document, Image

FIELD_OF_PLACE = {Center: "center", Municipality: "municipality", Region: "region"}
NAME_LENGTH = Collection._meta.get_field("name").max_length


def shelf_of(place: Center | Municipality | Region) -> Collection:
    """The place's collection, made when it is first needed.

    Two requests at once make one: the row of the place is locked meanwhile.
    """
    field = FIELD_OF_PLACE[type(place)]
    found = Shelf.objects.filter(**{field: place}).select_related("collection").first()
    if found is None:
        with transaction.atomic():
            type(place)._base_manager.select_for_update().get(pk=place.pk)
            found = Shelf.objects.filter(**{field: place}).select_related("collection").first()
            if found is None:
                root = Collection.get_first_root_node()
                collection = root.add_child(name=_name_behind_all(place))
                found = Shelf.objects.create(collection=collection, **{field: place})
    return found.collection


def _name_behind_all(place: Center | Municipality | Region) -> str:
    """A name that sorts behind all others: a tree in order of names moves every sibling that comes after."""
    last = Collection.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{last + 1:07d} · {place}"[:NAME_LENGTH]


def shelve(place: Center | Municipality | Region, *files: Document | Image | None) -> None:
    """Put files that lie in the root, and so belong to nobody, on the shelf of the place."""
    root = Collection.get_first_root_node()
    loose: list[Any] = [file for file in files if file is not None and file.collection_id == root.pk]
    if loose:
        collection = shelf_of(place)
        for file in loose:
            file.collection = collection
            type(file)._base_manager.filter(pk=file.pk).update(collection=collection)
