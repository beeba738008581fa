"""Copies made while people edit, restored into an empty folder and over what is there."""

import errno
import json
import os
import shutil
import sqlite3
import threading
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import LoginRecord, Way
from centers.models import HomePage
from ledger.checking import check
from library.models import Document, DocumentVersion, ImageRendition
from tests.factories.files import DocumentFactory
from tests.run.installation import wait_for
from tests.tochka.installations import Installation, everything, private_files
from tochka.backups import making, restoring
from tochka.backups.archive import Archive
from tochka.backups.errors import BackupError
from tochka.backups.making import make_backup
from tochka.backups.restoring import MARK, restore
from tochka.backups.staging import instead_of_default

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]


def run(*arguments: object, **options: object) -> str:
    output = StringIO()
    call_command(*map(str, arguments), stdout=output, **options)
    return output.getvalue()


def refusal(*arguments: object) -> str:
    with pytest.raises(SystemExit) as end:
        run(*arguments)
    assert "\n" not in str(end.value)
    return str(end.value)


def test_everything_comes_back_in_an_empty_folder(
    tmp_path: Path, quick_schema: None, request: pytest.FixtureRequest
) -> None:
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now())
    LoginRecord.objects.create(way=Way.PASSWORD, success=False, address="2001:db8::7")
    gone = get_user_model().objects.create_user(username="gone", last_name="Петрова")
    last = gone.pk
    gone.delete()
    before, files = everything(tmp_path), private_files()
    backup = make_backup()

    request.getfixturevalue("empty_folder")
    done = restore(backup.path)

    assert everything(tmp_path) == before
    assert private_files() == files
    log = check()
    assert log.count > 0
    assert log.words == []
    assert (done.files, done.before) == (len(files), None)
    assert not Session.objects.exists()
    assert get_user_model().objects.create_user(username="new", last_name="Орлова").pk > last
    assert Client().get("/", HTTP_HOST="127.0.0.1").status_code == 200
    assert HomePage.objects.live().search("Баткатская", operator="or") is not None
    assert not (tmp_path / "data" / MARK).exists()
    assert not list((tmp_path / "data").glob("*.restoring*"))


def test_the_commands_speak_russian(
    quick_schema: None, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    said = run("backup")
    (path,) = (tmp_path / "backups").glob("*.tar")
    assert f"Копия готова и проверена: {path}" in said
    assert "2\N{NO-BREAK SPACE}центра, " in said
    assert path.stat().st_mode & 0o777 == 0o600

    request.getfixturevalue("empty_folder")
    said = run("restore", path)
    assert "Восстановлено из копии от " in said
    assert "1\N{NO-BREAK SPACE}документ, 1\N{NO-BREAK SPACE}картинка, 1\N{NO-BREAK SPACE}сотрудник" in said


def add_and_withdraw() -> None:
    """Two documents; the file of the first is deleted for good once no row refers to it."""
    gone, _kept = DocumentFactory(), DocumentFactory()
    name, storage = gone.file.name, gone.file.storage
    Document._base_manager.filter(pk=gone.pk).update(file="")
    DocumentVersion._base_manager.filter(document_id=gone.pk).update(file="")
    storage.purge(name)


def test_a_copy_made_while_people_edit_misses_no_file(installation: Installation) -> None:
    stop, rounds = threading.Event(), []

    def edit() -> None:
        with instead_of_default(installation.database):
            while not stop.is_set():
                add_and_withdraw()
                rounds.append(1)

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        wait_for(lambda: len(rounds) > 2, 60)
        before = len(rounds)
        backup = make_backup()
        wait_for(lambda: len(rounds) > before + 1, 60)
    finally:
        stop.set()
        editor.join(60)

    assert backup.manifest.missing == []
    with Archive(backup.path) as archive:
        columns, *rows = map(json.loads, archive.lines("library_documentversion"))
        stored = {row[columns.index("file")] for row in rows} - {""}
        assert len(stored) > before
        assert stored <= set(archive.file_names)


def test_nothing_is_deleted_for_good_during_a_copy(tmp_path: Path) -> None:
    document = Document.objects.get()
    storage = document.file.storage
    original = making._write

    def write(*arguments: Any) -> Any:
        storage.purge(document.file.name)
        return original(*arguments)

    with mock.patch.object(making, "_write", side_effect=write):
        assert make_backup().manifest.missing == []
    assert storage.exists(document.file.name)
    storage.purge(document.file.name)
    assert not storage.exists(document.file.name)


def test_a_file_that_is_gone_already_is_named(tmp_path: Path) -> None:
    name = Document.objects.get().file.name
    Path(Document.objects.get().file.path).unlink()
    assert make_backup().manifest.missing == [name]
    assert f"Внимание: на диске сайта не было 1 из файлов, названных в базе, например «{name}»" in run(
        "backup"
    )


def test_two_copies_at_once(tmp_path: Path) -> None:
    with mock.patch.object(making, "_write", side_effect=lambda *_: make_backup()):
        assert "Сейчас делается другая копия" in refusal("backup")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (OSError(errno.ENOSPC, "No space left", "/srv/backups"), "на диске нет места"),
        (OSError(errno.EROFS, "Read-only", "/srv/backups"), "папка доступна только для чтения"),
    ],
)
def test_a_disk_that_refuses_leaves_no_half_copy(trouble: OSError, words: str, tmp_path: Path) -> None:
    with mock.patch.object(making.os, "fsync", side_effect=trouble):
        assert words in refusal("backup")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_a_disk_that_is_full_is_seen_before_anything_is_written(tmp_path: Path) -> None:
    with mock.patch.object(making.shutil, "disk_usage", return_value=mock.Mock(free=1000)):
        assert f"{tmp_path / 'backups'}: на диске нет места" in refusal("backup")


