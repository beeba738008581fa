"""The home page of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.models.pages.base import BasePage
from centers.models.registry import NetworkFigure


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
        """Regions with counts, figures, latest news."""
        from centers.models.pages.center import CenterPage
        from centers.models.pages.news import NewsPage
        from centers.models.pages.region import RegionPage

        context = super().page_context(request)
        regions = list(RegionPage.with_center_counts())
        context["regions"] = regions
        context["center_total"] = sum(page.center_count for page in regions)
        context["example_page"] = CenterPage.listed().filter(center__is_example=True).first()
        context["figures"] = list(
            NetworkFigure.objects.filter(region__isnull=True).order_by("year", "metric")[:3]
        )
        context["news"] = NewsPage.latest(self, count=3)
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["news"])]
