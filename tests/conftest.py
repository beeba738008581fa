"""What every test stands on: clean caches, the right database, and no silent skips in CI."""

import gc
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from ledger import guards
from tests.browser import chromium, in_turn
from tests.earlier_run import EarlierRun

__all__ = ["chromium", "in_turn"]  # fixtures of all folders

#: Parts of paths: what takes longest, first. The first one is one installation for a whole folder.
LONGEST = (
    "/tests/run/",
    "/test_server_page.py",
    "/test_isolation_walk.py",
    "/tests/scale/",
    "/tests/demo/",
    "/test_upgrade.py",
)


#: Files whose tests look at what screens, texts and files show and take, or at rights: they ask the database
#: for nothing in words of its own. What does has tests of its own (services, lists, search, constraints,
#: bounds of queries), and those run beside both databases.
OF_SCREENS = re.compile(
    r"test_(admin_\w+|\w+_screens|screens?|bin_screen|bad_inputs|public_templates|intake_\w+|people_screens|panel_browser|"
    r"document_feeds|document_undo|document_replacing|photo_showing|hidden_photos|inbox|door|asking|consents|"
    r"one_time_password|second_factor|people|roles|routes|center_pages|center_week|text_from_data|text_links|"
    r"factories|official_signs|file_addresses|headers|compression|unload|own_rows|posters|school_site|page_lists)\.py$"
)


def pytest_collection_finish() -> None:
    """Look for garbage more seldom, and never among what is imported: that took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--only-database`: leave out what says the same beside each database."""
    parser.addoption("--only-database", action="store_true", help="only tests of what the database is asked")


def asks_database(item: pytest.Item) -> bool:
    """Whether the test has the database, by its mark or through a fixture."""
    fixtures = {"db", "transactional_db", "django_db_setup"}
    marked = item.get_closest_marker("django_db") is not None
    return marked or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked for another database, and begin with what takes longest.

    `only_on("postgresql")` is deselected when the suite runs on SQLite, and the reverse. The tests of the
    launcher take minutes on one worker, and the others fill the second one meanwhile. The network of a
    module lies in the database from its first test on: those that want none come before it.
    """
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    selected, deselected = [], []
    for item in items:
        marker = item.get_closest_marker("only_on")
        wanted = marker is None or engine in marker.args
        if config.getoption("only_database"):
            wanted = wanted and asks_database(item) and not OF_SCREENS.search(item.path.name)
        (selected if wanted else deselected).append(item)
    config.hook.pytest_deselected(items=deselected)
    modules = list(dict.fromkeys(item.path for item in selected))
    places = {path: place for place, path in enumerate(modules)}

    def order(item: pytest.Item) -> tuple[int, int, bool]:
        with_network = "network" in getattr(item, "fixturenames", ())
        begin = [name in item.path.as_posix() for name in LONGEST]
        return begin.index(True) if any(begin) else len(begin), places[item.path], with_network

    items[:] = sorted(selected, key=order)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each file to one worker, and all of `tests/run` to one: they share what took long to make.

    (`xdist_group` of pytest-xdist 3.8 says nothing to pytest 9.2, which no longer takes changed node ids.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return LONGEST[0] if LONGEST[0] in f"/{file}" else file

    config.option.loadscopereorder = False  # what takes longest begins
    return ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Turn a skip into a failure when `CI=true`: there every real component must be there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"Skipped in CI, where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def earlier_run(django_db_modify_db_settings: None) -> Iterator[EarlierRun]:
    """Where the migrations of an earlier run ended, put into the database before they begin."""
    with EarlierRun() as earlier:
        earlier.load()
        yield earlier


@pytest.fixture(scope="session")
def django_db_setup(earlier_run: EarlierRun, django_db_setup: None, django_db_blocker: Any) -> None:
    """As pytest-django's, and the result is left for the next run."""
    with django_db_blocker.unblock():
        earlier_run.save()


@pytest.fixture(scope="session", autouse=True)
def _log_can_be_emptied() -> Iterator[None]:
    """Tests that really commit empty all tables at their end: only for that the guards of the log go off."""
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def empty_without_guards(self: Any, sql_list: list[str]) -> None:
        guards.remove(self.connection)
        try:
            empty(self, sql_list)
        finally:
            guards.install(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", empty_without_guards)
        yield


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Wagtail keeps site roots in the cache for an hour, and a rolled-back test must not leave its own."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
