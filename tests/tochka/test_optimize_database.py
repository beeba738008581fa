"""What SQLite learns of its rows each day."""

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, PageViewRestriction

# PostgreSQL does this by itself.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]


def plan_of_private_pages() -> str:
    """Which table SQLite reads first to learn which of 300,000 pages are private."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_stat1 SET stat = '300000 1' WHERE tbl = 'wagtailcore_page'")
        cursor.execute("ANALYZE sqlite_master")
        cursor.execute(
            f"EXPLAIN QUERY PLAN {PageViewRestriction.objects.select_related('page').order_by().query}"
        )
        return str(cursor.fetchall()[0][-1])


def test_private_pages_are_asked_for_without_reading_all_pages():
    call_command("optimize_database", verbosity=0)
    assert "pageviewrestriction" in plan_of_private_pages()


def test_a_private_page_is_counted_again():
    PageViewRestriction.objects.create(page=Page.get_first_root_node(), restriction_type="login")
    call_command("optimize_database", verbosity=0)
    call_command("optimize_database", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'wagtailcore_pageviewrestriction'")
        assert cursor.fetchone()[0] == 1
