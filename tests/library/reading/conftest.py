"""What the tests of the reading engine share."""

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from library.reading.extract import read_file
from library.reading.facts import Reading
from library.reading.limits import Limits


@pytest.fixture
def time_limit() -> Callable[[float], AbstractContextManager[None]]:
    """A block that must end within so many seconds of processor time."""

    @contextlib.contextmanager
    def limit(seconds: float) -> Iterator[None]:
        before = time.process_time()
        yield
        assert time.process_time() - before < seconds

    return limit


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Read bytes as a file of that name."""

    def read_bytes(data: bytes, name: str, limits: Limits | None = None) -> Reading:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return read_file(path, name, limits)

    return read_bytes
