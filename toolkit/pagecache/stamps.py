"""When each tag changed last, in a file that all processes of a machine have mapped into memory.

Looking costs no system call, and nothing is ever evicted. A tag is hashed to a slot; two tags in one slot
only forget a little more than they had to. Times are of the machine's monotonic clock, so the file is worth
nothing after a restart of the machine and says so by itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import mmap
import os
import secrets
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

logger = logging.getLogger(__name__)

#: Longer than a transaction of an editor takes; a process that died in its commit is waited for no longer.
HELD_SECONDS = 60

Handle = int | str


class Stamps(Protocol):
    """Where changes are told."""

    def epoch(self) -> str:
        """Pages of another epoch are worth nothing; empty when nothing can be told."""

    def now(self) -> int:
        """The moment by the clock of the stamps; 0 when there is none."""

    def handles(self, tags: Iterable[str]) -> list[Handle]:
        """The tags as they are kept with a page."""

    def latest(self, handles: Sequence[Handle]) -> int | None:
        """When one of them changed last; None when that cannot be said or one is being changed."""

    def prepare(self, handles: Sequence[Handle]) -> None:
        """Make sure that the tags are known before a page is kept."""

    def bump(self, tags: Iterable[str]) -> None:
        """The tags have changed; it is done."""

    def hold(self, tags: Iterable[str]) -> None:
        """The tags are about to change: nothing that shows them is kept or taken until `bump`."""

    def forget_all(self) -> None:
        """No page kept so far is worth anything."""


def boot_id() -> str:
    """Changes when the machine starts, and its clock with it; empty when the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


class FileStamps:
    """Stamps in a mapped file, for the processes of one machine."""

    SLOTS = 1 << 20
    HEADER = 4096  # bytes: the boot of the machine, and further on the epoch
    EPOCH_AT = 512  # bytes
    LOOK_SECONDS = 1.0

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = self.HEADER + self.SLOTS * 16
        self._lock = threading.Lock()
        self._map: mmap.mmap | None = None
        self._words: memoryview | None = None
        self._inode = -1
        self._head: memoryview | None = None
        self._look_at = 0.0
        self._has_complained = False

    def epoch(self) -> str:
        return f"{self._head[self.EPOCH_AT // 8]:x}" if self._open() is not None and self._head else ""

    def now(self) -> int:
        return time.monotonic_ns() if self._open() is not None else 0

    def handles(self, tags: Iterable[str]) -> list[Handle]:
        return [self._slot(tag) for tag in tags]

    def latest(self, handles: Sequence[Handle]) -> int | None:
        words = self._open()
        if words is None:
            return None
        now, latest = time.monotonic_ns(), 0
        for slot in handles:
            changed, held = words[int(slot)], words[int(slot) + 1]
            if held > now:
                return None
            latest = max(latest, changed)
        return latest

    def prepare(self, handles: Sequence[Handle]) -> None:
        """Every slot is there from the beginning."""

    def bump(self, tags: Iterable[str]) -> None:
        words = self._open()
        if words is None:
            self._complain("The page cache does not learn what has changed")
            return
        for tag in tags:
            slot = self._slot(tag)
            words[slot] = time.monotonic_ns()
            words[slot + 1] = 0

    def hold(self, tags: Iterable[str]) -> None:
        words = self._open()
        if words is None:
            return
        for tag in tags:
            slot = self._slot(tag)
            words[slot + 1] = time.monotonic_ns() + HELD_SECONDS * 1_000_000_000
            words[slot] = time.monotonic_ns()

    def forget_all(self) -> None:
        """Begin another epoch; the other processes see it in the same file."""
        if self._open() is not None and self._head is not None:
            self._head[self.EPOCH_AT // 8] = secrets.randbits(63) + 1

    def _slot(self, tag: str) -> int:
        digest = hashlib.blake2b(tag.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "little") % self.SLOTS * 2

    def _open(self) -> memoryview | None:
        """The slots as numbers; opened anew when the file has been removed or replaced."""
        if time.monotonic() < self._look_at:
            return self._words
        with self._lock:
            try:
                if self._words is None or os.stat(self.path).st_ino != self._inode:
                    self._map_file()
                self._has_complained = False
            except FileNotFoundError:
                self._try_again()
            except (OSError, ValueError):
                self._give_up()
            self._look_at = time.monotonic() + self.LOOK_SECONDS
        return self._words

    def _try_again(self) -> None:
        try:
            self._map_file()
        except (OSError, ValueError):
            self._give_up()

    def _give_up(self) -> None:
        self._words, self._inode = None, -1
        self._complain("The page cache is off: its file cannot be opened")

    def _complain(self, words: str) -> None:
        if not self._has_complained:
            self._has_complained = True
            logger.exception("%s: %s", words, self.path)

    def _map_file(self) -> None:
        boot = boot_id()
        if not boot:
            raise ValueError("no boot id")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            known = os.pread(descriptor, 128, 0).rstrip(b"\0").decode("ascii", "replace")
            is_new = known != boot or os.fstat(descriptor).st_size != self.size
            if is_new:
                os.ftruncate(descriptor, 0)
                os.ftruncate(descriptor, self.size)
            self._map = mmap.mmap(descriptor, self.size)
            self._head = memoryview(self._map)[: self.HEADER].cast("Q")
            if is_new:
                self._head[self.EPOCH_AT // 8] = secrets.randbits(63) + 1
                os.pwrite(descriptor, boot.encode(), 0)
            self._words = memoryview(self._map)[self.HEADER :].cast("Q")
            self._inode = os.fstat(descriptor).st_ino
        finally:
            fcntl.flock(
                descriptor, fcntl.LOCK_UN
            )  # `mmap` keeps a copy of the descriptor, and the lock with it
            os.close(descriptor)
