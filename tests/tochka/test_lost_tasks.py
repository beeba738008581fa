"""Tasks of a killed worker wait again; what has a mark of its own, or is being done, is left alone."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centers.tasks import read_intake_item, renew_places_in_search
from tochka.lost_tasks import MOST_ATTEMPTS, STALE_AFTER

pytestmark = pytest.mark.django_db


def running(task: Any, *, ago: timedelta, begun: int = 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=timezone.now() - ago,
        args_kwargs={"args": [[1]], "kwargs": {}},
        task_path=task.module_path,
        worker_ids=[f"worker-{number}" for number in range(begun)],
        backend_name="default",
        run_after=timezone.now(),
    )


def test_a_lost_task_waits_again() -> None:
    lost = running(renew_places_in_search, ago=STALE_AFTER * 2)
    out = StringIO()
    call_command("requeue_tasks", stdout=out)
    lost.refresh_from_db()
    assert (lost.status, lost.started_at) == ("READY", None)
    assert "1\u00a0задание" in out.getvalue()


@pytest.mark.parametrize(
    ("task", "ago", "begun"),
    [
        (renew_places_in_search, STALE_AFTER / 2, 1),
        (renew_places_in_search, STALE_AFTER * 2, MOST_ATTEMPTS),
        (read_intake_item, STALE_AFTER * 2, 1),
    ],
)
def test_others_are_left_alone(task: Any, ago: timedelta, begun: int) -> None:
    other = running(task, ago=ago, begun=begun)
    call_command("requeue_tasks", stdout=StringIO())
    other.refresh_from_db()
    assert other.status == "RUNNING"
