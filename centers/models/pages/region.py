"""The page of a region."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.models.bodies_now import bodies_for
from centers.models.directory import (
    MOST_IN_REGION,
    Listed,
    clean_words,
    map_of_centers,
    map_of_municipalities,
    with_letters,
)
from centers.models.numbers import OPENINGS, main_figures, numbers_of_region, stated_figures, stated_openings
from centers.models.pages.register_page import RegisterPage
from centers.models.registry import Municipality, Region
from centers.models.tally import Tally
from centers.panels import RegisterNotePanel


class RegionPage(RegisterPage):
    """A region: its coordinator, its centres by municipality, openings by year, news."""

    region = models.OneToOneField(
        Region, verbose_name=_("регион"), on_delete=models.PROTECT, related_name="page"
    )
    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    content_panels = [RegisterNotePanel("region", "register_region:edit"), FieldPanel("body")]
    search_fields = [*RegisterPage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.HomePage"]
    subpage_types = ["centers.MunicipalityPage", "centers.NewsIndexPage", "centers.PlainPage"]
    is_creatable = False
    row_field = "region"

    class Meta:
        verbose_name = _("страница региона")
        verbose_name_plural = _("страницы регионов")

    @classmethod
    def detail_queryset(cls):
        return cls.objects.select_related("region")

    @cached_property
    def bodies(self):
        return bodies_for(region=self.region)

    def is_below(self, parent: Page) -> bool:
        return parent.pk == self.get_parent().pk

    def directory(self, request, tally: Tally) -> dict[str, Any]:
        """What the page lists and draws: all centres of a small region, the municipalities of a large one.

        The words of `q` list the centres that have them, of a region of any size.
        """
        from centers.models.pages.center import CenterPage
        from centers.models.pages.directory import by_place, centers_on_page, listed_centers, placed_center

        if tally.centers > MOST_IN_REGION:
            address = self.get_url(request)
            rows = Municipality.objects.filter(region=self.region, page__live=True)
            places = {
                row.pk: Listed(row.name, f"{address}{row.slug}/", tally.municipalities[row.pk])
                for row in rows
                if tally.municipalities[row.pk]
            }
            found: dict[str, Any] = {
                "places": with_letters(places.values()),
                "place_map": map_of_municipalities(tally.spots, places, tally.centers),
            }
            if request and clean_words(request.GET.get("q", "")):
                found |= centers_on_page(request, municipality__region=self.region)
            return found | {"has_filter": True}
        groups: dict[Municipality, list[CenterPage]] = defaultdict(list)
        pages = by_place(listed_centers(municipality__region=self.region))
        for page in pages:
            groups[page.center.municipality].append(page)
        return {
            "municipalities": list(groups.items()),
            "place_map": map_of_centers([placed_center(page, page.get_url(request)) for page in pages]),
        }

    def page_context(self, request):
        """Centres or municipalities with their map, openings by year, figures, next events, news."""
        from centers.models.pages.events import EventPage
        from centers.models.pages.news import NewsPage

        context = super().page_context(request)
        numbers = numbers_of_region(self.region)
        figures = stated_figures(self.region)
        stated = [chart for chart in stated_openings(figures) if chart.compares]
        charts = stated or [chart for chart in [numbers.growth()] if chart]
        drawn = OPENINGS if stated else ()
        context |= self.directory(request, numbers.tally)
        context |= {
            "numbers": numbers,
            "center_total": numbers.tally.centers,
            "municipality_total": sum(1 for count in numbers.tally.municipalities.values() if count),
            "charts": charts,
            "figures": main_figures(figure for figure in figures if figure.metric not in drawn)
            or ([] if charts else numbers.counted()),
            "has_numbers": bool(numbers.tally.centers or figures),
            "events": list(EventPage.next_of(3, center__municipality__region=self.region)),
            "news": NewsPage.latest(self, count=3),
        }
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["news"])]
