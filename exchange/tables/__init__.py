"""The tables that go in and out, one kind a file."""

from exchange.models import Kind
from exchange.tables.base import Checked, Column, Table
from exchange.tables.centers import CenterTable
from exchange.tables.coordinators import CoordinatorTable
from exchange.tables.municipalities import MunicipalityTable
from exchange.tables.schools import SchoolTable

#: In the order in which a region brings its tables in.
TABLES: dict[str, type[Table]] = {
    table.kind: table for table in (MunicipalityTable, SchoolTable, CenterTable, CoordinatorTable)
}


def table_of(kind: str) -> Table:
    """A table of the kind, with the regions of today. Raises `KeyError` for an unknown kind."""
    return TABLES[kind]()


__all__ = ["TABLES", "Checked", "Column", "Kind", "Table", "table_of"]
