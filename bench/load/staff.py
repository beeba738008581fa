"""What staff do while families read: an editor who looks when the page is new, a secretary with orders."""

from __future__ import annotations

import time
from typing import Any

from bench.faults.client import Browser
from bench.faults.staff import Editor, Secretary

PAUSE, SECRETARY = 1.0, 5.0  # seconds between two publications, and between two files
LOOK = 0.02  # seconds between two looks at the page
LONGEST = 30.0


class Publisher(Editor):
    """Publishes a page every second; `seen` says how many seconds each took to be what visitors get."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.seen: list[float] = []

    def look(self, number: int) -> None:
        visitor, answered = Browser(self.browser.port), time.monotonic()
        while f"Новость {number}" not in visitor.get(self.known.address).text:
            if time.monotonic() - answered > LONGEST:
                self.told.wrong.append(f"публикация {number} не видна через {LONGEST:.0f} с")
                return
            time.sleep(LOOK)
        self.seen.append(time.monotonic() - answered)
        self.pause(PAUSE)


class SlowSecretary(Secretary):
    """Brings an order now and then."""

    def drop(self, address: str, token: str) -> None:
        super().drop(address, token)
        self.pause(SECRETARY)
