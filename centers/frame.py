"""The frame of pages that are not in the tree but belong to a centre: a document's card."""

from django.http import HttpRequest
from wagtail.models import Page, Site

from centers.models import CenterPage
from centers.models.bodies_now import bodies_for
from centers.models.pages.section import center_sections
from centers.models.registry import Center
from toolkit.pagecache import watching


def published_ancestors(page: Page) -> list[Page] | None:
    """The ancestors of a page below the tree's root, or None when one of them is not published."""
    paths = [page.path[: page.steplen * level] for level in range(2, page.depth)]
    with watching.reading_frame():
        ancestors = list(Page.objects.filter(path__in=paths).order_by("depth"))
    return ancestors if all(ancestor.live for ancestor in ancestors) else None


def public_center_page(center: Center) -> CenterPage | None:
    """The centre's page with its `places`, when the public may see it: two queries."""
    page = CenterPage.detail_queryset().filter(center=center, live=True).first()
    if page is None or page.center.deleted_at is not None:
        return None
    watching.note(page.path)
    ancestors = published_ancestors(page)
    if ancestors is None:
        return None
    page.places = [*ancestors, page]
    return page


def is_on_host(page: Page, request: HttpRequest) -> bool:
    """Whether the page stands on the host that was asked: below the root of its site."""
    site = Site.find_for_request(request)
    return site is None or page.path.startswith(site.root_page.path)


def center_frame(page: CenterPage, **more) -> dict:
    """Context of a template that extends the centre's frame; `page` has its `places`."""
    return {
        "center": page.center,
        "center_place": page,
        "sections": center_sections(page),
        "bodies": bodies_for(page.center),
        "breadcrumbs": page.places,
        "current_paths": [place.url_path for place in page.places],
        **more,
    }


def drop_hidden(pages: list[Page]) -> list[Page]:
    """Leave out the pages that stand below an unpublished one: one query for all of them."""
    paths = {page.path[: page.steplen * level] for page in pages for level in range(2, page.depth)}
    with watching.reading_frame():
        hidden = list(Page.objects.filter(path__in=paths, live=False).values_list("path", flat=True))
    return [page for page in pages if not any(page.path.startswith(path) for path in hidden)]
