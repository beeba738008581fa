"""News and press releases of the network, a region or a centre."""

from functools import cache, cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import ExtractYear, Left, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from centers.blocks.images import photos_of
from centers.blocks.numbers import DatedBodyBlock
from centers.models.bodies_now import bodies_for
from centers.models.numbers_snapshot import keep_numbers, numbers_of_day
from centers.models.pages.base import BasePage, check_day, has_child_of_type
from centers.models.pages.section import center_sections
from centers.models.querysets import below, parent_is_live
from centers.models.registry import Center, Region
from centers.models.search_words import PLACED, Placed, place_marks, place_of, region_mark
from toolkit.choices import QuickLabels
from toolkit.prepared import Prepared

NEWS_ON_PAGE = 20
CENTER_DEPTH = 5  # of the pages of centres in the tree


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


def _grandparent_is_live() -> Exists:
    """Condition that the page two levels above is published: the region of a region's news."""
    above = Left(OuterRef("path"), Length(OuterRef("path")) - 2 * Page.steplen)
    return Exists(Page.objects.filter(live=True, path=above))


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
        """One page of the news, of a year if it is asked for; a number out of range gives the nearest page.

        Two queries: one counts the news by years.
        """
        context = super().page_context(request)
        rows = NewsPage.objects.child_of(self).live()
        counted = rows.order_by().annotate(year=ExtractYear("date")).values("year").annotate(n=Count("pk"))
        years = sorted(((row["year"], row["n"]) for row in counted), reverse=True)
        shown_year = next((year for year, _n in years if str(year) == request.GET.get("year")), None)
        if shown_year:
            rows = rows.filter(date__year=shown_year)
        news = rows.select_related("photo").defer("body").order_by("-date", "-pk")
        paginator = Paginator(news, NEWS_ON_PAGE)
        paginator.count = sum(n for year, n in years if shown_year in (None, year))
        return context | {
            "news": paginator.get_page(request.GET.get("page")),
            "years": years,
            "shown_year": shown_year,
            "address": f"?year={shown_year}" if shown_year else "",
        }

    def images(self, context):
        return [*super().images(context), *photos_of(context["news"])]


class NewsPage(QuickLabels, Placed, PlacedPage):
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
    body = StreamField(DatedBodyBlock(), verbose_name=_("текст"), blank=True)
    source = models.CharField(_("источник"), max_length=300, blank=True)

    content_panels = [
        FieldPanel("title", help_text=_("О чём новость, одной короткой фразой.")),
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
        *PLACED,
        index.SearchField("title", boost=2, learn=True),
        index.SearchField("lead", learn=True),
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

    @property
    def region_of_news(self):
        """The region whose news it is, or in which the centre of the news stands; None for the network."""
        if self.center_page:
            return self.center_page.center.municipality.region
        return self.region_page.region if self.region_page else None

    def clean(self):
        super().clean()
        check_day(self, "date")

    @cached_property
    def place_row(self) -> Center | Region | None:
        """The row of the centre or region whose news this is; None for news of the network."""
        from centers.models.pages.center import CenterPage
        from centers.models.pages.region import RegionPage

        above = [self.path[: self.steplen * level] for level in range(2, self.depth)]
        centers = CenterPage.objects.filter(path__in=above)
        page = centers.select_related("center__school", "center__municipality__region").first()
        if page is not None:
            return page.center
        place = RegionPage.objects.filter(path__in=above).select_related("region").first()
        return place.region if place else None

    @property
    def search_place(self) -> str:
        """Words of the place, for the search of the site."""
        row = self.place_row
        return place_of(row) if isinstance(row, Center) else str(row or "")

    @property
    def search_facts(self) -> str:
        """What a query may call it."""
        return f"новость {self.get_kind_display()}"

    @property
    def search_marks(self) -> list[str]:
        """Where the news stands, for the search of the site."""
        row = self.place_row
        if isinstance(row, Center):
            return place_marks(row)
        return [region_mark(row.code)] if row else []

    def save(self, *args, **kwargs):
        """A published page keeps the numbers of its day."""
        super().save(*args, **kwargs)
        changed = kwargs.get("update_fields")
        if self.live and (changed is None or "body" in changed):
            keep_numbers(self)

    def page_context(self, request):
        return super().page_context(request) | {"numbers_of_day": numbers_of_day(self)}

    @classmethod
    def latest(cls, place: Page, count: int, levels: int = 1) -> list["NewsPage"]:
        """The newest published news that stand in the news section of a place: one query.

        With two `levels` those of the places right below it too: of the network and its regions.
        """
        if place.depth >= CENTER_DEPTH and levels == 1:
            return _latest_of_center(count)(depth=place.depth + 2, **below(place))
        depths = [place.depth + 2 + level for level in range(levels)]
        found = cls.objects.live().filter(parent_is_live(), depth__in=depths)
        if levels > 1:
            found = found.filter(_grandparent_is_live())
        if place.depth < CENTER_DEPTH:
            # Few news stand so high: the index of kinds and depths finds them among those of all centres.
            # The place is compared as text, or the database would rather read all that lies below it.
            kind = ContentType.objects.get_for_model(cls)
            beginning = Left("path", len(place.path))
            found = found.alias(beginning=beginning).filter(content_type=kind, beginning=place.path)
        else:
            found = found.descendant_of(place)
        return list(found.select_related("photo").order_by("-date", "-pk")[:count])


@cache
def _latest_of_center(count: int) -> Prepared[NewsPage]:
    return Prepared(
        lambda depth, first, last: (
            NewsPage.objects.live()
            .filter(parent_is_live(), depth=depth, path__gt=first, path__lte=last)
            .select_related("photo")
            .defer_streamfields()
            .order_by("-date", "-pk")[:count]
        )
    )
