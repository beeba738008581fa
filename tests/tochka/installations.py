"""Databases that tests copy, fill and throw away, on SQLite and on PostgreSQL alike."""

import contextlib
import shutil
import sqlite3
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings

from ledger import guards
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.network import build_network
from tochka.backups.engines import Rows
from tochka.backups.staging import SCHEMA, instead_of_default, is_sqlite, snapshot

PRODUCTION_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


@dataclass(frozen=True)
class Installation:
    """A folder and the settings of its database."""

    folder: Path
    database: dict[str, Any]


@dataclass(frozen=True)
class Template:
    """What installations are copied from."""

    folder: Path
    database: dict[str, Any]

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def copy(self, folder: Path) -> dict[str, Any]:
        """Settings of a new database with the template's content."""
        if is_sqlite():
            path = folder / "tochka.sqlite3"
            shutil.copyfile(self.database["NAME"], path)
            return {"NAME": str(path), "OPTIONS": PRODUCTION_OPTIONS}
        return postgres_copy(self.database["NAME"])

    def drop_copy(self, database: dict[str, Any]) -> None:
        """Remove what `copy()` has made; a file goes with its folder."""
        if not is_sqlite():
            drop_postgres(database["NAME"])

    def copy_tables(self) -> None:
        """Give the database in use the template's tables, as migrations would."""
        if is_sqlite():
            shutil.copyfile(self.database["NAME"], connection.settings_dict["NAME"])
            guards.remove(connection)  # no migration leaves rows that may not be deleted
            with connection.cursor() as cursor:
                for table in guards.TABLES:
                    cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            guards.install(connection)
            connection.close()
        else:
            postgres("psql", connection.settings_dict["NAME"], "-q", "-f", str(self.folder / "schema.sql"))

    def drop(self) -> None:
        self.drop_copy(self.database)


def make_template(folder: Path) -> Template:
    """Copy the suite's database as it is before the first test that commits, and fill the copy."""
    if is_sqlite():
        path = folder / "template.sqlite3"
        with contextlib.closing(sqlite3.connect(path)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        database: dict[str, Any] = {"NAME": str(path), "OPTIONS": {}}
    else:
        connection.close()
        database = postgres_copy(str(connection.settings_dict["NAME"]))
    made = Template(folder, database)
    with instead_of_default(database), override_settings(MEDIA_ROOT=made.media):
        build_network()
        DocumentFactory(title="Приказ о создании центра")
        ImageFactory()
        get_user_model().objects.create_superuser(
            username="admin", last_name="Иванова", password="один-раз-2026"
        )
    if not is_sqlite():
        write_schema(made)
    return made


def empty_database() -> None:
    """Leave nothing in the database in use, not a table."""
    if is_sqlite():
        connection.close()
        Path(connection.settings_dict["NAME"]).unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def everything(folder: Path) -> dict[str, list[bytes]]:
    """All rows of all tables that belong into a copy, in one order."""
    with snapshot(folder) as rows:
        return {table: _sorted(rows, table) for table in rows.tables()}


def _sorted(rows: Rows, table: str) -> list[bytes]:
    header, *lines = rows.lines(table)
    return [header, *sorted(lines)]


def private_files() -> dict[str, bytes]:
    """Names and contents of the private files."""
    root = Path(settings.MEDIA_ROOT, "private")
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def postgres_copy(source: str) -> dict[str, Any]:
    """A new database like `source`, which nobody may have open."""
    name = f"copy_{uuid.uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    return {"NAME": name}


def drop_postgres(name: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def postgres(program: str, name: str, *arguments: str) -> str:
    """Run a program of PostgreSQL on a database of this server."""
    where = connection.settings_dict
    server = [f"--host={where['HOST']}", f"--username={where['USER']}", f"--dbname={name}"]
    server += [f"--port={where['PORT']}"] if where["PORT"] else []
    result = subprocess.run([program, *server, *arguments], capture_output=True, text=True, check=True)
    return result.stdout


def write_schema(template: Template) -> None:
    """Keep the template's tables as statements that make them in the schema of a restore."""
    name = template.database["NAME"]
    tables = postgres("pg_dump", name, "--schema=public", "--schema-only", "--no-owner")
    applied = postgres("pg_dump", name, "--table=django_migrations", "--data-only", "--inserts")
    lines = [line.replace("public.", f"{SCHEMA}.") for line in (tables + applied).splitlines()]
    unwanted = ("CREATE SCHEMA", "COMMENT ON SCHEMA", "\\restrict", "\\unrestrict")
    text = "\n".join(line for line in lines if not line.startswith(unwanted))
    (template.folder / "schema.sql").write_text(text, encoding="utf-8")
