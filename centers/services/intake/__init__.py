"""Dropped files of a centre: accepted, read in the background, confirmed as documents.

A file goes through three doors: `accept_stream` stores it and nothing else, `read_item` (the
worker) reads it and fills in its row, `confirm` makes a published document of it. Nothing is
published that nobody confirmed.
"""

from centers.services.intake.accepting import Interrupted, accept_stream, refuse_unsent, start_batch
from centers.services.intake.confirming import Outcome, confirm, documents_like
from centers.services.intake.reading import forget_settled, read_item, requeue_intake
from centers.services.intake.rows import (
    MARKS,
    OPEN_STATES,
    bring_back,
    discard,
    duplicates_in_batch,
    is_signature_item,
    pair_batch,
    problem_entry,
    source_of,
    unfinished_batches,
    with_open_counts,
)

__all__ = [
    "MARKS",
    "OPEN_STATES",
    "Interrupted",
    "Outcome",
    "accept_stream",
    "bring_back",
    "confirm",
    "discard",
    "documents_like",
    "duplicates_in_batch",
    "forget_settled",
    "is_signature_item",
    "pair_batch",
    "problem_entry",
    "read_item",
    "refuse_unsent",
    "requeue_intake",
    "source_of",
    "start_batch",
    "unfinished_batches",
    "with_open_counts",
]
