"""Query sets that every page asks in the same words: written as SQL once, planned once (ADR-0039).

Django writes the SQL of a query set anew each time, and PostgreSQL plans it anew: with ten joins that takes
longer than to find the rows. Only the words are kept here, never a row.
"""

from __future__ import annotations

import inspect
import json
import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

from toolkit.rows import maker

Row = TypeVar("Row")


class Slot(Expression):
    """The place of a value that comes with each call."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        """The slot itself stands among the parameters."""
        return "%s", [self]


class _Statement:
    """The SQL of a query set for one connection, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()
        kind: Any = rows._iterable_class
        if kind not in (ModelIterable, ValuesListIterable) or rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("Only rows and lists of values can be prepared")
        self.is_model = kind is ModelIterable
        columns = [column for column, _sql, _alias in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        if self.is_model:
            info, select = self.compiler.klass_info, self.compiler.select
            self.model: type[Model] = info["model"]
            self.first, self.last = info["select_fields"][0], info["select_fields"][-1] + 1
            self.fields = [column[0].target.attname for column in select[self.first : self.last]]
            populators_of: Any = get_related_populators
            self.populators = populators_of(info, select, connection.alias)
            self.make = maker(self.model)
            _quicken(self.populators)
            self.annotations = [*(self.compiler.annotation_col_map or {}).items()]

    def fetch(self, values: dict[str, Any]) -> list[Any]:
        parameters = [
            self._written(values[one.name]) if isinstance(one, Slot) else one for one in self.parameters
        ]
        with _cursor(self.connection) as cursor:
            cursor.execute(self.sql, parameters)
            rows = cursor.fetchall()
        if self.compiler.has_extra_select:  # columns that only put the rows in order
            rows = [row[: self.compiler.col_count] for row in rows]
        if self.converters:
            rows = [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]
        return [self.instance(row) for row in rows] if self.is_model else rows

    def _written(self, value: Any) -> Any:
        """A list of numbers is one value: an array of PostgreSQL, JSON for SQLite."""
        return json.dumps(value) if isinstance(value, list) and self.connection.vendor == "sqlite" else value

    def instance(self, row: tuple[Any, ...]) -> Model:
        found = self.make(self.connection.alias, self.fields, row[self.first : self.last])
        for populator in self.populators:
            populator.populate(row, found)
        for name, place in self.annotations:
            setattr(found, name, row[place])
        return found


class _Rows:
    """Stands where a populator asks its model for an object."""

    def __init__(self, model: type[Model]) -> None:
        self.from_db = maker(model)


def _quicken(populators: Sequence[Any]) -> None:
    for populator in populators:
        populator.model_cls = _Rows(populator.model_cls)
        _quicken(populator.related_populators)


def _cursor(connection: BaseDatabaseWrapper) -> Any:
    """A cursor that sends values apart from the words, so that PostgreSQL knows a statement again."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    opened: Any = connection  # as its `cursor()` does, but for the kind of cursor
    opened.close_if_health_check_failed()
    opened.ensure_connection()
    kind: Any = ServerBindingCursor
    return opened._prepare_cursor(kind(opened.connection))


class Prepared(Generic[Row]):
    """`Prepared(lambda center: Lesson.objects.filter(center=center))`, then `lessons(center=7)`: a list.

    The function gets slots in place of values. A slot stands where an expression may: it is no pattern of
    LIKE, and a list of numbers only in `toolkit.lookups.Among`. Whatever else the function reads, today's
    date above all, must come as a value too.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], names: Sequence[str] = ()) -> None:
        self.build = build
        self.names = tuple(names or inspect.signature(build).parameters)
        self._here = threading.local()

    def __call__(self, **values: Any) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        statement: _Statement | None = getattr(self._here, "statement", None)
        if statement is None or statement.connection is not connection:
            rows = self.build(**{name: Slot(name) for name in self.names})
            statement = self._here.statement = _Statement(rows, connection)
        return statement.fetch(values)
