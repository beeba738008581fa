"""The page of numbers of the network or of a region: `…/cifry/`."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

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
        charts = [counted.openings(), counted.municipalities(), counted.focuses(), counted.kinds()]
    elif isinstance(place, HomePage):
        region = None
        found = RegionPage.objects.live().child_of(place).select_related("region")
        counted = numbers_of_network([page.region for page in found])
        charts = [counted.openings(), counted.regions(), counted.focuses(), counted.kinds()]
    else:
        return pages.serve(request, f"{path}{SLUG}/")
    figures = stated_figures(region)
    context = {
        "place": place,
        "region": region,
        "counted": counted.counted(),
        "charts": [chart for chart in charts if chart],
        "figures": figures,
        "stated_charts": stated_openings(figures),
        "bodies": bodies_for(region=region),
        "breadcrumbs": place.places,
    }
    return render(request, "centers/numbers.html", context)
