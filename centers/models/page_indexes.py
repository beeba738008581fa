"""Indexes on pages that Wagtail has none of.

Our route asks for all levels of an address at once by `url_path`. The news of the network and of its
regions are found by kind and depth among the news of all centres; the report of pages that nobody has
published for long sorts them by that day. Each would read the whole table at half a million pages. Whether
something above a page is hidden is asked of few hidden pages, not of all. They
stand outside Wagtail's own migrations, so they are made again after every `migrate`.
"""

from django.db import connections

CREATE = (
    "CREATE INDEX IF NOT EXISTS centers_page_url_path ON wagtailcore_page (url_path)",
    "CREATE INDEX IF NOT EXISTS centers_page_kind_depth ON wagtailcore_page (content_type_id, depth)",
    "CREATE INDEX IF NOT EXISTS centers_page_published ON wagtailcore_page (last_published_at)",
    "CREATE INDEX IF NOT EXISTS centers_page_hidden ON wagtailcore_page (path) WHERE NOT live",
)


def ensure_page_indexes(using: str = "default", **kwargs) -> None:
    """Create the indexes that are missing (SQLite drops them whenever a table is rebuilt)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "wagtailcore_page" in connection.introspection.table_names(cursor):
            for statement in CREATE:
                cursor.execute(statement)
