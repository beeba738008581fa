"""What a connection to PostgreSQL is told: an index is cheap to read, points of time are read quickly."""

import pytest
from django.db import DataError, connection
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

from tochka.connecting import RANDOM_PAGE_COST, is_here

postgresql = pytest.mark.only_on("postgresql")  # SQLite weighs its plans otherwise


@pytest.mark.parametrize(
    ("database", "here"),
    [
        ({"ENGINE": "django.db.backends.sqlite3", "NAME": "data/site.sqlite3"}, True),
        ({"HOST": ""}, True),
        ({"HOST": "/var/run/postgresql"}, True),
        ({"HOST": "localhost"}, True),
        ({"HOST": "127.0.0.1"}, True),
        ({"HOST": "::1"}, True),
        ({"HOST": "10.0.0.5"}, False),
        ({"HOST": "db.example.ru"}, False),
    ],
)
def test_a_database_of_this_machine_is_known(database: dict[str, str], here: bool) -> None:
    assert is_here(database) is here


@postgresql
@pytest.mark.django_db
def test_every_connection_knows_that_random_pages_are_cheap():
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == (str(RANDOM_PAGE_COST),)


@postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "written",
    [
        "2024-04-04 12:00:00+00",
        "2024-04-04 12:00:00.12+03",
        "2024-04-04 12:00:00.123456-05:30",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00",
        "1880-01-01 00:00:00+02:30:17",
    ],
)
def test_points_of_time_are_those_that_django_reads(written):
    with connection.cursor() as cursor:
        quick = cursor.connection.adapters.get_loader(cursor.connection.adapters.types["timestamptz"].oid, 0)
        usual = type("Usual", (BaseTzLoader,), {"timezone": connection.timezone})
        cursor.execute("SELECT %s::timestamptz, %s::timestamptz::text", [written, written])
        found, text = cursor.fetchone()
        oid = cursor.connection.adapters.types["timestamptz"].oid
        assert found == usual(oid, cursor.connection).load(text.encode())
        assert found.tzinfo is connection.timezone
        assert quick.__name__ == "QuickTzLoader"


@postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("written", ["infinity", "0044-03-15 00:00:00+00 BC"])
def test_what_python_has_no_date_for_is_an_error_as_ever(written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [written])
        with pytest.raises(DataError):
            cursor.fetchone()
