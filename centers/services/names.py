"""Keep the pages of the register where and as the register has them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, Site
from wagtail.search import index
from wagtail.signals import page_unpublished

from centers.models import (
    Center,
    CenterPage,
    Coordinator,
    Municipality,
    MunicipalityPage,
    NetworkFigure,
    Region,
    RegionPage,
    School,
)
from centers.purging.rules import of_municipality
from centers.purging.telling import writes_only
from centers.services.sections import center_page_for, municipality_page_for, region_page_for
from toolkit.pagecache.rules import Change


def follow_region(region: Region) -> None:
    """Give the page of a region the name and address that its row has now.

    Raises `ValidationError` when another page has that address.
    """
    page = RegionPage.objects.filter(region=region).first()
    if page is not None and _take_from_register(page):
        reindex(region.municipalities.all())
        reindex(School.objects.kept().in_region(region))
        _renew_contents(Center.objects.in_region(region))


@writes_only(lambda municipality: of_municipality(municipality, Change(None)))
def follow_municipality(municipality: Municipality) -> None:
    """Give the page of a municipality its present name, address and region.

    Its coordinators and figures go along to another region, and its centres leave the
    coordinator of the former one.

    Raises `ValidationError` when another page has the address there.
    """
    region = municipality.region
    Coordinator.objects.filter(municipality=municipality).exclude(region=region).update(region=region)
    NetworkFigure.objects.filter(municipality=municipality).exclude(region=region).update(region=region)
    strangers = municipality.centers.filter(coordinator__isnull=False).exclude(coordinator__region=region)
    strangers.update(coordinator=None)
    page = MunicipalityPage.objects.filter(municipality=municipality).first()
    if page is None:
        return
    place = page.path
    page = _move_below(page, region_page_for(region))
    if _take_from_register(page) or page.path != place:
        reindex(municipality.schools.all())
        reindex(municipality.centers.all())
        reindex(CenterPage.objects.filter(center__municipality=municipality))
        _renew_contents(municipality.centers.all())


def follow_school(school: School) -> None:
    """Let the centres of a school go where the school is, and take its name.

    Raises `ValidationError` when an address of one of them is taken there.
    """
    if school.centers.exclude(municipality=school.municipality).exists():
        refuse_taken_addresses(school, school.municipality)
    for center in school.centers.select_related("municipality", "coordinator"):
        center.school = school
        if center.municipality_id == school.municipality_id:
            follow_center(center)
            reindex([center])
        else:
            if center.coordinator and center.coordinator.region_id != school.municipality.region_id:
                center.coordinator = None
            center.save()


def follow_center(center: Center) -> None:
    """Give the page of a centre its present name, address and municipality; hide that of a deleted one.

    Raises `ValidationError` when another page has the address there.
    """
    page = center_page_for(center)
    if page is None:
        return
    place = page.path
    page = _move_below(page, municipality_page_for(center.municipality))
    was_live = page.live
    is_renamed = _take_from_register(page)
    if not is_renamed:
        reindex([page])
    if is_renamed or page.path != place:
        _renew_contents([center])
    if was_live and not page.live:
        page_unpublished.send(sender=CenterPage, instance=page)


def refuse_taken_addresses(school: School, municipality: Municipality) -> None:
    """Raise `ValidationError` when the address of a centre of the school is taken in the municipality."""
    others = Center.objects.kept().in_municipality(municipality).exclude(school=school)
    taken = set(others.values_list("slug", flat=True))
    place = MunicipalityPage.objects.filter(municipality=municipality).first()
    if place is not None:
        own = CenterPage.objects.filter(center__school=school)
        taken |= set(place.get_children().exclude(pk__in=own).values_list("slug", flat=True))
    for center in school.centers.kept():
        if center.slug in taken:
            raise ValidationError(
                {
                    "municipality": _(
                        "В муниципалитете «{place}» адрес «{slug}» уже занят. "
                        "Сначала измените адрес центра «{center}» в реестре."
                    ).format(place=municipality.name, slug=center.slug, center=center.title)
                }
            )


def refuse_taken_address(parent: Page, slug: str, page: Page) -> None:
    """Raise `ValidationError` when a page other than `page` has the address below `parent`."""
    if parent.get_children().filter(slug=slug).exclude(pk=page.pk).exists():
        raise ValidationError(
            {
                "slug": _(
                    "В разделе «{place}» адрес «{slug}» уже занят другой страницей. "
                    "Сначала измените адрес одной из них."
                ).format(place=parent.title, slug=slug)
            }
        )


def reindex(rows: Iterable[Any]) -> None:
    """Renew what the search knows of rows that are found by the names of others."""
    for row in rows:
        index.insert_or_update_object(row)


def _renew_contents(centers: Iterable[Center]) -> None:
    """Let the worker renew what the search knows of all that stands in these centres."""
    from centers.tasks import renew_places_in_search

    keys = [center.pk for center in centers]
    if keys:
        transaction.on_commit(lambda: renew_places_in_search.enqueue(keys))


def _move_below(page: Any, parent: Any) -> Any:
    """Move the page with all below it and return it; Wagtail leaves redirects from every old address."""
    if page.get_parent().pk == parent.pk:
        return page
    refuse_taken_address(parent, page.slug, page)
    MovePageAction(page, parent, pos="last-child").execute(skip_permission_checks=True)
    _forget_where_sites_begin()
    return type(page).objects.get(pk=page.pk)


def _take_from_register(page: Any) -> bool:
    """Save the page if the register gives it another name, another address or hides it.

    Wagtail leaves redirects from the old address, those of the pages below included. Not so when
    a centre is deleted or comes back: nobody could read the address it waits at.
    """
    before, old_slug = (page.title, page.draft_title, page.slug, page.live), page.slug
    page.take_from_register()
    if (page.title, page.draft_title, page.slug, page.live) == before:
        return False
    if page.slug != old_slug:
        refuse_taken_address(page.get_parent(), page.slug, page)
        if page.waiting_slug in (page.slug, old_slug):
            _change_address_quietly(page)
    page.save()
    if page.slug != old_slug:
        _forget_where_sites_begin()
    return True


def _forget_where_sites_begin() -> None:
    """Wagtail does so itself only when the root of a site gets another address, not a page above it."""
    Site.clear_site_root_paths_cache()
    transaction.on_commit(Site.clear_site_root_paths_cache)  # another process may have read them meanwhile


def _change_address_quietly(page: Any) -> None:
    """Write the address of a page and of all below it past the signal that makes redirects."""
    old_path = page.url_path
    new_path = page.set_url_path(page.get_parent())
    below = Page.objects.descendant_of(page)
    below.update(url_path=Concat(Value(new_path), Substr("url_path", len(old_path) + 1)))
    Page.objects.filter(pk=page.pk).update(slug=page.slug, url_path=new_path)
