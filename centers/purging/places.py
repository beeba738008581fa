"""The place that a row, a page or a file belongs to, whatever the database is asked for that."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from centers.models import Center, CenterPage, MunicipalityPage, RegionPage, Shelf
from centers.purging.tags import NETWORK, Place

_REGION, _MUNICIPALITY, _CENTER = 3, 4, 5  # depth in the tree


def place_of_center(center_id: int) -> Place:
    """The centre with its municipality and region; the bare number of one that is not there."""
    rows = Center._base_manager.filter(pk=center_id)
    found = rows.values_list("municipality_id", "municipality__region_id").first()
    return Place(center_id, *found) if found else Place(center_id)


def place_of_municipality(municipality_id: int, region_id: int | None = None) -> Place:
    from centers.models import Municipality

    if region_id is None:
        rows = Municipality._base_manager.filter(pk=municipality_id)
        region_id = rows.values_list("region_id", flat=True).first()
    return Place(None, municipality_id, region_id)


def place_of_path(path: str) -> Place:
    """The place in whose part of the tree a page stands."""
    above = [path[: Page.steplen * level] for level in (_REGION, _MUNICIPALITY, _CENTER)]
    if len(path) >= Page.steplen * _CENTER:
        centers: Any = CenterPage._base_manager
        names = ("center_id", "center__municipality_id", "center__municipality__region_id")
        found = centers.filter(path=above[2]).values_list(*names).first()
        if found:
            return Place(*found)
    if len(path) >= Page.steplen * _MUNICIPALITY:
        districts: Any = MunicipalityPage._base_manager
        names = ("municipality_id", "municipality__region_id")
        found = districts.filter(path=above[1]).values_list(*names).first()
        if found:
            return Place(None, *found)
    if len(path) >= Page.steplen * _REGION:
        regions: Any = RegionPage._base_manager
        found = regions.filter(path=above[0]).values_list("region_id").first()
        if found:
            return Place(None, None, *found)
    return NETWORK


def place_of_page(page: Any) -> Place:
    """The place of a page of any type."""
    center_id = getattr(page, "center_id", None)
    return place_of_center(center_id) if center_id else place_of_path(page.path)


def place_of_collection(collection_id: int | None) -> Place:
    """The place on whose shelf a file lies; the network for files on nobody's."""
    shelf = Shelf.objects.filter(collection=collection_id).first()
    if shelf is None:
        return NETWORK
    if shelf.center_id:
        return place_of_center(shelf.center_id)
    if shelf.municipality_id:
        return place_of_municipality(shelf.municipality_id)
    return Place(None, None, shelf.region_id)
