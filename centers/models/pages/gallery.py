"""The gallery of a centre: albums, and the reports of events that have photos."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain

from django.core.exceptions import ValidationError
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.blocks.album import AlbumBlock
from centers.blocks.images import count_photos, first_photo, photos_of
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.base import check_day
from centers.models.pages.events import EventPage
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.querysets import parent_is_live
from centers.panels import PupilNamesPanel
from library.models import Image

ALBUMS_ON_PAGE = 24
MOST_ALBUMS = 3000  # whose days are compared; far more than any centre has


@dataclass(frozen=True, slots=True)
class Album:
    """An album in a list: a page with photos, its day and its cover."""

    page: AlbumPage | EventPage
    date: dt.date
    photo: Image | None

    @property
    def is_report(self) -> bool:
        return isinstance(self.page, EventPage)


class GalleryPage(SectionPage):
    """The section «Фотогалерея»: a centre that shows photos has one."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)

    content_panels = [
        FieldPanel("title"),
        FieldPanel("intro", help_text=_("Одно-два предложения или ничего.")),
    ]
    parent_page_types = ["centers.CenterPage"]
    subpage_types = ["centers.AlbumPage"]

    class Meta:
        verbose_name = _("раздел «Фотогалерея»")
        verbose_name_plural = _("разделы «Фотогалерея»")

    def page_context(self, request):
        """Albums and reports with photos by their day, the newest first: four queries."""
        context = super().page_context(request)
        albums = AlbumPage.objects.child_of(self).live()
        reports = EventPage.published_in(self.center).filter(photo_count__gt=0)
        days = chain(
            (("album", *row) for row in albums.order_by("-date").values_list("date", "pk")[:MOST_ALBUMS]),
            (("report", *row) for row in reports.order_by("-date").values_list("date", "pk")[:MOST_ALBUMS]),
        )
        ordered = sorted(days, key=lambda row: (row[1], row[2]), reverse=True)
        shown = Paginator(ordered, ALBUMS_ON_PAGE).get_page(request.GET.get("page"))
        context["albums"] = self._fetched(shown)
        context["years"] = sorted({date.year for _kind, date, _pk in ordered}, reverse=True)
        return context

    @staticmethod
    def _fetched(shown: PaginatorPage) -> PaginatorPage:
        numbers: dict[str, list[int]] = {"album": [], "report": []}
        for kind, _date, pk in shown.object_list:
            numbers[kind].append(pk)
        albums = AlbumPage.objects.select_related("photo", "cover").defer("body").in_bulk(numbers["album"])
        reports = EventPage.objects.select_related("photo", "cover").defer("body", "report")
        pages = {"album": albums, "report": reports.in_bulk(numbers["report"])}
        shown.object_list = [
            Album(page, date, page.album_cover)
            for kind, date, pk in shown.object_list
            if (page := pages[kind].get(pk)) is not None
        ]
        return shown

    def images(self, context):
        return [*super().images(context), *photos_of(context["albums"].object_list)]


class AlbumPage(CenterScopedPage):
    """Photos and videos of one occasion; `cover` is the first photo of the album when none is chosen."""

    date = models.DateField(_("дата"), default=timezone.localdate)
    lead = models.CharField(_("коротко"), max_length=300, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("обложка"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    event = models.ForeignKey(
        EventPage,
        verbose_name=_("мероприятие"),
        on_delete=models.SET_NULL,
        related_name="albums",
        null=True,
        blank=True,
    )
    body = StreamField(AlbumBlock(), verbose_name=_("снимки и видео"), blank=True)
    cover = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    content_panels = [
        FieldPanel("title", help_text=_("Что на снимках, например «День открытых дверей».")),
        FieldRowPanel(
            [
                FieldPanel("date", help_text=_("Когда снимали.")),
                FieldPanel("event", help_text=_("Если снимки с мероприятия, выберите его.")),
            ]
        ),
        FieldPanel("lead", help_text=_("Одно предложение для списка, например «Роботы вышли на поле».")),
        FieldPanel("photo", help_text=_("Если не выбрать, возьмём первый снимок альбома.")),
        PupilNamesPanel(("title", "lead", "body")),
        FieldPanel("body"),
    ]
    search_fields = [
        *CenterScopedPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("center_id"),
        index.FilterField("date"),
    ]
    row_fields = ("event",)
    parent_page_types = ["centers.GalleryPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("альбом")
        verbose_name_plural = _("альбомы")

    @classmethod
    def detail_queryset(cls):
        return super().detail_queryset().select_related("photo")

    def clean(self):
        super().clean()
        check_day(self, "date")
        if self.event_id and self.center_id and self.event.center_id != self.center_id:
            raise ValidationError({"event": _("Это мероприятие другого центра.")})

    def save(self, *args, **kwargs):
        self.cover_id = first_photo(list(self.body.raw_data))
        return super().save(*args, **kwargs)

    @property
    def album_cover(self) -> Image | None:
        """What stands for the album in a list: the chosen photo, else the first one."""
        photos = (self.photo, self.cover)
        return next((image for image in photos if image is not None and image.is_shown), None)

    @property
    def photo_count(self) -> int:
        return count_photos(list(self.body.raw_data))

    def page_context(self, request):
        """The album with the event it belongs to, if that may be read."""
        context = super().page_context(request)
        events = EventPage.objects.live().filter(parent_is_live(), pk=self.event_id)
        context["event"] = events.first() if self.event_id else None
        return context
