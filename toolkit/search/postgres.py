"""Russian search on PostgreSQL: finished tokens as `tsvector`, ranked by `ts_rank`.

No text search configuration takes part, so it matters neither which the server
has nor in which locale its cluster was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
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
from toolkit.search.queries import Expression, as_tsquery
from toolkit.search.weights import DIVIDE_BY_LOG_OF_LENGTH, RANK_WEIGHTS

__all__ = ["SearchBackend", "vector"]

# The limits of a tsvector: positions up to 16,383, at most 255 of a lexeme, less than 1 MiB in all.
LAST_POSITION = 16_383
MOST_POSITIONS = 100
MOST_BYTES = 900_000


def vector(labelled: Sequence[tuple[Tokens, str]]) -> str:
    """Write tokens as the text of a `tsvector`, those of each part with its label.

    What would not fit into a `tsvector` is left out from the end.
    """
    places: dict[str, list[str]] = {}
    size, offset = 0, 1
    for tokens, label in labelled:
        for place, token in [*enumerate(tokens.stream), *tokens.extras]:
            if token == BARRIER or len(places.get(token, ())) >= MOST_POSITIONS:
                continue
            if size > MOST_BYTES:
                break
            size += 2 if token in places else len(token.encode()) + 8
            places.setdefault(token, []).append(f"{min(offset + place, LAST_POSITION)}{label}")
        offset += len(tokens.stream) + 1
    return " ".join(f"'{token}':{','.join(where)}" for token, where in places.items())


class PostgresRussianIndex(RussianIndex, PostgresIndex):
    def columns(self, strong: Tokens, rest: Tokens, beginnings: Tokens) -> dict[str, str]:
        """Put the strong words into the body too: one column that holds all can use its index."""
        return {
            "title": vector([(strong, "A")]),
            "body": vector([(strong, "A"), (rest, "D")]),
            "autocomplete": vector([(beginnings, "D")]),
        }


class PostgresSearchCompiler(RussianSearchCompiler):
    COLUMN = "body"

    def hits(
        self, expression: Expression, *, titles_only: bool, ranked: bool, among: Sequence[str] | None
    ) -> Hits:
        entries = get_app_config().get_model("IndexEntry")._meta.db_table
        connection = connections[self.queryset.db]
        column = "title" if titles_only else self.COLUMN
        asked = as_tsquery(expression)
        score, params = "0.0::real", list[Any]()
        if ranked:
            score = f"MAX(ts_rank(%s::real[], entry.{column}, %s::tsquery, {DIVIDE_BY_LOG_OF_LENGTH}))"
            params = [RANK_WEIGHTS, asked]
        content_types = self.content_types()
        params += [asked, *content_types]
        limit = ""
        if among is not None:
            limit = "AND entry.object_id IN (SELECT jsonb_array_elements_text(%s::jsonb))"
            params.append(keys_as_json(among))
        sql = f"""
            SELECT {self.key_from_entry(connection)} AS pk, {score} AS score
            FROM {entries} entry
            WHERE entry.{column} @@ %s::tsquery
            AND entry.content_type_id IN ({", ".join(["%s"] * len(content_types))}) {limit}
            GROUP BY 1
        """  # noqa: S608 - names of tables and columns only
        return Hits(sql, params)


class PostgresAutocompleteCompiler(RussianAutocompleteCompiler, PostgresSearchCompiler):
    COLUMN = "autocomplete"


class SearchBackend(PostgresSearchBackend):
    """The search backend for PostgreSQL; takes no options but `ATOMIC_REBUILD`."""

    query_compiler_class = PostgresSearchCompiler
    autocomplete_query_compiler_class = PostgresAutocompleteCompiler
    index_class = PostgresRussianIndex
    results_class = RussianResults
