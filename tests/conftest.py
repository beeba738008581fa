"""What every test stands on: clean caches, the right database, and no silent skips in CI."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked for another database, and begin with what takes longest.

    `only_on("postgresql")` is deselected when the suite runs on SQLite, and the reverse. The tests of the
    launcher take minutes on one worker, and the others fill the second one meanwhile.
    """
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    selected, deselected = [], []
    for item in items:
        marker = item.get_closest_marker("only_on")
        (selected if marker is None or engine in marker.args else deselected).append(item)
    config.hook.pytest_deselected(items=deselected)
    items[:] = sorted(selected, key=lambda item: item.get_closest_marker("launcher") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Turn a skip into a failure when `CI=true`: there every real component must be there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"Skipped in CI, where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Wagtail keeps site roots in the cache for an hour, and a rolled-back test must not leave its own."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
