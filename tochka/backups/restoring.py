"""Put an installation back from an archive, into an empty folder or in place of what is there."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from library.readings import expect_readings
from library.storage import PUBLIC_FOLDER
from tochka.backups.archive import DATABASE, Archive
from tochka.backups.errors import BackupError, DamagedError
from tochka.backups.files import on_disk, private_root, private_shelf
from tochka.backups.making import SPARE, Backup, has_content, make_backup
from tochka.backups.manifest import Entry, Manifest
from tochka.backups.staging import PostgresStaging, SqliteStaging, instead_of_default, is_sqlite, staging

MARK = "restoring.json"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What `restore()` has put back, and the copy of what was there before."""

    manifest: Manifest
    rows: int
    files: int
    size: int
    before: Backup | None
    damaged: Path | None = None  # the file of a database of which no copy could be made


def restore(
    path: Path, *, force: bool = False, as_is: bool = False, say: Say = lambda line: None
) -> Restored:
    """Check the archive, then put its files and rows in place of what is there.

    The files come first, each under its own name and whole; the database is built beside the present
    one and takes its place in one step at the end. A restore that is killed leaves the present database
    as it was, and a repeated one completes it. With `as_is` the database stays at the migrations of the
    archive, for the code that made it.

    :raises BackupError: when the archive is damaged or newer than the code, when there is content and
        no `force`, when the site is running, or the disk refuses.
    """
    with Archive(path) as archive:
        _check_known(archive.manifest)
        occupied = _is_occupied()
        if occupied and not force:
            raise BackupError(
                "В базе уже есть данные. Чтобы заменить их копией, добавьте FORCE=yes: "
                "нынешнее состояние сначала будет сохранено."
            )
        place = staging()
        connection.close()
        place.check_free()
        _check_room(archive)
        before, damaged = _save_present(say) if occupied else (None, None)
        mark = Path(settings.DATA_DIR, MARK)
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.write_text(json.dumps({"archive": str(path.resolve())}), encoding="utf-8")
        say("Возвращаю файлы…")
        _put_files(archive)
        say("Возвращаю базу данных…")
        rows = _build(place, archive, as_is=as_is, say=say)
        place.swap()
        cache.clear()
        shutil.rmtree(Path(settings.MEDIA_ROOT, PUBLIC_FOLDER), ignore_errors=True)  # sizes, made anew
        _check_files(archive)
        mark.unlink()
        return Restored(
            archive.manifest, rows, len(archive.file_names), archive.size_of_files, before, damaged
        )


def _is_occupied() -> bool:
    """Whether there is anything to lose: a database that cannot be read holds something too."""
    try:
        return has_content()
    except OperationalError:
        raise
    except DatabaseError:
        if not is_sqlite():
            raise
        return True


def _save_present(say: Say) -> tuple[Backup | None, Path | None]:
    """A copy of what is there, or, where it is damaged and an SQLite file, the file itself put aside.

    :raises BackupError: when neither can be done.
    """
    try:
        before = make_backup(label="before-restore")
    except DamagedError as error:
        if not is_sqlite():
            raise
        say(f"{error} Поэтому откладываю сам её файл…")
        return None, _put_aside()
    say(f"Нынешнее состояние сохранено: {before.path}.")
    return before, None


def _put_aside() -> Path:
    """Copy the file of the damaged database, and its log, into the folder of copies."""
    source = Path(connection.settings_dict["NAME"])
    connection.close()
    target = Path(settings.BACKUP_DIR, f"tochka-{timezone.localtime():%Y-%m-%d-%H%M%S}-damaged.sqlite3")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ending in ("", "-wal"):
        part = source.with_name(source.name + ending)
        if part.is_file():
            shutil.copyfile(part, target.with_name(target.name + ending))
            target.with_name(target.name + ending).chmod(0o600)
    return target


def unfinished() -> str:
    """Path of the archive whose restore was cut off, or empty."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = Path(settings.DATA_DIR, MARK).read_text(encoding="utf-8")
        return str(json.loads(text)["archive"])
    return ""


def _check_known(manifest: Manifest) -> None:
    """Raise `BackupError` when the archive has migrations that this code does not know."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        code = f" (код {manifest.commit[:10]})" if manifest.commit else ""
        raise BackupError(
            f"Копия сделана более новой версией сайта{code}: здесь ещё нет {unknown[0]}. "
            "Обновите код и повторите."
        )


