"""Time of the processor that a side has used: says the same on a busy machine as on a free one."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(roots: Iterable[int]) -> float:
    """What these processes and all below them have used, in their own code and in the kernel."""
    below: dict[int, list[int]] = defaultdict(list)
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                facts = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:  # it has just ended
                continue
            below[int(facts[1])].append(int(entry.name))
            # Its own, and what those of its children have used that have ended since.
            used[int(entry.name)] = sum(map(int, facts[11:15])) / TICKS
    waiting, total = list(roots), 0.0
    while waiting:
        one = waiting.pop()
        total += used.get(one, 0.0)
        waiting += below[one]
    return total
