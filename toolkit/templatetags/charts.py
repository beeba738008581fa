"""Measures of charts for templates: `{% load charts %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from toolkit.charts import Column, columns, percent
from toolkit.text import number, typograph

register = template.Library()


@register.filter
def as_columns(rows: Sequence[tuple[str, int]]) -> list[Column]:
    """`{% for column in chart.rows|as_columns %}`: a column for each pair of a label and a number."""
    return columns(rows)


@register.filter
def share_of(value: int, most: int) -> str:
    """`{{ value|share_of:most }}` prints how long a bar is, «62.5%» of the longest."""
    return percent(100 * value / most) if most else "0%"


@register.simple_tag
def bar_rows(rows: Sequence[tuple[str, int]], most: int, *, no_bars: bool = False) -> SafeString:
    """Rows of a table that is a chart: a label with a bar below it, and the number. There may be hundreds."""
    bar = '<svg class="bar" aria-hidden="true"><rect width="{}" height="100%"/></svg>'
    return format_html_join(
        "\n        ",
        '<tr><th scope="row">{}' + ("" if no_bars else bar) + '</th><td class="number">{}</td></tr>',
        (
            (typograph(capfirst(label)), *(() if no_bars else (share_of(value, most),)), number(value))
            for label, value in rows
        ),
    )
