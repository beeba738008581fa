"""The timetable of a centre as a section."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from centers.blocks.text import PLAIN_FEATURES
from centers.models import timetable_view as view
from centers.models.pages.section import SectionPage
from centers.models.school_year import WEEK, monday_of
from centers.models.timetable import Timetable, local_today
from centers.models.timetable_sheet import Sheet
from centers.panels import RowListPanel


class TimetablePage(SectionPage):
    """The week of a centre: a grid on wide screens, a list by day on phones, a sheet for the wall.

    What part of it the address asks for says `centers.models.timetable_view`; `view=print` is the sheet.
    """

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

    def get_template(self, request, *args, **kwargs):
        if request.GET.get("view") == "print":
            return "centers/timetable_sheet.html"
        return super().get_template(request, *args, **kwargs)

    def page_context(self, request):
        """The lessons of a week: three queries. When none is left in this week, it is the next one."""
        context = super().page_context(request)
        today = local_today(self.center)
        this_monday = monday_of(today)
        wide = Timetable.of(self.center, *self.span(request, today))
        bounds = wide.calendar.bounds(today)
        asked = view.Asked.of(request.GET, today, bounds)
        choices = view.Choices.of(wide)
        week = wide.week(asked.monday, today)
        if not asked.named_week:
            week = wide.week_to_show(today)
            asked = view.replace(asked, monday=week[0].date)
        week = view.narrowed(week, asked)
        days = view.days_to_show(week, wide)
        slots = view.slots_of(days)
        previous, following = view.neighbours(asked, bounds)
        middle = asked.monday + WEEK / 2
        whose = view.title_of(asked, choices)
        changed = [row.updated_at for row in [*wide.lessons, *wide.replacements, *wide.calendar.entries]]
        context |= {
            "asked": asked,
            "whose": whose,
            "choices": choices,
            "week": days,
            "slots": slots,
            "grid": [(day, view.cells_of(day, slots)) for day in days] if slots else [],
            "has_lessons": bool(wide.lessons),
            "lesson_total": sum(one.takes_place for day in days for one in day.lessons),
            "week_starts": asked.monday,
            "week_ends": asked.monday + WEEK - (WEEK / 7),
            "is_this_week": asked.monday == this_monday,
            "is_next_week": asked.monday == this_monday + WEEK,
            "calendar": wide.calendar,
            "period": wide.calendar.period_on(middle),
            "alternates": any(lesson.week_parity != "every" for lesson in wide.lessons),
            "week_name": wide.calendar.week_name(middle),
            "previous": previous,
            "following": following,
            "feed": self.feed(request, asked, choices),
            "updated_on": max([d for d in [self.updated_on, *changed] if d], default=None),
        }
        if request.GET.get("view") == "print":
            context["sheet"] = Sheet.of(wide, asked, days, today)
        return context

    def span(self, request, today):
        """The days whose replacements may be needed: this week and the next, and the week asked for."""
        day = view.day_of(request.GET.get("week") or request.GET.get("date") or "")
        first, last = monday_of(today), monday_of(today) + 2 * WEEK
        known = day is not None and abs((day - today).days) < 3 * 366
        return (min(first, monday_of(day)), max(last, monday_of(day) + WEEK)) if known else (first, last)

    def feed(self, request, asked, choices) -> dict[str, str]:
        """The calendar to subscribe to: of the class or the teacher that is shown, else of the centre."""
        name, whose = "raspisanie.ics", ""
        teacher = choices.teacher(asked.teacher_id)
        if asked.class_name and choices.class_named(asked.class_name):
            name = f"raspisanie-klass-{asked.class_name}.ics"
            whose = view.title_of(view.Asked(asked.monday, asked.class_name), choices)
        elif teacher:
            name, whose = f"raspisanie-pedagog-{teacher.pk}.ics", teacher.short_name
        url = request.build_absolute_uri(self.get_url(request) + name)
        return {"url": url, "webcal": f"webcal:{url.partition(':')[2]}", "whose": whose}
