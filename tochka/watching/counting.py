"""Counts of answers, in every process of the server; nothing of Django is needed here."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Upper bounds of the durations counted, s.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: The folder that all processes of the server write their counts into; set in `tochka/server.py`.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_own = CollectorRegistry()
_requests = Counter(
    "tochka_requests",
    "Answers by method, name of the screen and status.",
    ("method", "screen", "status"),
    registry=_own,
)
_seconds = Histogram(
    "tochka_request_seconds",
    "Seconds from the request to the end of its answer.",
    ("screen",),
    registry=_own,
    buckets=BOUNDS,
)


def note_request(method: str, screen: str, status: str, seconds: float) -> None:
    """Count one answer."""
    _requests.labels(method, screen, status).inc()
    _seconds.labels(screen).observe(seconds)


def counts() -> bytes:
    """The counts of all processes together, as Prometheus reads them."""
    if not os.environ.get(FOLDER):
        return generate_latest(_own)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
