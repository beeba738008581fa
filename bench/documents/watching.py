"""What is watched while files are read: memory of the worker and its readers, speed of public pages."""

import os
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.documents.installation import Browser

EVERY = 0.02
PAUSE = 0.05
MEBIBYTE = 1024 * 1024


def status(pid: int) -> dict[str, int]:
    """`VmRSS` and `VmHWM` of a process in bytes; nothing when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    found = (line.split() for line in lines if line.startswith(("VmRSS:", "VmHWM:")))
    return {parts[0][:-1]: int(parts[1]) * 1024 for parts in found}


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def children(pid: int) -> list[int]:
    """Processes that this one started, whichever of its threads did.

    Left out is one that has not become its own program yet: its memory is still the parent's.
    """
    found = []
    own = command(pid)
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    except OSError:
        pass
    return [child for child in found if command(child) != own]


@dataclass(slots=True)
class Memory:
    """Peaks in bytes: of the worker, of one reading process, and of all at one moment."""

    worker: int = 0
    child: int = 0
    together: int = 0


def processor_seconds(pid: int) -> float:
    """Processor time of a process and of those it has waited for: what load by others does not change."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(value) for value in fields[11:15]) / os.sysconf("SC_CLK_TCK")


class Watch:
    """A thread that does its work until told to end."""

    def __enter__(self):
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self.ending.set()
        self.thread.join(30)

    def work(self) -> None:
        raise NotImplementedError


class MemoryWatch(Watch):
    """Looks at the worker and its reading processes fifty times a second."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.memory = Memory()

    def work(self) -> None:
        while not self.ending.wait(EVERY):
            worker = status(self.pid)
            readers = [status(child) for child in children(self.pid)]
            self.memory.worker = max(self.memory.worker, worker.get("VmHWM", 0))
            self.memory.child = max([self.memory.child, *(reader.get("VmHWM", 0) for reader in readers)])
            now = sum(one.get("VmRSS", 0) for one in (worker, *readers))
            self.memory.together = max(self.memory.together, now)


@dataclass(slots=True)
class Latency:
    """Milliseconds of the answers of public pages."""

    taken: list[float] = field(default_factory=list)

    def share(self, share: float) -> float:
        return statistics.quantiles(self.taken, n=100)[round(share * 100) - 1] if len(self.taken) > 1 else 0.0


class Visitor(Watch):
    """Reads public pages one after another with short pauses."""

    def __init__(self, port: int, pages: Sequence[str]) -> None:
        self.browser = Browser(port)
        self.pages = pages
        self.latency = Latency()

    def work(self) -> None:
        number = 0
        while not self.ending.wait(PAUSE):
            started = time.perf_counter()
            self.browser.get(self.pages[number % len(self.pages)])
            self.latency.taken.append((time.perf_counter() - started) * 1000)
            number += 1
