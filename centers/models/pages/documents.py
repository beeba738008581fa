"""The documents of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from centers.blocks.text import PLAIN_FEATURES
from centers.models.document_list import Asked, DocumentList
from centers.models.pages.section import SectionPage
from centers.panels import RowListPanel


class DocumentsPage(SectionPage):
    """Lists the published documents by kind and date; each has a card of its own.

    What a part of the list asks for stands in the address: `?kind=order&year=2025&q=…&page=2`.
    """

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)

    content_panels = [
        FieldPanel("title"),
        RowListPanel("documents"),
        FieldPanel("intro"),
    ]
    parent_page_types = ["centers.CenterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Документы»")
        verbose_name_plural = _("разделы «Документы»")

    def page_context(self, request):
        """The whole list by kind, or the part of it that the address asks for."""
        context = super().page_context(request)
        asked = Asked.of(request.GET)
        documents = DocumentList(self.center, asked)
        context |= {
            "asked": asked,
            "document_total": documents.total,
            "kinds": documents.kinds,
            "years": documents.years,
            "year_choices": documents.year_choices,
            "updated_on": max([d for d in [self.updated_on, documents.changed] if d], default=None),
        }
        if asked.query:
            hits = documents.hits()
            context |= {"hits": hits, "found_total": hits.paginator.count}
        elif asked.narrows:
            shown = documents.page()
            context |= {"shown": shown, "found_total": shown.paginator.count}
            context["groups"] = documents.headed(shown.object_list)
        else:
            context["groups"] = documents.overview()
        return context
