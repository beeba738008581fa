"""Keep every file while a copy of the installation is being made.

A copy takes the rows first and the files after them. A file to which the rows of that moment refer must
not go in between, so whoever makes a copy holds the lock and `PrivateStorage.purge()` asks for it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

LOCK = ".keep-files"


@contextlib.contextmanager
def _lock(how: int, wait: float) -> Iterator[bool]:
    """Hold the lock of `MEDIA_ROOT`; gives False when it was not to be had within `wait` seconds."""
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    file = os.open(Path(settings.MEDIA_ROOT, LOCK), os.O_RDWR | os.O_CREAT, 0o640)
    try:
        end = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    yield False
                    return
                time.sleep(0.05)
            else:
                yield True
                return
    finally:
        os.close(file)


def files_are_kept(wait: float = 30) -> contextlib.AbstractContextManager[bool]:
    """Let no private file be deleted for good inside `with`; False when another copy is being made."""
    return _lock(fcntl.LOCK_EX, wait)


def may_purge() -> contextlib.AbstractContextManager[bool]:
    """Whether a private file may be deleted for good inside `with`; never waits."""
    return _lock(fcntl.LOCK_SH, 0)
