"""Let the database look at how its rows are spread, so that it chooses the right index."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from modelsearch.conf import get_app_config

#: Rows that SQLite looks at in each index: half a second for 24,000 centres. With a thousand it took columns
#: that are the same in all rows for choosy ones.
ROWS = 10_000
#: Tables that are empty as a rule. SQLite writes down nothing of an empty table and takes it for a large one:
#: to learn that no page is private it read all pages, a tenth of a second at 24,000 centres.
EMPTY = ("wagtailcore_pageviewrestriction",)
#: How finely PostgreSQL looks at the words of the search index; its own figure is 100. With that it took a
#: word that stands nowhere for one of 3,200 entries in 1.2 million and read the whole table: 0.6 s.
WORDS = 1000
COLUMNS = ("title", "body", "autocomplete")


class Command(BaseCommand):
    """Run by the worker once a day; PostgreSQL does most of it by itself (autovacuum), but not for words."""

    help = "Обновляет сведения базы о её строках, по которым она выбирает, как искать. Данные не меняет."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA analysis_limit={ROWS}")
            if connection.vendor == "postgresql":
                self._look_at_words(cursor)
            cursor.execute("ANALYZE")
            if connection.vendor == "sqlite":
                for table in EMPTY:
                    known = "SELECT 1 FROM sqlite_stat1 WHERE tbl = %s"
                    cursor.execute(
                        f"INSERT INTO sqlite_stat1 SELECT %s, NULL, '1' WHERE NOT EXISTS ({known})",
                        [table, table],
                    )
                cursor.execute("ANALYZE sqlite_master")  # read again what was written
        self.stdout.write("Готово: база знает, как распределены её строки.")

    def _look_at_words(self, cursor: Any) -> None:
        """Let PostgreSQL know the words of the search index better, and put new entries in their places."""
        table = get_app_config().get_model("IndexEntry")._meta.db_table
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attname = ANY(%s)"
            " AND attstattarget <> %s",
            [table, list(COLUMNS), WORDS],
        )
        for (column,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS {WORDS}')
        # What waits outside the tree of an index makes the index look dear to the planner.
        cursor.execute(
            "SELECT gin_clean_pending_list(pg_index.indexrelid) FROM pg_index"
            " JOIN pg_class ON pg_class.oid = pg_index.indexrelid JOIN pg_am ON pg_am.oid = pg_class.relam"
            " WHERE pg_index.indrelid = %s::regclass AND pg_am.amname = 'gin'",
            [table],
        )
