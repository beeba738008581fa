"""A plain page for a policy and the like."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.models.pages.base import BasePage
from centers.models.pages.news import PlacedPage


class PlainPage(PlacedPage):
    """Any other page: a policy, a regional regulation, a page that only this school needs."""

    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    content_panels = [FieldPanel("title"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = [
        "centers.HomePage",
        "centers.RegionPage",
        "centers.MunicipalityPage",
        "centers.CenterPage",
        "centers.PlainPage",
    ]
    subpage_types = ["centers.PlainPage"]

    class Meta:
        verbose_name = _("простая страница")
        verbose_name_plural = _("простые страницы")
