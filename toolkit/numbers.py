"""Numbers as they stand in addresses and forms, where anybody may have written anything."""

from __future__ import annotations

__all__ = ["row_number"]

MOST_DIGITS = 18  # a whole number of 64 bits may have one more


def row_number(value: object) -> int | None:
    """The number of a row that was sent as text; None for what is none: empty, «²», a hundred digits."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
