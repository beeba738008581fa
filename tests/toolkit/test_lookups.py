"""Beginnings of tree paths: the same rows as Django's own, by an index."""

import pytest
from django.db import connection
from django.db.models import F
from wagtail.models import Page

from tests.factories.network import build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths(db: None) -> list[str]:
    build_network()
    return sorted(Page.objects.values_list("path", flat=True))


def test_the_same_rows_as_by_comparing(paths: list[str]) -> None:
    for beginning in {path[:length] for path in paths for length in range(1, len(path) + 1)}:
        found = Page.objects.filter(path__startswith=beginning).values_list("path", flat=True)
        assert sorted(found) == [path for path in paths if path.startswith(beginning)]


@pytest.mark.parametrize("beginning", ["", "0001ъ", "%", "_", "0001'", "0001Z"])
def test_odd_beginnings(paths: list[str], beginning: str) -> None:
    found = Page.objects.filter(path__startswith=beginning).values_list("path", flat=True)
    assert sorted(found) == [path for path in paths if path.startswith(beginning)]


def test_a_column_as_beginning(paths: list[str]) -> None:
    assert Page.objects.filter(path__startswith=F("path")).count() == len(paths)


@pytest.mark.only_on("sqlite")
def test_sqlite_reads_the_index(paths: list[str]) -> None:
    below = Page.objects.filter(path__startswith=paths[2]).order_by().values("pk")
    with connection.cursor() as cursor:
        sql, params = below.query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "SEARCH" in plan
    assert "path>" in plan
