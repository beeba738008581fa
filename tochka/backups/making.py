"""Make a copy of the whole installation, check it, and keep the last few."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gzip
import json
import logging
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from library.keeping import files_are_kept
from tochka.backups.archive import Archive, ArchiveWriter, file_entry, is_harmless, table_entry
from tochka.backups.engines import Rows
from tochka.backups.errors import BackupError, DamagedError
from tochka.backups.files import file_columns, files_below, on_disk, private_root, private_shelf
from tochka.backups.manifest import Manifest
from tochka.backups.staging import is_sqlite, snapshot
from tochka.settings.environment import BASE_DIR

logger = logging.getLogger(__name__)

OWN_NAME = re.compile(r"tochka-(\d{4}-\d\d-\d\d-\d{4})(?:-([a-z][a-z-]*[a-z]))?(?:-(\d+))?\.tar")
UNFINISHED = ".unfinished"
ANOTHER_IS_MADE = "Сейчас делается другая копия. Дождитесь её конца и повторите."
SPARE = 64 * 1024 * 1024  # bytes that must stay free on the disk beside a copy
REASONS = {
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "на диске нет места",
    errno.EROFS: "папка доступна только для чтения",
    errno.EACCES: "нет права записи",
    errno.EPERM: "нет права записи",
    errno.ENOTDIR: "на этом месте файл, а нужна папка",
    errno.EEXIST: "на этом месте файл, а нужна папка",
}


@dataclass(frozen=True)
class Backup:
    """A finished and checked archive."""

    path: Path
    manifest: Manifest
    size: int


def make_backup(folder: Path | None = None, label: str = "", now: datetime | None = None) -> Backup:
    """Write an archive of the rows and the private files into `folder`, read it again, and return it.

    The rows are those of one moment. A stored file never changes under its name and none is deleted for
    good meanwhile, so copying the files after the rows misses none that a row refers to. `folder` is
    `BACKUP_DIR` unless given; `label` says what the copy was made before.

    :raises BackupError: when it cannot be made; then nothing is left in `folder`.
    """
    folder = folder or Path(settings.BACKUP_DIR)
    now = timezone.localtime(now)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(folder), _unfinished(folder) as work, files_are_kept() as kept:
            if not kept:
                raise BackupError(ANOTHER_IS_MADE)
            _check_room(folder)
            made = work / "archive.tar"
            manifest = _write(made, work, label, now)
            with Archive(made):
                path = _free_name(folder, label, now)
                os.rename(made, path)
    except sqlite3.OperationalError as error:
        raise BackupError(f"База не читается, копировать её нельзя: {error}.") from error
    except sqlite3.Error as error:
        raise DamagedError(f"База не читается, копировать её нельзя: {error}.") from error
    except OSError as error:
        reason = REASONS.get(error.errno or 0, str(error.strerror or error))
        raise BackupError(
            f"Не удалось сделать копию в папке {error.filename or folder}: {reason}."
        ) from error
    return Backup(path, manifest, path.stat().st_size)


def prune(folder: Path | None = None, keep: int | None = None) -> list[Path]:
    """Delete all but the last `keep` copies, counted apart for each label; return what went.

    Nothing is deleted but plain files named as `make_backup()` names them. `keep` is `BACKUPS_KEPT`
    unless given; 0 keeps all.
    """
    keep = settings.BACKUPS_KEPT if keep is None else keep
    by_label: dict[str, list[Path]] = {}
    for path in own_backups(folder):
        match = cast(re.Match[str], OWN_NAME.fullmatch(path.name))
        by_label.setdefault(match[2] or "", []).append(path)
    gone = [path for paths in by_label.values() for path in paths[:-keep] if keep]
    for path in gone:
        path.unlink()
    return gone


def own_backups(folder: Path | None = None) -> list[Path]:
    """The archives of a folder, the oldest first."""
    folder = folder or Path(settings.BACKUP_DIR)

    def order(path: Path) -> tuple[str, int]:
        match = cast(re.Match[str], OWN_NAME.fullmatch(path.name))
        return match[1], int(match[3] or 1)

    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        (
            path
            for path in found
            if OWN_NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink()
        ),
        key=order,
    )


def is_due(now: datetime | None = None) -> bool:
    """Whether the hour of the nightly copy has passed since the last one, or since the installation.

    A computer that is off at night gets its copy when it is on again.
    """
    now = timezone.localtime(now)
    hour = now.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    hour -= timedelta(days=1) if hour > now else timedelta(0)
    nightly = [path for path in own_backups() if not cast(re.Match[str], OWN_NAME.fullmatch(path.name))[2]]
    if nightly:
        return nightly[-1].stat().st_mtime < hour.timestamp()
    installed = MigrationRecorder.Migration.objects.order_by("applied").values_list("applied", flat=True)
    first = installed.first()
    return first is not None and first < hour


def has_content() -> bool:
    """Whether the database holds anything that a person would miss: an account at least."""
    with connection.cursor() as cursor:
        if "accounts_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM accounts_user LIMIT 1")
        return cursor.fetchone() is not None


def _write(path: Path, work: Path, label: str, now: datetime) -> Manifest:
    referred: set[str] = set()
    with path.open("xb") as file:
        os.chmod(path, 0o600)
        writer = ArchiveWriter(file)
        started = time.time()
        with snapshot(work) as rows:
            manifest = Manifest(
                version=_version(),
                commit=_commit(),
                made_at=now,
                database=rows.kind,
                label=label,
                migrations=rows.migrations(),
                tables={table: _add_table(writer, work, rows, table, referred) for table in rows.tables()},
                counters=rows.counters(),
            )
        missing = _add_files(writer, referred, started)
        manifest = replace(manifest, entries=writer.entries, missing=missing)
        writer.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add_table(writer: ArchiveWriter, work: Path, rows: Rows, table: str, referred: set[str]) -> int:
    """Add the rows of a table, note the files they refer to, and return how many rows there are."""
    columns = file_columns(table)
    count = -1  # the first line names the columns
    with (work / "table.gz").open("w+b") as packed:
        with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=6) as unpacked:
            for line in rows.lines(table):
                unpacked.write(line)
                count += 1
        packed.seek(0)
        writer.add(table_entry(table), packed)
    if columns:
        referred.update(_names_in(work / "table.gz", columns))
    return count


def _names_in(packed: Path, columns: set[str]) -> Iterator[str]:
    with gzip.open(packed) as lines:
        places = [place for place, name in enumerate(json.loads(next(lines))) if name in columns]
        for line in lines:
            row = json.loads(line)
            yield from (row[place] for place in places if row[place])


def _add_files(writer: ArchiveWriter, referred: set[str], started: float) -> list[str]:
    """Add the private files; return the names that rows refer to and the disk does not have.

    A file that no row refers to and that came after the rows were read may still be growing: it is left out.
    Of a bucket nothing is added: it is larger than a disk, and has copies of its own (ADR-0035).
    """
    if not on_disk():
        return sorted(referred - {fact.name for fact in private_shelf().facts()} if referred else ())
    root = private_root()
    seen = set()
    for path in files_below(root):
        name = path.relative_to(root).as_posix()
        if not is_harmless(name):
            logger.warning("A file with a name that is not safe is left out of the backup: %r", name)
            continue
        try:
            file = cast(BinaryIO, path.open("rb"))
        except FileNotFoundError:
            continue
        with file:
            status = os.fstat(file.fileno())
            if name not in referred and (status.st_mtime >= started or not stat.S_ISREG(status.st_mode)):
                continue
            writer.add(file_entry(name), file)
        seen.add(name)
    return sorted(referred - seen)


def _check_room(folder: Path) -> None:
    """Raise `BackupError` when the disk will surely not take the copy."""
    files = sum(path.stat().st_size for path in files_below(private_root())) if on_disk() else 0
    # The snapshot of an SQLite file stands beside the archive until its rows are packed.
    database = Path(connection.settings_dict["NAME"]).stat().st_size * 2 if is_sqlite() else 0
    if shutil.disk_usage(folder).free < files + database + SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(ANOTHER_IS_MADE) from None
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder for what is not ready; one that a killed copy has left is emptied first."""
    work = folder / UNFINISHED
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _free_name(folder: Path, label: str, now: datetime) -> Path:
    stem = f"tochka-{now:%Y-%m-%d-%H%M}" + (f"-{label}" if label else "")
    path, number = folder / f"{stem}.tar", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.tar"
    return path


def _version() -> str:
    with (BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _commit() -> str:
    """Commit of the code, if it is a checkout and git is there; else empty."""
    git = shutil.which("git")
    if git is None or not (BASE_DIR / ".git").exists():
        return ""
    command = [git, "-C", str(BASE_DIR), "rev-parse", "HEAD"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return result.stdout.strip() if result.returncode == 0 else ""
