"""Say that a centre's standing is behind: after the transaction, in one statement whatever it touches."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F, Q

from oversight.models import Standing

MOST_KEYS = 500  # in one statement


class _Waiting:
    """Centres to mark when the transaction is over; goes with its savepoint when that is rolled back."""

    def __init__(self) -> None:
        self.centers: set[int] = set()

    def __call__(self) -> None:
        numbers = sorted(self.centers)
        for start in range(0, len(numbers), MOST_KEYS):
            _raise(Q(center__in=numbers[start : start + MOST_KEYS]))


def mark(center_ids: Iterable[int]) -> None:
    """Mark these centres when the transaction is over; a hundred calls in one savepoint make one update."""
    waiting = _waiting_here()
    if waiting is not None:
        waiting.centers.update(center_ids)
        return
    waiting = _Waiting()
    waiting.centers.update(center_ids)
    transaction.on_commit(waiting, robust=True)


def _waiting_here() -> _Waiting | None:
    """What already waits for the end of the present savepoint."""
    here = set(connection.savepoint_ids)
    for savepoints, function, _robust in reversed(connection.run_on_commit):
        if isinstance(function, _Waiting) and savepoints == here:
            return function
    return None


def mark_where(condition: Q) -> None:
    """Mark all centres whose standing meets the condition (lookups of `Standing`) after the transaction."""
    transaction.on_commit(lambda: _raise(condition), robust=True)


def _raise(condition: Q) -> None:
    Standing.objects.filter(condition).update(mark=F("mark") + 1)
