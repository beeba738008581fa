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
    """An entry of the index: which model, which key as text, and how well it answers.

    `is_named` when all that was asked for stands in its strong fields.
    """

    model: type[Model]
    key: str
    score: float
    is_named: bool = False


def find_entries(
    models: Sequence[type[Model]],
    expression: Expression,
    limit: int,
    *,
    marks: Sequence[Expression] = (),
    in_titles: Expression | None = None,
) -> list[Entry]:
    """Return up to `limit` entries of these models that answer an expression and have all the marks.

    Which ones, when there are more, is up to the database; the work is bounded by `limit`, not by how many
    there are. With an expression `in_titles` up to `limit` of those that answer it in their strong fields
    stand first, and up to `limit` others follow where they are fewer; none stands there twice. One statement.
    An installation whose database has no Russian search finds nothing.
    """
    plain = _statement(models, expression, marks, ranked=True)
    if plain is None:
        return []
    sql, params = plain.sql, [*plain.params, limit]
    if in_titles is not None and (named := _statement(models, in_titles, marks, in_titles=True, ranked=True)):
        # Where enough are named so, the others are not looked for.
        sql = f"""
            WITH named AS MATERIALIZED ({named.sql}), others AS MATERIALIZED (
                SELECT * FROM ({plain.sql}) plain WHERE (SELECT COUNT(*) FROM named) < %s
            ) SELECT * FROM named UNION ALL SELECT * FROM others
        """  # noqa: S608 - both statements are made here
        params = [*named.params, limit, *plain.params, limit, limit]
    by_content_type = {get_content_type_pk(model): model for model in models}
    found: dict[tuple[int, str], Entry] = {}
    for content_type, key, score, is_named in _read(sql, params):
        if (content_type, key) not in found:
            found[content_type, key] = Entry(by_content_type[content_type], key, score, bool(is_named))
    return list(found.values())


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
        SELECT entry.content_type_id, entry.object_id, {score} AS score, {int(in_titles)} AS is_named
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
    # Several kinds are most of the index: their own index would be read for nothing, so «+ 0» hides it.
    kind = "entry.content_type_id + 0" if len(content_types) > 1 else "entry.content_type_id"
    conditions.append(f"{kind} IN ({', '.join(['%s'] * len(content_types))})")
    params += content_types
    score = "0.0::real"
    if ranked:
        score = f"ts_rank(%s::real[], entry.body, %s::tsquery, {DIVIDE_BY_LOG_OF_LENGTH})"
        params = [RANK_WEIGHTS, asked, *params]
    sql = f"""
        SELECT entry.content_type_id, entry.object_id, {score} AS score, {int(in_titles)} AS is_named
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
