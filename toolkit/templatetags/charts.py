"""Measures of charts for templates: `{% load charts %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from toolkit.charts import Column, columns, percent

register = template.Library()


@register.filter
def as_columns(rows: Sequence[tuple[str, int]]) -> list[Column]:
    """`{% for column in chart.rows|as_columns %}`: a column for each pair of a label and a number."""
    return columns(rows)


@register.filter
def share_of(value: int, most: int) -> str:
    """`{{ value|share_of:most }}` prints how long a bar is, «62.5%» of the longest."""
    return percent(100 * value / most) if most else "0%"
