"""A kept page: its headers, its texts as they are sent, and what it depends on."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from toolkit.pagecache.stamps import Handle

FORMAT = 1
Header = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """A page as it may be sent to everybody.

    `began` is the moment of the stamps' clock before the first question to the database was asked, `until`
    the time (seconds) at which a date in it passes, `changed` the second since which its text is what it is.
    Texts are kept as brotli and gzip, anything too small for that as `plain`.
    """

    epoch: str
    began: int
    until: float
    tags: Sequence[Handle]
    headers: list[Header]
    digest: str
    changed: int
    plain: bytes = b""
    zipped: bytes = b""
    brotli: bytes = b""
    prepared: dict[tuple[str, bool], tuple[list[Header], bytes]] = field(default_factory=dict, compare=False)

    @cached_property
    def is_text(self) -> bool:
        return bool(self.brotli)

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.plain) + len(self.zipped) + len(self.brotli) + 2000

    def body(self, coding: str) -> bytes:
        """The text in this coding: «br», «gzip» or none."""
        if not self.is_text:
            return self.plain
        return {"br": self.brotli, "gzip": self.zipped}.get(coding) or gzip.decompress(self.zipped)

    def pack(self) -> bytes:
        """As it lies on disk: a line of JSON, then the texts. No pickle: who writes it runs nothing."""
        head = {
            "format": FORMAT,
            "epoch": self.epoch,
            "began": self.began,
            "until": self.until,
            "tags": list(self.tags),
            "headers": self.headers,
            "digest": self.digest,
            "changed": self.changed,
            "sizes": [len(self.plain), len(self.zipped), len(self.brotli)],
        }
        return json.dumps(head).encode() + b"\n" + self.plain + self.zipped + self.brotli


def unpack(data: bytes) -> Entry | None:
    """The entry that was packed, or None for anything else: a half-written file, another format."""
    line, _, rest = data.partition(b"\n")
    try:
        head = json.loads(line)
        plain, zipped, brotli = head.pop("sizes")
        if head.pop("format") != FORMAT or len(rest) != plain + zipped + brotli:
            return None
        head["headers"] = [(str(name), str(value)) for name, value in head["headers"]]
        texts = rest[:plain], rest[plain : plain + zipped], rest[plain + zipped :]
        return Entry(**head, plain=texts[0], zipped=texts[1], brotli=texts[2])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


class Entries(Protocol):
    """Where packed pages lie, for all processes."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes, seconds: float) -> None: ...


class FileEntries:
    """A folder of pages with a bound: what was written first goes first.

    It is divided into parts by the key; each write looks at its own part alone, a few dozen files.
    """

    PARTS = 256

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes // self.PARTS

    def get(self, key: str) -> bytes | None:
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, data: bytes, seconds: float) -> None:
        """Raises `OSError` when the disk is full or cannot be written."""
        if len(data) > self.most_bytes:
            return
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._make_room(path.parent, len(data))
        new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            os.replace(new, path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()
            raise

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _make_room(self, part: Path, size: int) -> None:
        files = []
        with os.scandir(part) as found:
            for one in found:
                with contextlib.suppress(OSError):
                    facts = one.stat(follow_symlinks=False)
                    files.append((facts.st_mtime_ns, facts.st_size, one.path))
        total = size + sum(file[1] for file in files)
        for _when, freed, path in sorted(files):
            if total <= self.most_bytes:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            total -= freed


class Memory:
    """The pages that this process has sent last, unpacked; the least used go first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Entry | None:
        entry = self._entries.get(key)
        if entry is not None:
            with contextlib.suppress(KeyError):  # another thread has just dropped it
                self._entries.move_to_end(key)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        if entry.size > self.most_bytes:
            return
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self._bytes += entry.size
            while self._bytes > self.most_bytes:
                self._drop(next(iter(self._entries)))

    def drop(self, key: str) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry.size
