"""Russian search on SQLite: finished tokens in Wagtail's FTS5 table, ranked by BM25."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend
from modelsearch.conf import get_app_config

from toolkit.search.analysis import BARRIER, Tokens
from toolkit.search.backend import (
    RussianAutocompleteCompiler,
    RussianIndex,
    RussianResults,
    RussianSearchCompiler,
    keys_as_json,
)
from toolkit.search.hits import Hits
from toolkit.search.queries import Expression, as_fts5
from toolkit.search.weights import BM25_WEIGHTS

__all__ = ["SearchBackend"]


def _column(tokens: Tokens) -> str:
    """Write the tokens in a row, and at its end those that stand beside others."""
    extras = [token for _place, token in tokens.extras]
    return " ".join([*tokens.stream, *([BARRIER, *extras] if extras else [])])


class SQLiteRussianIndex(RussianIndex, SQLiteIndex):
    def columns(self, strong: Tokens, rest: Tokens, beginnings: Tokens) -> dict[str, str]:
        return {"title": _column(strong), "body": _column(rest), "autocomplete": _column(beginnings)}


class SQLiteSearchCompiler(RussianSearchCompiler):
    COLUMNS: tuple[str, ...] = ("title", "body")

    def hits(
        self, expression: Expression, *, titles_only: bool, ranked: bool, among: Sequence[str] | None
    ) -> Hits:
        app = get_app_config()
        entries, fts = (app.get_model(name)._meta.db_table for name in ("IndexEntry", "SQLiteFTSIndexEntry"))
        connection = connections[self.queryset.db]
        columns = ("title",) if titles_only else self.COLUMNS
        params: list[Any] = [f"{{{' '.join(columns)}}} : {as_fts5(expression)}"]
        weights = ", ".join(str(weight) for weight in BM25_WEIGHTS.values())
        score = f"-bm25({fts}, {weights})" if ranked else "0.0"
        content_types = self.content_types()
        params += content_types
        limit = ""
        if among is not None:
            limit = "AND entry.object_id IN (SELECT value FROM json_each(%s))"
            params.append(keys_as_json(among))
        # LIMIT keeps the ranking inside: SQLite can compute it nowhere else.
        sql = f"""
            SELECT {self.key_from_entry(connection)} AS pk, MAX(found.score) AS score
            FROM (SELECT rowid AS id, {score} AS score FROM {fts} WHERE {fts} MATCH %s LIMIT -1) found
            CROSS JOIN {entries} entry ON entry.id = found.id
            WHERE entry.content_type_id IN ({", ".join(["%s"] * len(content_types))}) {limit}
            GROUP BY 1
        """  # noqa: S608 - names of tables and columns only
        return Hits(sql, params)


class SQLiteAutocompleteCompiler(RussianAutocompleteCompiler, SQLiteSearchCompiler):
    COLUMNS = ("autocomplete",)


class SearchBackend(SQLiteSearchBackend):
    """The search backend for SQLite; takes no options but `ATOMIC_REBUILD`."""

    query_compiler_class = SQLiteSearchCompiler
    autocomplete_query_compiler_class = SQLiteAutocompleteCompiler
    index_class = SQLiteRussianIndex
    results_class = RussianResults
