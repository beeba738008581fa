"""`"app.Model"` strings are no imports, so import-linter cannot see a foreign key that points upward."""

from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings

FLOORS = (
    {"toolkit"},
    {"ledger"},
    {"library", "accounts"},
    {"centers"},
    {"exchange", "oversight", "feedback", "demo"},
    {"tochka"},
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
VAGUE_NAMES = {"core", "utils", "common", "helpers", "misc", "base"}
ROOMS = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]


def own_relations() -> list[tuple[str, str, str]]:
    """Every relation between two rooms of this house: from where, by which field, to where."""
    return [
        (model._meta.app_label, str(field), field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if {model._meta.app_label, field.related_model._meta.app_label} <= LEVEL.keys()
    ]


def test_every_room_stands_on_a_floor() -> None:
    assert {app.label for app in ROOMS} <= LEVEL.keys()


def test_relations_never_point_upward() -> None:
    upward = [relation for relation in own_relations() if LEVEL[relation[0]] < LEVEL[relation[2]]]
    assert upward == []


@pytest.mark.parametrize("app", ROOMS, ids=lambda app: app.label)
def test_no_room_has_a_name_that_says_nothing(app: AppConfig) -> None:
    assert app.label not in VAGUE_NAMES


def test_import_linter_knows_every_room() -> None:
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    listed = next(line for line in text.splitlines() if line.startswith("root_packages"))
    assert [app.label for app in ROOMS if f'"{app.label}"' not in listed] == []


def test_nobody_takes_for_a_number_what_is_none() -> None:
    """`str.isdigit` is true of «²», which `int` refuses: `isdecimal`, or `toolkit.numbers.row_number`."""
    rooms = [Path(app.path) for app in ROOMS]
    files = [path for room in rooms for path in room.rglob("*.py")]
    assert len(files) > 300
    assert [str(path) for path in files if ".isdigit(" in path.read_text(encoding="utf-8")] == []
