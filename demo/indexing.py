"""Index once, at the end: a load saves each page several times, and every save would index it anew."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import class_is_indexed, get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def paused_indexing() -> Iterator[None]:
    """Save without indexing; what is saved must be given to `index_rows` afterwards.

    The receivers are taken off for the whole process, so this is for commands, never for a request.
    """
    listened = [
        model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, model)
    ]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in listened:
            post_save.connect(post_save_signal_handler, sender=model)


def index_rows(rows: Iterable[models.Model]) -> None:
    """Bring the search index and the index of references up to these rows (fresh from the database)."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
        if ReferenceIndex.is_indexed(type(row)):
            ReferenceIndex.create_or_update_for_object(row)
    for backend in get_search_backends(with_auto_update=True):
        for model, found in by_model.items():
            if class_is_indexed(model):
                backend.add_bulk(model, found)
