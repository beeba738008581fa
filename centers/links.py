"""Links to pages inside texts."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Left
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from toolkit.numbers import row_number

LEVELS = range(2, 13)  # of the tree, below its root: more than any link needs


def hidden() -> Exists:
    """Condition that the page, or one above it, is not published; each is found by the index of paths."""
    line = [Left(OuterRef("path"), Page.steplen * level) for level in LEVELS]
    return Exists(Page.objects.filter(live=False, path__in=line))


class PublicPageLink(PageLinkHandler):
    """Leads to a page that the public may see; to any other the words stay without a link.

    One query for all links of a text.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = {attrs.get("id") for attrs in attrs_list}
        numbers = {number for pk in ids if (number := row_number(pk)) is not None}
        pages = Page.objects.filter(pk__in=numbers).exclude(hidden())
        addresses = {str(page.pk): page.get_url() for page in pages}
        found = [addresses.get(str(attrs.get("id"))) for attrs in attrs_list]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]
