"""The head of a public page: description, canonical address, robots, Open Graph, linked data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.http import HttpRequest
from wagtail.models import Page

from centers.metadata.addresses import canonical_url, host_of
from centers.metadata.descriptions import shortened
from centers.metadata.indexing import may_be_indexed
from centers.metadata.linked_data import Node, node
from centers.metadata.nodes import Made, breadcrumbs_node, nodes_of
from centers.models import NewsPage
from library.models import Image
from library.models.consent import People

#: Marks that advertisers put into addresses; the page is the same.
OF_ADVERTISERS = ("utm_", "yclid", "gclid", "fbclid", "_openstat", "ysclid")
PAGE_NUMBER = "page"
#: What social networks show, in pixels.
PICTURE = (1200, 630)
PICTURE_SPEC = f"fill-{PICTURE[0]}x{PICTURE[1]}|format-jpeg|jpegquality-75"

NOINDEX = "noindex, follow"
CLOSED = "noindex, nofollow"


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page for other sites."""

    url: str
    width: int
    height: int
    alt: str

    @property
    def node(self) -> Node:
        return node("ImageObject", url=self.url, width=self.width, height=self.height)


@dataclass(slots=True)
class Head:
    """All that stands in the head for machines; empty parts are not written."""

    title: str
    description: str
    canonical: str = ""
    robots: str = ""
    kind: str = "website"
    picture: Picture | None = None
    nodes: list[Node] = field(default_factory=list)


def page_number(context: Mapping[str, Any]) -> int:
    """Which page of a long list is shown; 1 for pages without a list."""
    # `isinstance` would wake what is lazy, the visitor above all, and then the answer differs by the cookie.
    shown = [value.number for value in context.values() if issubclass(type(value), PaginatorPage)]
    return max(shown, default=1)


def is_filtered(request: HttpRequest) -> bool:
    """Whether the address asks for a part of the page: search engines shall keep the whole."""
    return any(
        value and name != PAGE_NUMBER and not name.startswith(OF_ADVERTISERS)
        for name, value in request.GET.items()
    )


def picture_of(page: Page | None, root: str) -> Picture | None:
    """The photo of a page, if the public may see it.

    Other sites keep copies that no withdrawn consent reaches, so photos of children stay here.
    """
    photo = getattr(page, "photo", None)
    if not isinstance(photo, Image) or not photo.is_shown or photo.people == People.CHILDREN:
        return None
    try:
        rendition = photo.get_rendition(PICTURE_SPEC)
    except (OSError, ValueError):  # the original is gone or broken: the page shows none either
        return None
    url = rendition.url if "://" in rendition.url else f"{root}{rendition.url}"
    return Picture(url, rendition.width, rendition.height, photo.description)


def head_of(
    request: HttpRequest, context: Mapping[str, Any], title: str, description: str, site_name: str
) -> Head:
    """The head of what a template shows: of a page of the tree, or of a view with an address of its own.

    The template's context may say more: `canonical_path` is the address without the host, `noindex` keeps
    the page out of search engines, `breadcrumbs` and `here` name the places above.
    """
    page = context.get("page")
    page = page if isinstance(page, Page) and page.pk and page.url_path else None
    place = page or context.get("center_place")
    root = host_of(place, request) if place is not None else f"{request.scheme}://{request.get_host()}"
    address = canonical_url(page, request) if page else ""
    address = address or f"{root}{context.get('canonical_path') or request.path}"
    number = page_number(context)
    if number > 1:
        address = f"{address}?{urlencode({PAGE_NUMBER: number})}"
    head = Head(title, shortened(description), address)
    if not may_be_indexed():
        head.robots = CLOSED
    elif context.get("noindex") or is_filtered(request):
        head.robots, head.canonical = NOINDEX, ""
    head.picture = picture_of(page, root)
    if isinstance(page, NewsPage):
        head.kind = "article"
    made = Made(address, root, site_name, about=head.description)
    made.picture = head.picture.node if head.picture else None
    center_place = context.get("center_place")
    made.center_address = canonical_url(center_place, request) if center_place is not None else ""
    if page is not None:
        head.nodes = nodes_of(page, context, made)
    trail = breadcrumbs_node(_trail(request, context, page, title))
    head.nodes += [trail] if trail else []
    return head


def _trail(
    request: HttpRequest, context: Mapping[str, Any], page: Page | None, title: str
) -> Iterable[tuple[str, str]]:
    """Names and addresses of the places above the page, and the page itself."""
    above = context.get("breadcrumbs") or ()
    for place in above:
        yield place.title, canonical_url(place, request)
    if above:
        yield (page.heading if page is not None else title), ""
