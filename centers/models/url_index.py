"""An index on the address of pages.

Wagtail keeps `Page.url_path` without an index and finds a page level by level; our route
asks for all levels at once by `url_path`, which needs the index at half a million pages.
It stands outside Wagtail's own migrations, so it is made again after every `migrate`.
"""

from django.db import connections

CREATE = "CREATE INDEX IF NOT EXISTS centers_page_url_path ON wagtailcore_page (url_path)"


def ensure_url_path_index(using: str = "default", **kwargs) -> None:
    """Create the index if it is missing (SQLite drops it whenever a table is rebuilt)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "wagtailcore_page" in connection.introspection.table_names(cursor):
            cursor.execute(CREATE)
