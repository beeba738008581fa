"""The page of a municipality."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.models.bodies_now import bodies_for
from centers.models.directory import map_of_centers
from centers.models.pages.register_page import RegisterPage
from centers.models.registry import Municipality
from centers.panels import RegisterNotePanel


class MunicipalityPage(RegisterPage):
    """A municipality and its centres."""

    municipality = models.OneToOneField(
        Municipality, verbose_name=_("муниципалитет"), on_delete=models.PROTECT, related_name="page"
    )
    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    content_panels = [RegisterNotePanel("municipality", "register_municipality:edit"), FieldPanel("body")]
    search_fields = [*RegisterPage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.RegionPage"]
    subpage_types = ["centers.CenterPage", "centers.PlainPage"]
    is_creatable = False
    row_field = "municipality"

    class Meta:
        verbose_name = _("страница муниципалитета")
        verbose_name_plural = _("страницы муниципалитетов")

    @classmethod
    def detail_queryset(cls):
        return cls.objects.select_related("municipality__region")

    @cached_property
    def bodies(self):
        return bodies_for(region=self.municipality.region)

    def is_below(self, parent: Page) -> bool:
        return parent.region_id == self.municipality.region_id

    def page_context(self, request):
        """Centres of the municipality but closed ones, a page of them at a time, their map, next events."""
        from centers.models.pages.directory import centers_on_page
        from centers.models.pages.events import EventPage

        context = super().page_context(request)
        address = self.get_url(request)
        context |= centers_on_page(request, lambda slug: f"{address}{slug}/", municipality=self.municipality)
        context["events"] = list(EventPage.next_of(3, center__municipality=self.municipality))
        context["center_total"] = context["all_total"]
        context["place_map"] = map_of_centers(context["placed"])
        return context
