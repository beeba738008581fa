"""Let the search know what stands in a place after the place was renamed or moved.

Words of the place are in the index of everything that stands there. Each row is read and written anew,
in batches, by the worker: a region may have ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet
from modelsearch.backends import get_search_backends

from centers.models import CenterDocument, CenterPage, EventPage, NewsPage, ProgramPage, Teacher

__all__ = ["reindex_centers", "reindex_news_below", "reindex_programs_of"]

BATCH = 200
CONTENTS: tuple[Any, ...] = (CenterPage, ProgramPage, EventPage, Teacher, CenterDocument)


def reindex_centers(keys: Iterable[int]) -> None:
    """Write the index of all that belongs to these centres anew."""
    for key in keys:
        for model in CONTENTS:
            _write(model, model.get_indexed_objects().filter(center=key))
        page = CenterPage.objects.filter(center=key).first()
        if page is not None:
            reindex_news_below(page.path)


def reindex_news_below(path: str) -> None:
    """Write the index of the news at and below a path of the tree anew."""
    _write(NewsPage, NewsPage.get_indexed_objects().filter(path__startswith=path))


def reindex_programs_of(teacher: int) -> None:
    """Write the index of a teacher's programmes anew: they are found by the teacher's name."""
    _write(ProgramPage, ProgramPage.get_indexed_objects().filter(teacher=teacher))


def _write(model: type[Model], rows: QuerySet[Any]) -> None:
    for batch in _batches(rows.order_by("pk")):
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, batch)


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk
