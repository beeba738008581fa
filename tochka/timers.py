"""Work that is due by the clock, done in a thread beside the worker.

Every timer is a management command, so that an operator can run the same by hand. A failure is logged
and stops neither the other timers nor the worker.
"""

import io
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections

from tochka.watching.state import note_worker

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
FIVE_MINUTES = timedelta(minutes=5)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Timer:
    """A command and how often it runs; the first time is right after the start."""

    command: str
    every: timedelta
    arguments: tuple[str, ...] = ()


TIMERS = (
    Timer("publish_scheduled", MINUTE),
    Timer("requeue_readings", MINUTE),
    Timer("requeue_intake", MINUTE),
    Timer("requeue_imports", MINUTE),
    Timer("requeue_answers", FIVE_MINUTES),
    Timer("purge_questions", DAY),
    Timer("take_down_photos", FIVE_MINUTES),
    Timer("check_centers", MINUTE, ("--stale", "--seconds=10")),
    Timer("clearsessions", DAY),
    Timer("purge_bin", DAY),
    Timer("purge_logins", DAY),
    Timer("sweep_orphans", DAY),
    Timer("optimize_database", DAY),
    Timer("prune_db_task_results", DAY, ("--min-age-days=7", "--failed-min-age-days=30")),
)
# What may take minutes has a clock of its own: scheduled pages do not wait for it.
LONG_TIMERS = (
    Timer("backup", HOUR, ("--nightly",)),
    Timer("check_centers", DAY),
    Timer("refresh_programs", DAY),
    Timer("recount_regions", DAY),
)


def run_timer(timer: Timer) -> None:
    """Run one timer's command; log a failure instead of raising it."""
    close_old_connections()
    try:
        output = io.StringIO()
        call_command(timer.command, *timer.arguments, verbosity=0, stdout=output)
        logger.info("The timer %s is done. %s", timer.command, output.getvalue().strip())
    except (Exception, SystemExit):
        logger.exception("The timer %s failed", timer.command)
    finally:
        close_old_connections()


class Clock(threading.Thread):
    """The thread that runs the timers until it is stopped."""

    def __init__(self, timers: tuple[Timer, ...] = TIMERS, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(name="timers", daemon=True)
        self._now = now
        self._due = {timer: now() for timer in timers}
        self._stopped = threading.Event()

    def run_due(self) -> float:
        """Run what is due and return the seconds until the next one is."""
        note_worker()
        for timer, due in self._due.items():
            if self._stopped.is_set():
                break
            if due <= self._now():
                run_timer(timer)
                self._due[timer] = max(due + timer.every.total_seconds(), self._now())
        return max(0.0, min(self._due.values()) - self._now())

    def run(self) -> None:
        while not self._stopped.is_set():
            self._stopped.wait(self.run_due())

    def stop(self, timeout: float) -> None:
        """Let the running timer end, for at most `timeout` seconds, and start no other."""
        self._stopped.set()
        self.join(timeout)
