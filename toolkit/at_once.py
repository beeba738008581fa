"""Operations of a migration that are rendered together.

After each operation Django builds anew the classes of all models that hang together with the changed one, and
here nearly all do, through pages and users: one to two tenths of a second an operation, which made most of a
first start. Operations that do not need one another share one building.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Carry out operations as if all of them were one.

    Each sees the models as they are before the first and after the last one. So it is for `CreateModel`
    (a foreign key may point at a table that comes later) and for an `AlterField` that changes nothing in the
    database; never for two changes of the same table, which SQLite builds anew from its state before.
    """

    category = OperationCategory.MIXED

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # the classes: built again when they are asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
