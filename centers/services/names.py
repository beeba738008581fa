"""Keep the names and addresses of pages equal to the register's."""

from collections.abc import Iterable

from centers.models import Center, CenterPage, MunicipalityPage, RegionPage


def refresh_page(page: RegionPage | MunicipalityPage | CenterPage | None) -> None:
    """Save the page of a register row again if its name or address has changed there.

    Wagtail leaves redirects from the old address, those of the pages below included.
    """
    if page is None:
        return
    before = (page.title, page.slug)
    page.take_from_register()
    if (page.title, page.slug) != before:
        page.save()


def refresh_center_pages(centers: Iterable[Center]) -> None:
    """Do so for the pages of several centres."""
    pages = CenterPage.objects.filter(center__in=centers).select_related("center__school")
    for page in pages:
        refresh_page(page)
