"""Let the search and the index of references know many new rows at once.

Saving a row does both through two background tasks of its own; a bulk insert sends no signal.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelsearch.backends import get_search_backends
from modelsearch.index import class_is_indexed
from wagtail.models import ReferenceIndex


def index_new(rows: Iterable[models.Model]) -> None:
    """Index rows that were never indexed before; their related rows should be at hand."""
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    references = [
        reference
        for model, found in by_model.items()
        if ReferenceIndex.is_indexed(model)
        for row in found
        for reference in _references_from(row)
    ]
    ReferenceIndex.objects.bulk_create(references)
    for backend in get_search_backends(with_auto_update=True):
        for model, found in by_model.items():
            if class_is_indexed(model):
                backend.add_bulk(model, found)


def _references_from(row: Any) -> list[ReferenceIndex]:
    """What `ReferenceIndex.create_or_update_for_object` would write for a new row."""
    family = [
        ContentType.objects.get_for_model(model, for_concrete_model=False)
        for model in (row, *row._meta.get_parent_list())
    ]
    return [
        ReferenceIndex(
            content_type=family[0],
            base_content_type=family[-1],
            object_id=row.pk,
            to_content_type_id=to_content_type_id,
            to_object_id=to_object_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for to_content_type_id, to_object_id, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(row)
        )
    ]
