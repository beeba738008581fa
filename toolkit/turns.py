"""One page after another inside a process, as long as each is quick (docs/adr/0043).

The threads of a process share one processor: four pages that are made at once are all ready when the last
one is, and the interpreter and the database lose time by changing between them. Here each has its turn. A
slow one (a file that is read, a row that somebody holds) keeps nobody waiting for longer than a turn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Longer than nearly every page takes, shorter than a person notices.
TURN_SECONDS = 0.05


class Turns:
    """Who is at work now, and until when the others wait for it; with turns of 0 seconds nobody waits."""

    def __init__(self, seconds: float = TURN_SECONDS) -> None:
        self.seconds = seconds
        self._changed = threading.Condition()
        self._holder: object | None = None
        self._until = 0.0

    @contextmanager
    def take(self) -> Iterator[bool]:
        """Work inside; gives whether somebody else was waited for, so that much may have changed."""
        mine, has_waited = object(), False
        with self._changed:
            while self._holder is not None and (left := self._until - time.monotonic()) > 0:
                has_waited = True
                self._changed.wait(left)
            self._holder, self._until = mine, time.monotonic() + self.seconds
        try:
            yield has_waited
        finally:
            with self._changed:
                if self._holder is mine:  # or its time was over, and the turn is another's
                    self._holder = None
                    self._changed.notify()
