"""A file over the wall asks to be split."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

WALL = 500
WALL_OF_TESTS = 700
KINDS = {".py", ".html", ".css", ".js", ".md"}


def tracked_files() -> list[str]:
    """Names of the files that git keeps or would keep, of the kinds that people write by hand."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    written = (name for name in listing.stdout.splitlines() if Path(name).suffix in KINDS)
    return sorted(name for name in written if "/migrations/" not in name)


def length(name: str) -> int:
    return len((settings.BASE_DIR / name).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("tests", "wall"), [(False, WALL), (True, WALL_OF_TESTS)])
def test_no_file_is_over_the_wall(tests: bool, wall: int) -> None:
    names = [name for name in tracked_files() if name.startswith("tests/") is tests]
    present = [name for name in names if (settings.BASE_DIR / name).is_file()]
    assert present
    assert [(name, length(name)) for name in present if length(name) > wall] == []
