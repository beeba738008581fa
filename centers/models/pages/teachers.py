"""The teachers of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from centers.blocks.images import photos_of
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.programs import ProgramPage, programs_of
from centers.models.pages.section import SectionPage
from centers.models.rows import Teacher
from centers.panels import RowListPanel
from toolkit.prepared import Prepared

_TEACHERS: Prepared[Teacher] = Prepared(
    lambda center: Teacher.objects.filter(center=center, is_shown=True).select_related("photo")
)


class TeachersPage(SectionPage):
    """The head and the teachers of a centre."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)

    content_panels = [
        FieldPanel("title"),
        RowListPanel("teachers"),
        FieldPanel("intro"),
    ]
    parent_page_types = ["centers.CenterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Педагоги»")
        verbose_name_plural = _("разделы «Педагоги»")

    def page_context(self, request):
        context = super().page_context(request)
        teachers = _TEACHERS(center=self.center_id)
        programs: dict[int, list[ProgramPage]] = {}
        for program in programs_of(self.center):
            programs.setdefault(program.teacher_id, []).append(program)
        for teacher in teachers:
            teacher.shown_programs = programs.get(teacher.pk, [])
        context["teachers"] = teachers
        changed = [teacher.updated_at for teacher in teachers]
        context["updated_on"] = max([d for d in [self.updated_on, *changed] if d], default=None)
        return context

    def images(self, context):
        return [*super().images(context), *photos_of(context["teachers"])]
