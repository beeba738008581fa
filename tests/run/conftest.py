"""One installation for all tests of this folder: making it takes minutes."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.installation import copy_project


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """The project in an empty folder whose name has everything that breaks careless scripts.

    Its 25,000 files are removed beside the tests: on a slow disk that takes more than a minute.
    """
    parent = Path(tempfile.mkdtemp(prefix="tochka-run-")).resolve()
    target = parent / "сайт школы № 1 (100%)"
    target.mkdir()
    copy_project(target)
    yield target
    subprocess.Popen(["rm", "-rf", str(parent)], stdin=subprocess.DEVNULL, start_new_session=True)
