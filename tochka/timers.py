"""Work that is due by the clock, done in a thread beside the worker.

Every timer is a management command, so that an operator can run the same by hand. A failure is logged
and stops neither the other timers nor the worker.
"""

import io
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.models import Via
from ledger.writing import at_work
from tochka.watching.state import note_worker

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
FIVE_MINUTES = timedelta(minutes=5)
DAY = timedelta(days=1)
#: Seconds after which a worker without the lead asks for it again.
TRY_AGAIN = 5.0
#: First number of the locks in the database; the second one tells the clocks apart.
LEAD = 0x70C4
#: When the database gives up a worker whose machine has fallen silent: about a minute.
DEAD_AFTER = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}


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
    Timer("requeue_tasks", FIVE_MINUTES),
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
    Timer("check_ledger", DAY),
)
#: What the log of publications calls them; the others publish nothing and take nothing away.
WORDS = {
    "publish_scheduled": "часы сайта: публикация по расписанию",
    "take_down_photos": "часы сайта: срок показа фотографий",
    "purge_bin": "часы сайта: очистка корзины",
}


def run_timer(timer: Timer) -> None:
    """Run one timer's command; log a failure instead of raising it."""
    close_old_connections()
    try:
        output = io.StringIO()
        with at_work(Via.TIMER, WORDS.get(timer.command, "")):
            call_command(timer.command, *timer.arguments, verbosity=0, stdout=output)
        logger.info("The timer %s is done. %s", timer.command, output.getvalue().strip())
    except (Exception, SystemExit):
        logger.exception("The timer %s failed", timer.command)
    finally:
        close_old_connections()


class Lead:
    """Whether this worker is the one of several that runs the timers of one clock.

    The database holds the lead by a connection that does nothing else: it is free again when that worker
    ends, is killed or falls silent, and another one has it at the next try. On SQLite there is one machine
    and one worker.
    """

    def __init__(self, clock: int) -> None:
        self._clock = clock
        self._held: BaseDatabaseWrapper | None = None

    def is_ours(self) -> bool:
        """Take the lead if it is free, and tell whether it is ours now."""
        if connection.vendor != "postgresql":
            return True
        try:
            if self._held is None:
                self._held = self._take()
            else:
                with self._held.cursor() as cursor:
                    cursor.execute("SELECT 1")
        except (DatabaseError, InterfaceError):
            logger.exception("The lead of the timers is lost")
            self.leave()
        return self._held is not None

    def _take(self) -> BaseDatabaseWrapper | None:
        own = connection.copy()
        own.settings_dict = {**own.settings_dict, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
        with own.cursor() as cursor:
            for name, seconds in DEAD_AFTER.items():
                cursor.execute("SELECT set_config(%s, %s, false)", [name, seconds])
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LEAD, self._clock])
            taken = cursor.fetchone()[0]
        if not taken:
            own.close()
        return own if taken else None

    def leave(self) -> None:
        """Let another worker have the lead."""
        held, self._held = self._held, None
        if held is not None:
            with suppress(DatabaseError, InterfaceError):
                held.close()


class Clock(threading.Thread):
    """The thread that runs the timers until it is stopped, while the `lead` is this worker's."""

    def __init__(
        self,
        timers: tuple[Timer, ...] = TIMERS,
        now: Callable[[], float] = time.monotonic,
        lead: Lead | None = None,
    ) -> None:
        super().__init__(name="timers", daemon=True)
        self._now = now
        self._lead = lead
        self._due = {timer: now() for timer in timers}
        self._stopped = threading.Event()

    def run_due(self) -> float:
        """Run what is due and return the seconds until the next one is."""
        note_worker()
        if self._lead is not None and not self._lead.is_ours():
            return TRY_AGAIN
        for timer, due in self._due.items():
            if self._stopped.is_set():
                break
            if due <= self._now():
                run_timer(timer)
                self._due[timer] = max(due + timer.every.total_seconds(), self._now())
        return max(0.0, min(self._due.values()) - self._now())

    def run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._stopped.wait(self.run_due())
        finally:
            if self._lead is not None:
                self._lead.leave()

    def stop(self, timeout: float) -> None:
        """Let the running timer end, for at most `timeout` seconds, and start no other."""
        self._stopped.set()
        self.join(timeout)
