"""Where the database is, and what every connection to a PostgreSQL server is told before it is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.backends.signals import connection_created

__all__ = ["connect", "is_here"]

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

#: How much dearer a page read by an index is than one read in a row. The server's own 4 is that of turning
#: disks; with memory or flash it makes PostgreSQL read whole tables where an index would answer (ADR-0038).
RANDOM_PAGE_COST = 1.1


def _tell(sender: Any, connection: Any, **_kwargs: Any) -> None:
    """By a statement, not by a start-up option: PgBouncer refuses those."""
    if connection.vendor == "postgresql":
        _read_times_at_once(connection)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('random_page_cost', %s, false)", [str(RANDOM_PAGE_COST)])


def _read_times_at_once(connection: Any) -> None:
    """Points of time by Python's own reader of ISO dates: a page reads hundreds, psycopg by a pattern."""
    from django.db.backends.postgresql.psycopg_any import BaseTzLoader

    class QuickTzLoader(BaseTzLoader):
        timezone = connection.timezone

        def load(self, data: Any) -> dt.datetime:
            try:
                return dt.datetime.fromisoformat(str(data, "ascii")).replace(tzinfo=self.timezone)
            except ValueError:  # years that Python does not have, or an error that psycopg words better
                return super().load(data)

    connection.connection.adapters.register_loader("timestamptz", QuickTzLoader)


def connect() -> None:
    """Tell all connections that are made from now on."""
    connection_created.connect(_tell, dispatch_uid="tochka-connection")


def is_here(database: Mapping[str, Any]) -> bool:
    """Whether a database of Django's `DATABASES` is a file or a server of this machine."""
    host = str(database.get("HOST") or "")
    return not host or host.startswith("/") or host in LOOPBACK
