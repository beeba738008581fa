"""Russian full-text search over Wagtail's index, alike on SQLite and PostgreSQL.

`toolkit.search.russian` is the backend that the settings name,
`toolkit.search.words` holds what other rooms may use.
"""
