"""Contacts of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from centers.additions import additions_of
from centers.blocks import BodyBlock
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.section import SectionPage


class FeedbackPage(SectionPage):
    """How to reach the centre: contacts come from the register."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("как добраться и другое"), blank=True)

    content_panels = [FieldPanel("title"), FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*SectionPage.search_fields, index.SearchField("body")]
    parent_page_types = ["centers.CenterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Обратная связь»")
        verbose_name_plural = _("разделы «Обратная связь»")

    def page_context(self, request):
        return {**super().page_context(request), "additions": additions_of(self)}
