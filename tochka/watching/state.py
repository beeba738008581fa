"""The state of the installation: database, cache, worker and its queue, copies, disks."""

from __future__ import annotations

import logging
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tochka.backups.health import failure
from tochka.backups.making import own_backups

logger = logging.getLogger(__name__)

WORKER_KEY = "tochka-worker-seen"
#: The worker says that it lives every minute; after this many seconds of silence something is wrong.
WORKER_SILENCE = 300
#: What the cache is tried with is forgotten after this many seconds.
PROBE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Disk:
    """Where a folder of the site lies: room in bytes."""

    name: str
    folder: Path
    free: int
    size: int


@dataclass(frozen=True, slots=True)
class State:
    """What was found; None is what could not be asked. Times in seconds.

    `oldest_wait` is how long the oldest waiting task has waited, `failed` how many have failed in a day,
    `worker_age` how long ago the worker was seen, `backup_age` how old the newest copy is.
    """

    database: bool
    cache: bool
    waiting: int | None
    oldest_wait: float | None
    failed: int | None
    worker_age: float | None
    backup: Path | None
    backup_age: float | None
    backup_failure: str
    disks: tuple[Disk, ...]


def database_answers() -> bool:
    """Whether the database answers; why not stands in the log."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def cache_keeps() -> bool:
    """Whether the cache gives back what it was given. Caches fail in ways of their own: each is caught.

    Ours fail in silence, so what is given is new each time; the name too, for many may ask at once.
    """
    given = secrets.token_hex(8)
    try:
        cache.set(f"healthz-{given}", given, PROBE_SECONDS)
        kept = bool(cache.get(f"healthz-{given}") == given)
        cache.delete(f"healthz-{given}")
        return kept
    except Exception:
        logger.exception("The cache keeps nothing")
        return False


def note_worker() -> None:
    """The worker is alive; called by its clock every minute."""
    with suppress(Exception):  # a cache that is away must not stop the worker
        cache.set(WORKER_KEY, time.time(), timedelta(days=30).total_seconds())


def state() -> State:
    """Look at everything. At most three queries; nothing raises."""
    database, kept = database_answers(), cache_keeps()
    waiting, oldest, failed = _tasks() if database else (None, None, None)
    newest, age = _newest_copy()
    return State(
        database=database,
        cache=kept,
        waiting=waiting,
        oldest_wait=oldest,
        failed=failed,
        worker_age=_worker_age() if kept else None,
        backup=newest,
        backup_age=age,
        backup_failure=failure(),
        disks=_disks(),
    )


def _tasks() -> tuple[int | None, float | None, int | None]:
    now = timezone.now()
    tasks = DBTaskResult.objects.order_by()
    try:
        found = tasks.ready().aggregate(waiting=Count("pk"), since=Min("enqueued_at"))
        failed = tasks.failed().filter(finished_at__gte=now - timedelta(days=1)).count()
    except DatabaseError:
        logger.exception("The queue cannot be read")
        return None, None, None
    since = found["since"]
    return found["waiting"], (now - since).total_seconds() if since else 0.0, failed


def _worker_age() -> float | None:
    try:
        seen = cache.get(WORKER_KEY)
    except Exception:
        logger.exception("The cache keeps nothing")
        return None
    return max(0.0, time.time() - seen) if isinstance(seen, float) else None


def _newest_copy() -> tuple[Path | None, float | None]:
    try:
        copies = own_backups()
        return (copies[-1], max(0.0, time.time() - copies[-1].stat().st_mtime)) if copies else (None, None)
    except OSError:
        logger.exception("The folder of copies cannot be read")
        return None, None


def _disks() -> tuple[Disk, ...]:
    folders = {"data": settings.DATA_DIR, "media": settings.MEDIA_ROOT, "backup": settings.BACKUP_DIR}
    found = []
    for name, folder in folders.items():
        with suppress(OSError):  # the folder of copies may not have been made yet
            usage = shutil.disk_usage(folder)
            found.append(Disk(name, Path(folder), usage.free, usage.total))
    return tuple(found)
