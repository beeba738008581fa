"""Tags of the timetable: addresses of its parts, and small words beside a lesson."""

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from centers.models.school_year import SchoolCalendar
from centers.models.timetable import Occurrence
from centers.models.timetable_view import Asked, Slot, iso_week
from toolkit.text import clock_range

register = template.Library()

register.filter("iso_week", iso_week)


@register.simple_tag(name="asked")
def asked_address(asked: Asked, view: str = "", **changes: Any) -> str:
    """The address of the same part of the timetable with something else in it."""
    query = asked.query(**changes)
    return f"{query}{'&' if len(query) > 1 else ''}view={view}" if view else query


@register.simple_tag
def asked_week(asked: Asked, monday: dt.date) -> str:
    """The address of another week of the same part."""
    return asked.of_week(monday)


@register.simple_tag
def lesson_time(one: Occurrence, slot: Slot) -> SafeString | str:
    """The time of a lesson that ends otherwise than its row says."""
    times = clock_range(one.start, one.end)
    return "" if times == slot.times else format_html(" <span>{}</span>", times)


@register.simple_tag
def parity_note(one: Occurrence, calendar: SchoolCalendar) -> SafeString | str:
    """«только числитель», for lessons of every second week."""
    words = calendar.parity_words(one.week_parity, one.date)
    return format_html(" <span>{}</span>", words) if words else ""
