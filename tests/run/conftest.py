"""One installation for all tests of this folder: making it takes minutes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.installation import copy_project


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """The project in an empty folder whose name has everything that breaks careless scripts."""
    with tempfile.TemporaryDirectory(prefix="tochka-run-") as parent:
        target = Path(parent).resolve() / "сайт школы № 1 (100%)"
        target.mkdir()
        copy_project(target)
        yield target
