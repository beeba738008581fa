"""The cache of an installation: kept pages and the stamps by which each of them is judged."""

from __future__ import annotations

import logging
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils import timezone

from toolkit.pagecache.entries import Entries, Entry, FileEntries, Memory, unpack
from toolkit.pagecache.stamps import FileStamps, Stamps

logger = logging.getLogger(__name__)

#: The share of memory and disk that addresses with a question may take: there is no end to them.
QUERY_SHARE = 8
FAILURES_SILENT_SECONDS = 60


class Store:
    """Pages by key. Whatever fails here costs a page its speed and nobody the page."""

    def __init__(self, stamps: Stamps, shelves: tuple[Entries, Entries], memory_bytes: int) -> None:
        self.stamps = stamps
        self._shelves = shelves  # for addresses without a question, and with one
        self._memory = Memory(memory_bytes), Memory(memory_bytes // QUERY_SHARE)
        self._quiet_until = 0.0

    def get(self, key: str, *, has_query: bool = False) -> Entry | None:
        """The page if it is as good as new, else None."""
        memory = self._memory[has_query]
        entry = memory.get(key)
        if entry is not None and self.is_fresh(entry):
            return entry
        entry = self._read(key, has_query)
        if entry is None or not self.is_fresh(entry):
            memory.drop(key)
            return None
        memory.put(key, entry)
        return entry

    def is_fresh(self, entry: Entry) -> bool:
        """Whether nothing that the page shows has changed since it was begun, and no day has passed."""
        if entry.until <= timezone.now().timestamp() or entry.epoch != self.stamps.epoch():
            return False
        latest = self.stamps.latest(entry.tags)
        return latest is not None and latest < entry.began

    def put(self, key: str, entry: Entry, *, has_query: bool = False) -> bool:
        """Keep the page unless something of it has changed meanwhile; tell whether it is kept."""
        self.stamps.prepare(entry.tags)
        if not self.is_fresh(entry):
            return False
        try:
            seconds = entry.until - timezone.now().timestamp()
            self._shelves[has_query].put(key, entry.pack(), seconds)
        except OSError:
            self._say_failure()
        self._memory[has_query].put(key, entry)
        return True

    def changed_since(self, key: str, digest: str, *, has_query: bool = False) -> int | None:
        """Since when (seconds) the page at this key has this text; None when it had another or none."""
        entry = self._read(key, has_query)
        return entry.changed if entry is not None and entry.digest == digest else None

    def _read(self, key: str, has_query: bool) -> Entry | None:
        data = self._shelves[has_query].get(key)
        return unpack(data) if data else None

    def _say_failure(self) -> None:
        """Once a minute: a full disk fails at every page."""
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + FAILURES_SILENT_SECONDS
            logger.exception("A page could not be kept in the page cache")


def is_on() -> bool:
    """Whether this installation keeps pages at all."""
    return bool(settings.PAGE_CACHE["ON"])


@cache
def store() -> Store:
    """The store of this process, by `PAGE_CACHE` of the settings."""
    options: dict[str, Any] = settings.PAGE_CACHE
    if options["URL"]:
        from toolkit.pagecache.redis_store import RedisEntries, RedisStamps, connect

        server = connect(options["URL"])
        shelf = RedisEntries(server)
        return Store(RedisStamps(server), (shelf, shelf), options["MEMORY_BYTES"])
    folder = Path(options["FOLDER"])
    shelves = (
        FileEntries(folder / "pages", options["DISK_BYTES"]),
        FileEntries(folder / "queries", options["DISK_BYTES"] // QUERY_SHARE),
    )
    return Store(FileStamps(folder / "stamps-1"), shelves, options["MEMORY_BYTES"])


def _forget_store(*, setting: str, **kwargs: Any) -> None:
    if setting == "PAGE_CACHE":
        store.cache_clear()


setting_changed.connect(_forget_store, dispatch_uid="page-cache-store")
