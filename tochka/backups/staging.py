"""A second database beside the present one: filled at leisure, then put in its place in one step.

Until that step the site's own database is not touched, so a restore that is killed leaves it as it was.
On SQLite the second one is a file, on PostgreSQL a schema.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tochka.backups.engines import PostgresRows, Rows, SqliteRows
from tochka.backups.errors import BackupError, DamagedError

SCHEMA = "tochka_restoring"
SECONDS_TO_WAIT = 10
STILL_OPEN = "База занята: сайт ещё работает. Остановите его и повторите."


def is_sqlite() -> bool:
    """Whether the site's database is an SQLite file."""
    return connection.vendor == "sqlite"


@contextlib.contextmanager
def instead_of_default(settings: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Have everything in this thread use another database of the same kind, migrations and models too.

    Numbers of content types are a database's own: what Django keeps of them is forgotten at both ends.
    """
    present = connections["default"]
    other = type(present)({**present.settings_dict, **settings}, "default")
    connections["default"] = other
    ContentType.objects.clear_cache()
    try:
        yield other
    finally:
        other.close()
        connections["default"] = present
        ContentType.objects.clear_cache()


@contextlib.contextmanager
def snapshot(folder: Path) -> Iterator[Rows]:
    """The site's rows as they are at one moment, whoever writes meanwhile.

    SQLite copies its pages by the online backup into `folder`; PostgreSQL keeps the view of a
    transaction. Neither makes a writer wait.

    :raises DamagedError: when the SQLite file is damaged.
    """
    if is_sqlite():
        path = folder / "snapshot.sqlite3"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
            with contextlib.closing(_open(Path(connection.settings_dict["NAME"]))) as source:
                source.backup(copy)
            rows = SqliteRows(copy)
            trouble = rows.trouble()
            if trouble:
                raise DamagedError(f"База повреждена, копировать её нельзя: {trouble}.")
            yield rows
        path.unlink()
        return
    with instead_of_default(deepcopy(connection.settings_dict)) as own, transaction.atomic():
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield PostgresRows(own)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=20, isolation_level=None)


class SqliteStaging:
    """The file `….restoring` beside the site's own."""

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])
        self.new = self.path.with_name(self.path.name + ".restoring")

    @property
    def settings(self) -> dict[str, Any]:
        options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous = OFF;"}
        return {"NAME": str(self.new), "OPTIONS": options}

    def create(self) -> None:
        self.discard()
        os.close(os.open(self.new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def discard(self) -> None:
        for ending in ("", "-journal", "-wal", "-shm"):
            self.new.with_name(self.new.name + ending).unlink(missing_ok=True)

    @contextlib.contextmanager
    def rows(self) -> Iterator[Rows]:
        with contextlib.closing(_open(self.new)) as database:
            yield SqliteRows(database)

    def check_free(self) -> None:
        """Raise `BackupError` when somebody has the present database open.

        Its log of changes is written into the file: a log left behind would be taken for the new file's.
        """
        if not self.path.exists():
            return
        with contextlib.closing(_open(self.path)) as present:
            present.execute("PRAGMA busy_timeout = 3000")
            try:
                (mode,) = present.execute("PRAGMA journal_mode = DELETE").fetchone()
            except sqlite3.OperationalError:
                mode = "busy"
            except sqlite3.DatabaseError:
                mode = "delete"  # no database at all: nothing to save from it
        if mode != "delete":
            raise BackupError(STILL_OPEN)

    def swap(self) -> None:
        """Put the new file in place of the present one: an atomic step of the file system."""
        connection.close()
        self.check_free()
        for ending in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        with self.new.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(self.new, self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


class PostgresStaging:
    """A schema of its own in the site's database."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (self.present,) = cursor.fetchone()

    @property
    def settings(self) -> dict[str, Any]:
        options = dict(connection.settings_dict.get("OPTIONS") or {})
        options["options"] = f"{options.get('options', '')} -c search_path={SCHEMA}".strip()
        return {"OPTIONS": options}

    def create(self) -> None:
        self.discard()
        try:
            self._execute(f"CREATE SCHEMA {SCHEMA}")
        except DatabaseError:
            name = connection.settings_dict["NAME"]
            raise BackupError(
                f"Нет права готовить новую базу рядом с прежней. Выполните в ней: "
                f"GRANT CREATE ON DATABASE {name} TO {connection.settings_dict['USER']};"
            ) from None

    def discard(self) -> None:
        self._execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")

    def _execute(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    @contextlib.contextmanager
    def rows(self) -> Iterator[Rows]:
        with instead_of_default(self.settings) as own, transaction.atomic():
            yield PostgresRows(own)

    def check_free(self) -> None:
        """Nothing to check: whoever has the database open waits for the swap and then sees the new one."""

    def swap(self) -> None:
        """Drop the present tables and move the new ones in, in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'")
            try:
                for kind, name in self._objects(cursor, self.present):
                    cursor.execute(f'DROP {kind} IF EXISTS "{self.present}".{name} CASCADE')
            except DatabaseError:
                raise BackupError(STILL_OPEN) from None
            for kind, name in self._objects(cursor, SCHEMA):
                cursor.execute(f'ALTER {kind} {SCHEMA}.{name} SET SCHEMA "{self.present}"')
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")

    @staticmethod
    def _objects(cursor: Any, schema: str) -> list[tuple[str, str]]:
        """Tables, views and functions of a schema that belong to no extension; quoted names."""
        cursor.execute(
            """SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
                      quote_ident(c.relname)
               FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
               AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
               UNION ALL
               SELECT 'ROUTINE',
                      quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')'
               FROM pg_proc p WHERE p.pronamespace = %s::regnamespace
               AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
            [schema, schema],
        )
        return list(cursor.fetchall())


def staging() -> SqliteStaging | PostgresStaging:
    """The second database of the kind that this installation uses."""
    return SqliteStaging() if is_sqlite() else PostgresStaging()
