"""Verbs of the room: ask, answer, send, erase; and the counts that others show."""

from feedback.services.counts import unanswered_counts

__all__ = ["unanswered_counts"]