def _check_room(archive: Archive) -> None:
    packed = sum(e.size for name, e in archive.manifest.entries.items() if name.startswith(DATABASE))
    wanted = [(Path(settings.DATA_DIR), packed * 10)]
    if on_disk():
        root = private_root()
        new = sum(archive.entry(name).size for name in archive.file_names if not (root / name).exists())
        wanted.append((root, new))
    disks: dict[int, tuple[Path, int]] = {}
    for folder, size in wanted:
        existing = folder
        while not existing.exists():
            existing = existing.parent
        disk = existing.stat().st_dev
        disks[disk] = (existing, size + disks.get(disk, (existing, 0))[1])
    for existing, size in disks.values():
        if shutil.disk_usage(existing).free < size + SPARE:
            raise BackupError(f"Для копии не хватит места на диске: {existing}.")


def _hash_of(path: Path) -> Entry:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Entry(os.fstat(file.fileno()).st_size, digest)


def _put_files(archive: Archive) -> None:
    """Write every file that is not there yet, whole or not at all."""
    if not on_disk():
        _put_into_bucket(archive)
        return
    root = private_root().resolve()
    for name in archive.file_names:
        target = root / name
        if not target.parent.resolve().is_relative_to(root):
            raise BackupError(f"Файл «{name}» из копии лёг бы мимо папки {root}.")
        if not target.is_symlink() and target.is_file() and _hash_of(target) == archive.entry(name):
            continue
        target.parent.mkdir(mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS, parents=True, exist_ok=True)
        part = target.with_name(f".{hashlib.sha256(name.encode()).hexdigest()[:16]}.restoring")
        part.unlink(missing_ok=True)
        with part.open("xb") as file:
            for block in archive.blocks(name):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(part, target)


def _put_into_bucket(archive: Archive) -> None:
    """Store the files of an archive that was made on a disk."""
    bucket = cast(Any, private_shelf())
    for name in archive.file_names:
        if _is_stored(name, archive.entry(name)):
            continue
        with tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as file:
            for block in archive.blocks(name):
                file.write(block)
            file.seek(0)
            bucket.put(name, file)


def _is_stored(name: str, entry: Entry) -> bool:
    """Whether the bucket has just this file; a name is never used twice, so that the size tells."""
    fact = private_shelf().fact(name)
    return fact is not None and fact.size == entry.size


def _build(place: SqliteStaging | PostgresStaging, archive: Archive, *, as_is: bool, say: Say) -> int:
    """Fill the second database and bring it up to date; return how many rows the archive gave."""
    manifest = archive.manifest
    place.create()
    try:
        with instead_of_default(place.settings):
            _migrate_to(manifest.migrations)
        with place.rows() as rows:
            rows.fill(((table, archive.lines(table)) for table in manifest.tables), manifest.counters)
            for table, expected in manifest.tables.items():
                if rows.count(table) != expected:
                    raise BackupError(f"В таблице {table} восстановлено не всё.")
        if not as_is:
            with instead_of_default(place.settings):
                call_command("migrate", interactive=False, verbosity=0)
                expect_readings()
                say("Собираю поиск…")
                rebuild_search()
    except BaseException:
        with suppress(Exception):
            place.discard()
        raise
    return sum(manifest.tables.values())


def _migrate_to(applied: list[tuple[str, str]]) -> None:
    """Give an empty database the tables as they were when just these migrations had been applied."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    nodes = {node for node in applied if node in graph.nodes}
    last = [node for node in nodes if not any(child.key in nodes for child in graph.node_map[node].children)]
    executor.migrate(sorted(last))


def rebuild_search() -> None:
    """Index everything anew, saying nothing."""
    with transaction.atomic():
        call_command("update_index", verbosity=0, stdout=io.StringIO())


def _check_files(archive: Archive) -> None:
    if on_disk():
        root = private_root()
        wrong = [name for name in archive.file_names if _hash_of(root / name) != archive.entry(name)]
    else:
        wrong = [name for name in archive.file_names if not _is_stored(name, archive.entry(name))]
    if wrong:
        raise BackupError(f"Файл «{wrong[0]}» записался не так, как в копии. Проверьте диск и повторите.")