def test_what_a_killed_copy_has_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "backups" / making.UNFINISHED
    left.mkdir(parents=True)
    (left / "archive.tar").write_bytes(b"half")
    make_backup()
    assert not left.exists()


def test_a_target_with_content_is_not_overwritten(tmp_path: Path) -> None:
    backup = make_backup()
    before = everything(tmp_path)
    assert "добавьте FORCE=yes" in refusal("restore", backup.path)
    assert everything(tmp_path) == before


def test_force_saves_what_was_there(tmp_path: Path, quick_schema: None) -> None:
    backup = make_backup()
    before = everything(tmp_path)
    get_user_model().objects.create_user(username="newcomer", last_name="Петрова")
    later = everything(tmp_path)
    connection.close()

    said = run("restore", backup.path, "--force")
    assert everything(tmp_path) == before
    (saved,) = (tmp_path / "backups").glob("*-before-restore.tar")
    assert f"Нынешнее состояние сохранено: {saved}." in said

    connection.close()
    restore(saved, force=True)
    assert everything(tmp_path) == later


def test_a_copy_of_newer_code_is_refused(tmp_path: Path, empty_folder: Path, template: Any) -> None:
    database = template.copy(tmp_path / "data")
    with instead_of_default(database):
        from django.db.migrations.recorder import MigrationRecorder

        MigrationRecorder(connection).record_applied("centers", "9999_from_the_future")
        backup = make_backup()
    template.drop_copy(database)
    with pytest.raises(BackupError, match=r"более новой версией сайта.*centers\.9999_from_the_future"):
        restore(backup.path, force=True)


def test_a_damaged_copy_touches_nothing(tmp_path: Path) -> None:
    path = make_backup().path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    before = everything(tmp_path)
    assert "повреждена" in refusal("restore", path, "--force")
    assert everything(tmp_path) == before
    assert not (tmp_path / "data" / MARK).exists()


