"""What every page of the site shares: its place, its route and its frame."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from centers.blocks.images import images_of
from centers.models.bodies_now import Bodies, bodies_for
from centers.models.querysets import KeptPageManager
from centers.panels.scoped import OwnFilesForm
from ledger.writing import by_person
from library.renditions import prefetch_renditions
from toolkit.pagecache import watching
from toolkit.prepared import Prepared

DEEPEST = 30  # parts of an address; a longer one is no page of ours

SEARCH_FIELDS = [
    FieldPanel(
        "seo_title",
        heading=_("Заголовок вкладки"),
        help_text=_("Заголовок вкладки браузера. Если оставить пустым, возьмём название страницы."),
    ),
    FieldPanel(
        "search_description",
        heading=_("Описание для поиска"),
        help_text=_("Одно-два предложения, которые покажет поисковая система."),
    ),
]
SEO_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                heading=_("Адрес страницы"),
                help_text=_(
                    "Последняя часть адреса: латинские буквы, цифры и дефисы. Если оставить пустым, "
                    "сайт составит её из названия."
                ),
            ),
            *SEARCH_FIELDS,
        ],
        heading=_("Для поисковых систем"),
    ),
]
#: For pages whose name and address come from the register.
REGISTER_PAGE_SEO_PANELS = [MultiFieldPanel(SEARCH_FIELDS, heading=_("Для поисковых систем"))]


_child_types: ContextVar[dict[int, set[int]] | None] = ContextVar("child_types", default=None)


@contextmanager
def remembered_children() -> Iterator[None]:
    """Ask once which types stand below a page, for as long as nothing is written: while a screen is shown."""
    token = _child_types.set({})
    try:
        yield
    finally:
        _child_types.reset(token)


def has_child_of_type(parent: Page, model: type[Page]) -> bool:
    """Whether a page of the type stands right below; a screen asks this of ten types in turn."""
    known = _child_types.get()
    found = known.get(parent.pk) if known is not None else None
    if found is None:
        found = set(parent.get_children().values_list("content_type_id", flat=True))
        if known is not None:
            known[parent.pk] = found
    return ContentType.objects.get_for_model(model).pk in found


def check_day(page: Page, *fields: str) -> None:
    """Raise `ValidationError` at the field whose date has a slip in its year (0225, 2999)."""
    for name in fields:
        day: dt.date | None = getattr(page, name)
        if day is not None and not 1990 <= day.year <= 2100:
            raise ValidationError({name: _("Дата — от 1990 до 2100 года. Проверьте год.")})


class BasePage(Page):
    """Abstract base of all pages: one query finds a page at any depth.

    `places` are the ancestors below the site's root and the page itself, in order.
    """

    # What lies in the bin is no page of a centre; `_base_manager` finds it.
    objects = KeptPageManager()

    base_form_class = OwnFilesForm
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

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        """In one transaction with what the log of publications says of it."""
        with by_person(user):
            return super().publish(revision, user=user, **kwargs)

    @transaction.atomic
    def unpublish(self, *args, user=None, **kwargs):
        with by_person(user):
            return super().unpublish(*args, user=user, **kwargs)

    def route(self, request, path_components):
        """Find the page of the whole path at once instead of level by level, as `find_page` does.

        Raises `Http404` when there is none that the public may see.
        """
        return RouteResult(find_page(self, path_components))

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


def find_page(root: Page, components: list[str]) -> BasePage:
    """The page at this path below the root of a site, with its `places`: two queries at any depth.

    Every page from the top of the tree down to the found one must be published, so that nothing
    of a hidden centre can be reached, on a host of its own either.

    Raises `Http404` when a part of the path is missing or not published.
    """
    with watching.reading_frame():
        page = _find_page(root, components)
    watching.note(page.path)
    return page


def _find_page(root: Page, components: list[str]) -> BasePage:
    if len(components) > DEEPEST:
        raise Http404
    paths = [root.url_path]
    for component in components:
        paths.append(f"{paths[-1]}{component}/")
    above = [root.path[: root.steplen * level] for level in range(2, root.depth)]
    pages = _pages_at(paths, above) if components or above else [root]
    found = pages[-1]
    is_whole = [page.url_path for page in pages[len(above) :]] == paths
    if not is_whole or not all(page.live for page in pages) or not issubclass(found.specific_class, BasePage):
        raise Http404
    page = next(iter(_details(found.specific_class)(pk=found.pk)), None)
    if page is None:
        raise Http404
    page.places = [*pages[:-1], page]
    return page


def _pages_at(paths: list[str], above: list[str]) -> list[Page]:
    """Pages at these addresses and above the root of the site, from the top down: one query."""
    values = {f"url_{number}": one for number, one in enumerate(paths)}
    values |= {f"path_{number}": one for number, one in enumerate(above)}
    return _statement_of_places(len(paths), len(above))(**values)


@cache
def _statement_of_places(addresses: int, above: int) -> Prepared[Page]:
    names = [f"url_{number}" for number in range(addresses)], [f"path_{number}" for number in range(above)]

    def build(**slots):
        wanted = Q(url_path__in=[slots[name] for name in names[0]])
        if above:
            wanted |= Q(path__in=[slots[name] for name in names[1]])
        return Page.objects.filter(wanted).order_by("depth")

    return Prepared(build, [*names[0], *names[1]])


@cache
def _details(model: type[BasePage]) -> Prepared[BasePage]:
    """A page of the type by its number, with all that its template needs by join."""
    return Prepared(lambda pk: model.detail_queryset().filter(pk=pk))
