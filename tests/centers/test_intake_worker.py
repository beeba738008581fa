"""The real worker is killed in the middle of a folder of files; the next one finishes it."""

import contextlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import timezone

from centers.models import IntakeItem
from centers.services import intake
from centers.tasks import read_intake_item
from library.readings import STALE_AFTER
from tests.centers.intake_files import order_pdf
from tests.factories import CenterFactory
from tests.library.reading import makers

pytestmark = [
    pytest.mark.only_on("sqlite"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PATIENCE = 120  # seconds; a worker starts in some five, but the machine may be busy
LONG_AGO = STALE_AFTER + timedelta(minutes=1)


class Site:
    """A database in a file, as a school has it, and workers beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "site.sqlite3"
        self.environment = {
            "PATH": os.defpath,
            "ENV_FILE": "",
            "DJANGO_SETTINGS_MODULE": "tochka.settings.base",
            "SECRET_KEY": project.SECRET_KEY,
            "SITE_ADDRESS": "http://127.0.0.1:8000",
            "DATABASE_URL": f"sqlite:///{self.path}",
            "DATA_DIR": str(folder / "data"),
            "MEDIA_ROOT": str(project.MEDIA_ROOT),
            "BACKUP_DIR": str(folder / "backups"),
        }
        with contextlib.closing(sqlite3.connect(self.path)) as target:
            connection.connection.backup(target)

    @contextlib.contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "manage.py", "worker", "--interval", "0.2"]
        process = subprocess.Popen(command, cwd=project.BASE_DIR, env=self.environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def ask(self, statement: str, *values: object) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.path, timeout=20)) as database, database:
            return database.execute(statement, values).fetchall()

    def states(self) -> dict[str, tuple[str, int]]:
        rows = self.ask("SELECT original_name, state, attempts FROM centers_intakeitem")
        return {name: (state, attempts) for name, state, attempts in rows}

    def wait(self, done) -> dict[str, tuple[str, int]]:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            states = self.states()
            if done([state for state, _attempts in states.values()]):
                return states
            time.sleep(0.05)
        raise AssertionError(self.states())


def test_a_killed_worker_loses_no_file(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(read_intake_item.__class__, "enqueue", lambda *_args, **_kwargs: None)
    batch = intake.start_batch(CenterFactory(), None)
    long = makers.pdf([f"Страница {number}\n" + "Слова и слова. " * 200 for number in range(300)])
    thrown = {"Долгий.pdf": long, "Приказ 1.pdf": order_pdf("1-о"), "пустышка.pdf": b"MZ" + b"\0" * 300}
    for name, data in thrown.items():
        intake.accept_stream(batch, io.BytesIO(data), name=name)
    # Their tasks are lost: the clock of the worker finds the rows.
    IntakeItem.objects.update(created_at=timezone.now() - LONG_AGO)
    site = Site(tmp_path)

    with site.worker() as first:
        states = site.wait(lambda found: "reading" in found)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert [attempts for state, attempts in states.values() if state == "reading"] == [1]

    long_ago = (timezone.now() - LONG_AGO).strftime("%Y-%m-%d %H:%M:%S.%f")
    site.ask(
        "UPDATE centers_intakeitem SET started_at = ?, updated_at = ? WHERE state = 'reading'",
        long_ago,
        long_ago,
    )
    with site.worker():
        states = site.wait(lambda found: not {"reading", "waiting"} & set(found))
    assert {name: state for name, (state, _attempts) in states.items()} == {
        "Долгий.pdf": "ready",
        "Приказ 1.pdf": "ready",
        "пустышка.pdf": "refused",
    }
    assert max(attempts for _state, attempts in states.values()) == 2
