"""Fixtures of the library: people, a shelf of its own for each test, a rule of visibility."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from library import visibility
from library.models import Document, Image
from tests.library.samples import content, pdf_bytes, picture_bytes


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """Both shelves in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def secretary(db: None) -> Any:
    """Somebody who may do everything with files."""
    return get_user_model().objects.create_superuser(
        username="secretary", last_name="Петрова", first_name="Анна", patronymic="Ивановна"
    )


@pytest.fixture
def office(secretary: Any) -> Client:
    """The secretary's browser, signed in."""
    client = Client()
    client.force_login(secretary)
    return client


@pytest.fixture
def make_document(db: None, media: Path) -> Callable[..., Document]:
    def make(data: bytes | None = None, name: str = "Приказ № 12.pdf", **fields: Any) -> Document:
        document = Document(title=fields.pop("title", "Приказ № 12 о назначении"), **fields)
        document.file = content(pdf_bytes() if data is None else data, name)
        document.save()
        return document

    return make


@pytest.fixture
def make_image(db: None, media: Path) -> Callable[..., Image]:
    def make(data: bytes | None = None, name: str = "IMG_2041.jpg", **fields: Any) -> Image:
        image = Image(title=fields.pop("title", "Занятие"), **fields)
        image.file = content(picture_bytes() if data is None else data, name)
        image.save()
        return image

    return make


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The numbers of the documents that the public may read: the only rule there is in the test."""
    numbers: set[int] = set()
    monkeypatch.setattr(visibility, "_rules", [lambda document: document.pk in numbers])
    return numbers
