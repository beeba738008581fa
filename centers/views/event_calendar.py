"""Events as iCalendar (RFC 5545): one to put into a calendar, a centre's to subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from centers.models import EventPage
from centers.views.feed_forms import clean

MAKER = "-//Tochka rosta//Events//RU"
REFRESH = dt.timedelta(hours=12)


def calendar_of(events: Iterable[EventPage], name: str, address_of: Callable[[EventPage], str]) -> bytes:
    """The events as one calendar, as it is sent; `address_of` gives the whole address of an event."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", clean(name))
    made.add("x-wr-calname", clean(name))
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", REFRESH)
    for event in events:
        made.add_component(entry_of(event, address_of(event)))
    return made.to_ical()


def entry_of(event: EventPage, address: str) -> Event:
    """One event. Days are whole days; a time is that of the centre's place, written in UTC.

    Of an event of several days the hours stand in its words: they are those of each day.
    """
    made = Event()
    made.add("uid", f"{event.translation_key}@event.tochka-rosta")
    made.add("summary", clean(event.title))
    changed = (
        event.last_published_at or event.latest_revision_created_at or dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    )
    made.add("dtstamp", changed.astimezone(dt.UTC).replace(microsecond=0))
    made.add("last-modified", changed.astimezone(dt.UTC).replace(microsecond=0))
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    zone = ZoneInfo(event.center.municipality.zone)
    if event.time is None or event.last_day != event.date:
        made.add("dtstart", event.date)
        made.add("dtend", event.last_day + dt.timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    else:
        made.add("dtstart", _moment(event.date, event.time, zone))
        if event.end_time:
            made.add("dtend", _moment(event.date, event.end_time, zone))
    where = "; ".join(part for part in (event.place, event.address) if part)
    if where:
        made.add("location", clean(where))
    made.add("url", address)
    made.add("description", clean("\n".join([*about(event), address])))
    return made


def about(event: EventPage) -> list[str]:
    """What a line of a feed or a calendar says beside the title."""
    hours = ""
    if event.time and event.last_day != event.date:
        hours = _("Каждый день с {time}").format(time=f"{event.time:%H:%M}")
    cancelled = _("Мероприятие отменено.") if event.is_cancelled else ""
    classes = _("Для кого: {who}").format(who=event.classes) if event.classes else ""
    return [part for part in (cancelled, event.lead, classes, hours) if part]


def _moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)
