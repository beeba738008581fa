"""What the reading process tells its parent while it reads, line by line.

Each step is told at once, so that a file that kills the process at its preview has
already given its text.
"""

import json
import time
from typing import Any, BinaryIO

from library.reading.text import normalize

_LONGEST_PAGE = 400_000


class StopReadingError(Exception):
    """Nothing more can or should be read of this file; the reason has been reported."""


class Report:
    """Writes facts, pages, problems as lines of JSON."""

    def __init__(self, out: BinaryIO, *, text_chars: int, wall_seconds: float) -> None:
        self._out = out
        self._chars_left = text_chars
        self._started = time.monotonic()
        self._wall = wall_seconds
        self._told: set[str] = set()

    def facts(self, **values: Any) -> None:
        """Fields of `Reading`."""
        self._line("facts", values)

    def stage(self, name: str) -> None:
        """What is being tried now; the parent blames it when the process dies."""
        self._line("stage", name)

    def page(self, text: str) -> bool:
        """One page of text, in normal form; False when the bound on text is reached."""
        text = normalize(text[:_LONGEST_PAGE])[: self._chars_left]
        self._chars_left -= len(text)
        self._line("page", text)
        if self._chars_left <= 0:
            self.problem("text_incomplete")
        return self._chars_left > 0

    def problem(self, code: str, **params: object) -> None:
        """Something to tell the person, once for each code."""
        if code not in self._told:
            self._told.add(code)
            self._line(
                "problem", {"code": code, "params": {name: str(value) for name, value in params.items()}}
            )

    def stop(self, code: str, **params: object) -> StopReadingError:
        """Report a problem after which nothing more is read; raise what this returns."""
        self.problem(code, **params)
        return StopReadingError(code)

    def signature(self, stamp: dict[str, Any]) -> None:
        """A stamp read from a signature."""
        self._line("signature", stamp)

    def time_is_short(self, share: float = 0.6) -> bool:
        """Whether more than that share of the wall time is gone."""
        return time.monotonic() - self._started > self._wall * share

    def seconds(self) -> float:
        """Wall time since the process began."""
        return time.monotonic() - self._started

    def _line(self, name: str, value: Any) -> None:
        self._out.write(json.dumps({name: value}, ensure_ascii=False).encode("utf-8", "ignore") + b"\n")
        self._out.flush()
