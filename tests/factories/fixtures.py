"""Fixtures that the folders of tests take into their `conftest`."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.factories.network import Network, build_network


@pytest.fixture(scope="module")
def built_network(django_db_setup: None, django_db_blocker: Any) -> Iterator[Network]:
    """The network, built once for a module: the tests run in savepoints inside its transaction."""
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
    try:
        with django_db_blocker.unblock():
            network = build_network()
        yield network
    finally:
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def network(built_network: Network, db: None) -> Network:
    """Two regions, each with a coordinator and an opened centre; its rows are fresh for each test."""
    return built_network.fresh()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`at(2026, 9, 1, 8, 30)` makes it that moment, UTC, for everything that asks Django for the time."""

    def set_clock(*moment: int) -> None:
        now = dt.datetime(*moment, tzinfo=dt.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_clock


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """`with commit():` runs at its end what waits for the transaction to be committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
