"""Lessons: the rows of the timetable."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from centers.forms.rows import LessonForm
from centers.models import Lesson
from centers.panels import CenterPanel, RowList, register_row_list
from centers.viewsets.clashes import ClashesPanel, warn_of_clashes
from centers.viewsets.rows import (
    CENTER_COLUMN,
    CHANGED_COLUMN,
    CenterRowCreateView,
    CenterRowEditView,
    CenterRowsFilterSet,
    CenterRowViewSet,
)
from toolkit.numbers import row_number


class LessonFilterSet(CenterRowsFilterSet):
    class Meta:
        model = Lesson
        fields = ["center", "weekday"]


def lesson_note(lesson: Lesson) -> str:
    """«Робототехника, 5–7 классы»: what a row of the timetable is about."""
    return ", ".join(filter(None, [lesson.program.title, lesson.classes]))


#: What a copy of a lesson takes over; the day is chosen anew.
COPIED = ("weekday", "bell", "start", "end", "classes", "teacher", "room", "week_parity", "in_vacations")


class _Warns:
    """After saving, says with what the lesson clashes."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if not form.errors:
            warn_of_clashes(self.request, self.object.center, lesson_id=self.object.pk)
        return response


class LessonCreateView(_Warns, CenterRowCreateView):
    def get_initial(self):
        """`?copy=…`: everything as another lesson of the centre has it."""
        initial = super().get_initial()
        number = row_number(self.request.GET.get("copy", ""))
        if number is not None:
            other = Lesson.objects.filter(center=self.center, pk=number).first()
            if other is not None:
                names = (*COPIED, "program", "valid_from", "valid_until")
                initial |= {name: getattr(other, name) for name in names}
        return initial


class LessonEditView(_Warns, CenterRowEditView):
    @cached_property
    def header_more_buttons(self):
        query = urlencode({"center": self.object.center_id, "copy": self.object.pk})
        url = f"{reverse('center_lesson:add')}?{query}"
        return [
            *super().header_more_buttons,
            Button(_("Копия этого занятия"), url=url, icon_name="copy", priority=1),
        ]


class LessonViewSet(CenterRowViewSet):
    model = Lesson
    name = "center_lesson"
    url_prefix = "centers/lessons"
    row_list_name = "lessons"
    icon = "calendar-alt"
    menu_label = _("Занятия")
    add_item_label = _("Добавить занятие")
    new_item_title = _("Новое занятие")
    delete_question = _("Удалить это занятие из расписания?")
    add_view_class = LessonCreateView
    edit_view_class = LessonEditView
    filterset_class = LessonFilterSet
    related = ("center__school", "program", "teacher", "room", "bell")
    folded_fields = ("program__title", "classes", "teacher__full_name")
    title_label = _("Когда")
    list_display = [
        "__str__",
        Column("program", label=_("Программа"), accessor="program.title", sort_key="program__title"),
        CENTER_COLUMN,
        Column("classes", classname="admin-wide", label=_("Классы")),
        Column("teacher", classname="admin-wide", label=_("Педагог")),
        Column("room", label=_("Помещение")),
        CHANGED_COLUMN,
    ]
    edit_handler = ObjectList(
        [
            ClashesPanel(),
            CenterPanel(derived=True),
            MultiFieldPanel(
                [
                    FieldPanel("program"),
                    FieldPanel("weekday"),
                    FieldPanel("more_days"),
                    FieldPanel("bell", help_text=_("Время возьмётся из звонков. Иначе укажите его сами.")),
                    FieldRowPanel(
                        [
                            FieldPanel("start", help_text=_("Например, 14:00.")),
                            FieldPanel("end", help_text=_("Например, 14:45.")),
                        ]
                    ),
                    FieldPanel("week_parity"),
                ],
                heading=_("Что и когда"),
                help_text=_("Время — местное, как на часах в школе."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("classes", help_text=_("Например, 5–7.")),
                    FieldPanel("teacher"),
                    FieldPanel("room"),
                ],
                heading=_("Кто и где"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel("in_vacations"),
                ],
                heading=_("Если занятие не весь год"),
                classname="collapsed",
            ),
        ],
        base_form_class=LessonForm,
    )


register_row_list(
    RowList(
        name="lessons",
        model=Lesson,
        title=_("Занятия центра"),
        forms=(_("занятие"), _("занятия"), _("занятий")),
        add_label=_("Добавить занятие"),
        list_url_name="center_lesson:index",
        add_url_name="center_lesson:add",
        edit_url_name="center_lesson:edit",
        list_label=_("Все занятия"),
        icon="calendar-alt",
        others=(
            (_("Расписание: неделя, звонки, четверти"), "center_timetable"),
            (_("Занятия таблицей"), "lesson_grid"),
        ),
        empty=_("Занятий пока нет. Сначала нужна хотя бы одна программа."),
        rows=lambda center: Lesson.objects.of(center).select_related("program"),
        note=lesson_note,
    )
)
