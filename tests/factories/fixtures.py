"""Fixtures that the folders of tests take into their `conftest`."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.factories.network import Network, build_network


@pytest.fixture
def network(db: None) -> Network:
    """Two regions, each with a coordinator and an opened centre."""
    return build_network()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`at(2026, 9, 1, 8, 30)` makes it that moment, UTC, for everything that asks Django for the time."""

    def set_clock(*moment: int) -> None:
        now = dt.datetime(*moment, tzinfo=dt.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_clock
