"""A database in memory that begins where the migrations of an earlier run ended.

Running all migrations takes some twenty seconds, for each worker of each run. The result depends on the
migrations, on the data they load and on the pinned packages; while none of these has changed it is read
from a file. `migrate` still runs after it and finds nothing to do. A fresh clone has no file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from django.db import connection

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".cache" / "migrated"
#: What the result depends on.
SOURCES = (
    "*/migrations/*.py",
    "data/**/*",
    "toolkit/search/**/*.py",
    "ledger/guards.py",
    "requirements-dev.txt",
)
#: Results that stay: those of other branches, and of before a change that is taken back.
KEPT = 8


def fingerprint() -> str:
    """A name for the state of all that the migrations do."""
    found = {path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}
    digest = hashlib.sha256()
    for path in sorted(found):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


class EarlierRun:
    """Reads and leaves the file; lets any database alone that is not in memory.

    One worker runs the migrations, and the others wait for what it leaves.
    """

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.file = FOLDER / f"{fingerprint()}.sqlite3"
        self.lock = (FOLDER / "lock").open("w")
        creation: Any = connection.creation
        self.name = creation._get_test_db_name() if connection.vendor == "sqlite" else ""
        self.applies = bool(self.name) and creation.is_in_memory_db(self.name)
        self.opened: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lock.close()
        if self.opened is not None:
            self.opened.close()

    def load(self) -> None:
        """Fill the database from the file; without one, hold the others back until `save()`."""
        if not self.applies:
            return
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if not self.file.exists():
            return
        # The database lives as long as somebody is connected to it.
        self.opened = sqlite3.connect(self.name, uri=True)
        with closing(sqlite3.connect(self.file)) as file:
            file.backup(self.opened)
        os.utime(self.file)
        fcntl.flock(self.lock, fcntl.LOCK_UN)

    def save(self) -> None:
        """Leave the migrated database as a file, and remove what nobody has used for longest."""
        if not self.applies or self.opened is not None:
            return
        unfinished = self.file.with_suffix(".unfinished")
        with closing(sqlite3.connect(unfinished)) as file:
            connection.connection.backup(file)
        unfinished.rename(self.file)
        files = sorted(self.file.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
        for path in files[:-KEPT]:
            path.unlink()
        fcntl.flock(self.lock, fcntl.LOCK_UN)
