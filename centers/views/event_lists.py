"""Events and news for programs: RSS, Atom and iCalendar beside the pages that list them.

`…/meropriyatiya/meropriyatiya.ics` of a centre, `…/tomskaya-oblast/meropriyatiya.rss` of a region and
`/meropriyatiya.rss` of the network; `…/novosti/novosti.rss` of each section of news;
`…/sobytie.ics` of one event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.frame import drop_hidden
from centers.models import (
    EventIndexPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
)
from centers.models.pages.base import BasePage, find_page
from centers.views.event_calendar import about, calendar_of
from centers.views.event_plans import SLUG, events_below
from centers.views.feed_forms import FORMS, NEWEST, answer, clean, permanent_id, photo_enclosures
from toolkit.text import russian_date_range

FIRST_DAY = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=366)
#: Events of many centres: the next ones by their day.
AHEAD = 300
MOST_OF_CENTER = 1000


@dataclass(frozen=True, slots=True)
class EventList:
    """Events of a place, its name, and the page where they are read."""

    name: str
    page: Page
    events: list[EventPage]

    @property
    def changed(self) -> dt.datetime:
        """When one of them, or the page itself, was published last."""
        times = [one.last_published_at for one in (self.page, *self.events) if one.last_published_at]
        return max(times, default=FIRST_DAY)


def found_page(request: HttpRequest, path: str) -> tuple[BasePage, Page]:
    """The published page of an address and the root of its site. Raises `Http404` for any other."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return find_page(site.root_page, [part for part in path.split("/") if part]), site.root_page


def events_of(page: BasePage) -> EventList:
    """The events that a page stands for: of a centre from a year ago on, of many centres the next ones.

    Raises `Http404` for other pages. At most three queries, however large the network is.
    """
    if isinstance(page, EventIndexPage):
        since = timezone.localdate() - YEAR
        rows = EventPage.published_in(page.center).filter(last_day__gte=since)
        events = list(_joined(rows).order_by("-date", "-pk")[:MOST_OF_CENTER])
        return EventList(f"{page.center.title}, {page.center.place_name}", page, events)
    below = {} if isinstance(page, HomePage) else events_below(page)
    if below is None:
        raise Http404
    found = list(EventPage.coming(**below).select_related("photo").order_by("last_day", "pk")[:AHEAD])
    return EventList(page.heading, page, drop_hidden(found))


def _joined(rows):
    return rows.select_related("photo", "center__school", "center__municipality__region").defer(
        "body", "report"
    )


def address_in(request: HttpRequest) -> Callable[[Page], str]:
    """The whole address of a page, as the reader of this host sees it."""
    return lambda page: request.build_absolute_uri(page.get_url(request) or "/")


@require_safe
def event_list_file(request: HttpRequest, path: str, form: str) -> HttpResponseBase:
    """The events of the page at `path` as rss, atom or ics. Raises `Http404` for pages without events."""
    page, _root = found_page(request, path)
    found = events_of(page)
    absolute = request.build_absolute_uri
    if form == "ics":
        name = _("Мероприятия: {place}").format(place=found.name)
        body = calendar_of(found.events, name, address_in(request))
        return answer(request, body, form, found.changed, filename="meropriyatiya.ics")
    address = page.get_url(request)
    made = FORMS[form](
        title=clean(_("Мероприятия: {place}").format(place=found.name)),
        link=absolute(f"{address}{SLUG}/" if events_below(page) else address),
        description=clean(_("Анонсы и отчёты центров «Точка роста»: {place}").format(place=found.name)),
        language="ru",
        author_name=clean(found.name),
        feed_url=absolute(f"{address}meropriyatiya.{form}"),
        changed=found.changed,
    )
    newest = sorted(found.events, key=lambda event: event.first_published_at or FIRST_DAY, reverse=True)
    for event in newest[:NEWEST]:
        when = russian_date_range(event.date, event.last_day)
        _add(made, event, request, ". ".join([when, *about(event)]), event.center.title)
    return answer(request, made.writeString("utf-8").encode(), form, found.changed)


@require_safe
def event_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """One event as iCalendar. Raises `Http404` for other pages."""
    page, _root = found_page(request, path)
    if not isinstance(page, EventPage):
        raise Http404
    changed = page.last_published_at or FIRST_DAY
    body = calendar_of([page], page.title, address_in(request))
    return answer(request, body, "ics", changed, filename=f"{page.slug}.ics")


@require_safe
def news_feed(request: HttpRequest, path: str, form: str) -> HttpResponseBase:
    """The news of the section at `path`. Raises `Http404` for pages that are no section of news."""
    page, _root = found_page(request, path)
    if not isinstance(page, NewsIndexPage):
        raise Http404
    rows = NewsPage.objects.child_of(page).live().select_related("photo").defer("body")
    news = list(rows.order_by("-date", "-pk")[:NEWEST])
    changed = max(
        (one.last_published_at for one in (page, *news) if one.last_published_at), default=FIRST_DAY
    )
    place = page.places[-2].title if len(page.places) > 1 else page.title
    absolute, address = request.build_absolute_uri, page.get_url(request)
    made = FORMS[form](
        title=clean(f"{page.title}: {place}"),
        link=absolute(address),
        description=clean(_("Новости центров «Точка роста»: {place}").format(place=place)),
        language="ru",
        author_name=clean(place),
        feed_url=absolute(f"{address}novosti.{form}"),
        changed=changed,
    )
    for one in news:
        _add(made, one, request, one.lead, place)
    return answer(request, made.writeString("utf-8").encode(), form, changed)


def _add(
    made: SyndicationFeed, page: EventPage | NewsPage, request: HttpRequest, about_it: str, author: str
) -> None:
    absolute: Callable[[str], str] = request.build_absolute_uri
    made.add_item(
        title=clean(page.title),
        link=address_in(request)(page),
        description=clean(about_it),
        unique_id=permanent_id("page", page.translation_key),
        unique_id_is_permalink=False,
        pubdate=page.first_published_at or FIRST_DAY,
        updateddate=page.last_published_at or FIRST_DAY,
        categories=[str(page.get_kind_display())],
        author_name=clean(author),
        enclosures=photo_enclosures(page.photo, absolute),
    )
