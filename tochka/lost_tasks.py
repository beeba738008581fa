"""Tasks whose worker was killed in the middle, and that nothing else would ever begin again.

Readings, dropped files, imports and letters have marks of their own and are found by them (`requeue_…`).
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centers import tasks as of_centers
from library import tasks as of_library

#: Doing them twice, even at once, changes nothing.
REPEATABLE = frozenset(
    task.module_path
    for task in (
        of_centers.refresh_programs_below,
        of_centers.renew_places_in_search,
        of_centers.renew_teacher_in_search,
        of_library.make_photo_files,
    )
)
#: None of them takes so long.
STALE_AFTER = timedelta(minutes=15)
#: What has been begun so often ends its worker by itself.
MOST_ATTEMPTS = 3


def requeue() -> int:
    """Let such tasks wait for a worker again; returns how many."""
    lost = DBTaskResult.objects.running().filter(
        task_path__in=REPEATABLE, started_at__lt=timezone.now() - STALE_AFTER
    )
    ready = DBTaskResult._meta.get_field("status").default
    keys = [row.pk for row in lost.only("pk", "worker_ids") if len(row.worker_ids) < MOST_ATTEMPTS]
    return DBTaskResult.objects.running().filter(pk__in=keys).update(status=ready, started_at=None)
