"""Additional information of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.models.pages.section import SectionPage


class AdditionalInfoPage(SectionPage):
    """Achievements, media, links, gallery, video: whatever has no place elsewhere."""

    body = StreamField(BodyBlock(), verbose_name=_("текст страницы"), blank=True)

    content_panels = [FieldPanel("title"), FieldPanel("body")]
    search_fields = [*SectionPage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.CenterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Дополнительная информация»")
        verbose_name_plural = _("разделы «Дополнительная информация»")
