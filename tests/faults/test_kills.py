"""A few rounds of `bench.faults`: whatever is killed, nothing that was confirmed is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bench.faults.rounds import checking, run, table
from bench.faults.site import CACHE_SERVER, Site
from tests.tochka.installations import make_template

pytestmark = [
    pytest.mark.django_db,  # or its tables would not be made, which the installation is copied from
    pytest.mark.only_on("sqlite"),
    pytest.mark.skipif(CACHE_SERVER is None, reason="neither Redis nor Valkey is installed"),
]
#: Of this seed the server as a whole and the worker die once each: starting them is what takes time.
SEED = 55


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("killed")
    with django_db_blocker.unblock():
        made = make_template(folder)
    database = {"DATABASE_URL": f"sqlite:///{made.database['NAME']}"}
    running = Site(folder, database, postgres=None, cache=True)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def test_six_kills_lose_nothing(site: Site) -> None:
    with checking(site) as checker:
        result = run(site, checker, rounds=6, seed=SEED, before=(0.2, 0.8), patience=120, hurry=True)
    assert result.troubles == [], table(result)
    confirmed = sum((row.confirmed for row in result.rows.values()), Counter())
    assert {"file", "edit", "table"} <= set(confirmed), table(result)
