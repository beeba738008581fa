"""The demonstration network, loaded once for all tests of a file; each test's changes are rolled back."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from demo import services
from tests.demo.kept_answers import kept_answers

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="package", autouse=True)
def _kept_answers() -> Iterator[None]:
    with kept_answers():
        yield


@pytest.fixture(scope="module")
def loaded_once(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[services.LoadReport]:
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
        report = services.load(TODAY)
    yield report
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def network(loaded_once: services.LoadReport, db: None) -> services.LoadReport:
    """The report of the load; the database holds the whole network."""
    return loaded_once
