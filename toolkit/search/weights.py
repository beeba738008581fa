"""How much a word counts by where it stands, on each database."""

from __future__ import annotations

__all__ = ["BM25_WEIGHTS", "DIVIDE_BY_LOG_OF_LENGTH", "RANK_WEIGHTS"]

# SQLite, in the order in which Wagtail's migration declares the columns.
BM25_WEIGHTS = {"autocomplete": 1.0, "body": 1.0, "title": 4.0}

# PostgreSQL, of the labels D, C, B, A; Wagtail's boosts are only told apart as strong or not.
RANK_WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
DIVIDE_BY_LOG_OF_LENGTH = 1
