"""Beginnings of a path found through its index, on SQLite too; many keys as one parameter.

Everything below a page of the tree is found by `path__startswith`. Django writes that as `LIKE … ESCAPE`,
which SQLite answers by reading the whole table: its `LIKE` takes no notice of the case of letters, and its
indexes do. The paths of a tree are made of digits and Latin capitals, so whatever begins with «0001Z» lies
between «0001Z» and «0001[» (the sign after Z), and a range is read from the index.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Expression, F, Field, Func, Q
from django.db.models.lookups import StartsWith


class PathStartsWith(StartsWith):
    """`startswith` for a column of tree paths; other databases and other values get Django's own."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        beginning = self.rhs
        if not isinstance(beginning, str) or not beginning or not beginning.isascii():
            return super().as_sql(compiler, connection)
        column, params = compiler.compile(self.lhs)
        end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", [*params, beginning, *params, end]


def find_beginnings_by_index(path: Field) -> None:
    """Let `path__startswith` use the index of this very column. Call it when the apps are ready."""
    path.register_lookup(PathStartsWith)


def beginning_with(path: str, step: int = 4) -> Q:
    """Rows whose `path` begins so, as a range; `step` is the number of signs of one level of the tree.

    PostgreSQL joins a range with other conditions by OR through its indexes; `LIKE` it then seeks row by row.
    The end of the range is made of a capital too: where signs that are no letters stand depends on the
    collation of the database.
    """
    return Q(path__gte=path, path__lte=path + "Z" * (step + 1))


class Among(Func):
    """Whether a column is one of many whole numbers: on PostgreSQL one parameter, not one for each.

    The numbers may come later, when the statement is prepared: one parameter for all of them everywhere.
    """

    output_field = BooleanField()

    def __init__(self, column: str, keys: Sequence[int] | Expression, **extra: Any) -> None:
        super().__init__(F(column), **extra)
        self.keys = keys if isinstance(keys, Expression) else list(keys)

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.get_source_expressions()[0])
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::bigint[])", [*params, self.keys]
        if isinstance(self.keys, Expression):
            written = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column only
            return written, [*params, self.keys]
        if not self.keys:
            return "1 = 0", []
        return f"{column} IN ({', '.join(['%s'] * len(self.keys))})", [*params, *self.keys]