@pytest.mark.parametrize("step", ["_put_files", "rebuild_search", "_check_files"])
def test_a_restore_that_is_cut_off_is_completed_by_another(
    step: str, tmp_path: Path, quick_schema: None, request: pytest.FixtureRequest
) -> None:
    before, files = everything(tmp_path), private_files()
    backup = make_backup()
    request.getfixturevalue("empty_folder")
    with mock.patch.object(restoring, step, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        restore(backup.path)
    assert restoring.unfinished() == str(backup.path)
    connection.close()
    restore(backup.path, force=True)
    assert (everything(tmp_path), private_files()) == (before, files)
    assert restoring.unfinished() == ""


def test_no_site_is_started_in_place_of_a_half_restored_one(tmp_path: Path, empty_folder: Path) -> None:
    (tmp_path / "data" / MARK).write_text('{"archive": "/srv/tochka.tar"}')
    assert "повторите: make restore FILE=/srv/tochka.tar" in refusal("prepare")


def test_a_full_disk_stops_a_restore_before_it_begins(tmp_path: Path) -> None:
    backup = make_backup()
    with (
        mock.patch.object(restoring.shutil, "disk_usage", return_value=mock.Mock(free=1000)),
        pytest.raises(BackupError, match="не хватит места"),
    ):
        restore(backup.path, force=True)


@pytest.mark.only_on("sqlite")
def test_a_database_that_somebody_has_open_is_not_replaced(
    installation: Installation, tmp_path: Path
) -> None:
    backup = make_backup()
    assert get_user_model().objects.exists()
    other = sqlite3.connect(installation.database["NAME"])
    other.execute("SELECT * FROM accounts_user").fetchone()
    with pytest.raises(BackupError, match="сайт ещё работает"):
        restore(backup.path, force=True)
    other.close()


@pytest.mark.only_on("sqlite")
def test_a_damaged_database_is_not_copied_as_if_it_were_sound(installation: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("DELETE FROM centers_region")
    assert "База повреждена" in refusal("backup")


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("damage", ["a page", "the beginning", "a reference"])
def test_a_damaged_database_gives_way_to_a_copy(
    installation: Installation, tmp_path: Path, damage: str
) -> None:
    backup = make_backup()
    database = Path(installation.database["NAME"])
    with connection.cursor() as cursor:
        if damage == "a reference":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("DELETE FROM centers_region")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = 'wagtailcore_page'")
        (page,) = cursor.fetchone()
    connection.close()
    with database.open("r+b") as file:
        if damage != "a reference":
            file.seek((page - 1) * 4096 if damage == "a page" else 0)
            file.write(os.urandom(4096 * 20))
    broken = database.read_bytes()

    assert "добавьте FORCE=yes" in refusal("restore", backup.path)
    said = run("restore", backup.path, "--force")

    (aside,) = (tmp_path / "backups").glob("*-damaged.sqlite3")
    assert f"Файл прежней, повреждённой базы отложен: {aside}" in said
    assert aside.stat().st_size == len(broken)
    assert aside.stat().st_mode & 0o777 == 0o600
    assert get_user_model().objects.exists()
    assert "Копия готова" in run("backup")


@pytest.mark.only_on("sqlite")
def test_a_start_tells_of_a_damaged_database(installation: Installation) -> None:
    connection.close()
    Path(installation.database["NAME"]).write_bytes(b"no database at all" * 1000)
    assert "База данных повреждена" in refusal("prepare")


@pytest.mark.only_on("sqlite")
def test_a_file_that_is_no_database(installation: Installation, tmp_path: Path) -> None:
    connection.close()
    Path(installation.database["NAME"]).write_bytes(b"no database at all" * 1000)
    assert "База не читается" in refusal("backup")
    assert not list((tmp_path / "backups").glob("*.tar"))


def test_renditions_are_made_anew(tmp_path: Path, quick_schema: None, request: pytest.FixtureRequest) -> None:
    from library.models import Image

    old = Image.objects.get().get_rendition("width-20")
    backup = make_backup()
    request.getfixturevalue("empty_folder")
    restore(backup.path)
    assert not ImageRendition.objects.exists()
    new = Image.objects.get().get_rendition("width-20")
    assert new.file.storage.exists(new.file.name)
    assert not new.file.storage.exists(old.file.name)


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    run("backup", tmp_path / "disk")
    assert len(list((tmp_path / "disk").glob("tochka-*.tar"))) == 1
    assert not (tmp_path / "backups").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file, not a folder")
    assert "Не удалось сделать копию" in refusal("backup")
    os.unlink(tmp_path / "backups")
    shutil.rmtree(tmp_path / "backups", ignore_errors=True)
