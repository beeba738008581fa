"""The search backend to name in `WAGTAILSEARCH_BACKENDS`: it suits itself to the database."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import connections, router
from modelsearch.backends import database
from modelsearch.backends.database.sqlite.utils import fts5_available
from modelsearch.conf import get_app_config

__all__ = ["SearchBackend"]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """Return the Russian backend for the database of the index.

    An SQLite built without FTS5, or another database, gets Wagtail's plain one,
    which knows no word forms.
    """
    vendor = connections[router.db_for_read(get_app_config().get_model("IndexEntry"))].vendor
    if vendor == "postgresql":
        return import_module("toolkit.search.postgres").SearchBackend(params)
    if vendor == "sqlite" and fts5_available():
        return import_module("toolkit.search.sqlite").SearchBackend(params)
    return database.SearchBackend(params)
