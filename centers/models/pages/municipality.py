"""The page of a municipality."""

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.models.bodies_now import bodies_for
from centers.models.pages.base import BasePage
from centers.models.registry import CenterState, Municipality


class MunicipalityPage(BasePage):
    """A municipality and its centres."""

    municipality = models.OneToOneField(
        Municipality, verbose_name=_("муниципалитет"), on_delete=models.PROTECT, related_name="page"
    )
    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    content_panels = [FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.RegionPage"]
    subpage_types = ["centers.CenterPage", "centers.PlainPage"]
    is_creatable = False

    class Meta:
        verbose_name = _("страница муниципалитета")
        verbose_name_plural = _("страницы муниципалитетов")

    @classmethod
    def detail_queryset(cls):
        return cls.objects.select_related("municipality__region")

    @cached_property
    def bodies(self):
        return bodies_for(region=self.municipality.region)

    def clean(self):
        super().clean()
        self.take_from_register()

    def take_from_register(self) -> None:
        """Name and address come from the register, whatever a draft says."""
        self.title = self.draft_title = self.municipality.name
        self.slug = self.municipality.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_from_register()
        super().save(*args, **kwargs)

    def page_context(self, request):
        """Centres of the municipality, closed ones left out: one query."""
        from centers.models.pages.center import CenterPage

        context = super().page_context(request)
        context["centers"] = list(
            CenterPage.objects.live()
            .filter(center__deleted_at__isnull=True, center__municipality=self.municipality)
            .exclude(center__state=CenterState.CLOSED)
            .select_related("center__school", "center__municipality")
            .order_by("center__school__short_name", "center__building")
        )
        return context
