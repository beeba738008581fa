"""Finding entries of several models at once, in bounded work, with expressions that the caller makes.

`QuerySet.search` ranks all that a query finds, model by model. Here one statement looks for entries of
all models together and stops when it has enough; what is best among them the caller decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import Model, QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.conf import get_app_config
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk

from toolkit.search.backend import RussianSearchCompiler
from toolkit.search.hits import join_hits
from toolkit.search.queries import Expression, as_fts5, as_tsquery
from toolkit.search.weights import BM25_WEIGHTS, DIVIDE_BY_LOG_OF_LENGTH, RANK_WEIGHTS

__all__ = ["Entry", "are_found", "find_entries", "found_by"]


class Entry(NamedTuple):
    """An entry of the index: which model, which key as text, and how well it answers (0 when not asked)."""

    model: type[Model]
    key: str
    score: float


def find_entries(
    models: Sequence[type[Model]],
    expression: Expression,
    limit: int,
    *,
    marks: Sequence[Expression] = (),
    in_titles: bool = False,
    ranked: bool = False,
) -> list[Entry]:
    """Return up to `limit` entries of these models that answer an expression and have all the marks.

    Which ones, when there are more, is up to the database; the work is bounded by `limit`, not by how many
    there are. With `in_titles` the words must stand in the strong fields. `ranked` gives each its score.
    An installation whose database has no Russian search finds nothing.
    """
    statement = _statement(models, expression, marks, in_titles=in_titles, ranked=ranked)
    if statement is None:
        return []
    by_content_type = {get_content_type_pk(model): model for model in models}
    rows = _read(statement.sql, [*statement.params, limit])
    return [Entry(by_content_type[content_type], key, float(score)) for content_type, key, score in rows]


def are_found(
    models: Sequence[type[Model]], expressions: Sequence[Expression], marks: Sequence[Expression] = ()
) -> list[bool]:
    """Tell of each expression whether any entry answers it and has the marks: one statement for all."""
    statements = [_statement(models, expression, marks) for expression in expressions]
    known = [statement for statement in statements if statement is not None]
    if not known:
        return [False] * len(expressions)
    sql = "SELECT " + ", ".join(f"EXISTS ({statement.sql})" for statement in known)
    (row,) = _read(sql, [value for statement in known for value in (*statement.params, 1)])
    return [bool(value) for value in row]


class _Statement(NamedTuple):
    sql: str
    params: list[Any]


def _alias() -> str:
    return router.db_for_read(get_app_config().get_model("IndexEntry"))


def _read(sql: str, params: list[Any]) -> list[Any]:
    with connections[_alias()].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _statement(
    models: Sequence[type[Model]],
    expression: Expression,
    marks: Sequence[Expression],
    *,
    in_titles: bool = False,
    ranked: bool = False,
) -> _Statement | None:
    """Return a statement that still wants its limit; None where there is no Russian search."""
    write = {"postgresql": _on_postgres, "sqlite": _on_sqlite}.get(connections[_alias()].vendor)
    if write is None:
        return None
    entry_model = get_app_config().get_model("IndexEntry")
    content_types = [get_content_type_pk(model) for model in models]
    return _Statement(*write(entry_model, expression, marks, in_titles, ranked, content_types))


def _on_sqlite(
    entry_model: type[Model],
    expression: Expression,
    marks: Sequence[Expression],
    in_titles: bool,
    ranked: bool,
    content_types: list[int],
) -> tuple[str, list[Any]]:
    fts = get_app_config().get_model("SQLiteFTSIndexEntry")._meta.db_table
    columns = "title" if in_titles else "title body"
    asked = f"({{{columns}}} : {as_fts5(expression)})"
    for mark in marks:
        asked += f" AND ({{body}} : {as_fts5(mark)})"
    weights = ", ".join(str(weight) for weight in BM25_WEIGHTS.values())
    score = f"-bm25({fts}, {weights})" if ranked else "0.0"
    # The order of the joins is that of the statement: the words first, then a look at each entry found.
    sql = f"""
        SELECT entry.content_type_id, entry.object_id, {score}
        FROM {fts} CROSS JOIN {entry_model._meta.db_table} entry ON entry.id = {fts}.rowid
        WHERE {fts} MATCH %s AND entry.content_type_id IN ({", ".join(["%s"] * len(content_types))})
        LIMIT %s
    """  # noqa: S608 - names of tables and columns only
    return sql, [asked, *content_types]


def _on_postgres(
    entry_model: type[Model],
    expression: Expression,
    marks: Sequence[Expression],
    in_titles: bool,
    ranked: bool,
    content_types: list[int],
) -> tuple[str, list[Any]]:
    column = "title" if in_titles else "body"
    asked = as_tsquery(expression)
    conditions = [f"entry.{column} @@ %s::tsquery"]
    params: list[Any] = [asked]
    for mark in marks:
        conditions.append("entry.body @@ %s::tsquery")
        params.append(as_tsquery(mark))
    conditions.append(f"entry.content_type_id IN ({', '.join(['%s'] * len(content_types))})")
    params += content_types
    score = "0.0::real"
    if ranked:
        score = f"ts_rank(%s::real[], entry.{column}, %s::tsquery, {DIVIDE_BY_LOG_OF_LENGTH})"
        params = [RANK_WEIGHTS, asked, *params]
    sql = f"""
        SELECT entry.content_type_id, entry.object_id, {score}
        FROM {entry_model._meta.db_table} entry
        WHERE {" AND ".join(conditions)}
        LIMIT %s
    """  # noqa: S608 - names of tables and columns only
    return sql, params


def found_by(queryset: QuerySet[Any], expression: Expression) -> QuerySet[Any]:
    """Keep the rows of one model that answer an expression, each with its `score`; they have no order yet.

    An installation whose database has no Russian search finds nothing.
    """
    compiler_class = get_search_backend().query_compiler_class
    if not issubclass(compiler_class, RussianSearchCompiler):
        return queryset.none()
    compiler = compiler_class(queryset, PlainText(""))
    hits = compiler.hits(expression, titles_only=False, ranked=True, among=None)
    queryset, score = join_hits(queryset, hits)
    return queryset.annotate(score=score)
