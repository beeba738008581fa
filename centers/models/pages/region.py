"""The page of a region."""

from collections import defaultdict
from functools import cached_property

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.models.bodies_now import bodies_for
from centers.models.pages.register_page import RegisterPage
from centers.models.registry import Center, NetworkFigure, Region
from centers.models.registry.figures import Metric
from centers.panels import RegisterNotePanel

OPENINGS = {Metric.OPENED, Metric.OPENING}


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

    @classmethod
    def with_center_counts(cls):
        """Published pages of regions by name, each with its region and `center_count`: how many it lists."""
        from centers.models.pages.center import CenterPage

        listed = CenterPage.listed().filter(center__municipality__region=OuterRef("region")).order_by()
        counted = listed.values("center__municipality__region").annotate(count=Count("pk")).values("count")
        return (
            cls.objects.live()
            .select_related("region")
            .annotate(center_count=Coalesce(Subquery(counted), 0))
            .order_by("region__name")
        )

    @cached_property
    def bodies(self):
        return bodies_for(region=self.region)

    def is_below(self, parent: Page) -> bool:
        return parent.pk == self.get_parent().pk

    def openings(self, stated: list[NetworkFigure]) -> dict:
        """Openings by year: the figures stated for the region, which count all centres, else its rows."""
        if stated:
            rows = [(self._opening_label(figure), figure.value) for figure in stated]
        else:
            counted = Center.objects.in_region(self.region).openings_by_year()
            rows = [(str(row["year"]), row["count"]) for row in counted]
        return {
            "openings": rows,
            "most_openings": max((count for _label, count in rows), default=0),
            "openings_source": stated[-1] if stated else None,
        }

    @staticmethod
    def _opening_label(figure: NetworkFigure) -> str:
        if figure.metric == Metric.OPENING:
            return _("{year}, открываются").format(year=figure.period)
        return figure.period

    def page_context(self, request):
        """Municipalities with their centres, openings by year, figures, news."""
        from centers.models.pages.center import CenterPage
        from centers.models.pages.news import NewsPage

        context = super().page_context(request)
        pages = (
            CenterPage.listed()
            .filter(center__municipality__region=self.region)
            .select_related("center__school", "center__municipality")
            .order_by("center__municipality__name", "center__school__short_name", "center__building")
        )
        groups: dict = defaultdict(list)
        for page in pages:
            groups[page.center.municipality].append(page)
        context["municipalities"] = list(groups.items())
        context["center_total"] = sum(len(group) for group in groups.values())
        figures = list(NetworkFigure.objects.filter(region=self.region).order_by("year", "metric"))
        context["figures"] = [figure for figure in figures if figure.metric not in OPENINGS]
        context |= self.openings([figure for figure in figures if figure.metric in OPENINGS])
        context["news"] = NewsPage.latest(self, count=3)
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["news"])]
