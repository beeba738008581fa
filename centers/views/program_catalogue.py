"""The programmes of the network, of a region or of a municipality, on one page with filters.

It has an address below each of these places, `…/programmy/`; below a centre the same address is the
centre's own section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.frame import drop_hidden
from centers.metadata.sitemaps import SitemapOfHost, register_places
from centers.models import HomePage, MunicipalityPage, ProgramEntry, ProgramPage, ProgramTally, RegionPage
from centers.models.pages.base import BasePage, find_page
from centers.models.program_asked import AskedPrograms, choices
from centers.models.program_entry import is_only_tree
from centers.models.program_facts import BIT_OF_DIRECTION, Direction
from centers.models.program_lessons import give_lessons
from centers.views import pages

SLUG = "programmy"
ON_PAGE = 24
#: Pages of the list that can be leafed through; a longer way is made shorter by the filters.
MOST_PAGES = 400
MOST_PLACES = 700  # municipalities of the largest region, with room


@dataclass(frozen=True, slots=True)
class Level:
    """How the places of one level are called in the form."""

    child: type[Page] | None
    label: str
    all_of_them: str


def level_of(place: BasePage) -> Level | None:
    """The level of a place that has a catalogue, else None."""
    if isinstance(place, HomePage):
        return Level(RegionPage, _("Регион"), _("Вся страна"))
    if isinstance(place, RegionPage):
        return Level(MunicipalityPage, _("Район или город"), _("Весь регион"))
    return Level(None, "", "") if isinstance(place, MunicipalityPage) else None


@require_safe
def catalogue(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page of the tree at this address if there is one, else the catalogue of the place above it.

    Raises `Http404` when there is neither.
    """
    try:
        return pages.serve(request, f"{path}{SLUG}/")
    except Http404:
        site = Site.find_for_request(request)
        if site is None:
            raise
        place = find_page(site.root_page, [part for part in path.split("/") if part])
        level = level_of(place)
        if level is None:
            raise
    return _show(request, place, level)


def address_of(place: Page, request: HttpRequest) -> str:
    """The address of a place's catalogue on this host, without the host."""
    return f"{place.get_url(request)}{SLUG}/"


def _show(request: HttpRequest, place: BasePage, level: Level) -> HttpResponseBase:
    asked = AskedPrograms.of(request.GET)
    children = _children(place, level)
    chosen = next((slug for slug, _title in children if slug == request.GET.get("place")), "")
    address = address_of(place, request)
    if chosen:
        return redirect(f"{place.get_url(request)}{chosen}/{SLUG}/{asked.address()}")
    if "" in request.GET.values():  # a form sends what was left empty, too
        return redirect(f"{address}{asked.address()}")
    is_whole = is_only_tree(place)
    entries = ProgramEntry.objects.all() if is_whole else ProgramEntry.objects.below(place)
    counts = (ProgramTally.objects if is_whole else entries).direction_counts(asked)
    bit = BIT_OF_DIRECTION[Direction(asked.direction)] if asked.direction else None
    total = sum(n for directions, n in counts.items() if bit is None or directions & bit)

    def count_of(direction: str) -> int:
        wanted = BIT_OF_DIRECTION[Direction(direction)]
        return sum(n for directions, n in counts.items() if directions & wanted)

    paginator = Paginator(entries.asked(asked).in_order(), ON_PAGE)
    paginator.count = min(total, ON_PAGE * MOST_PAGES)
    found = paginator.get_page(asked.page)
    # A search for what is not there would read every row once more.
    found.object_list = programs_of(found.object_list.values_list("pk", flat=True)) if total else []
    context = {
        "place": place,
        "heading": _heading(place),
        "title": _title(place),
        "asked": asked,
        "choices": choices(asked, count_of),
        "directions": [
            (label, asked.address(direction=value), count_of(value))
            for value, label in Direction.choices
            if count_of(value)
        ],
        "place_label": level.label,
        "all_places": level.all_of_them,
        "places": children,
        "found": found,
        "total": total,
        "is_cut": total > paginator.count,
        "address": address,
        "navigator_url": _navigator(place),
        "bodies": place.bodies,
        "breadcrumbs": place.places,
        "canonical_path": address,
    }
    return render(request, "centers/program_catalogue.html", context)


def programs_of(numbers: list[int]) -> list[ProgramPage]:
    """The published programmes with these numbers in their order, with their centres, teachers, lessons.

    What has been hidden since the catalogue was written is left out: four queries.
    """
    numbers = list(numbers)
    rows = (
        ProgramPage.objects.live()
        .filter(pk__in=numbers)
        .select_related("teacher", "center__school", "center__municipality__region")
        .defer("body", "needed", "enrolment")
    )
    by_number = {page.pk: page for page in drop_hidden(list(rows))}
    programs = [by_number[number] for number in numbers if number in by_number]
    give_lessons(programs)
    return programs


def _children(place: BasePage, level: Level) -> list[tuple[str, str]]:
    if level.child is None:
        return []
    below = level.child.objects.child_of(place).live().order_by("title")
    return list(below.values_list("slug", "title")[:MOST_PLACES])


def _heading(place: BasePage) -> str:
    if isinstance(place, RegionPage):
        return _("Кружки и программы {where}").format(where=place.region.where)
    if isinstance(place, MunicipalityPage):
        return _("Кружки и программы: {place}").format(place=place.municipality.name)
    return _("Кружки и программы")


def _title(place: BasePage) -> str:
    if isinstance(place, MunicipalityPage):
        return f"{_heading(place)}, {place.municipality.region.name}"
    return _heading(place)


def _navigator(place: BasePage) -> str:
    if isinstance(place, RegionPage):
        return place.region.navigator_url
    return place.municipality.region.navigator_url if isinstance(place, MunicipalityPage) else ""


def places_with_programs(host: SitemapOfHost) -> Iterator[str]:
    """Paths of the catalogues of a host that are not empty: five queries."""
    entries = ProgramEntry.objects.order_by()
    if entries.exists():
        yield from host.places(HomePage)
    municipalities = set(entries.values_list("center__municipality", flat=True).distinct())
    regions = set(entries.values_list("center__municipality__region", flat=True).distinct())
    yield from host.places(RegionPage, region__in=regions)
    yield from host.places(MunicipalityPage, municipality__in=municipalities)


register_places("program_catalogue", places_with_programs)
