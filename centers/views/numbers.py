"""The page of numbers of the network or of a region: `…/cifry/`."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from centers.metadata.sitemaps import SitemapOfHost, register_places
from centers.models import HomePage, RegionPage
from centers.models.bodies_now import bodies_for
from centers.models.numbers import numbers_of_network, numbers_of_region, stated_figures, stated_openings
from centers.models.pages.base import find_page
from centers.views import pages

SLUG = "cifry"


@require_safe
def numbers(request: HttpRequest, path: str) -> HttpResponseBase:
    """Charts and figures of the place at `path`, counted today and stated by others.

    Below other places a page may have this address itself. Raises `Http404` when there is none.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    place = find_page(site.root_page, [part for part in path.split("/") if part])
    if isinstance(place, RegionPage):
        region = place.region
        counted = numbers_of_region(region)
        charts = [counted.growth(), counted.municipalities(), counted.focuses(), counted.kinds()]
    elif isinstance(place, HomePage):
        region = None
        found = RegionPage.objects.live().child_of(place).select_related("region")
        counted = numbers_of_network([page.region for page in found])
        charts = [counted.growth(), counted.regions(), counted.focuses(), counted.kinds()]
    else:
        return pages.serve(request, f"{path}{SLUG}/")
    figures = stated_figures(region)
    context = {
        "place": place,
        "region": region,
        "counted": counted.counted(),
        "charts": [chart for chart in charts if chart],
        "figures": figures,
        "stated_charts": [chart for chart in stated_openings(figures) if chart.compares],
        "bodies": bodies_for(region=region),
        "breadcrumbs": place.places,
    }
    return render(request, "centers/numbers.html", context)


def places_with_numbers(host: SitemapOfHost) -> Iterator[str]:
    """Paths of the places of a host that have this page: two queries."""
    yield from host.places(HomePage)
    yield from host.places(RegionPage)


register_places("numbers", places_with_numbers)
