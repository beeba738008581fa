"""What a connection to PostgreSQL is told: an index is cheap to read."""

import pytest
from django.db import connection

from tochka.connecting import RANDOM_PAGE_COST

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("postgresql"),  # SQLite weighs its plans otherwise
]


def test_every_connection_knows_that_random_pages_are_cheap():
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == (str(RANDOM_PAGE_COST),)
