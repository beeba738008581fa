"""The home page of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.models.directory import FEWEST_TILES, Listed, all_codes, tile_map, with_letters
from centers.models.numbers import main_figures, numbers_of_network, stated_figures
from centers.models.pages.base import BasePage


class HomePage(BasePage):
    """Root of the network's site: search, regions, figures, news."""

    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    ministry_sign = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("знак министерства"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text=_(
            "Из официального набора министерства. Его покажут все центры сети в «Общей информации». "
            "Знак нацпроекта выбирают в реестре: «Реестр» → «Нацпроекты»."
        ),
    )

    content_panels = [FieldPanel("title"), FieldPanel("body"), FieldPanel("ministry_sign")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["centers.RegionPage", "centers.NewsIndexPage", "centers.PlainPage"]

    class Meta:
        verbose_name = _("главная страница сети")
        verbose_name_plural = _("главные страницы сети")

    def page_context(self, request):
        """Regions with counts, their map, stated figures, latest news: nothing is asked for each centre."""
        from centers.models.pages.center import CenterPage
        from centers.models.pages.news import NewsPage
        from centers.models.pages.region import RegionPage

        context = super().page_context(request)
        pages = list(RegionPage.objects.live().child_of(self).select_related("region"))
        numbers = numbers_of_network([page.region for page in pages])
        counts = {region.pk: count for region, count in numbers.by_region}
        regions = with_letters(
            Listed(page.title, page.get_url(request), counts[page.region_id], code=page.region.code)
            for page in pages
        )
        figures = stated_figures(None)
        context |= {
            "regions": regions,
            "tile_map": tile_map(regions, all_codes() if len(regions) >= FEWEST_TILES else []),
            "center_total": numbers.tally.centers,
            "numbers": numbers,
            "openings": numbers.growth(),
            "figures": main_figures(figures),
            "has_numbers": bool(numbers.tally.centers or figures),
            "example_page": CenterPage.listed().filter(center__is_example=True).first()
            if numbers.tally.examples
            else None,
            "news": NewsPage.latest(self, count=3, levels=2),
        }
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["news"])]
