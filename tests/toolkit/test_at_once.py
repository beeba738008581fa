"""`toolkit.at_once`: the same tables and states as one operation after another, and the way back."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from toolkit.at_once import AtOnce

OPERATION = AtOnce(
    # The first one points at a table that comes later.
    migrations.CreateModel(
        "Leaf",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("tree", models.ForeignKey("toolkit.Tree", models.CASCADE, verbose_name="дерево")),
        ],
        options={"constraints": [models.UniqueConstraint(fields=["tree"], name="one_leaf_a_tree")]},
    ),
    migrations.CreateModel("Tree", [("id", models.BigAutoField(primary_key=True))]),
)
TABLES = {"toolkit_leaf", "toolkit_tree"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_tables_come_and_go_together() -> None:
    before = ProjectState()
    assert not before.apps.get_models()
    after = before.clone()
    OPERATION.state_forwards("toolkit", after)
    assert {model.__name__ for model in after.apps.get_models()} == {"Leaf", "Tree"}
    assert not before.apps.get_models()

    with connection.schema_editor() as editor:
        OPERATION.database_forwards("toolkit", editor, before, after)
    assert set(connection.introspection.table_names()) >= TABLES
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "toolkit_leaf")
    assert constraints["one_leaf_a_tree"]["unique"]
    assert [one["foreign_key"] for one in constraints.values() if one["foreign_key"]] == [
        ("toolkit_tree", "id")
    ]

    with connection.schema_editor() as editor:
        OPERATION.database_backwards("toolkit", editor, after, before)
    assert not TABLES & set(connection.introspection.table_names())


def test_says_what_it_does() -> None:
    assert OPERATION.describe() == "Create model Leaf; Create model Tree"
