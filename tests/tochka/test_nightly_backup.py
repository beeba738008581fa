"""When a nightly copy is due, what stays of the old ones, and how a failure is told."""

import contextlib
import logging
import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command, get_commands
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tochka.backups import making
from tochka.backups.errors import BackupError
from tochka.backups.health import has_failed
from tochka.backups.making import is_due, own_backups, prune
from tochka.management.commands import backup as command
from tochka.timers import LONG_TIMERS, TIMERS

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # 12:00 in Moscow
THREE = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.BACKUP_DIR, settings.DATA_DIR = tmp_path / "backups", tmp_path
    settings.BACKUP_DIR.mkdir()
    return tmp_path / "backups"


def put(folder: Path, name: str, at: datetime = NOON) -> Path:
    path = folder / name
    path.write_bytes(b"")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        (THREE - timedelta(hours=1), NOON, True),
        (THREE + timedelta(minutes=1), NOON, False),
        (THREE + timedelta(minutes=1), NOON + timedelta(hours=14), False),
        (THREE + timedelta(minutes=1), NOON + timedelta(hours=16), True),
        (THREE - timedelta(days=9), THREE - timedelta(hours=1), True),
    ],
)
def test_a_copy_is_due_once_the_hour_has_passed(
    folder: Path, made: datetime, now: datetime, due: bool
) -> None:
    put(folder, "tochka-2026-11-21-0300.tar", made)
    assert is_due(now) is due


def test_a_copy_before_an_upgrade_is_no_nightly_one(folder: Path) -> None:
    put(folder, "tochka-2026-11-21-0300.tar", THREE - timedelta(hours=20))
    put(folder, "tochka-2026-11-22-1100-before-upgrade.tar", NOON)
    assert is_due(NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("installed", "due"),
    [(THREE + timedelta(hours=1), False), (THREE, False), (THREE - timedelta(days=1), True)],
)
def test_a_new_installation_waits_for_its_first_night(installed: datetime, due: bool) -> None:
    MigrationRecorder.Migration.objects.update(applied=installed)
    assert is_due(NOON) is due


def test_the_last_few_of_each_label_stay(folder: Path) -> None:
    nightly = [put(folder, f"tochka-2026-11-{day:02}-0300.tar") for day in range(1, 10)]
    again = put(folder, "tochka-2026-11-09-0300-2.tar")
    before = [put(folder, f"tochka-2026-11-{day:02}-0900-before-upgrade.tar") for day in range(1, 4)]
    assert prune(keep=3) == nightly[:7]
    assert set(own_backups()) == {*nightly[7:], again, *before}


def test_nothing_else_is_ever_deleted(folder: Path) -> None:
    names = [
        "tochka-2026-11-01-0300.tar.gz",
        "tochka-важная.tar",
        "my-tochka-2026-11-01-0300.tar",
        "tochka-2026-11-01.tar",
        "photo.jpg",
    ]
    others = [put(folder, name) for name in names]
    (folder / "tochka-2026-11-01-0300.tar").mkdir()
    (folder / "tochka-2026-11-02-0300.tar").symlink_to(others[0])
    kept = put(folder, "tochka-2026-11-03-0300.tar")
    assert prune(keep=1) == []
    assert {path.name for path in folder.iterdir()} == {
        *names,
        "tochka-2026-11-01-0300.tar",
        "tochka-2026-11-02-0300.tar",
        kept.name,
    }


def test_zero_keeps_all(folder: Path) -> None:
    put(folder, "tochka-2026-11-01-0300.tar")
    assert prune(keep=0) == []


@pytest.mark.parametrize(("wanted", "due", "made"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_the_timer_makes_a_copy_only_when_it_is_due(
    settings: Any, wanted: bool, due: bool, made: int
) -> None:
    settings.NIGHTLY_BACKUP = wanted
    with (
        mock.patch.object(command, "is_due", return_value=due),
        mock.patch.object(command, "make_backup", side_effect=BackupError("нет")) as make,
        contextlib.suppress(SystemExit),
    ):
        call_command("backup", "--nightly", stdout=StringIO())
    assert make.call_count == made


def test_the_schedule_of_the_system_makes_a_copy_whatever_the_hour(settings: Any) -> None:
    settings.NIGHTLY_BACKUP = False
    with (
        mock.patch.object(command, "is_due", return_value=False),
        mock.patch.object(command, "make_backup", side_effect=BackupError("нет")) as make,
        pytest.raises(SystemExit),
    ):
        call_command("backup", "--scheduled", stdout=StringIO())
    assert make.call_count == 1
    command.note_success()


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["--nightly", "--scheduled"])
def test_a_failure_is_in_the_log_and_in_the_answer_about_health(
    caplog: pytest.LogCaptureFixture, by: str
) -> None:
    with (
        mock.patch.object(command, "is_due", return_value=True),
        mock.patch.object(command, "make_backup", side_effect=BackupError("На диске нет места.")),
        caplog.at_level(logging.ERROR),
        pytest.raises(SystemExit),
    ):
        call_command("backup", by)
    assert "Ночная копия не сделана. На диске нет места." in caplog.text
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\nbackup: failed\n")

    command.note_success()
    assert not has_failed()
    assert Client().get("/healthz").content == b"ok\n"


def test_the_copy_does_not_hold_up_scheduled_pages() -> None:
    assert [timer.command for timer in LONG_TIMERS] == [
        "backup",
        "check_centers",
        "refresh_programs",
        "recount_regions",
        "check_ledger",
    ]
    assert "backup" not in {timer.command for timer in TIMERS}
    assert "backup" in get_commands()


def test_a_name_is_never_taken_twice(folder: Path) -> None:
    names = []
    for _number in range(3):
        names.append(making._free_name(folder, "", NOON).name)
        put(folder, names[-1])
    assert names == [
        "tochka-2026-11-22-0900.tar",
        "tochka-2026-11-22-0900-2.tar",
        "tochka-2026-11-22-0900-3.tar",
    ]
    assert [path.name for path in own_backups()] == names


@pytest.mark.django_db
def test_a_database_without_accounts_has_no_content() -> None:
    assert not making.has_content()
