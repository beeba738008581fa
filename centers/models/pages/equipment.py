"""Rooms and equipment of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from centers.blocks.images import photos_of
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.section import SectionPage
from centers.models.rows import Equipment, Room
from centers.panels import RowListPanel


class EquipmentPage(SectionPage):
    """Rooms and equipment of a centre."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)

    content_panels = [
        FieldPanel("title"),
        RowListPanel("rooms"),
        RowListPanel("equipment"),
        FieldPanel("intro"),
    ]
    parent_page_types = ["centers.CenterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Материально-техническая база»")
        verbose_name_plural = _("разделы «Материально-техническая база»")

    def page_context(self, request):
        """Rooms, and equipment grouped by subject in the order of its rows: two queries."""
        context = super().page_context(request)
        rooms = list(Room.objects.filter(center=self.center).select_related("photo"))
        equipment = list(Equipment.objects.filter(center=self.center).select_related("room"))
        by_subject: dict[str, list[Equipment]] = {}
        for row in equipment:
            by_subject.setdefault(row.subject, []).append(row)
        context["rooms"] = rooms
        context["equipment_groups"] = list(by_subject.items())
        context["equipment_total"] = len(equipment)
        changed = [row.updated_at for row in [*rooms, *equipment]]
        context["updated_on"] = max([d for d in [self.updated_on, *changed] if d], default=None)
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["rooms"])]
