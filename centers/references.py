"""Who refers to what is known with the save itself, and not when the worker gets to it.

What a page purges, and whether a file may be handed out, follows from Wagtail's index of references
(`centers.purging.rules`, `centers.visibility`). Wagtail leaves the index to a task; until that is done, a
file of a page just published would be 404, and a page with a new link would not learn that its target moved.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from wagtail import signal_handlers
from wagtail.tasks import update_reference_index_task

__all__ = ["connect"]


def _saved(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """What Wagtail's own receiver does, at once."""
    if raw or getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        return
    meta = instance._meta
    try:
        update_reference_index_task.call(meta.app_label, meta.model_name, str(instance.pk))
    except ObjectDoesNotExist:  # what its own manager hides refers to nothing that is shown
        return


def connect() -> None:
    """Put the receiver in the place of Wagtail's, now and after every `migrate`."""
    signal_handlers.disconnect_reference_index_signal_handlers()
    signal_handlers.update_reference_index_on_save = _saved
    signal_handlers.connect_reference_index_signal_handlers()
