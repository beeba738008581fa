"""One search over programmes, centres, events, teachers, news, documents and schools."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.models import RegionPage
from centers.models.bodies_now import bodies_for
from centers.models.document_hits import clean_query
from centers.models.numbers import numbers_of_network
from centers.services.finding import MOST_HITS, Choice, Found, Option, cards_of, find

HITS_ON_PAGE = 20
REGIONS_SHOWN = 8  # the others are folded


class Address:
    """Addresses of the same search with one thing chosen differently; each begins with the first page."""

    def __init__(self, query: str, choice: Choice, *, literally: bool) -> None:
        self.values: dict[str, Any] = {
            "q": query,
            "kind": choice.kind.value if choice.kind else "",
            "region": choice.region,
            "direction": choice.direction,
            "grade": choice.grade or "",
            "exact": "1" if literally else "",
        }

    def but(self, **changes: Any) -> str:
        values = self.values | changes
        return "?" + urlencode({name: value for name, value in values.items() if value})


def _facet(name: str, legend: str, options: list[Option], address: Address) -> dict[str, Any]:
    rows = [(option, address.but(**{name: "" if option.is_chosen else option.value})) for option in options]
    chosen = next((option for option in options if option.is_chosen), None)
    is_counted = all(option.count is not None for option in options)
    if name != "region":
        shown, folded = rows, []
    elif is_counted:  # the regions with most hits come first
        shown, folded = rows[:REGIONS_SHOWN], rows[REGIONS_SHOWN:]
    else:
        shown = [row for row in rows if row[0].is_chosen]
        folded = [row for row in rows if not row[0].is_chosen]
    return {
        "name": name,
        "legend": legend,
        "rows": shown,
        "folded": folded,
        "is_counted": is_counted,
        "chosen": chosen,
        "without": address.but(**{name: ""}),
    }


def _facets(found: Found, address: Address) -> list[dict[str, Any]]:
    """What the hits can be narrowed by; a sort with one value and no choice narrows nothing."""
    facets = [
        _facet("region", _("Регион"), found.regions, address),
        _facet("direction", _("Направление"), found.directions, address),
        _facet("grade", _("Класс"), found.classes, address),
    ]
    return [facet for facet in facets if len(facet["rows"] + facet["folded"]) > 1 or facet["chosen"]]


def _regions(root: Page) -> list[tuple[RegionPage, int]]:
    """Pages of the regions below the first page of a site with how many centres each has."""
    below = RegionPage.objects.live().descendant_of(root).select_related("region")
    pages = list(below.order_by("region__name"))
    counts = {region.pk: count for region, count in numbers_of_network([p.region for p in pages]).by_region}
    return [(page, counts.get(page.region_id, 0)) for page in pages]


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Hits of all kinds, the likeliest first; `kind`, `region`, `direction` and `grade` narrow them."""
    site = Site.find_for_request(request)
    root = site.root_page if site else Page.get_first_root_node()
    asked = request.GET
    query = clean_query(asked.get("q", ""))
    literally = asked.get("exact") == "1"
    choice = Choice.of(*(asked.get(name, "") for name in ("kind", "region", "direction", "grade")))
    found = find(query, root, choice, literally=literally)
    hits = Paginator(found.hits, HITS_ON_PAGE).get_page(asked.get("page"))
    address = Address(query, choice, literally=literally)
    facets = _facets(found, address)
    context = {
        "query": query,
        "found": found,
        "total": len(found.hits),
        "hits": hits,
        "cards": cards_of(
            list(hits), found.asked, found.files, root, lambda page: page.get_url(request) or ""
        ),
        "most_hits": MOST_HITS,
        "kinds": [(option, address.but(kind=option.value)) for option in found.kinds],
        "all_kinds": address.but(kind=""),
        "choice": choice,
        "facets": facets,
        "chosen": [facet for facet in facets if facet["chosen"]],
        "is_part": found.is_more and any(one.count is None for one in found.regions) and not choice.region,
        "narrowed": choice != Choice(),
        "without_choices": address.but(kind="", region="", direction="", grade=""),
        "literally": address.but(exact="1"),
        "address": address.but(),
        "hide_search": True,
        "breadcrumbs": [root],
        "bodies": bodies_for(),
    }
    if not found.hits:
        context["regions"] = _regions(root)
    return render(request, "centers/search.html", context)
