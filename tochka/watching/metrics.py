"""Metrics in the form of Prometheus: what was answered, and in what state the site is."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from tochka.watching.counting import counts
from tochka.watching.state import State, state


class StateCollector:
    """The state of the site, looked at when the metrics are asked for."""

    def collect(self) -> Iterator[Metric]:
        for name, help_text, value in gauges(state()):
            if value is not None:
                yield GaugeMetricFamily(f"tochka_{name}", help_text, value=value)


def gauges(now: State) -> list[tuple[str, str, float | None]]:
    """Name, meaning and value of each number of the state; None is left out."""
    rows: list[tuple[str, str, float | None]] = [
        ("database_up", "1 when the database answers.", float(now.database)),
        ("cache_up", "1 when the cache keeps what it is given.", float(now.cache)),
        ("tasks_waiting", "Tasks that wait for the worker.", now.waiting),
        ("task_oldest_wait_seconds", "Seconds that the oldest of them has waited.", now.oldest_wait),
        ("tasks_failed_day", "Tasks that failed in the last 24 hours.", now.failed),
        ("worker_seen_seconds", "Seconds since the worker was last seen.", now.worker_age),
        ("backup_age_seconds", "Age of the newest copy, seconds.", now.backup_age),
        ("backup_failed", "1 when the last nightly copy failed.", float(bool(now.backup_failure))),
    ]
    for disk in now.disks:
        rows.append((f"{disk.name}_disk_free_bytes", "Free room on the disk, bytes.", disk.free))
        rows.append((f"{disk.name}_disk_bytes", "Size of the disk, bytes.", disk.size))
    return rows


def text() -> bytes:
    """All metrics of all processes, as Prometheus reads them (text format 0.0.4)."""
    now = CollectorRegistry()
    now.register(StateCollector())
    return counts() + generate_latest(now)
