"""Measures of charts that are drawn without a script: per cent of the drawing, so that it fits any width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Room for the number above the tallest column and for the label under all, per cent of the height.
ABOVE, BELOW = 12, 13
#: More columns than this get short labels: «’19» instead of «2019».
FULL_LABELS = 7
THINNEST = 0.4  # per cent of the height, so that a small number is not taken for none


@dataclass(frozen=True, slots=True)
class Column:
    """One column: all lengths per cent of the drawing, as CSS and SVG write them (with a point)."""

    label: str
    value: int
    x: str
    width: str
    y: str
    height: str
    middle: str
    above: str


def percent(number: float) -> str:
    """«12.5%»: with a point whatever the language."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def short_label(label: str, *, many: bool) -> str:
    """«’19» for «2019» where many columns stand side by side; other labels as they are."""
    return f"’{label[2:]}" if many and len(label) == 4 and label.isdecimal() else label


def columns(rows: Sequence[tuple[str, int]]) -> list[Column]:
    """Columns for pairs of a label and a number that is not below zero."""
    if not rows:
        return []
    tallest = max(value for _label, value in rows) or 1
    step = 100 / len(rows)
    width = min(step * 0.7, 14)
    drawn = []
    for number, (label, value) in enumerate(rows):
        height = max(value / tallest * (100 - ABOVE - BELOW), THINNEST if value else 0)
        middle = step * (number + 0.5)
        top = 100 - BELOW - height
        drawn.append(
            Column(
                short_label(label, many=len(rows) > FULL_LABELS),
                value,
                percent(middle - width / 2),
                percent(width),
                percent(top),
                percent(height),
                percent(middle),
                percent(top - 3),
            )
        )
    return drawn
