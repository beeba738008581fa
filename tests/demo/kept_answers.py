"""Each picture is cut and each paper read once, however often the demonstration network is loaded.

Other tests look at the cutting and the reading themselves; here the same bytes have the same answer.
"""

import copy
import functools
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any
from unittest import mock

from django.core.files.base import ContentFile, File
from wagtail.images.models import AbstractImage, Filter

from library import pdf
from library.reading import extract

#: Kept for all tests of a worker.
_files: dict[tuple[str, str, str], tuple[str, bytes]] = {}
_answers: dict[tuple[object, ...], Any] = {}


def _kept_file(cut: Callable[..., File]) -> Callable[..., File]:
    """`AbstractImage.generate_rendition_file`; the name of the file depends on that of the image."""

    @functools.wraps(cut)
    def kept(image: AbstractImage, filter: Filter, *, source: File | None = None) -> File:
        name = Path(image.file.name).name
        key = (f"{name} {image.file_hash}", filter.spec, filter.get_cache_key(image))
        if not image.file_hash:
            return cut(image, filter, source=source)
        if key not in _files:
            made = cut(image, filter, source=source)
            made.seek(0)
            _files[key] = (str(made.name), made.read())
        return ContentFile(_files[key][1], name=_files[key][0])

    return kept


def _kept_pages(ask: Callable[[IO[bytes]], Any]) -> Callable[[IO[bytes]], Any]:
    """What the probe says about a PDF."""

    @functools.wraps(ask)
    def kept(stream: IO[bytes]) -> Any:
        stream.seek(0)
        data = stream.read()
        # Tests of the reader itself may run meanwhile: with another probe or less patience.
        key = ("pages", hashlib.sha256(data).hexdigest(), pdf.PROBE, pdf.TIMEOUT_SECONDS)
        if key not in _answers:
            _answers[key] = ask(io.BytesIO(data))
        return dict(_answers[key])

    return kept


def _kept_reading(run: Callable[..., Any]) -> Callable[..., Any]:
    """What the reading process has told about a file, and how it ended."""

    @functools.wraps(run)
    def kept(path: Path, extension: str, limits: Any) -> Any:
        key = ("reading", hashlib.sha256(path.read_bytes()).hexdigest(), extension, repr(limits))
        if key not in _answers:
            _answers[key] = run(path, extension, limits)
        return copy.deepcopy(_answers[key])

    return kept


@contextmanager
def kept_answers() -> Iterator[None]:
    """Cut and read what is new, and remember it."""
    with ExitStack() as stack:
        for owner, name, keep in (
            (AbstractImage, "generate_rendition_file", _kept_file),
            (pdf, "_ask_probe", _kept_pages),
            (extract, "_run", _kept_reading),
        ):
            stack.enter_context(mock.patch.object(owner, name, keep(getattr(owner, name))))
        yield
