"""The documents of a centre as a section."""

from itertools import groupby

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.section import SectionPage
from centers.models.rows import KIND_PLURALS, CenterDocument, DocumentKind
from centers.models.timetable import local_today
from centers.panels import RowListPanel


class DocumentsPage(SectionPage):
    """Lists the published documents by kind and date; each has a card of its own."""

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
        """Groups of documents by kind: newest first, this and last year open, older ones folded."""
        context = super().page_context(request)
        documents = list(
            CenterDocument.objects.of(self.center)
            .published()
            .select_related("document")
            .order_by(F("date").desc(nulls_last=True), "-pk")
        )
        this_year = local_today(self.center).year
        order = {kind: place for place, kind in enumerate(DocumentKind.values)}
        documents.sort(key=lambda row: order[row.kind])
        groups = []
        for kind, rows in groupby(documents, key=lambda row: row.kind):
            rows = list(rows)
            newest = max((row.date.year for row in rows if row.date), default=this_year)
            recent = [row for row in rows if row.date is None or row.date.year >= newest]
            older = [row for row in rows if row not in recent]
            groups.append(
                {
                    "kind": kind,
                    "title": KIND_PLURALS[DocumentKind(kind)],
                    "recent": recent,
                    "years": [
                        (year, list(rows_of_year))
                        for year, rows_of_year in groupby(older, key=lambda row: row.date.year)
                    ],
                }
            )
        context["groups"] = groups
        context["document_total"] = len(documents)
        changed = [row.last_published_at or row.updated_at for row in documents]
        context["updated_on"] = max([d for d in [self.updated_on, *changed] if d], default=None)
        return context
