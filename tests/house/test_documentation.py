"""What an operator can set or type is written down, and what is written down exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT: Path = settings.BASE_DIR
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OPERATORS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "operators").glob("*.md"))
READERS = [
    *(path for path in (ROOT / "tochka" / "settings").glob("*.py") if path.name != "test.py"),
    ROOT / "tochka" / "server.py",
    ROOT / "tochka" / "launch.py",
]


def variables_read() -> set[str]:
    """Names of the environment variables that the settings, the server and the launcher read."""
    pattern = re.compile(
        r"""(?:env\.\w+|environ\.get|folder|number|text|yes|yes_no_or_neither|values\.get)\(\s*["']([A-Z][A-Z_]+)["']""",
    )
    found = {name for path in READERS for name in pattern.findall(path.read_text(encoding="utf-8"))}
    return found - {"DJANGO_SETTINGS_MODULE"}


def variables_in_example() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", MAKEFILE, flags=re.MULTILINE))


def own_commands() -> set[str]:
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").is_file()}
    return {name for name, app in get_commands().items() if str(app).partition(".")[0] in rooms}


def test_every_variable_stands_in_the_example_and_nothing_else_does() -> None:
    assert variables_in_example() == variables_read() - {"ENV_FILE"}


@pytest.mark.parametrize("variable", sorted(variables_read()))
def test_every_variable_stands_in_the_table_of_the_readme(variable: str) -> None:
    assert f"| `{variable}` |" in README


def test_the_table_names_no_variable_that_nothing_reads() -> None:
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE)) == variables_read()


def test_every_target_a_person_types_has_its_line_of_help() -> None:
    helpers = {"python", "develop"}
    assert set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE)) == targets() | helpers


def test_the_readme_names_only_targets_that_exist() -> None:
    assert set(re.findall(r"`?make ([a-z]+)", README + OPERATORS)) <= targets()


@pytest.mark.parametrize("command", sorted(own_commands()))
def test_every_management_command_is_documented(command: str) -> None:
    assert f"`{command}" in OPERATORS or f"manage.py {command}" in OPERATORS


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 120


def test_links_in_the_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (document, target)
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert [
        f"{document.name}: {target}" for document, target in links if not (document.parent / target).exists()
    ] == []
