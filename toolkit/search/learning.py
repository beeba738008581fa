"""Whoever wants to know the names that come into the index, to recognise them when they are mistyped.

A field says that its words are names with `learn=True`: `index.SearchField("short_name", learn=True)`.
Every writing of the index passes here: a save, a bulk insert, a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["learn", "register"]

_learners: list[Callable[[list[str]], None]] = []


def register(learner: Callable[[list[str]], None]) -> None:
    """Let a callable have the texts of the learned fields of each batch that is written."""
    if learner not in _learners:
        _learners.append(learner)


def learn(names: list[str]) -> None:
    """Hand the texts of learned fields to whoever wants them."""
    if names:
        for learner in _learners:
            learner(names)
