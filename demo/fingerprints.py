"""Digests that tell whether a row is still what the demonstration data made of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import models
from wagtail.models import Page, get_root_collection_id

#: What changes by itself: moments, the place in the tree, revisions.
_PASSING = {
    "created_at",
    "updated_at",
    "path",
    "depth",
    "numchild",
    "url_path",
    "page_ptr_id",
    "latest_revision_id",
    "live_revision_id",
    "latest_revision_created_at",
    "first_published_at",
    "last_published_at",
}


def row_fingerprint(row: models.Model) -> str:
    """Digest of the stored values of a row; an unpublished draft of a page counts as a change.

    The row must come fresh from the database, so that values compare as they are stored.
    """
    fields = [field for field in row._meta.concrete_fields if field.attname not in _PASSING]
    values = {field.attname: field.value_from_object(row) for field in fields}
    if "collection_id" in values:
        # A file goes to the shelf of its centre by itself; every one was loaded into the root.
        values["collection_id"] = get_root_collection_id()
    return values_digest(values, row)


def fields_fingerprint(row: models.Model, names: Iterable[str]) -> str:
    """Digest of some fields of a row, for rows that the data only changed."""
    return values_digest({name: getattr(row, name) for name in names}, row)


def values_digest(values: Mapping[str, Any], row: models.Model | None = None) -> str:
    """Digest of values by name; a row in them counts as its kind and number, a file as its content."""
    plain = {}
    for name, value in values.items():
        if row is not None and not isinstance(value, models.Model):
            field = row._meta.get_field(name)
            value = str(value) if isinstance(field, models.FileField) else field.get_prep_value(value)
        plain[name] = _plain(value)
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, Path):
        return hashlib.sha256(value.read_bytes()).hexdigest()
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def identity(row: models.Model) -> tuple[str, int]:
    """What a row is known by: pages of every kind share one numbering."""
    return identity_of(type(row), row.pk)


def identity_of(model: type[models.Model], pk: Any) -> tuple[str, int]:
    """The same for a model and the number of its row."""
    return ("page" if issubclass(model, Page) else model._meta.label_lower, int(pk))
