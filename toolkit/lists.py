"""How the lists of the staff's screens are cut into pages."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from wagtail.admin.paginator import WagtailPaginator

#: Rows on one page of a list that grows with the network. A row costs about a millisecond to show, so a page
#: costs a coordinator of 600 centres no more than one of 24 (`bench/admin`).
ROWS = 25


class LatePaginator(WagtailPaginator):
    """Finds the keys of a page first and then its rows with all that stands beside them.

    A database that sorts thousands of whole rows to give the first 25 spends most of its time on columns that
    nobody will see.
    """

    def page(self, number: Any) -> Page:
        """The page; raises `InvalidPage` as Django's does."""
        page = super().page(number)
        if isinstance(page.object_list, QuerySet):
            keys = list(page.object_list.values_list("pk", flat=True))
            page.object_list = self.object_list.filter(pk__in=keys)
        return page
