"""The coming events of a region or of a municipality, by months: `…/meropriyatiya/`.

Below a centre the same address is the centre's own section.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.metadata.sitemaps import SitemapOfHost, register_places
from centers.models import EventPage, MunicipalityPage, RegionPage
from centers.models.pages.base import BasePage, find_page
from centers.models.pages.events import NEXT_FIRST
from centers.models.plan_of_year import months_of
from centers.views import pages

SLUG = "meropriyatiya"
ON_PAGE = 30
MOST = 600  # events that can be leafed through; a region has as many in some weeks


def events_below(place: Page) -> dict | None:
    """The lookups of the centres whose events the place lists; None for a place without such a list."""
    if isinstance(place, RegionPage):
        return {"center__municipality__region": place.region_id}
    return {"center__municipality": place.municipality_id} if isinstance(place, MunicipalityPage) else None


@require_safe
def plan(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page of the tree at this address if there is one, else the plan of the place above it.

    Raises `Http404` when there is neither.
    """
    try:
        return pages.serve(request, f"{path}{SLUG}/")
    except Http404:
        site = Site.find_for_request(request)
        if site is None:
            raise
        place = find_page(site.root_page, [part for part in path.split("/") if part])
        lookups = events_below(place)
        if lookups is None:
            raise
    return _show(request, place, lookups)


def _show(request: HttpRequest, place: BasePage, lookups: dict) -> HttpResponseBase:
    rows = EventPage.coming(**lookups)
    numbers = list(rows.order_by(*NEXT_FIRST).values_list("pk", flat=True)[: MOST + 1])
    paginator = Paginator(numbers[:MOST], ON_PAGE)
    found = paginator.get_page(request.GET.get("page"))
    events = list(EventPage.with_keys(list(found.object_list)).order_by(*NEXT_FIRST))
    address = f"{place.get_url(request)}{SLUG}/"
    context = {
        "place": place,
        "heading": heading_of(place),
        "title": title_of(place),
        "found": found,
        "months": months_of(events),
        "is_cut": len(numbers) > MOST,
        "most": MOST,
        "feeds": f"{place.get_url(request)}{SLUG}",
        "bodies": place.bodies,
        "breadcrumbs": place.places,
        "canonical_path": address,
    }
    return render(request, "centers/event_plan.html", context)


def heading_of(place: BasePage) -> str:
    """«Мероприятия в Томской области», «Мероприятия: Шегарский район»."""
    if isinstance(place, RegionPage):
        return _("Мероприятия {where}").format(where=place.region.where)
    return _("Мероприятия: {place}").format(place=place.municipality.name)


def title_of(place: BasePage) -> str:
    """The heading, with the region of a municipality."""
    more = f", {place.municipality.region.name}" if isinstance(place, MunicipalityPage) else ""
    return heading_of(place) + more


def places_with_events(host: SitemapOfHost) -> Iterator[str]:
    """Paths of the plans of a host that are not empty today: three queries."""
    rows = EventPage.coming().order_by()
    regions = set(rows.values_list("center__municipality__region", flat=True).distinct())
    municipalities = set(rows.values_list("center__municipality", flat=True).distinct())
    yield from host.places(RegionPage, region__in=regions)
    yield from host.places(MunicipalityPage, municipality__in=municipalities)


register_places("event_plan", places_with_events)
