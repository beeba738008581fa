"""Both shelves in a bucket, for as long as a test needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings

from library.models import Rendition
from tochka.settings.environment import Bucket

SHELVES = {
    "default": {"BACKEND": "library.buckets.PrivateBucket"},
    "renditions": {"BACKEND": "library.buckets.PublicBucket"},
}


@contextmanager
def in_buckets(place: Bucket | None, **changed: Any) -> Iterator[None]:
    """Settings of an installation whose `STORAGE_URL` names that place."""
    file = Rendition._meta.get_field("file")  # takes its storage once, when the models are loaded
    before = file.storage
    with override_settings(STORAGE=place, STORAGES={**settings.STORAGES, **SHELVES}, **changed):
        file.storage = storages["renditions"]
        try:
            yield
        finally:
            file.storage = before
