"""Finding entries of several models at once, in bounded work, with expressions that the caller makes.

`QuerySet.search` ranks all that a query finds, model by model. Here one statement looks for entries of
all models together and stops when it has enough; what is best among them the caller decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import Model, QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.conf import get_app_config
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk

from toolkit.search.analysis import Term
from toolkit.search.backend import RussianSearchCompiler
from toolkit.search.frequencies import Frequencies, frequencies, without_repeats
from toolkit.search.hits import join_hits
from toolkit.search.queries import All, Expression, as_fts5, as_tsquery
from toolkit.search.weights import BM25_WEIGHTS, DIVIDE_BY_LOG_OF_LENGTH, RANK_WEIGHTS

__all__ = ["Beside", "Entry", "are_found", "find_entries", "found_by"]


#: Of so many times the limit entries a part is taken: not all that answer a word answer the others.
PART = 1.5


class Entry(NamedTuple):
    """An entry of the index: which model, which key as text, and how well it answers.

    `is_named` when all that was asked for stands in its strong fields.
    """

    model: type[Model]
    key: str
    score: float
    is_named: bool = False


class Beside(NamedTuple):
    """What else one statement looks for: up to `limit` entries of a model that answer an expression."""

    model: type[Model]
    expression: Expression
    limit: int


class _Statement(NamedTuple):
    sql: str
    params: list[Any]


def find_entries(
    models: Sequence[type[Model]],
    expression: Expression,
    limit: int,
    *,
    marks: Sequence[Expression] = (),
    in_titles: Expression | None = None,
    parted_by: str = "",
    beside: Beside | None = None,
) -> list[Entry]:
    """Return up to `limit` entries of these models that answer an expression and have all the marks.

    Which ones, when there are more, is up to the database; the work is bounded by `limit`, not by how many
    there are. With an expression `in_titles` up to `limit` of those that answer it in their strong fields
    stand first, and up to `limit` others follow where they are fewer; none stands there twice. One statement.
    With marks that begin with `parted_by`, as of regions, only entries of one of them are looked at where
    PostgreSQL knows that far too many answer, and all when these are not enough. What is looked for `beside`
    comes last, and the limit does not count it.
    An installation whose database has no Russian search finds nothing.
    """
    plain = partial(_statement, models, expression, ranked=True)
    named = _statement(models, in_titles, marks, in_titles=True, ranked=True) if in_titles else None
    part = _part(expression, limit, parted_by) if parted_by and not marks else ()
    found = _find(models, plain([part] if part else marks), named, limit, beside)
    if part and sum(entry.model in models for entry in found) < limit:
        found = _find(models, plain(marks), named, limit, beside)
    return found


def _find(
    models: Sequence[type[Model]],
    plain: _Statement | None,
    named: _Statement | None,
    limit: int,
    beside: Beside | None,
) -> list[Entry]:
    if plain is None:
        return []
    parts = [(plain.sql, [*plain.params, limit])]
    if named is not None:  # where enough are named so, the others are not looked for
        parts = [
            (named.sql, [*named.params, limit]),
            (
                f"SELECT * FROM ({plain.sql}) plain WHERE (SELECT COUNT(*) FROM part_0) < %s",  # noqa: S608
                [*plain.params, limit, limit],
            ),
        ]
    if beside and (more := _statement([beside.model], beside.expression, (), ranked=True)):
        parts.append((more.sql, [*more.params, beside.limit]))
    sql = parts[0][0]
    if len(parts) > 1:
        tables = ", ".join(f"part_{at} AS MATERIALIZED ({one})" for at, (one, _params) in enumerate(parts))
        union = " UNION ALL ".join(f"SELECT * FROM part_{at}" for at in range(len(parts)))  # noqa: S608
        sql = f"WITH {tables} {union}"
    by_content_type = {
        get_content_type_pk(model): model for model in (*models, *([beside.model] if beside else []))
    }
    found: dict[tuple[int, str], Entry] = {}
    for content_type, key, score, is_named in _read(sql, [value for part in parts for value in part[1]]):
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
    by_index, by_entry = (expression, None) if in_titles else _parted(expression)
    conditions = [f"entry.{column} @@ %s::tsquery"]
    params: list[Any] = [as_tsquery(_shortest(by_index))]
    if by_entry is not None:  # «IS TRUE» is nothing that an index answers
        conditions.append(f"(entry.{column} @@ %s::tsquery) IS TRUE")
        params.append(as_tsquery(_shortest(by_entry)))
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
        params = [RANK_WEIGHTS, as_tsquery(expression), *params]
    sql = f"""
        SELECT entry.content_type_id, entry.object_id, {score} AS score, {int(in_titles)} AS is_named
        FROM {entry_model._meta.db_table} entry
        WHERE {" AND ".join(conditions)}
        LIMIT %s
    """  # noqa: S608 - names of tables and columns only
    return sql, params


def _shortest(expression: Expression) -> Expression:
    """The same without alternatives that find nothing more."""
    if isinstance(expression, All):
        return All(tuple(_shortest(part) for part in expression.parts))
    return without_repeats(expression) if isinstance(expression, tuple) else expression


def _terms(expression: Expression) -> tuple[Term, ...]:
    """The terms of an expression that asks for all of them; none of another."""
    parts = expression.parts if isinstance(expression, All) else (expression,)
    terms = tuple(part for part in parts if isinstance(part, tuple))
    return terms if len(terms) == len(parts) else ()


def _known() -> Frequencies:
    return frequencies(_alias(), get_app_config().get_model("IndexEntry")._meta.db_table, "body")


def _parted(expression: Expression) -> tuple[Expression, Expression | None]:
    """What the index is asked for, and what is asked of the entries that it finds."""
    terms = _terms(expression)
    filtered = _known().to_filter(terms) if len(terms) > 1 else set()
    if not filtered:
        return expression, None
    rest = [term for at, term in enumerate(terms) if at not in filtered]
    return All(tuple(rest)), All(tuple(terms[at] for at in sorted(filtered)))


def _part(expression: Expression, limit: int, prefix: str) -> Term:
    if connections[_alias()].vendor != "postgresql":
        return ()
    return _known().part(_terms(expression), prefix, PART * limit)


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
