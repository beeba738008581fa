# ruff: noqa: S608 - statements are made of names that stand in the code
"""Triggers that keep `ProgramTally` true: whatever changes the catalogue, changes the tally with it.

On PostgreSQL once a statement, for all its rows together; on SQLite once a row. Whoever rebuilds the table of
the catalogue on SQLite loses them: they are put in again after every `migrate`.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, router, transaction

from centers.models.program_tally import FACTS, ProgramTally

__all__ = ["MOST_CHANGES", "ensure_tally", "install", "recount", "recount_when_long", "remove"]

ENTRIES, TALLY = "centers_programentry", "centers_programtally"
#: Rows added since the last count from which on the count is made anew.
MOST_CHANGES = 5000

_COLUMNS = ", ".join(FACTS)
_ADD = f"INSERT INTO {TALLY} ({_COLUMNS}, n, is_change)"
_COUNT = f"{_ADD} SELECT {_COLUMNS}, COUNT(*), {{is_change}} FROM {ENTRIES} GROUP BY {_COLUMNS}"

_FUNCTIONS = {
    "program_tally_added": f"{_ADD} SELECT {_COLUMNS}, COUNT(*), true FROM came GROUP BY {_COLUMNS};",
    "program_tally_removed": f"{_ADD} SELECT {_COLUMNS}, -COUNT(*), true FROM went GROUP BY {_COLUMNS};",
    "program_tally_changed": f"""{_ADD} SELECT {_COLUMNS}, SUM(step), true FROM (
        SELECT {_COLUMNS}, 1 AS step FROM came UNION ALL SELECT {_COLUMNS}, -1 FROM went
    ) both_ways GROUP BY {_COLUMNS} HAVING SUM(step) <> 0;""",
}
_EVENTS = {
    "program_tally_added": ("INSERT", "NEW TABLE AS came"),
    "program_tally_removed": ("DELETE", "OLD TABLE AS went"),
    "program_tally_changed": ("UPDATE", "NEW TABLE AS came OLD TABLE AS went"),
}
_POSTGRES = [
    statement
    for name, body in _FUNCTIONS.items()
    for statement in (
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        ),
        (
            f"CREATE TRIGGER {name} AFTER {_EVENTS[name][0]} ON {ENTRIES} REFERENCING {_EVENTS[name][1]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        ),
    )
]


def _row(side: str, step: int) -> str:
    return f"{_ADD} VALUES ({', '.join(f'{side}.{name}' for name in FACTS)}, {step}, 1);"


_DIFFER = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FACTS)
_SQLITE = [
    f"CREATE TRIGGER program_tally_added AFTER INSERT ON {ENTRIES} BEGIN {_row('NEW', 1)} END",
    f"CREATE TRIGGER program_tally_removed AFTER DELETE ON {ENTRIES} BEGIN {_row('OLD', -1)} END",
    (
        f"CREATE TRIGGER program_tally_changed AFTER UPDATE ON {ENTRIES} WHEN {_DIFFER} "
        f"BEGIN {_row('OLD', -1)} {_row('NEW', 1)} END"
    ),
]


def _present(connection: Any) -> bool:
    if connection.vendor == "postgresql":
        query = "SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname LIKE %s"
    else:
        query = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [ENTRIES, "program_tally_%"])
        return bool(cursor.fetchone()[0] == len(_FUNCTIONS))


def install(connection: Any) -> None:
    """Put the triggers in, and count what is there already."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
    recount(connection)


def remove(connection: Any) -> None:
    """Take the triggers away: for a migration backwards."""
    on_table = f" ON {ENTRIES}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _FUNCTIONS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def recount(connection: Any = None) -> None:
    """Count the whole catalogue anew: some 0.2 s for 200,000 programmes; nobody who saves waits for it."""
    connection = connection or connections[router.db_for_write(ProgramTally)]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Two counts at once would double it; and what is taken away and what is counted must be of one
            # moment, else a row that is added between both would count twice.
            cursor.execute(f"LOCK TABLE {TALLY} IN SHARE UPDATE EXCLUSIVE MODE")
            cursor.execute(f"WITH gone AS (DELETE FROM {TALLY}) {_COUNT.format(is_change='false')}")
        else:
            cursor.execute(f"DELETE FROM {TALLY}")
            cursor.execute(_COUNT.format(is_change="0"))


def recount_when_long() -> None:
    """Count anew when much was added since, once that is committed: one query when it was not."""
    changes = ProgramTally.objects.filter(is_change=True).order_by().values("pk")
    if changes[: MOST_CHANGES + 1].count() > MOST_CHANGES:
        transaction.on_commit(recount)


def ensure_tally(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers in again where they are missing."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if ENTRIES in tables and TALLY in tables and not _present(connection):
        install(connection)
