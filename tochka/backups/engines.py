"""Rows of a database, read and written alike on SQLite and on PostgreSQL.

What a column holds is asked of the database and not of the models: a copy can then be made with the
code already replaced by a newer one. A table is a sequence of lines: first the names of its columns,
then a JSON list for each row, its values in a form that neither database owns:

    boolean true/false · moment "2026-11-22T01:46:00+00:00" · date, time, decimal as text
    uuid as 32 digits · bytes in base64 · everything else as JSON has it
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from tochka.backups.errors import BackupError, DamagedError

# Made anew or worth nothing elsewhere: sessions, queued tasks (timers queue again what was not done),
# who has a page open, sizes of pictures (their files are not in a copy), the search index, and the count of
# programmes, which the triggers of their catalogue make while it is filled.
LEFT_OUT = {
    "centers_programtally",
    "django_migrations",
    "django_session",
    "django_tasks_database_dbtaskresult",
    "wagtailadmin_editingsession",
    "wagtailimages_rendition",
    "library_imagerendition",
}
SEARCH_INDEX = "wagtailsearch_indexentry"
BATCH = 1000
Row = list[Any]
Convert = Callable[[Any], Any]


class Rows(Protocol):
    """One database as `making` and `restoring` see it."""

    kind: str

    def tables(self) -> list[str]: ...
    def migrations(self) -> list[tuple[str, str]]: ...
    def lines(self, table: str) -> Iterator[bytes]: ...
    def counters(self) -> dict[str, int]: ...
    def fill(self, contents: Iterable[tuple[str, Iterable[bytes]]], counters: dict[str, int]) -> None: ...
    def count(self, table: str) -> int: ...


def is_kept(table: str) -> bool:
    """Whether the rows of a table belong into a copy."""
    return table not in LEFT_OUT and not table.startswith(SEARCH_INDEX)


def as_json(row: Iterable[Any]) -> bytes:
    return json.dumps(list(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def utc(value: datetime) -> datetime:
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def convert(row: Iterable[Any], how: list[Convert | None]) -> Row:
    return [
        value if value is None or change is None else change(value)
        for value, change in zip(row, how, strict=True)
    ]


def read_header(table: str, lines: Iterator[bytes], present: dict[str, str]) -> list[str]:
    """Names of the columns that `lines` hold; raise `BackupError` unless the table has just these."""
    try:
        names = json.loads(next(lines, b"null"))
    except ValueError:
        names = None
    if not isinstance(names, list) or set(map(str, names)) != set(present) or len(names) != len(present):
        raise BackupError(f"Таблица {table} в копии устроена не так, как в этой версии сайта.")
    return names


def batches(lines: Iterator[bytes], how: list[Convert | None]) -> Iterator[list[Row]]:
    """Rows ready for the database, so many at a time."""
    batch: list[Row] = []
    for line in lines:
        batch.append(convert(json.loads(line), how))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


class SqliteRows:
    """Rows of an SQLite file, through a connection of its own."""

    kind = "sqlite"
    READ: dict[str, Convert] = {
        "boolean": bool,
        "moment": lambda value: utc(datetime.fromisoformat(value)).isoformat(),
        "decimal": str,
        "bytes": lambda value: base64.b64encode(value).decode(),
    }
    WRITE: dict[str, Convert] = {
        "boolean": int,
        "moment": lambda value: str(datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)),
        "bytes": base64.b64decode,
    }

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def tables(self) -> list[str]:
        query = """SELECT name, sql FROM sqlite_master WHERE type = 'table'
                   AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"""
        everything = self._database.execute(query).fetchall()
        virtual = [name for name, sql in everything if sql.upper().startswith("CREATE VIRTUAL")]
        shadows = tuple(f"{name}_" for name in virtual)
        return [
            name
            for name, _sql in everything
            if is_kept(name) and name not in virtual and not name.startswith(shadows)
        ]

    def migrations(self) -> list[tuple[str, str]]:
        found = self._database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        return sorted(set(found))

    def _columns(self, table: str) -> dict[str, str]:
        rows = self._database.execute(f'PRAGMA table_xinfo("{table}")').fetchall()
        return {name: sqlite_kind(declared) for _, name, declared, _, _, _, hidden in rows if not hidden}

    def lines(self, table: str) -> Iterator[bytes]:
        columns = self._columns(table)
        how = [self.READ.get(kind) for kind in columns.values()]
        yield as_json(columns)
        try:
            for row in self._database.execute(f"SELECT {_names(columns)} FROM {_names([table])}"):  # noqa: S608
                yield as_json(convert(row, how))
        except (ValueError, TypeError, sqlite3.DatabaseError) as error:
            raise DamagedError(f"Таблица {table} не читается: {error}.") from error

    def counters(self) -> dict[str, int]:
        found = self._database.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0").fetchall()
        return {name: seq for name, seq in found if is_kept(name)}

    def count(self, table: str) -> int:
        return int(self._database.execute(f"SELECT count(*) FROM {_names([table])}").fetchone()[0])  # noqa: S608

    def trouble(self) -> str:
        """First thing wrong with the file itself or with a reference between its rows; empty when sound."""
        (checked,) = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if checked != "ok":
            return str(checked).splitlines()[-1]
        broken = self._database.execute("PRAGMA foreign_key_check").fetchone()
        return f"{broken[0]}, строка {broken[1]}, ссылается на то, чего нет в {broken[2]}" if broken else ""

    def fill(self, contents: Iterable[tuple[str, Iterable[bytes]]], counters: dict[str, int]) -> None:
        self._database.execute("PRAGMA foreign_keys = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN IMMEDIATE")
        for table in self.tables():
            self._database.execute(f"DELETE FROM {_names([table])}")  # noqa: S608
        for table, lines in contents:
            try:
                self._fill_table(table, iter(lines))
            except (ValueError, TypeError, sqlite3.DatabaseError) as error:
                raise BackupError(f"Таблица {table} не восстанавливается: {error}.") from error
        for table, last in counters.items():
            update = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?"
            if not self._database.execute(update, (last, table)).rowcount:
                self._database.execute("INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)", (last, table))
        trouble = self.trouble()
        if trouble:
            raise BackupError(f"База из копии не сходится: {trouble}.")
        self._database.execute("COMMIT")

    def _fill_table(self, table: str, lines: Iterator[bytes]) -> None:
        present = self._columns(table)
        names = read_header(table, lines, present)
        how = [self.WRITE.get(present[name]) for name in names]
        marks = ",".join("?" * len(names))
        insert = f"INSERT INTO {_names([table])} ({_names(names)}) VALUES ({marks})"  # noqa: S608
        for batch in batches(lines, how):
            self._database.executemany(insert, batch)


class PostgresRows:
    """Rows of the schema that a connection sees first; the caller holds the transaction."""

    kind = "postgresql"
    READ: dict[str, Convert] = {
        "moment": lambda value: utc(value).isoformat(),
        "date": lambda value: value.isoformat(),
        "time": lambda value: value.isoformat(),
        "decimal": str,
        "uuid": lambda value: value.hex,
        "inet": str,
        "bytes": lambda value: base64.b64encode(bytes(value)).decode(),
    }
    WRITE: dict[str, Convert] = {"bytes": base64.b64decode}
    KINDS = {
        "bool": "boolean",
        "timestamptz": "moment",
        "numeric": "decimal",
        "bytea": "bytes",
        **dict.fromkeys(("date", "time", "uuid", "inet"), ""),
        **dict.fromkeys(("int2", "int4", "int8", "float4", "float8"), "number"),
        **dict.fromkeys(("varchar", "bpchar", "text", "jsonb", "json"), "text"),
    }

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def _query(self, query: str, *parameters: str | int | bool) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return list(cursor.fetchall())

    def tables(self) -> list[str]:
        query = """SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"""
        return [name for (name,) in self._query(query) if is_kept(name)]

    def migrations(self) -> list[tuple[str, str]]:
        return sorted({(app, name) for app, name in self._query("SELECT app, name FROM django_migrations")})

    def _columns(self, table: str) -> dict[str, str]:
        query = """SELECT column_name, udt_name FROM information_schema.columns
                   WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
                   ORDER BY ordinal_position"""
        columns = {}
        for name, declared in self._query(query, table):
            if declared not in self.KINDS:
                raise BackupError(f"Столбец {table}.{name} вида {declared} копировать ещё не умеем.")
            columns[name] = self.KINDS[declared] or declared
        return columns

    def lines(self, table: str) -> Iterator[bytes]:
        columns = self._columns(table)
        how = [self.READ.get(kind) for kind in columns.values()]
        yield as_json(columns)
        with self._connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {_names(columns)} FROM {_names([table])}")  # noqa: S608
            while batch := cursor.fetchmany(BATCH):
                for row in batch:
                    yield as_json(convert(row, how))

    def _numbered(self) -> list[tuple[str, str, str]]:
        """Table, column and sequence of every number that the database gives out."""
        query = """SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
                   FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                   WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                   AND NOT a.attisdropped
                   AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"""
        return [(table, column, sequence) for table, column, sequence in self._query(query) if is_kept(table)]

    def counters(self) -> dict[str, int]:
        found = {}
        for table, _column, sequence in self._numbered():
            ((last, called),) = self._query(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
            if called:
                found[table] = int(last)
        return found

    def count(self, table: str) -> int:
        return int(self._query(f"SELECT count(*) FROM {_names([table])}")[0][0])  # noqa: S608

    def fill(self, contents: Iterable[tuple[str, Iterable[bytes]]], counters: dict[str, int]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(_names([table]) for table in self.tables())} CASCADE")
        for table, lines in contents:
            try:
                self._fill_table(table, iter(lines))
            except (ValueError, TypeError, DatabaseError) as error:
                reason = str(error).strip().splitlines()[0]
                raise BackupError(f"Таблица {table} не восстанавливается: {reason}.") from error
        for table, column, sequence in self._numbered():
            ((largest,),) = self._query(f"SELECT max({_names([column])}) FROM {_names([table])}")  # noqa: S608
            last = max(largest or 0, counters.get(table, 0))
            self._query("SELECT setval(%s::regclass, %s, %s)", sequence, max(last, 1), last > 0)
        try:
            self._query_nothing("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise BackupError(f"База из копии не сходится: {reason}.") from error

    def _query_nothing(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def _fill_table(self, table: str, lines: Iterator[bytes]) -> None:
        present = self._columns(table)
        names = read_header(table, lines, present)
        how = [self.WRITE.get(present[name]) for name in names]
        statement = f"COPY {_names([table])} ({_names(names)}) FROM STDIN"
        with (
            self._connection.wrap_database_errors,
            self._connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            for batch in batches(lines, how):
                for row in batch:
                    copy.write_row(row)


def sqlite_kind(declared: str) -> str:
    """What a column holds, from the type that Django declares for it on SQLite."""
    name = re.sub(r"\(.*", "", declared.lower()).strip()
    if declared.lower() == "char(32)":
        return "uuid"
    kinds = {"bool": "boolean", "datetime": "moment", "decimal": "decimal", "blob": "bytes"}
    return kinds.get(name, name)


def _names(names: Iterable[str]) -> str:
    """Names quoted for a statement; both databases quote alike."""
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)
