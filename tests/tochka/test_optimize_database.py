"""What the databases learn of their rows each day."""

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from tests.factories.network import build_network

pytestmark = pytest.mark.django_db


def plan_of_private_pages() -> str:
    """Which table SQLite reads first to learn which of 300,000 pages are private."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_stat1 SET stat = '300000 1' WHERE tbl = 'wagtailcore_page'")
        cursor.execute("ANALYZE sqlite_master")
        cursor.execute(
            f"EXPLAIN QUERY PLAN {PageViewRestriction.objects.select_related('page').order_by().query}"
        )
        return str(cursor.fetchall()[0][-1])


@pytest.mark.only_on("sqlite")
def test_private_pages_are_asked_for_without_reading_all_pages():
    call_command("optimize_database", verbosity=0)
    assert "pageviewrestriction" in plan_of_private_pages()


@pytest.mark.only_on("sqlite")
def test_a_private_page_is_counted_again():
    PageViewRestriction.objects.create(page=Page.get_first_root_node(), restriction_type="login")
    call_command("optimize_database", verbosity=0)
    call_command("optimize_database", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'wagtailcore_pageviewrestriction'")
        assert cursor.fetchone()[0] == 1


@pytest.mark.only_on("postgresql")
def test_words_of_the_search_are_known_better():
    build_network()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the end of a request does
    call_command("optimize_database", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, attstattarget FROM pg_attribute"
            " WHERE attrelid = 'wagtailsearch_indexentry'::regclass AND atttypid = 'tsvector'::regtype"
        )
        assert dict(cursor.fetchall()) == {"title": 1000, "body": 1000, "autocomplete": 1000}
        cursor.execute("SELECT gin_clean_pending_list('wagtailsear_body_90c85d_gin')")
        assert cursor.fetchone()[0] == 0
    call_command("optimize_database", verbosity=0)
