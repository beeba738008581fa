"""What every page of the site shares: its place, its route and its frame."""

import datetime as dt
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from centers.blocks.images import images_of
from centers.models.bodies_now import Bodies, bodies_for
from library.renditions import prefetch_renditions

DEEPEST = 30  # parts of an address; a longer one is no page of ours

SEARCH_FIELDS = [
    FieldPanel(
        "seo_title",
        help_text=_("Заголовок вкладки браузера. Если оставить пустым, возьмём название страницы."),
    ),
    FieldPanel(
        "search_description",
        help_text=_("Одно-два предложения, которые покажет поисковая система."),
    ),
]
SEO_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                help_text=_("Последняя часть адреса страницы: латинские буквы, цифры и дефисы."),
            ),
            *SEARCH_FIELDS,
        ],
        heading=_("Для поисковых систем"),
    ),
]
#: For pages whose name and address come from the register.
REGISTER_PAGE_SEO_PANELS = [MultiFieldPanel(SEARCH_FIELDS, heading=_("Для поисковых систем"))]


class BasePage(Page):
    """Abstract base of all pages: one query finds a page at any depth.

    `places` are the ancestors below the site's root and the page itself, in order.
    """

    promote_panels = SEO_PANELS
    private_page_options: list[str] = []
    show_in_menus_default = True

    class Meta:
        abstract = True

    @classmethod
    def detail_queryset(cls):
        """The query set that fetches a page together with all its template needs by join."""
        return cls.objects.all()

    @cached_property
    def places(self) -> list[Page]:
        if self.depth <= 2:
            return [self]
        return [*self.get_ancestors(inclusive=False).filter(depth__gt=1), self]

    @cached_property
    def bodies(self) -> Bodies:
        """Ministry's partners that the footer names on this page."""
        return bodies_for()

    @property
    def updated_on(self) -> dt.datetime | None:
        """When what the page shows last changed (UTC)."""
        return self.last_published_at

    @property
    def heading(self) -> str:
        return self.title

    def route(self, request, path_components):
        """Find the page of the whole path at once instead of level by level.

        Every page between the root and the found one must be published, so that nothing
        of a hidden centre can be reached.

        Raises `Http404` when a part of the path is missing or not published.
        """
        above = self.places[:-1]
        if not all(page.live for page in [*above, self]) or len(path_components) > DEEPEST:
            raise Http404
        if not path_components:
            return RouteResult(self.with_details(above))
        paths, path = [self.url_path], self.url_path
        for component in path_components:
            path = f"{path}{component}/"
            paths.append(path)
        pages = list(Page.objects.filter(url_path__in=paths, live=True).order_by("depth"))
        if [page.url_path for page in pages] != paths:
            raise Http404
        found = pages[-1]
        model = found.cached_content_type.model_class()
        page = model.detail_queryset().get(pk=found.pk)
        page.places = [*above, *pages[:-1], page]
        return RouteResult(page)

    def with_details(self, above: list[Page]) -> Page:
        """The same page with what its template needs, read anew only if that takes a join."""
        queryset = self.detail_queryset()
        page = queryset.get(pk=self.pk) if queryset.query.select_related else self
        page.places = [*above, page]
        return page

    def get_view_restrictions(self):
        """Pages of an open public site are never private, so nothing is asked."""
        return PageViewRestriction.objects.none()

    def page_context(self, request) -> dict:
        """What the template of this page type needs beside the frame; subclasses add to it."""
        return {}

    def images(self, context: dict) -> list[AbstractImage]:
        """The images whose renditions the template will ask for."""
        return images_of(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context |= {"breadcrumbs": self.places[:-1], "bodies": self.bodies, "updated_on": self.updated_on}
        context |= self.page_context(request)
        prefetch_renditions(self.images(context))
        return context
