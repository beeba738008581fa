"""News and press releases of the network, a region or a centre."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.models.bodies_now import bodies_for
from centers.models.pages.base import BasePage, check_day, has_child_of_type
from centers.models.pages.section import center_sections
from centers.models.querysets import parent_is_live

NEWS_ON_PAGE = 20


class NewsKind(models.TextChoices):
    NEWS = "news", _("Новость")
    PRESS_RELEASE = "press_release", _("Пресс-релиз")


class PlacedPage(BasePage):
    """A page that may stand below the network, a region or a centre, and takes its frame from there."""

    class Meta:
        abstract = True

    @cached_property
    def center_page(self):
        """The centre's page above, with its register row, or None."""
        from centers.models.pages.center import CenterPage

        above = [p for p in self.places[:-1] if p.cached_content_type.model_class() is CenterPage]
        return CenterPage.detail_queryset().get(pk=above[-1].pk) if above else None

    @cached_property
    def region_page(self):
        """The region's page above, or None."""
        from centers.models.pages.region import RegionPage

        above = [p for p in self.places[:-1] if p.cached_content_type.model_class() is RegionPage]
        return RegionPage.detail_queryset().get(pk=above[-1].pk) if above else None

    @cached_property
    def bodies(self):
        if self.center_page:
            return bodies_for(self.center_page.center)
        return bodies_for(region=self.region_page.region if self.region_page else None)

    def page_context(self, request):
        context = super().page_context(request)
        context["current_paths"] = [place.url_path for place in self.places]
        if self.center_page:
            context["center"] = self.center_page.center
            context["center_place"] = self.center_page
            context["sections"] = center_sections(self.center_page)
        return context


class NewsIndexPage(PlacedPage):
    """News of the place it stands below, newest first, twenty on a page."""

    content_panels = [FieldPanel("title")]
    parent_page_types = ["centers.HomePage", "centers.RegionPage", "centers.CenterPage"]
    subpage_types = ["centers.NewsPage"]

    class Meta:
        verbose_name = _("раздел новостей")
        verbose_name_plural = _("разделы новостей")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """One section of news in a place."""
        return super().can_create_at(parent) and not has_child_of_type(parent, cls)

    def can_move_to(self, parent: Page) -> bool:
        """A section of news stays in its place; a single piece of news may go to another section."""
        return super().can_move_to(parent) and parent.pk == self.get_parent().pk

    def page_context(self, request):
        """One page of news; a page number out of range gives the nearest one."""
        context = super().page_context(request)
        news = NewsPage.objects.child_of(self).live().select_related("photo").order_by("-date", "-pk")
        context["news"] = Paginator(news, NEWS_ON_PAGE).get_page(request.GET.get("page"))
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["news"])]


class NewsPage(PlacedPage):
    """A piece of news or a press release, dated by its day and keeping the figures of that day."""

    kind = models.CharField(_("вид"), max_length=13, choices=NewsKind.choices, default=NewsKind.NEWS)
    date = models.DateField(_("дата"), default=timezone.localdate)
    date_text = models.CharField(_("дата словами"), max_length=60, blank=True)
    lead = models.CharField(_("коротко"), max_length=400, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("картинка"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("текст"), blank=True)
    source = models.CharField(_("источник"), max_length=300, blank=True)

    content_panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel(
            "date_text",
            help_text=_("Если точный день неизвестен, например «2021/2022 учебный год»."),
        ),
        FieldPanel("lead", help_text=_("Одно-два предложения для списка.")),
        FieldPanel("photo"),
        FieldPanel("body"),
        FieldPanel("source"),
    ]
    search_fields = [
        *PlacedPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    parent_page_types = ["centers.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("новость")
        verbose_name_plural = _("новости")

    @classmethod
    def detail_queryset(cls):
        return cls.objects.select_related("photo")

    def clean(self):
        super().clean()
        check_day(self, "date")

    @classmethod
    def latest(cls, place: Page, count: int) -> list["NewsPage"]:
        """The newest published news that stand directly in the news section of a place: one query."""
        return list(
            cls.objects.live()
            .descendant_of(place)
            .filter(parent_is_live(), depth=place.depth + 2)
            .select_related("photo")
            .order_by("-date", "-pk")[:count]
        )
