"""The network that these tests stand on, and tables as people make them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from exchange.models import ImportRun
from exchange.services import runs
from tests.factories import UserFactory
from tests.factories.fixtures import at, built_network, commit, network

__all__ = ["at", "built_network", "commit", "network"]


def csv_bytes(*rows: list[str], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(*rows: list[Any], before: tuple[list[Any], ...] = ()) -> bytes:
    book = Workbook()
    for row in (*before, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def admin(db: None) -> Any:
    return UserFactory(is_superuser=True)


@pytest.fixture
def take(admin: Any) -> Callable[..., ImportRun]:
    """`take("schools", [titles], [row], …)` uploads a table and checks it; `write=True` confirms it too."""

    def run_table(kind: str, *rows: list[Any], write: bool = False, user: Any = None) -> ImportRun:
        run = runs.start_run(kind, csv_bytes(*rows), "таблица.csv", user or admin)
        runs.advance(run.pk)
        if write:
            assert runs.confirm(run, publish=True)
            runs.advance(run.pk)
        run.refresh_from_db()
        return run

    return run_table


def problems(run: ImportRun) -> list[tuple[int, str]]:
    """Row and column of every complaint."""
    return [(row.number, one["column"]) for row in run.rows.all() for one in row.problems]


def states(run: ImportRun) -> list[str]:
    return [row.state for row in run.rows.all()]
