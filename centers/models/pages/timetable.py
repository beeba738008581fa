"""The timetable of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.section import SectionPage
from centers.models.rows import Lesson
from centers.models.timetable import local_today, week_to_show
from centers.panels import RowListPanel


class TimetablePage(SectionPage):
    """The week of a centre: a grid on wide screens, a list by day on phones."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)
    note = RichTextField(_("примечание под расписанием"), features=PLAIN_FEATURES, blank=True)

    content_panels = [
        FieldPanel("title"),
        RowListPanel("lessons"),
        FieldPanel("intro"),
        FieldPanel("note"),
    ]
    parent_page_types = ["centers.CenterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("раздел «Режим занятий»")
        verbose_name_plural = _("разделы «Режим занятий»")

    def page_context(self, request):
        """The lessons of a week by day: one query. When none is left in this week, it is the next one."""
        context = super().page_context(request)
        today = local_today(self.center)
        lessons = list(
            Lesson.objects.of(self.center).published().select_related("program", "teacher", "room")
        )
        week = week_to_show(lessons, today)
        days = [day for day in week if day.weekday <= 5 or day.lessons]
        context["week"] = days
        context["has_lessons"] = bool(lessons)
        context["lesson_total"] = sum(len(day.lessons) for day in days)
        context["week_starts"], context["week_ends"] = week[0].date, week[-1].date
        changed = [lesson.updated_at for lesson in lessons]
        context["updated_on"] = max([d for d in [self.updated_on, *changed] if d], default=None)
        return context
