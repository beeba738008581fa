"""Lists of pages in the staff's screens, asked for at once and not page by page.

Wagtail's own side panel and chooser of pages ask for the parent, the children and the schedule of every page
they show; here each is one query for the whole list.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Count, F, Q
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.api.serializers import AdminPageSerializer, PageChildrenField, get_model_listing_url
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.chooser import BrowseView, PageTitleColumn, SearchView
from wagtail.admin.views.pages import listing, search
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageParentField
from wagtail.models import Page

from toolkit.lists import ROWS


def parent_path(page: Page) -> str:
    """The place of the page above; empty for the root of all."""
    return str(page.path)[: -page.steplen]


def remember_parents(pages: Iterable[Page]) -> dict[str, Page]:
    """Give every page its parent, in one query for all; answers the parents by their place."""
    pages = list(pages)
    found = {page.path: page for page in Page.objects.filter(path__in={parent_path(page) for page in pages})}
    for page in pages:
        if parent_path(page) in found:
            page._cached_parent_obj = found[parent_path(page)]
    return found


class RememberedParentField(PageParentField):
    """The page above, if the person may see it."""

    def get_attribute(self, instance: Page) -> Page | None:
        known: dict[str, Page] | None = self.context.get("parents")
        return super().get_attribute(instance) if known is None else known.get(parent_path(instance))


class CountedChildrenField(PageChildrenField):
    """How many pages below the person may see, and where to ask for them."""

    def to_representation(self, page: Page) -> dict[str, Any]:
        counts: dict[str, int] | None = self.context.get("children")
        if counts is None:
            return super().to_representation(page)
        address = f"{get_model_listing_url(self.context, Page)}?child_of={page.pk}"
        return {"count": counts.get(page.path, 0), "listing_url": address}


class PageListSerializer(AdminPageSerializer):
    """As Wagtail's, with what was asked for the whole list."""

    parent = RememberedParentField(read_only=True)
    children = CountedChildrenField(read_only=True)


class PagesAPI(PagesAdminAPIViewSet):
    """Pages for the side panel of the admin."""

    base_serializer_class = PageListSerializer
    #: No screen of the admin asks for any, and they go past the bin and past what the tree refuses.
    actions: ClassVar[dict[str, Any]] = {}
    known: dict[str, Any] | None = None

    def get_queryset(self):
        return super().get_queryset().annotate_approved_schedule()

    def paginate_queryset(self, queryset):
        """A part of the list, and with it what the serializer would ask for page by page."""
        pages = list(super().paginate_queryset(queryset))
        base = self.get_base_queryset()
        parents = remember_parents(pages)
        own = set(base.filter(pk__in=[one.pk for one in parents.values()]).values_list("pk", flat=True))
        below = Q(pk__in=[])
        for page in pages:
            if page.numchild:
                below |= Q(depth=page.depth + 1, path__range=page._get_children_path_interval(page.path))
        above = Substr("path", 1, (F("depth") - 1) * Page.steplen)
        counted = base.filter(below).order_by().annotate(above=above)
        self.known = {
            "parents": {path: one for path, one in parents.items() if one.pk in own},
            "children": dict(counted.values_list("above").annotate(Count("pk"))),
        }
        return pages

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), **(self.known or {})}


def use_own_pages_api(api: WagtailAPIRouter) -> None:
    """Hook `construct_admin_api`: the side panel's list at the address of Wagtail's."""
    api.register_endpoint("pages", PagesAPI)


class ChildTitleColumn(PageTitleColumn):
    """The title of a page that stands below the page shown; its link names the page above."""

    def __init__(self, *args: Any, parent: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent

    def get_value(self, instance: Page) -> str:
        if parent_path(instance) == self.parent.path:
            instance._cached_parent_obj = self.parent
        return str(super().get_value(instance))


class ChoosePage(BrowseView):
    """Choosing a page: level by level."""

    @property
    def columns(self) -> list[Any]:
        return [self._with_parent(column) for column in super().columns]

    def _with_parent(self, column: Any) -> Any:
        if not isinstance(column, PageTitleColumn):
            return column
        return ChildTitleColumn(
            column.name,
            label=column.label,
            is_multiple_choice=column.is_multiple_choice,
            parent=self.parent_page,
        )


class FindPage(SearchView):
    """Choosing a page: by its name."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        response = super().get(request)
        remember_parents(response.context_data["pages"])
        return response


class ExplorePages(listing.ExplorableIndexView):
    """The pages below a page."""

    paginate_by = ROWS


class SearchPages(search.SearchView):
    """Pages by their names; nothing before something is typed.

    Wagtail lists and counts by type all pages within reach then: 17,000 of a region of 600 centres.
    """

    def get_queryset(self) -> Any:
        if self.search_query:
            return super().get_queryset()
        self.all_pages = Page.objects.none()
        return self.all_pages


class AgingPages(AgingPagesView):
    """Pages that nobody has published for a long time."""

    paginate_by = ROWS

    def decorate_paginated_queryset(self, queryset: Any) -> list[Page]:
        """Name who published last. Wagtail asks for the whole list once more to learn the persons."""
        pages = list(queryset)
        users = self.user_model.objects.in_bulk({one.last_published_by for one in pages} - {None})
        names = {pk: user.get_username() for pk, user in users.items()}
        for one in pages:
            self.add_last_publisher_name_to_page(names, one)
        return pages
