"""«Расписание»: the week of a centre for those who make it, its clashes, and the copy of last year's."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centers.models import Bell, Lesson
from centers.models import timetable_view as view
from centers.models.school_year import WEEK, monday_of, school_year_of, year_label
from centers.models.timetable import Timetable, local_today
from centers.permissions import centers_for, may
from centers.services.timetable_year import copy_year, plan_year, take_back_year
from centers.viewsets.clashes import clashes_of, described
from library.undo import register, with_undo
from toolkit.text import count_phrase

YEAR_WAY = "centers.timetable_year"


class OfOneCenter(WagtailAdminTemplateMixin, TemplateView):
    """A screen about the timetable of one centre of the person."""

    header_icon = "calendar-alt"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        centers = centers_for(request.user).select_related("school", "municipality__region")
        self.center = get_object_or_404(centers, pk=kwargs["center_id"])
        self.today = local_today(self.center)

    def get_page_subtitle(self):
        return self.center.title

    def get_breadcrumbs_items(self):
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title},
        ]
        if not isinstance(self, TimetableDeskView):
            url = reverse("center_timetable", args=[self.center.pk])
            items.append({"url": url, "label": _("Расписание")})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "center": self.center, "today": self.today}


class TimetableDeskView(OfOneCenter):
    """The week as families see it, each lesson with its buttons; drafts are marked."""

    template_name = "centers/admin/timetable.html"
    page_title = gettext_lazy("Расписание")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        bounds = Timetable([]).calendar.bounds(self.today)
        asked = view.Asked.of(self.request.GET, self.today, bounds)
        first, last = min(asked.monday, self.today), max(asked.monday + 2 * WEEK, self.today + 366 * WEEK / 7)
        timetable = Timetable.of(self.center, first, last, published=False)
        week = timetable.week(asked.monday, self.today)
        if not asked.named_week:
            week = timetable.week_to_show(self.today)
            asked = view.replace(asked, monday=week[0].date)
        previous, following = view.neighbours(asked, bounds)
        context |= {
            "days": view.days_to_show(week, timetable),
            "starts": asked.monday,
            "ends": asked.monday + WEEK - WEEK / 7,
            "week_name": timetable.calendar.week_name(asked.monday),
            "previous": view.iso_week(previous) if previous else "",
            "following": view.iso_week(following) if following else "",
            "is_this_week": asked.monday == monday_of(self.today),
            "total": len(timetable.lessons),
            "bells": Bell.objects.filter(center=self.center).count(),
            "calendar_lines": len(timetable.calendar.entries),
            "clash_count": len(clashes_of(self.center)),
            "new_year": year_label(next_year(self.today)),
        }
        return context


class ClashesView(OfOneCenter):
    """All clashes from today on."""

    template_name = "centers/admin/clashes.html"
    page_title = gettext_lazy("Накладки")
    header_icon = "warning"

    def get_context_data(self, **kwargs):
        found = [described(one) for one in clashes_of(self.center)]
        return {**super().get_context_data(**kwargs), "clashes": found}


def next_year(today) -> int:
    """The school year that the timetable is copied to: from May on the coming one."""
    year = school_year_of(today)
    return year + 1 if 5 <= today.month <= 8 else year


class YearForm(forms.Form):
    """Which lessons come over, and whether the calendar does."""

    lessons = forms.TypedMultipleChoiceField(coerce=int, required=False)
    with_calendar = forms.BooleanField(required=False)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lessons"].choices = [(one.lesson.pk, "") for one in plan.coming]


class TimetableYearView(OfOneCenter):
    """What comes over from last year, then the copy itself; nothing is written before the button."""

    template_name = "centers/admin/timetable_year.html"
    page_title = gettext_lazy("Перенести прошлый год")
    header_icon = "copy"

    def dispatch(self, request, *args, **kwargs):
        self.plan = plan_year(self.center, next_year(self.today))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = YearForm(request.POST, plan=self.plan)
        if not form.is_valid():
            messages.error(request, _("Расписание с тех пор изменилось. Посмотрите ещё раз и повторите."))
            return self.get(request, *args, **kwargs)
        chosen = form.cleaned_data["lessons"]
        if not chosen:
            messages.error(request, _("Отметьте хотя бы одно занятие."))
            return self.get(request, *args, **kwargs)
        done = copy_year(
            self.plan, chosen, with_calendar=form.cleaned_data["with_calendar"], user=request.user
        )
        text = _("Перенесено на {year} учебный год: {count}.").format(
            year=year_label(self.plan.year),
            count=count_phrase(len(done.lessons), _("занятие"), _("занятия"), _("занятий")),
        )
        data = [self.center.pk, self.plan.year, done.lessons, done.entries, done.ended]
        back = reverse("center_timetable", args=[self.center.pk])
        messages.success(request, with_undo(request, text, YEAR_WAY, data, back=back))
        return redirect(back)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "plan": self.plan,
            "old_year": year_label(self.plan.year - 1),
            "new_year": year_label(self.plan.year),
            "coming": len(self.plan.coming),
        }


@register(YEAR_WAY)
def take_back(user, data):
    """Undo of the copy: what was copied goes to the bin. Raises `ValidationError` from the bin."""
    center_id, year, lessons, entries, ended = data
    center = get_object_or_404(centers_for(user), pk=center_id)
    if not may(user, "delete", Lesson):
        return _("Отменить нельзя: нет прав.")
    gone = take_back_year(center, year, lessons, entries, ended, user=user)
    rows = count_phrase(gone, _("запись"), _("записи"), _("записей"))
    return _("Перенос отменён: в корзине {rows}, прошлогодние занятия снова как были.").format(rows=rows)


timetable_urls = [
    path("centers/<int:center_id>/timetable/", TimetableDeskView.as_view(), name="center_timetable"),
    path("centers/<int:center_id>/timetable/clashes/", ClashesView.as_view(), name="center_clashes"),
    path("centers/<int:center_id>/timetable/year/", TimetableYearView.as_view(), name="timetable_year"),
]
