"""Figures of a centre that rooms above hand to the board of coordinators, without knowing of each other.

A room registers in its `ready()` what can be counted for a centre; the board shows, sorts and filters by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Expression
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One figure: `count` makes an expression that a query set of centres is annotated with.

    The expression is a number, never null, so that it can be summed up for regions. `label` heads the
    column, `filter_label` names the filter «only centres where this is not zero».
    """

    name: str
    label: Text
    filter_label: Text
    count: Callable[[], Expression]


_columns: dict[str, BoardColumn] = {}


def register_column(column: BoardColumn) -> None:
    """Have the board show the column. A second registration of the name takes the place of the first."""
    _columns[column.name] = column


def board_columns() -> tuple[BoardColumn, ...]:
    """The columns in the order of registration."""
    return tuple(_columns.values())
